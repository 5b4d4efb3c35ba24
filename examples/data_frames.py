"""Articles from a pandas DataFrame, and events back into one."""

import pandas as pd

import graphkit

articles = pd.DataFrame(
    {
        "id": ["a", "b"],
        "published": ["2024-03-04", "2024-03-05"],
        "publisher": ["Harbour Post", "Coast Wire"],
        "text": [
            "OSLO - Norway condemned Chad on Monday over the arrest of three sailors.",
            "N'DJAMENA - Chad released the Norwegian sailors on Tuesday. Norway thanked Chad.",
        ],
    }
)
kg = graphkit.build(articles)
events = kg.to_pandas()
happened = events[events["status"].isin(["occurred", "ongoing"])]
print(happened[["date", "agent", "predicate", "recipient", "plover", "goldstein"]].to_string(index=False))

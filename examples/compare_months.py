"""Compare two months of one dispute: list the facts that are new or have another status."""

import graphkit
from graphkit.rdf import compare_graphs

MARCH = [
    {
        "id": "m1",
        "published": "2024-03-04",
        "text": "OSLO - Norway is to send aid to Chad in April, it said on Monday.",
    },
    {"id": "m2", "published": "2024-03-20", "text": "OSLO - Norway condemned Chad on Wednesday."},
]
APRIL = [
    *MARCH,
    {"id": "a1", "published": "2024-04-09", "text": "N'DJAMENA - Norway sent aid to Chad on Tuesday."},
    {"id": "a2", "published": "2024-04-11", "text": "N'DJAMENA - Chad recalled an envoy from Oslo on Thursday."},
]
changes = compare_graphs(graphkit.build(MARCH).findings, graphkit.build(APRIL).findings)
for fact in changes.added:
    print("new:    ", fact.agent, fact.predicate, fact.recipient, fact.status)
for change in changes.changed:
    print("changed:", change.after.agent, change.after.predicate, change.before.status, "->", change.after.status)

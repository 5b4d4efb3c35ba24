"""A question in SPARQL, drawn as a chart."""

import matplotlib

matplotlib.use("Agg")  # into a file, without a window
import matplotlib.pyplot as plt

import graphkit
from graphkit.datasets import find_samples

kg = graphkit.build(find_samples(), out="examples-out/graph")
types = kg.sparql("""
    SELECT ?type (COUNT(?event) AS ?events) WHERE {
      ?event gk:eventType ?type .
      FILTER(?type NOT IN (plover:POSITION, plover:REPRESENTS, plover:MEMBER))
    } GROUP BY ?type ORDER BY ?events""")
plt.barh(types["type"], types["events"].astype(int))
plt.title("Events of the sample articles by PLOVER type")
plt.tight_layout()
plt.savefig("examples-out/types.png")
print(types.tail(3).to_string(index=False))

"""Build a graph of the sample articles, ask a ready question, and read the sentences behind one claim."""

import graphkit
from graphkit.datasets import find_samples

kg = graphkit.build(find_samples(), out="examples-out/graph")
print(kg)

met = kg.sparql("who-met-whom", actor="Barack Obama")
print(met.to_string(index=False))

print(kg.why("United Arab Emirates", "Rapid Support Forces").summary)

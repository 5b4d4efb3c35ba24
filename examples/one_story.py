"""A page of one story: one actor, its partners, and what lies between them."""

import graphkit
from graphkit.datasets import find_samples
from graphkit.explorer import write_page

kg = graphkit.build(find_samples(), out="examples-out/graph")
report = write_page(kg.findings, "examples-out/sudan.html", title="Sudan breaks off relations", focus="Sudan", depth=1)
print(report)

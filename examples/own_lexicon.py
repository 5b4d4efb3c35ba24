"""Teach graphkit a verb that it does not know: one row in a file of your own."""

from pathlib import Path

import graphkit

ROW = """
predicate: rejects
rows:
  - {verb: sideline, frame: transitive, cameo: "120", where: {s: [actor], o: [actor]},
     example: "Norway sidelined Chad.", fact: [Norway, Chad]}
"""
TEXT = "LISBON, March 4, 2024 - Portugal sidelined Chad on Monday.\n\nTalks had been planned for a year."

lexicon = Path("examples-out/my-verbs.yaml")
lexicon.parent.mkdir(exist_ok=True)
lexicon.write_text(ROW, encoding="utf-8")

for name, files in (("as it comes", []), ("with the row", [lexicon])):
    events = graphkit.build(TEXT, lexicon=files).events
    print(f"{name}: {[(event.agent, event.predicate, event.recipient) for event in events]}")

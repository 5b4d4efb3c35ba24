"""Write the table of predicates, PLOVER and CAMEO in docs/glossary.md from the vocabulary and the lexicon.

`python -m tools.glossary_table` renews it; a test holds page and data equal.
"""

from __future__ import annotations

import re
from pathlib import Path

from graphkit.resources.cameo import Cameo
from graphkit.resources.event_codes import EventCodes
from graphkit.resources.lexicon.lexicon import Lexicon
from graphkit.resources.vocabulary import Vocabulary

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
_TABLE = re.compile(r"(?<=<!-- predicates -->\n).*?(?=<!-- end -->)", re.S)


def write_table() -> str:
    """Return the table: for each predicate its PLOVER type, the modes of its rows and its CAMEO codes."""
    lines = ["", "| predicate | both ways | PLOVER type | PLOVER modes of its rows | CAMEO | codes of its rows |"]
    lines.append("|---|---|---|---|---|---|")
    lines.extend(map(_write_row, Vocabulary.load().predicates))
    return "\n".join([*lines, "", ""])


def _write_row(predicate: str) -> str:
    told, cameo = Vocabulary.load().predicates[predicate], Cameo.load()
    rows = [part for row in Lexicon.load().rows for part in (row, *row.also)]
    codes = sorted({row.cameo for row in rows if row.predicate == predicate and row.cameo})
    default = cameo.defaults.get(predicate)
    named = f"{default} {cameo.find_code(default).name.lower()}" if default else "none: a state of affairs"
    cells = (f"`{predicate}`", "yes" if told.symmetric else "", told.plover, ", ".join(_find_modes(told.plover, codes)))
    return f"| {' | '.join((*cells, named, ' '.join(codes)))} |"


def _find_modes(plover: str, codes: list[str]) -> list[str]:
    """Return the PLOVER modes that the codes have within a type."""
    events = filter(None, map(EventCodes.load().find_code, codes))
    return sorted({event.mode for event in events if event.mode and event.plover == plover})


def main() -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: write_table(), text), encoding="utf-8")


if __name__ == "__main__":
    main()

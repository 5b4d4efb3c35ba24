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

#: For each predicate, sentences of its rows that show how wide it is.
EXAMPLES = {
    "meets": (
        "The king of Norway met the president of Chad in Oslo on Monday.",
        "Talks between Norway and Chad began in Oslo.",
    ),
    "speaks_with": (
        "The king of Norway phoned the president of Chad.",
        "The king sent a letter to President Emmanuel Macron.",
    ),
    "visits": ("The king of Norway visited Chad in May.", "The foreign minister reached Bolivia on Friday."),
    "departs": ("President Emmanuel Macron left Chad on Friday.", "The ousted president fled Chad by helicopter."),
    "hosts": ("Norway hosted the Chadian president in May.", "The pope granted an audience to the refugees."),
    "attends": (
        "The minister attended a climate conference in Oslo.",
        "The premier gave a speech at the economic forum.",
    ),
    "negotiates_with": (
        "Norway is negotiating with Chad over fish.",
        "Coalition talks between the Greens and Labour broke down.",
    ),
    "mediates": ("Norway mediated between Chad and Sudan.", "Oman passed messages between Iran and Canada."),
    "agrees_with": ("Norway struck a deal with Chad.", "Armenia exchanged prisoners with Azerbaijan."),
    "cooperates_with": ("Norway restored ties with Chad.", "Serbia will stage war games with Ghana."),
    "joins": ("Gabon joined the Arctic Council.", "Sweden's entry into NATO changed the map."),
    "leaves": ("The United Kingdom left the European Union.", "Pakistan abrogated the treaty."),
    "recognizes": ("Norway recognized Kosovo on Monday.", "Ireland granted recognition to Palestine."),
    "supports": ("Norway praised Chad for its courage.", "Norway is grateful to Chad."),
    "provides_aid_to": ("Norway provided food aid to Chad.", "China forgave Zambia's debt."),
    "deploys_to": ("Rwanda deployed soldiers to Mozambique at the request of the government.",),
    "supplies_arms_to": ("Norway supplied missiles to Chad.", "Italy pledged military aid to Somalia."),
    "urges": ("Norway urged Chad to stop the raids.", "Greece received an invitation from Turkey."),
    "concedes_to": ("Sudan released the fishermen.", "India scrapped its tariffs on Nepal."),
    "withdraws_from": ("Chad withdrew from the valley.", "The army announced a truce in the city."),
    "condemns": (
        "Norway condemned the attack by Mali.",
        "Canada raised concerns about Iran's use of the death penalty.",
    ),
    "accuses": ("Chad accused Sudan of arming bandits.", "Gambia brought a case against Myanmar."),
    "denies": ("Chad denied any role in the raid.", "Eritrea rejected the accusation."),
    "rejects": ("Ireland turned down Chad's request.", "Latvia denied entry to the singer."),
    "threatens": ("Iran threatened Bahrain.", "Denmark proposed sanctions against Myanmar."),
    "protests_against": ("Students protested against the junta.", "Kuwait summoned the Iraqi ambassador."),
    "sanctions": (
        "Britain announced sanctions against Sudan.",
        "Latvia expelled two Russian diplomats.",
        "Peru withdrew its ambassador from Bolivia.",
        "Bolivia broke off relations with Chile.",
        "Algeria closed its border with Morocco.",
    ),
    "mobilizes_against": ("Russia massed troops near Ukraine.", "Russian jets breached Estonian airspace."),
    "tests_weapon": ("North Korea launched a ballistic missile on Monday.", "Iran placed a satellite in orbit."),
    "coerces": (
        "Police arrested three students.",
        "Indonesia seized a Vietnamese trawler.",
        "The president sacked the governor.",
    ),
    "attacks": ("Mali attacked Niger.", "A mob burned down a church.", "Armenia broke a truce with Azerbaijan."),
}
#: Predicates that are read from titles and not from rows.
OF_NO_ROW = {
    "holds_position": "Kari Nordmo *is foreign minister of* Norway.",
    "represents": "*Norway's envoy* Kari Nordmo acts for Norway.",
    "member_of": "Egypt, *a member of* the Arab League.",
}


def write_table() -> str:
    """Return the table: for each predicate its PLOVER type, the modes of its rows and its CAMEO codes."""
    heads = ("predicate", "read from, for example", "both ways", "PLOVER type", "PLOVER modes of its rows", "CAMEO")
    lines = ["", f"| {' | '.join(heads)} | codes of its rows |", "|---" * 7 + "|"]
    lines.extend(map(_write_row, Vocabulary.load().predicates))
    return "\n".join([*lines, "", ""])


def _write_row(predicate: str) -> str:
    entry, cameo = Vocabulary.load().predicates[predicate], Cameo.load()
    rows = [variant for row in Lexicon.load().rows for variant in (row, *row.also)]
    codes = sorted({row.cameo for row in rows if row.predicate == predicate and row.cameo})
    default = cameo.defaults.get(predicate)
    named = f"{default} {cameo.find_code(default).name.lower()}" if default else "none: a state of affairs"
    examples = _find_examples(predicate, {row.example for row in rows if row.predicate == predicate})
    cells = (
        f"`{predicate}`",
        examples,
        "yes" if entry.symmetric else "",
        entry.plover,
        ", ".join(_find_modes(entry.plover, codes)),
    )
    return f"| {' | '.join((*cells, named, ' '.join(codes)))} |"


def _find_examples(predicate: str, known: set[str]) -> str:
    """Return the chosen example sentences of a predicate, of which each must be one of its rows'."""
    if predicate in OF_NO_ROW:
        return OF_NO_ROW[predicate]
    chosen = EXAMPLES[predicate]
    if unknown := set(chosen) - known:
        raise ValueError(f"no row of {predicate} has the example {min(unknown)!r}")
    return " ".join(chosen)


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

"""Codes of actors in event data: states, bodies and sectors, read from assets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from graphkit.resources.event_codes import read_csv_asset
from graphkit.resources.parsed_assets import parse_typed_yaml


@dataclass(frozen=True, slots=True)
class BodyCode:
    """A body in CAMEO (GDELT): whole code, country field, known group, two types; and its PLOVER country (UNO, IGO)."""

    code: str
    country: str | None
    group: str | None
    type1: str | None
    type2: str | None
    plover: str | None


@dataclass(frozen=True, slots=True)
class ActorCodes:
    """Code tables. `states` is by ISO alpha-3 code, `bodies` by entity id; `words` give sectors in PLOVER's letters.

    `ships` has the states of navies by the prefixes of their ships, `regions` CAMEO's codes by the words for
    regions, `claimed` the state (ISO alpha-3) that claims another, by that other's id.
    """

    states: Mapping[str, Mapping[str, str]]
    bodies: Mapping[str, BodyCode]
    categories: Mapping[str, str]
    words: Mapping[str, str]
    offices: Mapping[str, str]
    ships: Mapping[str, str]
    cameo: Mapping[str, str]
    icews: Mapping[str, str]
    regions: Mapping[str, str]
    claimed: Mapping[str, str]

    @classmethod
    def load(cls) -> ActorCodes:
        """Read the tables that graphkit ships (once per process)."""
        return _load()

    def find_sector(self, label: str) -> str | None:
        """Return the sector that the words of a label name, the last word first; None where none does.

        >>> ActorCodes.load().find_sector("Myanmar security forces")
        'MIL'
        """
        words = re.findall(r"[a-z]+", label.lower())
        for end in range(len(words), 0, -1):
            for size in (3, 2, 1):
                sector = self.words.get(" ".join(words[max(0, end - size) : end])) if size <= end else None
                if sector is not None:
                    return sector
        return None

    def find_cow(self, plover: str) -> str:
        """Return the number in the Correlates of War of a state in PLOVER's letters; empty without one.

        >>> ActorCodes.load().find_cow("KOS")
        '347'
        """
        own = self.states.get(plover) or next((row for row in self.states.values() if row["plover"] == plover), {})
        return own.get("cow", "")

    def find_region(self, label: str) -> str | None:
        """Return CAMEO's code of the region that a label names, the longest name first; None for a sea or a bay.

        >>> ActorCodes.load().find_region("other Latin American leaders")
        'LAM'
        """
        for name in sorted(self.regions, key=len, reverse=True):
            if re.search(rf"(?<![\w-]){name}(?![\w-]| of\b| [A-Z])", label):
                return self.regions[name]
        return None


@cache
def _load() -> ActorCodes:
    text = (resources.files("graphkit") / "assets" / "actor_sectors.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = parse_typed_yaml(text)
    keys = ("country", "group", "type1", "type2", "plover")
    return ActorCodes(
        states={row["iso3"]: row for row in read_csv_asset("state_codes.csv")},
        bodies={
            row["id"]: BodyCode(row["code"], *(row[key] or None for key in keys))
            for row in read_csv_asset("actor_codes.csv")
        },
        categories=data["categories"],
        words={word: sector for sector, words in data["words"].items() for word in words},
        offices=data["offices"],
        ships=data["ships"],
        cameo=data["cameo"],
        icews=data["icews"],
        regions={name: code for code, names in data["regions"].items() for name in names},
        claimed=data["claimed"],
    )

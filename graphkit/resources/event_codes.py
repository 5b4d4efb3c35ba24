"""CAMEO codes in the words of PLOVER, ICEWS and GDELT, from assets/event_codes.csv and assets/plover_scores.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class EventCode:
    """A CAMEO code: PLOVER type, mode and contexts (None where PLOVER drops it), ICEWS text and intensity."""

    code: str
    plover: str | None
    mode: str | None
    contexts: tuple[str, ...]
    icews_text: str
    icews_intensity: float | None


@dataclass(frozen=True, slots=True)
class EventCodes:
    """The codes, and quad class and intensity of each PLOVER type and mode."""

    codes: Mapping[str, EventCode]
    scores: Mapping[tuple[str, str | None], tuple[int, float | None]]

    @classmethod
    def load(cls) -> EventCodes:
        """Read the tables that graphkit ships (once per process)."""
        return _load()

    def find_code(self, code: str) -> EventCode | None:
        """Return a code, or the nearest code above it."""
        return next((self.codes[code[:size]] for size in range(len(code), 1, -1) if code[:size] in self.codes), None)

    def score(self, plover: str, mode: str | None) -> float | None:
        """Return the intensity of a PLOVER type and mode, that of the type where the mode has none."""
        _, score = self.scores.get((plover, mode), (0, None))
        return score if score is not None else self.scores.get((plover, None), (0, None))[1]

    def quad(self, plover: str) -> int | None:
        """Return the quad class of a PLOVER type."""
        return self.scores.get((plover, None), (None, None))[0]


def read_csv_asset(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table among the assets; lines that begin with # are comments."""
    text = (resources.files("graphkit") / "assets" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _load() -> EventCodes:
    codes = {
        row["code"]: EventCode(
            row["code"],
            row["plover"] or None,
            row["mode"] or None,
            tuple(filter(None, row["contexts"].split("; "))),
            row["icews_text"],
            float(row["icews_intensity"]) if row["icews_intensity"] else None,
        )
        for row in read_csv_asset("event_codes.csv")
    }
    scores = {
        (row["type"], row["mode"] or None): (int(row["quad"]), float(row["score"]) if row["score"] else None)
        for row in read_csv_asset("plover_scores.csv")
    }
    return EventCodes(codes, scores)

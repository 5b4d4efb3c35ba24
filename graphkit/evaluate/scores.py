"""Results of an evaluation: counts, and the facts that were missed or false. Plain data, printed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphkit.evaluate.gold import Fact, Triple


@dataclass(frozen=True, slots=True)
class Tally:
    """Precision is `right` of `predicted`, recall is `matched` of `needed`.

    The two numerators differ where one prediction answers two annotations or two predictions one.
    """

    right: int = 0
    predicted: int = 0
    matched: int = 0
    needed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.predicted + other.predicted,
            self.matched + other.matched,
            self.needed + other.needed,
        )

    @property
    def precision(self) -> float:
        """The share of predictions that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of annotations that were found."""
        return self.matched / self.needed if self.needed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        """The share as a number from 0 to 1."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """An annotated fact that was not predicted, and the prediction that comes closest.

    `predicate` is a predicate for articles and an event type for sentences; `opening` holds the first words of the
    sentence, or all of it. `reason` says what is wrong with `closest`.
    """

    article: str
    subject: str
    predicate: str
    object: str
    core: bool
    opening: str | None
    reason: str
    closest: Fact | None = None


@dataclass(frozen=True, slots=True)
class FalseFact:
    """A predicted fact that no annotation has; `why` where the annotators list it as a known error."""

    article: str
    fact: Fact
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A matched fact whose status, date, place or speaker is another than the annotated one."""

    article: str
    fact: Fact
    attribute: str  # status, date, place or speaker
    expected: tuple[str, ...]
    got: tuple[str, ...]


@dataclass(frozen=True)
class EvaluationReport:
    """The result of a comparison of predictions with annotations.

    `kind` is articles or sentences. `scores` holds for articles "facts" and "core", for sentences "type", "pair" and
    "full". `shares` holds for articles "status", and of "date", "place" and "speaker" how many are right where one is
    given, and "date of all" and so on, of all that are annotated; for sentences "typed" (right type on the pairs found)
    and "coded" (sentences with any fact). `by_predicate` is keyed by predicate, or by event type for sentences.
    `judged` pairs the confidence of each counted fact with whether it is right. `missing` are annotated ids that have
    no prediction record; `optional` counts predictions that are neither right nor false.
    """

    kind: str
    count: int
    scores: Mapping[str, Tally]
    shares: Mapping[str, Share]
    by_predicate: Mapping[str, Tally]
    misses: tuple[Miss, ...] = field(default=(), repr=False)
    false_facts: tuple[FalseFact, ...] = field(default=(), repr=False)
    differences: tuple[Difference, ...] = field(default=(), repr=False)
    judged: tuple[tuple[float, bool], ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    optional: int = 0
    listed_wrong: Share = Share()

    def table(self) -> list[dict[str, object]]:
        """Tabulate the figures, a row for each predicate, the most frequent first."""
        rows = sorted(self.by_predicate.items(), key=lambda item: (-item[1].needed, -item[1].predicted, item[0]))
        return [{"predicate": name, **_figures(tally)} for name, tally in rows]

    def as_dict(self) -> dict[str, object]:
        """Return the figures as JSON takes them, without the listings."""
        return {
            "kind": self.kind,
            "count": self.count,
            "scores": {name: _figures(tally) for name, tally in self.scores.items()},
            "shares": {
                name: {"right": share.right, "of": share.of, "value": round(share.value, 4)}
                for name, share in self.shares.items()
            },
            "optional": self.optional,
            "listed_wrong": {"predicted": self.listed_wrong.right, "listed": self.listed_wrong.of},
            "missing": list(self.missing),
            "by_predicate": self.table(),
        }


def _figures(tally: Tally) -> dict[str, object]:
    return {
        "right": tally.right,
        "predicted": tally.predicted,
        "found": tally.matched,
        "needed": tally.needed,
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
    }


def triple_of(fact: Fact) -> Triple:
    """Return the triple of a predicted fact."""
    return fact.s, fact.p, fact.o

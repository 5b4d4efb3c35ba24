"""Rows of the lexicon: what one row asks for, which row shadows another, and the id of a row."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graphkit.errors import AssetError
from graphkit.model import Status

#: Kinds of entity that a row may ask of an argument, besides the word classes ("@weapon").
KINDS = frozenset({"person", "state", "organization", "group", "place", "actor", "named", "known"})
#: Before a class in `where`: the argument must not be one of it.
BARRED = "!"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the lexicon. `where` limits arguments, `object` the direct object, `prep` asks for a preposition."""

    id: str
    predicate: str
    pos: str
    lemma: str
    s: tuple[str, ...]
    o: tuple[str, ...]
    cameo: str | None = None
    particle: str | None = None
    object: frozenset[str] = frozenset()
    prep: str | None = None
    prep_object: frozenset[str] = frozenset()  # what its object must be
    clause: bool | None = None  # true: must govern a clause; false: must not
    infinitive: bool = False  # the clause must be an infinitive with "to"
    complement: frozenset[str] = frozenset()  # what the object must be called: "called the raid [unacceptable]"
    after: frozenset[str] = frozenset()  # prepositions of which one must stand before a noun: "[over] lunch"
    light: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    where_s: frozenset[str] = frozenset()
    where_o: frozenset[str] = frozenset()
    passive: bool | None = None
    modal: frozenset[str] = frozenset()  # auxiliaries that the clause below must have: "said that X must"
    status: Status | None = None
    whole: bool = False
    also: tuple[Row, ...] = ()  # what is said with it: who thanks for hosting was hosted
    example: str = ""
    fact: tuple[str, ...] = ()
    source: str = ""

    @property
    def specificity(self) -> int:
        """The weight of all that the row asks for; of two rows that match one trigger, the heavier one is used."""
        asked = (
            4 * bool(self.object)
            + 4 * bool(self.complement)
            + 3 * bool(self.after)
            + self.infinitive
            + 4 * bool(self.particle)
            + 3 * bool(self.prep)
            + 2 * bool(self.prep_object)
            + 2 * (self.clause is not None)
            + bool(self.light)
            + 2 * bool(self.modal)
        )
        return asked + 2 * bool(self.where_o) + bool(self.where_s) + (self.passive is not None)


@dataclass(frozen=True, slots=True)
class Frame:
    """The slots in which a row looks for its subject and object, tried in order."""

    s: tuple[str, ...]
    o: tuple[str, ...]


def check_reachable(rows: Sequence[Row], own: AbstractSet[str] = frozenset()) -> None:
    """Check that no row of a word, in the order in which they are tried, is shadowed by one before it.

    Decided where it can be decided simply: a row is shadowed where one before it asks for nothing that it does not ask
    for as well, and looks in the same slots first. `own` are the sources of the user's rows, which may stand for
    shipped ones.

    Raises AssetError with file and line of the row that cannot be reached.
    """
    for place, row in enumerate(rows):
        for other in rows[:place]:
            if _shadows(other, row) and (row.source in own or other.source not in own):
                raise AssetError(
                    f"{row.id} cannot be reached: {other.id} at {other.source} takes all that it would",
                    where=row.source,
                    remedy="remove one, or let this row ask for more",
                )


#: What a row may leave open: a row that does stands for all that do not.
_OPEN = ("prep", "clause", "passive")
#: Words of which a row may ask for one: a row that asks for none stands for all that do.
_LIMITS = ("complement", "after", "object", "prep_object", "light", "modal", "where_s", "where_o")


def _shadows(other: Row, row: Row) -> bool:
    """Return whether a row that is tried before `row` matches wherever that does, with the same arguments."""
    return (
        other.particle == row.particle
        and other.infinitive <= row.infinitive
        and other.unless <= row.unless
        and all(getattr(other, name) in (None, getattr(row, name)) for name in _OPEN)
        and all(_is_wider(getattr(other, name), getattr(row, name)) for name in _LIMITS)
        and other.s[: len(row.s)] == row.s
        and other.o[: len(row.o)] == row.o
    )


def _is_wider(limit: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether one limit lets pass all that another does; an empty one lets everything pass."""
    return not limit or (bool(other) and other <= limit)


def make_row_id(row: Row) -> str:
    """Make a readable id of what the row asks for: condemns/verb.condemn, sanctions/verb.sever.@tie."""
    clause = {None: "", True: "to-clause" if row.infinitive else "clause", False: "no-clause"}
    steps = (
        f"{row.pos}.{row.lemma}",
        row.particle,
        _join("", row.object, 3),
        ":".join(filter(None, (row.prep, _join("", row.prep_object, 3)))),
        clause[row.clause],
        _join("as:", row.complement, 2),
        _join("after:", row.after, 2),
        _join("", row.modal, 2),
        _join("light:", row.light, 3),
        _join("o:", row.where_o),
        _join("s:", row.where_s),
        {None: "", True: "passive", False: "active"}[row.passive],
    )
    return f"{row.predicate}/{'.'.join(filter(None, steps))}"


def _join(label: str, words: frozenset[str], most: int | None = None) -> str:
    """Join the first words of a limit behind a label; an empty limit gives an empty text."""
    return f"{label}{'+'.join(sorted(words)[:most])}" if words else ""


def trigger_of(row: Row) -> tuple[object, ...]:
    """List all that a row asks for: of two rows with the same trigger only one could be used."""
    return (
        row.pos,
        row.lemma,
        row.particle,
        row.object,
        row.prep,
        row.prep_object,
        row.modal,
        row.clause,
        row.infinitive,
        row.complement,
        row.after,
        row.light,
        row.where_s,
        row.where_o,
        row.passive,
    )

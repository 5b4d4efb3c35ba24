"""The arguments of a row: what fills a slot, and whether the row allows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graphkit.extract.choices import collect
from graphkit.extract.mentions import ACTORS, is_described
from graphkit.extract.noun_classes import is_among
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import examples_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import climb
from graphkit.resources.lexicon.row import BARRED, KINDS

Limits = frozenset[str]
#: The limits that a mention meets by its kind; a row can ask for no other kind.
_BY_KIND: dict[Kind, Limits] = {
    Kind.PERSON: frozenset({"person", "actor"}),
    Kind.STATE: frozenset({"state", "place", "actor"}),
    Kind.ORGANIZATION: frozenset({"organization", "actor"}),
    Kind.GROUP: frozenset({"group", "actor"}),
    Kind.PLACE: frozenset({"place"}),
}
#: The limits that a mention meets by its reason, those that any other mention meets so, ...
_BY_REASON: dict[str, Limits] = {"description": frozenset(), "nation": frozenset({"named", "person", "group"})}
_NAMED: Limits = frozenset({"named"})
#: An actor or place that the text names meets "known"; not one that is only behind the words.
_RELATIVE = "pronoun.relative"
#: How many words above a relative pronoun its clause begins.
_DEPTH = 4
_KNOWN: Limits = frozenset({"known"})
_KNOWN_KINDS = ACTORS | {Kind.PLACE}
_NOT_KNOWN = frozenset({"description", "nation", "within"})
#: ... and those that it does not meet: in "called his detention" the detention is not called on.
_NOT_BY_REASON: dict[str, Limits] = {"within": frozenset({"person", "place"})}


@dataclass(frozen=True, slots=True)
class Argument:
    """A filled slot: what it refers to, the head it stands at, and how sure the attachment is."""

    mention: Mention
    head: Token
    near: float
    slot: str = ""
    described: Mention | None = None  # the nationals for whom their state stands


def is_allowed(argument: Argument, limits: Limits) -> bool:
    """Return whether an argument is of one of the kinds or word classes to which a row limits it."""
    if not limits or argument.mention.reason == "claim":
        return True
    classes, barred = _split_classes(limits)
    noun = _find_noun(argument)
    if is_among(noun, barred):
        return False
    if _meets(argument.mention, limits):
        return True
    return is_among(noun, classes)


def _find_noun(argument: Argument) -> Token:
    """Return the noun whose class counts: for a relative pronoun what it stands for, "the [pact] that it left"."""
    if argument.mention.reason != _RELATIVE:
        return argument.head
    clause = climb(argument.head, "relcl", most=_DEPTH)
    return argument.head if clause is None else clause.head


@cache
def _split_classes(limits: Limits) -> tuple[Limits, Limits]:
    """Return the classes of which an argument may be one, and those of which it must not."""
    barred = {limit for limit in limits if limit.startswith(BARRED)}
    return limits - KINDS - barred, frozenset(limit.removeprefix(BARRED) for limit in barred)


def _meets(mention: Mention, limits: Limits) -> bool:
    """Return whether a mention meets one of some limits by its kind or reason."""
    reason = mention.reason
    by_reason = _BY_REASON.get(reason, _NAMED)
    if "organization" in limits:
        by_reason &= _NAMED
    by_kind = _BY_KIND.get(mention.kind, frozenset()) - _NOT_BY_REASON.get(reason, frozenset())
    is_called = mention.entry is not None or mention.name[:1].isupper()  # not "which" for "the states"
    if mention.kind in _KNOWN_KINDS and reason not in _NOT_KNOWN and is_called:
        by_reason |= _KNOWN
    return not limits.isdisjoint(by_kind | by_reason)


def choose_members(arguments: list[Argument]) -> list[Argument]:
    """Drop a group whose members are named: of "partners including Japan and India" keep the two."""
    described = [argument for argument in arguments if is_described(argument.mention)]
    if not described:
        return arguments
    examples = collect(examples_of, [argument.head for argument in arguments])
    repeated = [argument for argument in described if argument.head in examples]
    groups = [argument for argument in described if examples_of(argument.head)]
    has_names = len(described) < len(arguments)
    dropped = repeated + groups if has_names else repeated
    return [argument for argument in arguments if argument not in dropped]


def take_each_once(arguments: Iterable[Argument]) -> list[Argument]:
    """Return one argument for each name, the first."""
    unique: dict[str, Argument] = {}
    for argument in arguments:
        unique.setdefault(argument.mention.name, argument)
    return list(unique.values())

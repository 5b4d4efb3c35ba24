"""Ask mentions what they are, and let one stand for another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from graphkit.model import Kind, Mention
from graphkit.nlp.document import Annotated
from graphkit.resources.gazetteer.entity_rows import Entry

ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
BODIES = frozenset({Kind.STATE, Kind.ORGANIZATION})
STATES = frozenset({Kind.STATE})


def of_kinds(mentions: Iterable[Mention | None], kinds: Collection[Kind]) -> list[Mention]:
    """List the mentions of some kinds; None is left out."""
    chosen = []
    for mention in mentions:
        if mention is not None and mention.kind in kinds:
            chosen.append(mention)
    return chosen


def is_described(mention: Mention) -> bool:
    """Tell whether words only describe somebody or something."""
    return mention.reason == "description"


def is_one_word(mention: Mention) -> bool:
    """Tell whether a description is a single word: "the attack"."""
    words = mention.name.count(" ") + 1
    return (mention.reason, words) == ("description", 1)


def names_of(mentions: Iterable[Mention]) -> list[str]:
    """List the names of some mentions."""
    return [mention.name for mention in mentions]


def stand_in(words: Mention, actor: Mention, reason: str) -> Mention:
    """Return an actor for whom some words stand."""
    return Mention(words.span, words.text, actor.name, actor.kind, actor.entry, actor.label, reason)


def stand_in_entry(words: Mention, entry: Entry, reason: str) -> Mention:
    """Return an entry of the gazetteer for which some words stand."""
    return replace(words, name=entry.name, kind=entry.kind, entry=entry.id, reason=reason)


def states_served(person: str, annotated: Annotated) -> set[str]:
    """Return the states that a person serves by the titles of an article."""
    titles = [title for title in annotated.titles if title.person == person]
    states = {title.state for title in titles if not title.former}
    return set(filter(None, states))

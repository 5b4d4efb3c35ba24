"""Find the mentions of a sentence between which the learned reader may see a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from graphkit.extract.choices import known
from graphkit.extract.mentions import names_of
from graphkit.model import Kind, Mention
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token, TokenSpan

#: Kinds that can be the subject of a fact.
ACTOR_KINDS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
#: Kinds in the order of the rows of the model's table of kinds.
KIND_ORDER = (
    Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP, Kind.PLACE, Kind.AGREEMENT, Kind.OCCASION, Kind.WEAPON,
    Kind.THING, Kind.OFFICE,
)  # fmt: skip
#: More candidates than this are not paired; a sentence with so many is a list.
MOST_CANDIDATES = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that may take part in a fact. `head` is a token index, `start` and `end` are characters of the text.

    `mentions` are all whom the words stand for: two for "the two leaders".
    """

    head: int
    start: int
    end: int
    kind: Kind
    mentions: tuple[Mention, ...]

    @property
    def is_actor(self) -> bool:
        """Tell whether the candidate can be the subject of a fact."""
        return self.kind in ACTOR_KINDS

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all whom the words stand for."""
        return tuple(names_of(self.mentions))


def find_candidates(annotated: Annotated, sentence: TokenSpan) -> list[Candidate]:
    """Find the candidates of one sentence in order of the text.

    These are the heads of noun phrases that stand for somebody or something, and the names before a noun ("Russian"
    in "the Russian attack"). A capital or seat stands for its government where that is known.
    """
    candidates: list[Candidate] = []
    for token in sentence:
        mentions = _mentions_at(annotated, token)
        if not mentions or mentions[0].kind not in KIND_ORDER:
            continue
        start = min(token.idx, *(mention.span.start for mention in mentions))
        end = max(token.idx + len(token), *(mention.span.end for mention in mentions))
        first, last = sentence[0].idx, sentence[-1].idx + len(sentence[-1])
        candidates.append(Candidate(token.i, max(start, first), min(end, last), mentions[0].kind, mentions))
    return candidates[:MOST_CANDIDATES]


def _mentions_at(annotated: Annotated, token: Token) -> tuple[Mention, ...]:
    """Return whom a token stands for as the head of a phrase, or as the last word of a name before a noun."""
    mentions = annotated.mentions.get(token.i, ())
    if mentions:
        return mentions
    name = annotated.names.get(token.i)
    if name is None:
        return ()
    is_last_word = token.i == name.end - 1
    if not is_last_word or not annotated.mentions.keys().isdisjoint(range(name.start, name.end)):
        return ()
    return tuple(known([annotated.modifier(token)]))


def choose_pairs(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Choose the pairs, by number and in both directions, between which there may be a fact.

    One of the two is an actor, and they do not merely name the same.
    """
    chosen, names = [], [candidate.names for candidate in candidates]
    for first, second in permutations(range(len(candidates)), 2):
        has_actor = candidates[first].is_actor or candidates[second].is_actor
        is_same = names[first] == names[second] and len(names[first]) < 2
        if has_actor and not is_same:
            chosen.append((first, second))
    return chosen

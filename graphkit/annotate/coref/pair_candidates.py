"""Find the groups that a counted phrase can mean: of one list, of one sentence, or the two that are named most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.sieve import NOBODY, ReferenceSite, Referents
from graphkit.annotate.coref.spoken import names_of, take_leading
from graphkit.model import Kind
from graphkit.nlp.dependencies import behind, conjuncts, first_conjunct, hyphen_prefix, lemma
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import path
from graphkit.resources.gazetteer.gazetteer import entries_by_id

#: They are opposed to each other, or have to agree.
_PARTIES = frozenset({"party", "side"})
_BODIES = frozenset({Kind.STATE, Kind.ORGANIZATION})
#: The headline and the first sentences tell whose story it is.
_LEAD = 2
#: So many times as often must the article name the second of the two as any third.
_BY_FAR = 2


def named_together(site: ReferenceSite, kinds: Sequence[Kind], count: int) -> Iterator[Referents]:
    """Yield the groups of so many that a list or a hyphen joins, the last first: "Chad and Mali met"."""
    yield from _joined(site, _words_before(site), kinds, count)


def named_in_lead(site: ReferenceSite, kinds: Sequence[Kind], count: int) -> Iterator[Referents]:
    """Yield the group of so many that headline and lead join, where they join only one: then the story is theirs."""
    lead = site.discourse.sentences[:_LEAD][-1].end
    words = reversed(site.token.doc.tokens[: min(lead, site.token.i)])
    groups = {frozenset(names_of(group)): group for group in _joined(site, words, kinds, count)}
    if len(groups) == 1:
        yield from groups.values()


def _joined(site: ReferenceSite, words: Iterable[Token], kinds: Sequence[Kind], count: int) -> Iterator[Referents]:
    others = site.discourse.own_subjects(site.token)
    for word in words:
        for group in (_hyphened(site, word), _coordinated(site, word)):
            if not _are_so_many(group, kinds, count):
                continue
            if others.isdisjoint(names_of(group)):
                yield group


def who_met(site: ReferenceSite, kinds: Sequence[Kind]) -> Iterator[Referents]:
    """Yield the last two of one kind who met, spoke or were hosts and guests: "Ana Duarte met Igor Petrov"."""
    resources = site.annotated.resources
    for verb in _words_before(site):
        if verb.pos_ != "VERB":
            continue
        rows = resources.lexicon.rows_for("verb", lemma(verb))
        if resources.groups.told_at_once.isdisjoint(row.predicate for row in rows):
            continue
        first = site.discourse.meant_by(_subjects(verb))
        others = filter(None, map(site.discourse.meant, _others(verb)))
        group = first + next((other for other in others if other[0].kind in kinds), NOBODY)
        if len(first) == 1 and _are_so_many(group, kinds, 2):
            yield group


def _subjects(verb: Token) -> list[Token]:
    """Return who acts, also where the verb goes on after "and": "who will [visit] Oman and hold talks with Kone"."""
    own = path(verb, "nsubj")
    return own if own or verb.dep_ != "conj" else path(first_conjunct(verb), "nsubj")


def _others(verb: Token) -> list[Token]:
    """Return whom somebody may have met: the object, and who stands behind "with" or "to" there."""
    objects = path(verb, "dobj")
    within = [inner for word in objects for inner in behind(word, "with")]
    return [*objects, *behind(verb, "with", "to"), *within]


def _words_before(site: ReferenceSite) -> Iterator[Token]:
    """Yield the words of the last sentences before a word, the last first."""
    end, sentences = site.token.i, site.discourse.sentences
    first = sentences[max(0, site.n - REACH + 1)].start
    return reversed(site.token.doc.tokens[first:end])


def _coordinated(site: ReferenceSite, word: Token) -> Referents:
    """Return those named in the list that a word begins: "Chad and Mali"."""
    if word.dep_ == "conj":
        return NOBODY
    if word.i not in site.annotated.mentions or _is_thanked(site, word):
        return NOBODY
    joined = [noun for noun in conjuncts(word) if noun.i < site.token.i]
    return site.discourse.meant_by(joined)


def _is_thanked(site: ReferenceSite, word: Token) -> bool:
    """Tell whether those in a list are thanked or praised by another: they are no "parties" to anything."""
    if site.word not in _PARTIES or word.dep_ != "dobj":
        return False
    rows = site.annotated.resources.lexicon.rows_for("verb", lemma(word.head))
    return any(row.predicate in site.annotated.resources.groups.judging for row in rows)


def _hyphened(site: ReferenceSite, word: Token) -> Referents:
    """Return the two whose names a hyphen joins: "Chadian-Malian talks"."""
    prefix = hyphen_prefix(word)
    if prefix is None:
        return NOBODY
    modifiers = map(site.annotated.modifier, (prefix, word))
    return tuple(filter(None, modifiers))


def _are_so_many(group: Referents, kinds: Sequence[Kind], count: int) -> bool:
    """Tell whether they are so many of one kind; a state and a body can be the two sides of something."""
    own_kinds = {mention.kind for mention in group}
    if len(names_of(group)) != count:
        return False
    if len(group) != count:
        return False
    if len(own_kinds) != 1 and own_kinds != _BODIES:
        return False
    return own_kinds.issubset(kinds)


def enumerated(site: ReferenceSite, kinds: Sequence[Kind], count: int) -> Iterator[Referents]:
    """Yield all of one kind in a sentence, where they are so many: "Chad, after Mali had left, ... Niger"."""
    if count < 3:
        return
    for n in range(site.n, max(-1, site.n - REACH), -1):
        spoken = site.discourse.said_in(n).until(site.token.i)
        for kind in kinds:
            named = spoken.of_kind(kind).by_name()
            if len(named) == count:
                yield tuple(named.values())


def most_prominent(site: ReferenceSite, kinds: Sequence[Kind]) -> Iterator[Referents]:
    """Yield the only two of one kind in the last sentences, or the two of whom the article speaks most by far."""
    others = site.discourse.own_subjects(site.token)
    first = site.discourse.sentences[max(0, site.n - REACH + 1)].start
    for kind in kinds:
        spoken = site.discourse.said_before(site.token).of_kind(kind).but(others)
        near = spoken.since(first).by_name()
        leading = take_leading(spoken.rank(), 2, times=_BY_FAR)
        if len(near) != 2:
            continue
        if set(leading) == set(near):
            yield tuple(near.values())


def as_sides(site: ReferenceSite, group: Referents) -> Referents:
    """Return the states that persons serve, where each serves another one; any other group as it is."""
    if {mention.kind for mention in group} != {Kind.PERSON}:
        return group
    served = filter(None, map(site.discourse.state_served, group))
    states = entries_by_id(served)
    return site.together(*states.values()) if len(states) == len(group) else NOBODY


def are_of_no_state(site: ReferenceSite, group: Referents) -> bool:
    """Tell whether no member of a group is known to serve a state."""
    served = map(site.discourse.state_served, group)
    return not any(served)

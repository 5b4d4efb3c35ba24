"""Resolve who speaks for whom: "a spokesman for the rebels", and "the Government" of which a minister speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import SUBJECTS
from graphkit.annotate.coref.sieve import NOBODY, Example, OnlySieve, Referents, Sieve, Site
from graphkit.model import Kind
from graphkit.nlp.dependencies import conjuncts, lemma, preps, resources_of
from graphkit.nlp.tokens import Token

_FOR = frozenset({"for", "of", "from"})
_SPOKEN_FOR = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.PERSON, Kind.GROUP})
#: Words before "government" that leave it that of the state.
_OPEN = frozenset({"the", "federal", "central", "national", "new", "interim"})
#: How many clauses up who speaks is looked for.
_DEPTH = 4


class Spokesman(Sieve):
    """A spokesman is the person named behind him, else whom he speaks for: "a spokesman for the rebels"."""

    id = "person.spokesman"
    example = Example("A spokesman for the rebels thanked Oman.", "spokesman", ("rebels",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a described spokesman."""
        if not site.is_noun or not site.is_described:
            return False
        return site.word in site.discourse.nouns.spokesmen

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the person in apposition anywhere in the phrase, then whom the phrase names."""
        annotated = site.discourse.annotated
        for token in site.token.subtree:
            named = annotated.mentions.get(token.i, NOBODY)
            if token.dep_ == "appos" and len(named) == 1 and named[0].kind is Kind.PERSON:
                yield named
        owners = [c for c in site.token.children if c.dep_ == "poss"]
        for principal in [*owners, *(t for word, t in preps(site.token) if word in _FOR)]:
            meant = annotated.meant(principal.i)
            if meant and all(m.kind in _SPOKEN_FOR for m in meant):
                yield meant


class OfSpeaker(OnlySieve):
    """Resolve "the Government" in what a minister says to that of his state."""

    id = "organ.of-speaker"
    example = Example("Chilean envoy Ana Duarte said the Government condemned Mali.", "Government", ("Chile",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is an organ of every state, with "the" and without an owner."""
        token = site.token
        if not site.is_described or token.lower_ not in site.discourse.nouns.of_every_state:
            return False
        if any(c.dep_ in ("prep", "advmod") for c in token.rights):
            return False  # "the government in Lima", "the police there"
        before = {c.lower_ for c in token.lefts}
        return "the" in before and before <= _OPEN

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the states of those who say the clause."""
        for speaker in _speakers(site.token):
            for mention in site.discourse.annotated.meant(speaker.i):
                if mention.kind is Kind.STATE:
                    yield (mention,)
                if mention.kind is not Kind.PERSON:
                    continue
                state = site.discourse.state_served(mention)
                if state is not None and state.kind is Kind.STATE:
                    yield (site.discourse.mention_of(state, site.token),)


def _speakers(token: Token) -> Iterator[Token]:
    """Yield the subjects of the nearest verb of speech above a word."""
    node = token
    for _ in range(_DEPTH):
        while node.head != node and node.dep_ != "ccomp":
            node = node.head
        if node.head == node:
            return
        node = node.head
        if lemma(node) in resources_of(node).verbs.speech:
            yield from (t for c in node.children if c.dep_ in SUBJECTS for t in conjuncts(c))
            return


SPEAKERS: tuple[Sieve, ...] = (Spokesman(), OfSpeaker())

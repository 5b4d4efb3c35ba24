"""Resolve spokesmen, "a spokesman for the rebels", and "the Government" in what a minister says."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.model import Kind
from graphkit.nlp.dependencies import SUBJECTS, behind, children, conjuncts_of, words_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import climb, fits, has_path, path, pick

_SPOKEN_FOR = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.PERSON, Kind.GROUP})
#: Words before "government" that leave it that of the state.
_OPEN = frozenset({"the", "federal", "central", "national", "new", "interim"})
#: How many clauses up who speaks is looked for.
_DEPTH = 4


class Spokesman(Sieve):
    """A spokesman is the person named behind him, else whom he speaks for: "a spokesman for the rebels"."""

    id = "person.spokesman"
    needs = frozenset({"is_noun", "is_described"})
    example = SieveExample("A spokesman for the rebels thanked Oman.", "spokesman", ("rebels",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a spokesman."""
        return site.word in site.discourse.nouns.spokesmen

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the person in apposition anywhere in the phrase, then whom the phrase names."""
        apposed = pick(site.token.subtree, "appos")
        yield from site.discourse.mentions_at(apposed, Kind.PERSON)
        for principal in [*path(site.token, "poss"), *behind(site.token, "for", "of", "from")]:
            meant = site.annotated.meant(principal.i)
            if _SPOKEN_FOR.issuperset(mention.kind for mention in meant):
                yield meant


class OfSpeaker(OnlySieve):
    """Resolve "the Government" in what a minister says to that of his state."""

    id = "organ.of-speaker"
    needs = frozenset({"is_described"})
    example = SieveExample("Chilean envoy Ana Duarte said the Government condemned Mali.", "Government", ("Chile",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is an organ of every state, with "the" and without an owner."""
        token = site.token
        if token.lower_ not in site.discourse.nouns.of_every_state:
            return False
        if has_path(token, ">prep|advmod"):
            return False  # "the government in Lima", "the police there"
        before = words_of(token.lefts)
        return "the" in before and before <= _OPEN

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the states of those who say the clause."""
        for mention in site.discourse.meant_by(_find_speakers(site.token)):
            if mention.kind is Kind.STATE:
                yield (mention,)
            elif mention.kind is Kind.PERSON:
                served = site.discourse.state_served(mention)
                if served is not None and served.kind is Kind.STATE:
                    yield site.together(served)


def _find_speakers(token: Token) -> list[Token]:
    """List the subjects of the nearest verb of speech above a word."""
    node = token
    for _ in range(_DEPTH):
        clause = node if node.dep_ == "ccomp" else climb(node, "ccomp")
        if clause is None:
            break
        node = clause.head
        if fits(node, "*{speech}"):
            return conjuncts_of(children(node, *SUBJECTS))
    return []


SPEAKERS: tuple[Sieve, ...] = (Spokesman(), OfSpeaker())

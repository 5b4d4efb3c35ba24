"""Resolve counterparts: "his Omani counterpart", "their Omani counterparts"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import SUBJECTS, clause_of
from graphkit.annotate.coref.sieve import NOBODY, Example, Referents, Sieve, Site
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind
from graphkit.nlp.dependencies import conjuncts, first_conjunct
from graphkit.nlp.document import Name, Title
from graphkit.nlp.tokens import Token

_COUNTERPARTS = frozenset({"counterpart", "colleague", "opposite number"})


class Counterpart(Sieve):
    """Resolve "his Rwandan counterpart" to the holder of the same office, in the article or on that day."""

    id = "office.counterpart"
    needs = ("is_noun",)
    example = Example(
        "Peruvian Foreign Minister Ana Duarte met Omani Foreign Minister Ali Rashid. She met her Omani counterpart.",
        "counterpart",
        ("Ali Rashid",),
    )
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a counterpart in the singular."""
        if not site.is_noun:
            return False
        if site.word not in _COUNTERPARTS:
            return False
        return site.token.tag_ == "NN"

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield who has the same office, then who held it that day, then who has a like rank."""
        named = [self._name(site, c) for c in site.token.lefts if c.i in site.discourse.annotated.names]
        mine = self._person(site)
        if not named:
            return
        if not mine:
            return
        state = named[0]
        titles = [t for t in site.discourse.annotated.titles if not t.former]
        offices = {t.office for t in titles if t.person == mine[0].name}
        theirs = [t for t in titles if t.person != mine[0].name and t.state == state.name]
        yield from ((t.holder,) for t in theirs if t.office in offices)
        yield from self._on_that_day(site, state, offices, mine[0].name)
        yield from self._of_like_rank(site, theirs, offices)

    def _name(self, site: Site, token: Token) -> Name:
        return site.discourse.annotated.names[token.i]

    def _person(self, site: Site) -> Referents:
        """Return whose counterpart it is: of the possessive, else of the subject."""
        token, annotated = site.token, site.discourse.annotated
        for child in token.lefts:
            if child.dep_ != "poss":
                continue
            if child.tag_ != "PRP$":
                continue
            if child.i not in annotated.mentions:
                continue
            return annotated.mentions[child.i]
        clause = clause_of(token)
        for child in (*clause.children, *first_conjunct(clause).children):
            if child.dep_ not in SUBJECTS:
                continue
            return annotated.mentions.get(child.i, NOBODY)
        return NOBODY

    def _on_that_day(self, site: Site, state: Name, offices: set[str], mine: str) -> Iterator[Referents]:
        published = site.discourse.annotated.article.published
        if state.entry is None:
            return
        if published is None:
            return
        for office in sorted(offices):
            holders = site.discourse.gazetteer.holders(office, state.entry, published)
            if len(holders) != 1:
                continue
            if holders[0].name == mine:
                continue
            yield (site.discourse.mention_of(holders[0], site.token),)

    def _of_like_rank(self, site: Site, theirs: list[Title], offices: set[str]) -> Iterator[Referents]:
        ranks = {_rank(site, office) for office in offices} or {self._rank_before(site)}
        alike = {t.person: t.holder for t in theirs if _rank(site, t.office) in ranks}
        if len(alike) != 1:
            return
        yield tuple(alike.values())

    def _rank_before(self, site: Site) -> str:
        """Return the office named before: "recalled its [envoy] and sent his Omani counterpart home"."""
        token = site.token
        for i in range(token.left_edge.i - 1, token.sent.start - 1, -1):
            office = longest_office(token.doc[i], site.discourse.resources)
            if office is None:
                continue
            if token.doc[i].tag_ != "NN":
                continue
            return _rank(site, office)
        return ""


class Counterparts(Sieve):
    """Resolve "their Omani counterparts" to officials of a state, who act as it."""

    id = "office.counterparts"
    needs = ("is_noun",)
    example = Example("Ministers from Peru met their Omani counterparts.", "counterparts", ("Oman",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is counterparts in the plural."""
        if not site.is_noun:
            return False
        if site.word not in _COUNTERPARTS:
            return False
        return site.is_plural

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one state that is named before."""
        names = site.discourse.annotated.names
        named = [names[t.i] for c in site.token.lefts for t in conjuncts(c) if t.i in names]
        if len(named) != 1:
            return
        if named[0].kind is not Kind.STATE:
            return
        if named[0].entry is None:
            return
        if any(c.dep_ == "appos" for c in site.token.children):
            return
        yield (site.discourse.mention_of(site.discourse.gazetteer.entries[named[0].entry], site.token),)


def _rank(site: Site, office: str) -> str:
    """Return what offices are counterparts by: ministers of anything, envoys of any rank, else the very office."""
    last = office.split()[-1]
    if last in site.discourse.nouns.envoys:
        return "envoy"
    if last == "minister" and "prime" not in office:
        return last
    return office


COUNTERPARTS: tuple[Sieve, ...] = (Counterpart(), Counterparts())

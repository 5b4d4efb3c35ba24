"""Resolve counterparts: "his Omani counterpart", "their Omani counterparts"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import NOBODY, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.office_holders import longest_office
from graphkit.annotate.title_list import Titles
from graphkit.model import Kind
from graphkit.nlp.dependencies import SUBJECTS, children, conjuncts_of, first_conjunct
from graphkit.nlp.document import Name
from graphkit.nlp.tree_paths import has_path, path

_COUNTERPARTS = frozenset({"counterpart", "colleague", "opposite number"})


class Counterpart(Sieve):
    """Resolve "his Rwandan counterpart" to the holder of the same office, in the article or on that day."""

    id = "office.counterpart"
    needs = frozenset({"is_noun"})
    tags = frozenset({"NN"})
    example = SieveExample(
        "Peruvian Foreign Minister Ana Duarte met Omani Foreign Minister Ali Rashid. She met her Omani counterpart.",
        "counterpart",
        ("Ali Rashid",),
    )
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a counterpart."""
        return site.word in _COUNTERPARTS

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield who has the same office, then who held it that day, then who has a like rank."""
        mine, names = self._person(site), site.annotated.names_at(site.token.lefts)
        if not mine:
            return
        if not names:
            return
        titles = site.discourse.titles.current()
        offices = set(titles.of(mine[0].name).offices())
        theirs = titles.but_of(mine[0].name).serving((names[0].name,))
        yield from ((title.holder,) for title in theirs.in_office(*offices))
        yield from self._on_that_day(site, names[0], offices, mine[0].name)
        yield from self._of_like_rank(site, theirs, offices)
        if not has_path(site.token, ">appos"):  # "his Omani counterpart, Ali Rashid,"
            yield from self._acting_state(site, names[0])

    def _acting_state(self, site: ReferenceSite, name: Name) -> Iterator[Referents]:
        """Yield the state, for which whoever it is acts."""
        entry = site.discourse.entry_of(name)
        if entry is None:
            return
        if entry.kind is Kind.STATE:
            yield site.together(entry)

    def _person(self, site: ReferenceSite) -> Referents:
        """Return the person whose counterpart it is, by the possessive, else by the subject."""
        mentions = site.annotated.mentions
        owners = [mentions[word.i] for word in path(site.token, "<poss/PRP$") if word.i in mentions]
        if owners:
            return owners[0]
        clause = clause_of(site.token)
        subjects = [*children(clause, *SUBJECTS), *children(first_conjunct(clause), *SUBJECTS)]
        return mentions.get(subjects[0].i, NOBODY) if subjects else NOBODY

    def _on_that_day(self, site: ReferenceSite, state: Name, offices: set[str], mine: str) -> Iterator[Referents]:
        published = site.annotated.article.published
        if state.entry is None:
            return
        if published is None:
            return
        for office in sorted(offices):
            holders = site.discourse.gazetteer.holders(office, state.entry, published)
            if len(holders) == 1 and holders[0].name != mine:
                yield site.together(*holders)

    def _of_like_rank(self, site: ReferenceSite, theirs: Titles, offices: set[str]) -> Iterator[Referents]:
        ranks = {_rank(site, office) for office in offices}
        if not ranks:
            ranks = {self._rank_before(site)}
        alike = {t.person: t.holder for t in theirs if _rank(site, t.office) in ranks}
        if len(alike) == 1:
            yield tuple(alike.values())

    def _rank_before(self, site: ReferenceSite) -> str:
        """Return the office named before: "recalled its [envoy] and sent his Omani counterpart home"."""
        token = site.token
        for word in reversed(token.doc.tokens[token.sent.start : token.left_edge.i]):
            office = longest_office(word)
            if office is None:
                continue
            if word.tag_ == "NN":
                return _rank(site, office)
        return ""


class Counterparts(Sieve):
    """Resolve "their Omani counterparts" to officials of a state, who act as it."""

    id = "office.counterparts"
    needs = frozenset({"is_noun", "is_plural"})
    example = SieveExample("Ministers from Peru met their Omani counterparts.", "counterparts", ("Oman",))
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is counterparts."""
        return site.word in _COUNTERPARTS

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one state that is named before."""
        names = site.annotated.names_at(conjuncts_of(site.token.lefts))
        states = [name.entry for name in names if name.kind is Kind.STATE]
        if len(names) != 1 or has_path(site.token, "appos"):
            return []
        return site.each(*map(site.discourse.gazetteer.find_state, states))


def _rank(site: ReferenceSite, office: str) -> str:
    """Return the rank that counterparts share: minister, envoy, or else the very office."""
    last = office.split()[-1]
    if last in site.discourse.nouns.envoys:
        return "envoy"
    if last == "minister" and "prime" not in office:
        return last
    return office


COUNTERPARTS: tuple[Sieve, ...] = (Counterpart(), Counterparts())

"""Resolve counterparts, guests and visitors: "his Omani counterpart", "her guest", "the visiting minister"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import REACH, clause_of
from graphkit.annotate.coref.pair_candidates import who_met
from graphkit.annotate.coref.sieve import NOBODY, OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.office_holders import longest_office
from graphkit.annotate.title_list import Titles
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import SUBJECTS, children, conjuncts_of, first_conjunct, words_of
from graphkit.nlp.document import Name
from graphkit.nlp.tree_paths import fits, has_path, path, pick

_PLACING = "*:in|to|at"
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
            yield from _find_other(site, mine[0])
            return
        titles = site.discourse.titles.current()
        offices = set(titles.of(mine[0].name).offices())
        theirs = titles.but_of(mine[0].name).serving((names[0].name,))
        yield from ((title.holder,) for title in theirs.in_office(*offices))
        yield from self._met(site, names[0], mine[0])
        yield from self._on_that_day(site, names[0], offices, mine[0].name)
        yield from self._of_like_rank(site, theirs, offices)
        if not has_path(site.token, ">appos"):  # "his Omani counterpart, Ali Rashid,"
            yield from self._acting_state(site, names[0])

    def _met(self, site: ReferenceSite, name: Name, person: Mention) -> Iterator[Referents]:
        """Yield the other of two who met, where that one serves the state that is named."""
        for other in _find_other(site, person):
            served = site.discourse.state_served(other[0])
            if served is not None and served.id == site.discourse.gazetteer.state_of(name.entry or ""):
                yield other

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


class Guest(Sieve):
    """Resolve "his guest" and "her host" to the other of the two who met."""

    id = "person.guest"
    needs = frozenset({"is_noun"})
    words = frozenset({"guest", "host", "visitor", "interlocutor"})
    example = SieveExample("Ana Duarte met Igor Petrov in Lima. She thanked her guest.", "guest", ("Igor Petrov",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is one guest of somebody, whose name does not follow."""
        return has_path(site.token, "<poss/PRP$") and not has_path(site.token, "appos|compound|amod")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the other person."""
        owners = site.discourse.meant_by(path(site.token, "<poss/PRP$"))
        return _find_other(site, owners[0]) if len(owners) == 1 else []


class Visitor(OnlySieve):
    """Resolve "the visiting minister" to the one of that rank who serves another state than where it happens."""

    id = "office.visitor"
    needs = frozenset({"is_noun"})
    tags = frozenset({"NN"})
    example = SieveExample(
        "Peruvian Foreign Minister Ana Duarte met Omani Foreign Minister Ali Rashid in Muscat. Oman thanked the "
        "visiting minister.",
        "minister",
        ("Ana Duarte",),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a visiting official without a state."""
        return words_of(site.modifiers) == {"visiting"} and site.is_definite

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield those of that rank who serve no state in which the sentences before place something."""
        discourse, start = site.discourse, site.discourse.sentences[max(0, site.n - REACH + 1)].start
        titles = discourse.titles.current().before(site.token.i).ending_in(site.word)
        words = pick(site.token.doc.tokens[start : site.token.i], "pobj")
        places = site.annotated.names_at([word for word in words if fits(word.head, _PLACING)])
        here = {discourse.gazetteer.state_of(name.entry or "") for name in places} - {None}
        for person in titles.holders().values():
            served = discourse.state_served(person)
            if here and served is not None and served.id not in here:
                yield (person,)


def _find_other(site: ReferenceSite, person: Mention) -> list[Referents]:
    """List the other of the last two persons who met, where a person is one of them and no name says another."""
    if has_path(site.token, "appos"):
        return []
    pair = next(who_met(site, (Kind.PERSON,)), NOBODY)
    others = [mention for mention in pair if mention.name != person.name]
    return [tuple(others)] if len(others) == 1 else []


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


COUNTERPARTS: tuple[Sieve, ...] = (Counterpart(), Counterparts(), Guest(), Visitor())

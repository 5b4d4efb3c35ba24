"""Resolve offices that stand alone to their holders: "the premier", "the Chilean president", "his Omani counterpart"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from graphkit.annotate.coref.discourse import SUBJECTS, clause_of
from graphkit.annotate.coref.sieve import NOBODY, Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, first_conjunct, head_phrases, left_edge, right_edge
from graphkit.nlp.document import Name, Title

#: Before an office: it is nobody's in particular, or another one.
_OTHERS = frozenset({"a", "an", "any", "no", "deputy", "another", "every", "some"})
_COUNTERPARTS = frozenset({"counterpart", "colleague", "opposite number"})
_OWNING = frozenset({"amod", "compound", "nmod", "poss"})


def _words_before(site: Site) -> set[str]:
    return {child.lower_ for child in site.token.children}


class SameTitle(OnlySieve):
    """An office with the words of a title is its holder's: "the head of the rebels' political office"."""

    id = "office.same-title"
    example = Example(
        "Ana Duarte, the head of the rebels' political office, met Chad. The head of the rebels' office spoke.",
        "head#2",
        (),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is an office of one person, described."""
        if not _is_open_office(site):
            return False
        return not _words_before(site) & site.discourse.resources.names.former

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the person whose title has the same words."""
        holder = site.discourse.holders.by_words(left_edge(site.token), right_edge(site.token))
        if holder is None:
            return
        yield (holder,)


class FormerHolder(OnlySieve):
    """ "The former president" is whom the article calls so, or who held the office before."""

    id = "office.former"
    example = Example(
        "Former president Juan Silva of Peru left Lima. The former president thanked Chile.",
        "president#2",
        ("Juan Silva",),
    )
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is an office that is held no longer."""
        words = _words_before(site)
        if not _is_open_office(site):
            return False
        if not words & site.discourse.resources.names.former:
            return False
        if "the" in words:
            return True
        return site.discourse.reader.owner(site.token) is not None

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one former holder."""
        office = longest_office(site.token, site.discourse.resources)
        state, entry = _served(site)
        holder = site.discourse.holders.former(office or "", state, entry)
        if holder is None:
            return
        yield (holder,)


class HolderOfState(OnlySieve):
    """An office of a state is its holder's on the day of publication: "the Chilean foreign minister"."""

    id = "office.of-state"
    example = Example("The Chilean president visited Peru.", "president", ("Gabriel Boric",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is an office that one person has, of a state that is named."""
        if not _is_open_office(site):
            return False
        if _words_before(site) & site.discourse.resources.names.former:
            return False
        office = longest_office(site.token, site.discourse.resources)
        return office not in site.discourse.resources.names.shared_office

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the last whom the article gives the office, else who held it that day."""
        state, entry = _served(site)
        if state is None:
            return
        yield from site.discourse.holders.of_office(site.token, state, entry)


class SharedOffice(OnlySieve):
    """An office that many hold is the one person of the article who has it for that state: "the Omani envoy"."""

    id = "office.shared"
    example = Example(
        "The Omani envoy Salim Rashid met Chad's president. Chad thanked the Omani envoy.", "envoy#2", ("Salim Rashid",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite office that many hold, of a state that is named."""
        office = longest_office(site.token, site.discourse.resources)
        if office is None:
            return False
        if not _is_open_office(site):
            return False
        if office not in site.discourse.resources.names.shared_office:
            return False
        if "the" in _words_before(site):
            return True
        return any(c.dep_ == "poss" for c in site.token.children)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield whom the article gives such an office of that state."""
        state, _ = _served(site)
        last = (longest_office(site.token, site.discourse.resources) or "").split()[-1]
        for title in site.discourse.annotated.titles:
            if state is None:
                continue
            if title.state != state:
                continue
            if title.office.split()[-1] != last:
                continue
            if title.former:
                continue
            yield (title.holder,)


class Counterpart(Sieve):
    """ "His Rwandan counterpart" has the same office for that state, in the article or on that day."""

    id = "office.counterpart"
    example = Example(
        "Foreign Minister Ana Duarte of Peru met Omani Foreign Minister Salim Rashid. She thanked her Omani counterpart.",
        "counterpart",
        ("Salim Rashid",),
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
    """ "Their Omani counterparts" are officials of a state and act as it."""

    id = "office.counterparts"
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


class HolderNamedBefore(Sieve):
    """ "The prime minister" has the title that was given before; the one whom the text speaks of most, the later."""

    id = "office.named-before"
    example = Example(
        "Prime Minister Ana Duarte met Igor Petrov in Lima. The prime minister thanked Chile.",
        "minister#2",
        ("Ana Duarte",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite office or a title alone."""
        if not site.is_noun:
            return False
        if site.follows_name:
            return False
        if not site.is_definite:
            return False
        if _office_word(site) is None:
            return False
        return not self._others(site)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the holder whom the text speaks of most, else the one person who holds such an office that day."""
        word, states = _office_word(site) or "", self._states(site)
        holders = {t.person: t.holder for t in site.discourse.annotated.titles if self._fits(site, t, word, states)}
        if holders:
            yield from self._spoken_of(site, holders)
        elif not states and word not in site.discourse.resources.names.shared_office:
            yield from self._by_tenure(site, word)

    def _spoken_of(self, site: Site, holders: dict[str, Mention]) -> Iterator[Referents]:
        """Yield the only holder, else the only one whom the last sentences name."""
        near = {m.name for said in site.discourse.said[max(0, site.n - 1) : site.n] for _, m in said}
        named = [holder for person, holder in holders.items() if len(holders) == 1 or person in near]
        if len(named) != 1:
            return
        yield (named[0],)

    def _by_tenure(self, site: Site, word: str) -> Iterator[Referents]:
        only = site.discourse.holders.by_tenure(word)
        later = {m.name for i, m in site.discourse.said[site.n] if i > site.token.i}
        if only is None:  # "the premier praised Duarte"
            return
        if only.name in later:
            return
        yield (only,)

    def _owners(self, site: Site) -> list[Token]:
        names = site.discourse.annotated.names
        return [c for c in site.modifiers if c.dep_ in _OWNING and c.i in names]

    def _others(self, site: Site) -> list[Token]:
        """Return words that make another office of it."""
        office, owners = (_office_word(site) or "").split(), self._owners(site)
        passed = ("relcl", "appos")
        skipped = {site.token.i + 1} if " of " in (_office_word(site) or "") else set()
        return [
            c
            for c in site.modifiers
            if c.dep_ not in passed and c not in owners and c.lower_ not in office and c.i not in skipped
        ]

    def _states(self, site: Site) -> set[str]:
        return {site.discourse.annotated.names[c.i].name for c in self._owners(site)}

    def _fits(self, site: Site, title: Title, word: str, states: set[str]) -> bool:
        if title.start >= site.token.i:
            return False
        if states and (title.former or title.state not in states):
            return False
        if word == "secretary" and title.office.startswith("press"):
            return False
        if word == "leader" and states:
            return title.office in site.discourse.nouns.heads_of_state
        if word == title.office:
            return True
        return word in title.office.split()


class PersonOfState(OnlySieve):
    """ "The Russian" is the one person of that state whom the article has named."""

    id = "person.of-state"
    example = Example(
        "Chilean Foreign Minister Ana Duarte met Oman's Salim Rashid. The Chilean thanked Oman.",
        "Chilean#2",
        ("Ana Duarte",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is the name of a people, of one person, with "the"."""
        name = site.discourse.annotated.names.get(site.token.i)
        if name is None:
            return False
        if name.use != "demonym":
            return False
        if site.token.tag_ in ("NNPS", "NNS"):
            return False
        if site.token.dep_ in ("amod", "compound", "nmod"):
            return False
        if "the" not in site.determiners:
            return False
        if site.token.text.endswith(("ese", "ish", "ch")):
            return False
        return not _next_is_noun(site.token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the persons of that state that were named before."""
        state = site.discourse.annotated.names[site.token.i].entry
        for sentence in site.discourse.said[: site.n + 1]:
            for i, mention in sentence:
                if mention.kind is not Kind.PERSON:
                    continue
                if i >= site.token.i:
                    continue
                served = site.discourse.state_served(mention)
                if served is None:
                    continue
                if served.id != state:
                    continue
                yield (mention,)


class Role(OnlySieve):
    """A described person is the one whom the article gave that role before: "the envoy", "the commodore", "the skipper"."""

    id = "person.role"
    example = Example("The rebel commander Igor Petrov fled Chad. The commander thanked Niger.", "commander#2", ())

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite person without further words."""
        if not site.is_noun:
            return False
        if site.follows_name:
            return False
        if not site.is_definite:
            return False
        if site.token.tag_ not in ("NN", "NNP"):
            return False
        if not site.is_described:
            return False
        return all(c.dep_ in ("relcl", "appos") for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the persons that stand beside the same noun: in apposition, as a title, or before the name."""
        annotated, word = site.discourse.annotated, site.word
        for title in annotated.titles:
            if title.start >= site.token.i:
                continue
            if title.office.split()[-1] != word:
                continue
            yield (title.holder,)
        for name in {n.start: n for n in annotated.names.values()}.values():
            if name.kind is not Kind.PERSON:
                continue
            if name.start >= site.token.i:
                continue
            root = site.token.doc[name.start : name.end].root
            if word not in _beside(root, name):
                continue
            yield annotated.mentions.get(root.i, NOBODY)[:1]


def _beside(root: Token, name: Name) -> set[str]:
    """Return the lemmas of what stands beside a name: before it, and in apposition to it."""
    before = {t.lemma_.lower() for t in root.lefts if t.dep_ == "compound" and t.i < name.start}
    apposed = {c.lemma_.lower() for c in root.children if c.dep_ == "appos"}
    if root.dep_ == "appos":
        apposed.add(root.head.lemma_.lower())
    if root.dep_ in SUBJECTS and root.head.lemma_ == "be":
        apposed |= {c.lemma_.lower() for c in root.head.children if c.dep_ == "attr"}
    return before | apposed


def _next_is_noun(token: Token) -> bool:
    if token.i + 1 >= len(token.doc):
        return False
    if token.doc[token.i + 1].pos_ not in ("NOUN", "PROPN"):
        return False
    return token.dep_ == "det"


def _is_open_office(site: Site) -> bool:
    """Tell whether it is the office of one person, which nothing has resolved."""
    token, annotated = site.token, site.discourse.annotated
    if token.i in annotated.names:
        return False
    if token.tag_ not in ("NN", "NNP"):
        return False
    if len(site.own) != 1:
        return False
    if site.own[0].reason not in ("description", "agent of state"):
        return False
    words = _words_before(site)
    if words & _OTHERS:
        return False
    if token.tag_ == "NNP" and "the" not in words:
        return False
    return longest_office(token, site.discourse.resources) is not None


def _served(site: Site) -> tuple[str | None, str | None]:
    """Return the state or body (name, entry) that an office is of."""
    reader, token = site.discourse.reader, site.token
    owner = reader.owner(token)
    office = longest_office(token, site.discourse.resources) or ""
    if owner is None and " of " in office and token.i + 2 < len(token.doc):
        owner = reader.owner(token.doc[token.i + 2])  # "the Secretary of State of the United States"
    if owner is not None:
        return reader.state_of(owner)
    return (None, None)


def _office_word(site: Site) -> str | None:
    """Return the office that a noun names, as titles give it."""
    token, offices = site.token, site.discourse.resources.classes["office"]
    if site.word == "head" and token.doc[token.i + 1 : token.i + 3].text.lower() in ("of state", "of government"):
        return "president"
    longer = f"{token.lower_} {token.doc[token.i + 1 : token.i + 3].text.lower()}"
    if longer in offices:
        return longer  # "the secretary of state"
    known = [phrase for phrase in head_phrases(token) if phrase in offices]
    if known:
        phrase = max(known, key=len)
        if phrase == "premier":
            return "prime minister"
        return phrase
    if token.lower_ in ("secretary", "adviser", "advisor"):
        return token.lower_
    return None


def _rank(site: Site, office: str) -> str:
    """Return what offices are counterparts by: ministers of anything, envoys of any rank, else the very office."""
    last = office.split()[-1]
    if last in site.discourse.nouns.envoys:
        return "envoy"
    if last == "minister" and "prime" not in office:
        return last
    return office


OFFICES: tuple[Sieve, ...] = (
    SameTitle(), FormerHolder(), HolderOfState(), SharedOffice(), Counterpart(), Counterparts(), HolderNamedBefore(),
    PersonOfState(), Role(),
)  # fmt: skip

"""Resolve offices that stand alone to their holders: "the premier", "his Omani counterpart"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import SUBJECTS
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Mention
from graphkit.nlp.dependencies import head_phrases, left_edge, right_edge
from graphkit.nlp.document import Title
from graphkit.nlp.tokens import Token

#: Before an office: it is nobody's in particular, or another one.
_OTHERS = frozenset({"a", "an", "any", "no", "deputy", "another", "every", "some"})
#: Sentences for which a title is remembered, unless it was given in the first ones.
_MEMORY, _LEAD = 4, 2
#: In an office they make another of it: the vice president is no president.
_LESSER = frozenset({"vice", "deputy", "assistant"})
_OWNING = frozenset({"amod", "compound", "nmod", "poss"})


def _words_before(site: Site) -> set[str]:
    return {child.lower_ for child in site.token.children}


class SameTitle(OnlySieve):
    """An office with the words of a title is its holder's: "the head of the rebels' political office"."""

    id = "office.same-title"
    needs = frozenset({"is_single"})
    example = Example(
        "Ana Duarte, the head of the rebels' political office, fled. The head of the rebels' political office left.",
        "head#2",
        ("Ana Duarte",),
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
    """Resolve "the former president" to whom the article calls so, or to who held the office before."""

    id = "office.former"
    needs = frozenset({"is_single"})
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
    needs = frozenset({"is_single"})
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
    needs = frozenset({"is_single"})
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


class HolderNamedBefore(Sieve):
    """Resolve "the prime minister" to the holder named before: of several the most frequent, then the later."""

    id = "office.named-before"
    needs = frozenset({"is_noun"})
    example = Example(
        "Prime Minister Ana Duarte met Igor Petrov in Lima. The prime minister thanked Chile.",
        "minister",
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
        """Yield the only holder, or the one of the sentence before or its subject, if spoken of lately."""
        named = list(holders.values())
        for narrower in (_persons_said(site, site.n - 1, site.n), _subjects_said(site, site.n - 1)):
            if len(named) > 1:
                named = [holder for holder in named if holder.name in narrower]
        if len(named) != 1:
            return
        lately = _persons_said(site, site.n - _MEMORY, site.n + 1) | _persons_said(site, 0, _LEAD)
        if named[0].name not in lately:
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
        if title.former or (states and title.state not in states):
            return False
        if (word == "secretary" and title.office.startswith("press")) or _LESSER & set(title.office.split()) - {word}:
            return False
        if word == "leader" and states:
            return title.office in site.discourse.nouns.heads_of_state
        if word == title.office:
            return True
        return word in title.office.split()


def _persons_said(site: Site, start: int, end: int) -> set[str]:
    """Return the names in the sentences [start, end) of the article."""
    said = site.discourse.said[max(0, start) : end]
    return {mention.name for sentence in said for _, mention in sentence}


def _subjects_said(site: Site, n: int) -> set[str]:
    """Return the names of who acts in a sentence of the article."""
    said = site.discourse.said[n] if n >= 0 else []
    return {mention.name for i, mention in said if site.token.doc[i].dep_ in SUBJECTS}


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
    gazetteer = site.discourse.gazetteer
    only = gazetteer.office_state(office)
    if only is not None and (gazetteer.office_name(office, only) or "").lower() == office:
        return gazetteer.entries[only].name, only  # "the pope", "the taoiseach"
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


OFFICES: tuple[Sieve, ...] = (SameTitle(), FormerHolder(), HolderOfState(), SharedOffice(), HolderNamedBefore())

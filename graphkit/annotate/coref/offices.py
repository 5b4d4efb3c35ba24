"""Resolve offices that stand alone to their holders: "the premier", "his Omani counterpart"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import names_of
from graphkit.annotate.office_holders import longest_office
from graphkit.annotate.title_list import Titles
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import head_phrases, left_edge, right_edge, token_at, word_at, words_of
from graphkit.nlp.document import Title
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import has_path, path

#: Sentences for which a title is remembered, unless it was given in the first ones.
_MEMORY, _LEAD = 4, 2
#: In an office they make another of it: the vice president is no president.
_LESSER = frozenset({"vice", "deputy", "assistant"})
_OFFICE_TAGS = frozenset({"NN", "NNP"})
#: Offices that are called by other words.
_CALLED = {"premier": "prime minister"}
_HEADS_OF = frozenset({"of state", "of government"})
#: Words for an office that tell too little to be one by themselves.
_SHORT_OFFICES = frozenset({"secretary", "adviser", "advisor"})


class _OpenOffice(OnlySieve):
    """A sieve about the office of one person, which nothing has resolved."""

    needs = frozenset({"is_single"})
    tags = _OFFICE_TAGS

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is an open office that this sieve speaks of."""
        office = site.open_office
        if office is None:
            return False
        words = words_of(site.token.children)
        return self.speaks_of(site, office, words)

    def speaks_of(self, site: ReferenceSite, office: str, words: frozenset[str]) -> bool:
        """Tell whether this sieve speaks of an office with some words before it and behind it."""
        return words.isdisjoint(site.discourse.resources.names.former)


class SameTitle(_OpenOffice):
    """An office with the words of a title is its holder's: "the head of the rebels' political office"."""

    id = "office.same-title"
    example = SieveExample(
        "Ana Duarte, the head of the rebels' political office, fled. The head of the rebels' political office left.",
        "head#2",
        ("Ana Duarte",),
    )

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the person whose title has the same words."""
        holder = site.discourse.holders.by_words(left_edge(site.token), right_edge(site.token))
        return _candidates(holder)


class FormerHolder(_OpenOffice):
    """Resolve "the former president" to the person with that title, or to the one who held the office before."""

    id = "office.former"
    example = SieveExample(
        "Former president Juan Silva of Peru left Lima. The former president thanked Chile.",
        "president#2",
        ("Juan Silva",),
    )
    final = True

    def speaks_of(self, site: ReferenceSite, office: str, words: frozenset[str]) -> bool:
        """Tell whether it is an office that is held no longer."""
        if words.isdisjoint(site.discourse.resources.names.former):
            return False
        if "the" in words:
            return True
        return site.discourse.reader.owner(site.token) is not None

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one former holder."""
        office = longest_office(site.token) or ""
        state, entry = _served(site)
        holder = site.discourse.holders.former(office, state, entry)
        return _candidates(holder)


class HolderOfState(_OpenOffice):
    """An office of a state is its holder's on the day of publication: "the Chilean foreign minister"."""

    id = "office.of-state"
    example = SieveExample("The Chilean president visited Peru.", "president", ("Gabriel Boric",))

    def speaks_of(self, site: ReferenceSite, office: str, words: frozenset[str]) -> bool:
        """Tell whether it is an office that one person has, of a state that is named."""
        names = site.discourse.resources.names
        if office in names.shared_office:
            return False
        return words.isdisjoint(names.former)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the last whom the article gives the office, else who held it that day."""
        state, entry = _served(site)
        if state is None:
            return []
        return site.discourse.holders.of_office(site.token, state, entry)


class SharedOffice(_OpenOffice):
    """An office that many hold is the one person of the article who has it for that state: "the Omani envoy"."""

    id = "office.shared"
    example = SieveExample(
        "The Omani envoy Salim Rashid met Chad's president. Chad thanked the Omani envoy.", "envoy#2", ("Salim Rashid",)
    )

    def speaks_of(self, site: ReferenceSite, office: str, words: frozenset[str]) -> bool:
        """Tell whether it is a definite office that many hold, of a state that is named."""
        if office not in site.discourse.resources.names.shared_office:
            return False
        if "the" in words:
            return True
        return has_path(site.token, "poss")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield whom the article gives such an office of that state."""
        office = longest_office(site.token) or ""
        state, _ = _served(site)
        if state is None:
            return []
        titles = site.discourse.titles.current().serving((state,)).ending_in(office.split()[-1])
        return [(title.holder,) for title in titles]


class UnnamedHolder(_OpenOffice):
    """An office of a state whose holder nobody knows acts as that state: "the Kuwaiti foreign minister"."""

    id = "office.unnamed"
    example = SieveExample("The Tuvaluan finance minister visited Peru.", "minister", ("Tuvalu",))

    def speaks_of(self, site: ReferenceSite, office: str, words: frozenset[str]) -> bool:
        """Tell whether it is an office that one person has, of a state that is named."""
        if not words.isdisjoint(site.discourse.resources.names.former):
            return False
        return is_exclusive(site, office)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state."""
        if has_path(site.token, "appos"):
            return []  # "the Omani foreign minister, Ali Rashid,"
        _, entry = _served(site)
        if entry is None:
            return []
        state = site.discourse.gazetteer.entries[entry]
        if state.kind is not Kind.STATE:
            return []
        return site.each(state)


def is_exclusive(site: ReferenceSite, office: str) -> bool:
    """Tell whether one person at most holds an office at a time."""
    return site.discourse.gazetteer.office_key(office) in site.discourse.resources.names.exclusive_office


class HolderNamedBefore(Sieve):
    """Resolve "the prime minister" to the holder named before: of several the most frequent, then the later."""

    id = "office.named-before"
    needs = frozenset({"is_noun"})
    example = SieveExample(
        "Prime Minister Ana Duarte met Igor Petrov in Lima. The prime minister thanked Chile.",
        "minister",
        ("Ana Duarte",),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite office or a title alone."""
        if not site.is_definite:
            return False
        if site.follows_name:
            return False
        office = _office_word(site)
        if office is None:
            return False
        return not self._has_further_words(site, office)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the holder whom the text speaks of most, else the one person who holds such an office that day."""
        office = _office_word(site) or ""
        states = names_of(site.annotated.names_at(_find_owners(site)))
        titles = site.discourse.titles.before(site.token.i).current()
        if states:
            titles = titles.serving(states)
        same = [title for title in titles if self._is_same(site, title, office, of_state=bool(states))]
        holders = Titles(same).holders()
        if holders:
            return self._spoken_of(site, holders)
        if states or office in site.discourse.resources.names.shared_office:
            return []
        return self._by_tenure(site, office)

    def _spoken_of(self, site: ReferenceSite, holders: dict[str, Mention]) -> list[Referents]:
        """List the only holder, or the one of the sentence before or its subject, if spoken of lately."""
        discourse = site.discourse
        before = discourse.said_in(site.n - 1)
        for narrower in (before, before.headed("nsubj|nsubjpass")):
            if len(holders) > 1:
                holders = {name: holders[name] for name in holders.keys() & narrower.by_name()}
        lately = discourse.said_from(site.n - _MEMORY, site.n + 1) + discourse.said_from(0, _LEAD)
        spoken = lately.named(holders)
        return [tuple(holders.values())] if len(holders) == 1 and spoken.pairs else []

    def _by_tenure(self, site: ReferenceSite, office: str) -> list[Referents]:
        only = site.discourse.holders.by_tenure(office)
        if only is None:
            return []
        later = site.discourse.said_in(site.n).since(site.token.i + 1)
        return [] if only.name in later.by_name() else [(only,)]  # "the premier praised Duarte"

    def _has_further_words(self, site: ReferenceSite, office: str) -> bool:
        """Tell whether words make another office of it."""
        further = path(site.token, "amod|compound|poss|prep|nmod")
        further += [clause for clause in path(site.token, "acl") if word_at(clause, -1) != ","]
        if " of " in office:
            further = [word for word in further if word.i != site.token.i + 1]
        owners, courtesies = _find_owners(site), site.discourse.resources.names.honorific
        telling = words_of([word for word in further if word not in owners]) - courtesies
        return not telling.issubset(office.split())

    def _is_same(self, site: ReferenceSite, title: Title, office: str, *, of_state: bool) -> bool:
        """Tell whether a title is of an office; of a state its leader is whoever heads it."""
        words = title.office.split()
        if office == "secretary" and title.office.startswith("press"):
            return False
        if not _LESSER.isdisjoint({*words} - {office}):
            return False
        if office == "leader" and of_state:
            return title.office in site.discourse.nouns.heads_of_state
        return office in (title.office, *words)


def _find_owners(site: ReferenceSite) -> list[Token]:
    """List the names before an office that say whose it is."""
    return site.annotated.named(path(site.token, "amod|compound|nmod|poss"))


def _candidates(*holders: Mention | None) -> list[Referents]:
    """List the holders that there are, each by itself."""
    return [(holder,) for holder in holders if holder is not None]


def _served(site: ReferenceSite) -> tuple[str | None, str | None]:
    """Return the state or body (name, entry) that an office is of."""
    reader, gazetteer = site.discourse.reader, site.discourse.gazetteer
    owner = reader.owner(site.token)
    office = longest_office(site.token) or ""
    behind = token_at(site.token, 2) if " of " in office else None
    if owner is None and behind is not None:
        owner = reader.owner(behind)  # "the Secretary of State of the United States"
    if owner is not None:
        return reader.state_of(owner)
    only = gazetteer.office_state(office)
    if only is None:
        return None, None
    if (gazetteer.office_name(office, only) or "").lower() != office:
        return None, None
    return gazetteer.entries[only].name, only  # "the pope", "the taoiseach"


def _office_word(site: ReferenceSite) -> str | None:
    """Return the office that a noun names, in the words of titles."""
    token, offices = site.token, site.discourse.resources.classes["office"]
    behind = token.doc[token.i + 1 : token.i + 3].text.lower()
    if site.word == "head" and behind in _HEADS_OF:
        return "president"
    longer = f"{token.lower_} {behind}"
    if longer in offices:
        return longer  # "the secretary of state"
    named = offices.intersection(head_phrases(token))
    if named:
        longest = max(named, key=len)
        return _CALLED.get(longest, longest)
    return token.lower_ if token.lower_ in _SHORT_OFFICES else None


OFFICES: tuple[Sieve, ...] = (
    SameTitle(),
    FormerHolder(),
    HolderOfState(),
    SharedOffice(),
    UnnamedHolder(),
    HolderNamedBefore(),
)

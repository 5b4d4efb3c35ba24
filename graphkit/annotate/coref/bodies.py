"""Resolve short names and descriptions of bodies: "the Council", "the bloc", "the Meeting"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from itertools import filterfalse, takewhile

from graphkit.annotate.coref.discourse import OF_STATES
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import take_leading
from graphkit.annotate.coref.states import entries_called
from graphkit.model import Kind
from graphkit.nlp.dependencies import SUBJECTS, word_at, words_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import compile_pattern, fits, has_path
from graphkit.resources.gazetteer.gazetteer import Entry, entries_by_id

_BODIES = (Kind.ORGANIZATION,)
#: A body without an entry in the gazetteer.
_UNKNOWN = "unknown"
_ANY_OF_STATES = OF_STATES | {"agency"}
_OF_PEOPLE = frozenset({"armed_group", "party", _UNKNOWN})
#: What categories of bodies a word can mean.
_CATEGORIES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("bloc", "alliance", "club", "grouping"), _ANY_OF_STATES),
    **dict.fromkeys(("organisation", "organization", "body"), _ANY_OF_STATES | _OF_PEOPLE),
    **dict.fromkeys(("movement", "militia"), _OF_PEOPLE),
    "group": _ANY_OF_STATES | _OF_PEOPLE,
    "agency": frozenset({"agency"}),
}
#: Of what category a body is by the word for its sort.
_SORTS: dict[str, frozenset[str]] = {
    **dict.fromkeys("regional pan nation member global world intergovernmental".split(), _ANY_OF_STATES),
    **dict.fromkeys("economic trade trading military defence defense security western".split(), _ANY_OF_STATES),
    **dict.fromkeys("militant rebel armed insurgent islamist jihadist extremist guerrilla".split(), _OF_PEOPLE),
    **dict.fromkeys("backed aligned allied linked affiliated".split(), _OF_PEOPLE),  # "the Iran-backed group"
}
_SORT = compile_pattern(f"amod|compound|nmod:{'|'.join(sorted(_SORTS))}")
#: Organs that bodies have: "the Commission" beside the European Union is the European Commission.
_ORGANS_OF_BODIES = frozenset({"Commission", "Parliament", "Secretariat", "Council", "Assembly", "Court"})
#: Capitalised words for those of a body who meet, and how many words above its name they stand.
_GATHERED = frozenset({"Meeting", "Ministers", "Leaders", "Summit", "Conference", "Heads", "Session"})
_NEAR = 5
_SUMMITS = frozenset({"summit", "meeting", "session", "conference"})
_SHORT_KINDS = frozenset({Kind.ORGANIZATION, Kind.AGREEMENT, Kind.OCCASION})
_REGIONAL = frozenset({Kind.GROUP, Kind.PLACE})
#: A short name has so many letters at least.
_SHORTEST = 4
#: So many times as often must a body be named as any other.
_BY_FAR = 2


class ShortBody(OnlySieve):
    """A capitalised noun is the body whose name holds it: "the Council", "the Union", "the Fund"."""

    id = "body.short-name"
    tags = frozenset({"NN", "NNP"})
    example = SieveExample(
        "The European Union condemned Chad on Monday. The Union will send an envoy.",
        "Union#2",
        ("European Union",),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a capitalised noun, or an unknown name, with "the"."""
        token, name = site.token, site.name
        if not token.text.istitle():
            return False
        if len(token.text) < _SHORTEST:
            return False
        if name is not None and not self._may_be_short(name, token):
            return False
        if "the" not in site.determiners:
            return False
        return site.is_bare

    def _may_be_short(self, name: Name, token: Token) -> bool:
        """Tell whether a name may be short for another one."""
        if name.entry is not None:
            return False
        if name.kind is Kind.PERSON:
            return False
        return token.i == name.end - 1

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the bodies that the article names with this word, in full or under another name."""
        word = site.name.name if site.name is not None else site.token.text
        longer = _find_longer(site, word)
        if longer:
            return longer
        bodies = [body for body in site.discourse.entries_of(Kind.ORGANIZATION) if body.state is None]
        called = [body for body in bodies if word in " ".join(body.aliases).split()]
        entries = called or _find_organs(site, word, bodies)
        return site.each(*entries)


def _find_longer(site: ReferenceSite, word: str) -> list[Referents]:
    """List the bodies, pacts and occasions whose full names in the article hold a word."""
    spoken = site.discourse.said_from(0, len(site.discourse.said)).of_kind(*_SHORT_KINDS)
    longer = spoken.but((word,)).by_word(word)
    return [(mention,) for mention in longer.mentions() if mention.name[0].isupper()]


def _find_organs(site: ReferenceSite, word: str, bodies: list[Entry]) -> list[Entry]:
    """Return the organs of named bodies that end in a word: "the Commission" beside the European Union."""
    if word not in _ORGANS_OF_BODIES:
        return []
    names = [body.name for body in bodies]
    names += [name.rpartition(" ")[0] for name in names]
    organs = {f"{name} {word}" for name in names}
    entries = site.discourse.gazetteer.entries.values()
    return [entry for entry in entries if entry.name in organs and entry.kind is Kind.ORGANIZATION]


class Gathering(OnlySieve):
    """Resolve "the Meeting" and "the Ministers", who act in a statement, to the body that meets."""

    id = "body.gathering"
    words = frozenset(map(str.lower, _GATHERED))
    example = SieveExample(
        "The Foreign Ministers of the African Union held a meeting in Accra on Monday. The Ministers condemned Chad.",
        "Ministers#2",
        ("African Union",),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a capitalised gathering that acts, without further words."""
        if site.token.text not in _GATHERED:
            return False
        if site.token.dep_ not in SUBJECTS:
            return False
        if site.name is not None and site.name.entry is not None:
            return False
        if "the" not in site.determiners:
            return False
        return site.is_bare

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the bodies of states whose gatherings the article has named before."""
        bodies = entries_by_id(filter(_is_of_states, site.discourse.named))
        names = [name for name in site.discourse.names if name.end <= site.token.i]
        gathered = [name.entry or "" for name in names if _is_gathered(site.token.doc, name)]
        entries = map(bodies.get, gathered)
        return site.each(*entries)


class AtSummit(OnlySieve):
    """Resolve "the heads of state" and "the leaders" who act at a summit to the body whose summit it is."""

    id = "body.summit"
    needs = frozenset({"is_any_noun", "is_plural"})
    words = frozenset({"heads", "leaders", "ministers"})
    example = SieveExample(
        "The African Union held a summit in Accra. The heads of state condemned Chad.", "heads", ("African Union",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is "the heads of state", or leaders without further words, who act."""
        if site.token.dep_ not in SUBJECTS:
            return False
        if "the" not in site.determiners or site.count:
            return False
        if site.word == "head":
            return has_path(site.token, "prep:of", "pobj:state")
        return site.is_bare

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the bodies of states that are named where the summit is, in this sentence or the one before."""
        start = site.discourse.sentences[max(0, site.n - 1)].start
        words = site.token.doc.tokens[start : site.token.i]
        if _SUMMITS.isdisjoint(words_of(words)):
            return []
        spoken = site.discourse.said_before(site.token, site.n - 1).of_kind(*_BODIES).mentions()
        entries = filter(None, map(site.discourse.entry_of, spoken))
        return site.each(*filter(_is_of_states, entries))


def _is_of_states(entry: Entry) -> bool:
    if entry.kind is not Kind.ORGANIZATION:
        return False
    return entry.category in _ANY_OF_STATES


def _is_gathered(doc: Doc, name: Name) -> bool:
    """Tell whether a body stands beside its gathering: "ASEAN Foreign Ministers' Meeting", "Leaders of the BRICS"."""
    last = doc[name.end - 1]
    around = [last, *last.ancestors][:_NEAR]
    phrase = takewhile(compile_pattern("*/NOUN|PROPN|ADP").fits, around)
    return not _GATHERED.isdisjoint(word.text for word in phrase)


class Body(Sieve):
    """Resolve "the bloc" to the body spoken of last, "the court" to one whose name holds the word."""

    id = "body.described"
    needs = frozenset({"is_noun"})
    example = SieveExample("The African Union condemned Chad. The bloc will send an envoy.", "bloc", ("African Union",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite body without further words."""
        if not site.is_definite_noun:
            return False
        if site.word not in site.discourse.nouns.bodies:
            return False
        return all(_origin(site, word) or _region(site, word) for word in _proper_modifiers(site))

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the most salient body of the sentences before, of the state that an adjective names."""
        origins = {_origin(site, word) for word in _proper_modifiers(site)}
        is_of_one_state = bool(origins) and None not in origins
        if is_of_one_state:
            fitting = _find_native(site, origins)
        else:
            fitting = _find_regional(site) if origins else _find_called(site)
        yield most_salient(site, Search(_BODIES, same_sentence=False, named=fitting))
        if not is_of_one_state:
            yield from _most_named(site, fitting)


def _proper_modifiers(site: ReferenceSite) -> list[Token]:
    """List the words that say which body it is, but for those that only say of what sort: "the regional bloc"."""
    return [word for word in filterfalse(_SORT.fits, site.modifiers) if word_at(word, -2) != "pan"]


def _find_native(site: ReferenceSite, states: Container[str | None]) -> frozenset[str]:
    """Return the entries of the article that are of some states."""
    ids = [entry.id for entry in site.discourse.named]
    return frozenset([entry for entry in ids if site.discourse.gazetteer.state_of(entry) in states])


def _find_regional(site: ReferenceSite) -> frozenset[str]:
    """Return the bodies of states in the article that have the regions before a word in their names."""
    words = [word for word in site.modifiers if not _origin(site, word)]
    regions = [_region(site, word) or "" for word in words]
    bodies = filter(_is_of_states, site.discourse.named)
    return frozenset([body.id for body in bodies if _is_called_by(body, regions)])


def _find_called(site: ReferenceSite) -> frozenset[str]:
    """Return entries and unknown names of the article that a word for bodies can mean: no news agency is a bloc."""
    categories = _CATEGORIES.get(site.word)
    if categories is None:
        return entries_called(site, site.word)
    for word in words_of(site.modifiers):
        categories &= _SORTS.get(word, categories)
    bodies = site.discourse.entries_of(Kind.ORGANIZATION)
    called = {body.id for body in bodies if body.category in categories}
    if _UNKNOWN in categories:
        unknown = [name for name in site.discourse.names if name.entry is None]
        called.update(name.name for name in unknown if name.kind is Kind.ORGANIZATION)
    return frozenset(called)


def _most_named(site: ReferenceSite, fitting: frozenset[str]) -> list[Referents]:
    """List the body that the article has named by far the most, among those that fit."""
    names = [name.entry for name in site.discourse.names if name.start < site.token.i]
    ranked = Counter([entry for entry in names if entry in fitting]).most_common(2)
    leading = take_leading(ranked, 1, times=_BY_FAR)
    entries = map(site.discourse.gazetteer.entries.get, filter(None, leading))
    return site.each(*entries)


def _origin(site: ReferenceSite, word: Token) -> str | None:
    """Return the state of an adjective before a body: "the Palestinian organisation"."""
    name = site.annotated.names.get(word.i)
    if name is None:
        return None
    if name.entry is None:
        return None
    if word.dep_ != "amod":
        return None
    return site.discourse.gazetteer.state_of(name.entry)


def _region(site: ReferenceSite, word: Token) -> str | None:
    """Return the region that a name before a body tells: "the West African bloc", "the Gulf bloc"."""
    name = site.annotated.names.get(word.i)
    if name is None:
        return None
    if name.kind not in _REGIONAL:
        return None
    if not fits(word, "amod|compound|nmod"):
        return None
    return site.token.doc[name.start : name.end].text


def _is_called_by(entry: Entry, regions: Iterable[str]) -> bool:
    """Tell whether a body has some regions in its names: "Economic Community of West African States"."""
    names = " | ".join((entry.name, *entry.aliases))
    return all(f" {region} " in f" {names} " for region in regions)


BODIES: tuple[Sieve, ...] = (Gathering(), AtSummit(), ShortBody(), Body())

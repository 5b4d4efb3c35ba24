"""Resolve short names and descriptions of bodies and groups: "the Council", "the bloc", "the rebels"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from graphkit.annotate.coref.discourse import OF_STATES, REACH
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.coref.states import entries_called
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import lemma, words_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import Shape, fits, has_path, path
from graphkit.resources.gazetteer.gazetteer import Entry

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: Plain words for those who were described before.
_MEN = frozenset({"man", "assailant", "attacker"})
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
#: A capitalised word may stand for a body whose name holds it, so many sentences before or anywhere in the article.
#: Bodies have them: "the Commission" beside the European Union is the European Commission.
_ORGANS_OF_BODIES = frozenset({"Commission", "Parliament", "Secretariat", "Council", "Assembly", "Court"})
#: Capitalised words for those of a body who meet, and how many words above its name they stand.
_GATHERED = frozenset({"Meeting", "Ministers", "Leaders", "Summit", "Conference", "Heads", "Session"})
_NEAR = 5
_SHORT_KINDS = frozenset({Kind.ORGANIZATION, Kind.AGREEMENT, Kind.OCCASION})
_REGIONAL = frozenset({Kind.GROUP, Kind.PLACE})
#: What a longer name with the same last word is of, where it says more than the word.
_NO_SAME_HEAD = frozenset({Kind.GROUP, Kind.THING, Kind.PERSON})
#: A short name has so many letters at least.
_SHORTEST = 4
#: So many times as often must a body be named as any other.
_BY_FAR = 2
_THESE_FIGHTERS = Shape('"the [rebels]"', has=["det:the|this|that|these|those"], lacks=["prep|relcl|acl|appos"])


class ShortBody(OnlySieve):
    """A capitalised noun is the body whose name holds it: "the Council", "the Union", "the Fund"."""

    id = "body.short-name"
    tags = frozenset({"NN", "NNP"})
    example = Example(
        "The European Union condemned Chad on Monday. The Union will send an envoy.",
        "Union#2",
        ("European Union",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a capitalised noun, or an unknown name, with "the"."""
        token = site.token
        if not token.text.istitle() or len(token.text) < _SHORTEST:
            return False
        if site.name is not None and not self._may_be_short(site.name, token):
            return False
        return "the" in site.determiners and site.is_bare

    def _may_be_short(self, name: Name, token: Token) -> bool:
        """Tell whether a name may be short for another one."""
        if name.entry is not None or name.kind is Kind.PERSON:
            return False
        return token.i == name.end - 1

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the bodies that the article names with this word, in full or under another name."""
        word = site.name.name if site.name is not None else site.token.text
        named = _named_with(site, word)
        if named:
            return named
        bodies = [entry for entry in site.discourse.named if entry.kind is Kind.ORGANIZATION and entry.state is None]
        called = [entry for entry in bodies if word in " ".join(entry.aliases).split()]
        entries = called or _related(site, word, bodies)
        return site.each(*entries)


def _named_with(site: Site, word: str) -> list[Referents]:
    """List the bodies, pacts and occasions whose full names in the article hold a word."""
    mentions = [mention for said in site.discourse.said for _, mention in said if mention.kind in _SHORT_KINDS]
    longer = [mention for mention in mentions if mention.name != word and mention.name[0].isupper()]
    return [(mention,) for mention in longer if f" {word} " in f" {mention.name} "]


def _related(site: Site, word: str, bodies: list[Entry]) -> list[Entry]:
    """Return the organs of named bodies that end in a word: "the Commission" beside the European Union."""
    if word not in _ORGANS_OF_BODIES:
        return []
    names = [body.name for body in bodies]
    stems = {*names, *(name.rpartition(" ")[0] for name in names)}
    entries = site.discourse.gazetteer.entries.values()
    organs = [entry for entry in entries if entry.kind is Kind.ORGANIZATION and entry.name.endswith(f" {word}")]
    return [organ for organ in organs if organ.name.rpartition(" ")[0] in stems]


class Gathering(OnlySieve):
    """Resolve "the Meeting" and "the Ministers", who act in a statement, to the body that meets."""

    id = "body.gathering"
    example = Example(
        "The Foreign Ministers of the African Union held a meeting in Accra on Monday. The Ministers condemned Chad.",
        "Ministers#2",
        ("African Union",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a capitalised gathering that acts, without further words."""
        if site.token.text not in _GATHERED or not fits(site.token, "nsubj|nsubjpass"):
            return False
        if site.name is not None and site.name.entry is not None:
            return False
        return "the" in site.determiners and site.is_bare

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the bodies of states whose gatherings the article has named before."""
        bodies = {entry.id: entry for entry in site.discourse.named if _is_of_states(entry)}
        names = [name for name in site.annotated.list_names() if name.end <= site.token.i]
        gathered = [name.entry for name in names if name.entry in bodies and _is_gathered(site.token.doc, name)]
        return site.each(*map(bodies.get, filter(None, gathered)))


def _is_of_states(entry: Entry) -> bool:
    return entry.kind is Kind.ORGANIZATION and entry.category in _ANY_OF_STATES


def _is_gathered(doc: Doc, name: Name) -> bool:
    """Tell whether a body stands beside its gathering: "ASEAN Foreign Ministers' Meeting", "Leaders of the BRICS"."""
    last = doc[name.end - 1]
    for head in [last, *last.ancestors][:_NEAR]:
        if not fits(head, "*/NOUN|PROPN|ADP"):
            return False
        if head.text in _GATHERED:
            return True
    return False


class Body(Sieve):
    """Resolve "the bloc" to the body spoken of last, "the court" to one whose name holds the word."""

    id = "body.described"
    needs = frozenset({"is_noun"})
    example = Example("The African Union condemned Chad. The bloc will send an envoy.", "bloc", ("African Union",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite body without further words."""
        if not site.is_definite_noun or site.word not in site.discourse.nouns.bodies:
            return False
        return all(_origin(site, word) or _region(site, word) for word in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the most salient body of the sentences before, of the state that an adjective names."""
        origins = [_origin(site, word) for word in site.modifiers]
        if None in origins:
            fitting = _regional(site)
        else:
            fitting = _native(site, origins) if origins else _fitting(site)
        yield most_salient(site, Search(_BODIES, same_sentence=False, named=fitting))
        if None in origins or not origins:
            yield from _most_named(site, fitting)


def _native(site: Site, origins: Collection[str | None]) -> frozenset[str]:
    """Return the entries of the article that are of some states."""
    ids = [entry.id for entry in site.discourse.named]
    return frozenset(entry for entry in ids if site.discourse.gazetteer.state_of(entry) in origins)


def _regional(site: Site) -> frozenset[str]:
    """Return the bodies of states in the article that have in their names the regions before a word."""
    words = [word for word in site.modifiers if not _origin(site, word)]
    regions = [_region(site, word) or "" for word in words]
    bodies = filter(_is_of_states, site.discourse.named)
    return frozenset(body.id for body in bodies if all(_is_called_by(body, region) for region in regions))


def _fitting(site: Site) -> frozenset[str]:
    """Return entries and unknown names of the article that a word for bodies can mean: no news agency is a bloc."""
    if site.word not in _CATEGORIES:
        return entries_called(site, site.word)
    categories, bodies = _CATEGORIES[site.word], (Kind.ORGANIZATION,)
    known = {entry.id for entry in site.discourse.named if entry.kind in bodies and entry.category in categories}
    if _UNKNOWN not in categories:
        return frozenset(known)
    unknown = [name for name in site.annotated.names.values() if name.entry is None]
    return frozenset(known | {name.name for name in unknown if name.kind in bodies})


def _most_named(site: Site, fitting: frozenset[str]) -> list[Referents]:
    """List of the known bodies that fit the one that the article has named most by far."""
    names = [name.entry for name in site.annotated.list_names() if name.start < site.token.i]
    ranked = Counter(entry for entry in names if entry in fitting).most_common(2)
    counts = [count for _, count in ranked]
    is_clear = len(counts) == 1 or (len(counts) == 2 and counts[0] >= _BY_FAR * counts[1])
    return site.each(site.discourse.gazetteer.entries[ranked[0][0] or ""]) if is_clear else []


class SameGroup(OnlySieve):
    """Resolve "the gunmen" to the one group of them described more fully before: "Palestinian gunmen"."""

    id = "group.same-head"
    needs = frozenset({"is_described", "is_plural"})
    example = Example("Chadian rebels attacked a town. The three rebels fled.", "rebels#2", ("Chadian rebels",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite group in the plural without further words."""
        if site.own[0].kind is not Kind.GROUP or site.determiners.isdisjoint(_DEFINITE):
            return False
        return not has_path(site.token, "amod|compound|poss|prep|acl|appos|nmod")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the fuller groups with the same head; of fighters any group of fighters."""
        fighters = site.discourse.nouns.fighters | site.discourse.nouns.armed
        spoken = site.discourse.said_before(site.token)
        groups = [(head, mention) for head, mention in spoken if mention.kind is Kind.GROUP and " " in mention.name]
        earlier = [(lemma(head), (mention,)) for head, mention in groups if head.tag_ in ("NNS", "CD")]
        same = [group for word, group in earlier if word == site.word]
        if same or site.word not in fighters | _MEN:
            return same
        alike = [group for word, group in earlier if word in fighters]
        any_men = [group for _, group in earlier if site.word in _MEN]
        return alike or any_men


class ArmedGroup(Sieve):
    """Resolve "the rebels" to the one armed group that the article names."""

    id = "group.armed"
    needs = frozenset({"is_described"})
    example = Example("Boko Haram attacked Chad on Monday. The militants fled.", "militants", ("Boko Haram",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a noun for any armed group, definite, without further words."""
        return _THESE_FIGHTERS.fits(site.token) and self._is_armed(site)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one armed group."""
        armed = [entry for entry in site.discourse.named if entry.category == "armed_group"]
        return site.each(*armed) if len(armed) == 1 else []

    def _is_armed(self, site: Site) -> bool:
        nouns = site.discourse.nouns
        words = words_of(path(site.token, "amod|compound|nmod|poss|nummod"))
        is_armed_body = bool(words) and site.word in nouns.armed_bodies
        if not is_armed_body and site.word not in nouns.armed:
            return False
        return words <= nouns.armed | {"armed"}


class SameHead(Sieve):
    """Resolve "the spaceport" to the last phrase with the same last word that says more: "Kourou spaceport"."""

    id = "thing.same-head"
    needs = frozenset({"is_noun"})
    example = Example(
        "France opened the Kourou spaceport. Chad visited the spaceport.", "spaceport#2", ("Kourou spaceport",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite common noun with at most a clause behind it."""
        return site.is_definite_noun and site.is_bare

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the longer phrases with this head, the last first."""
        for n in range(site.n, max(-1, site.n - 2 * REACH), -1):
            spoken = [pair for pair in site.discourse.said_in(n) if pair[0].i < site.token.i]
            same = [mention for head, mention in reversed(spoken) if head.lower_ == site.token.lower_]
            yield from ((mention,) for mention in same if _says_more(mention))


def _origin(site: Site, word: Token) -> str | None:
    """Return the state of an adjective before a body: "the Palestinian organisation"."""
    name = site.annotated.names.get(word.i)
    if name is None or name.entry is None:
        return None
    return site.discourse.gazetteer.state_of(name.entry) if word.dep_ == "amod" else None


def _region(site: Site, word: Token) -> str | None:
    """Return the region that a name before a body tells: "the West African bloc", "the Gulf bloc"."""
    name = site.annotated.names.get(word.i)
    if name is None or name.kind not in _REGIONAL:
        return None
    return site.token.doc[name.start : name.end].text if fits(word, "amod|compound|nmod") else None


def _is_called_by(entry: Entry, region: str) -> bool:
    """Tell whether a body has a region in its name: "Economic Community of West African States"."""
    return any(f" {region} " in f" {name} " for name in (entry.name, *entry.aliases))


def _says_more(mention: Mention) -> bool:
    return " " in mention.name and mention.kind not in _NO_SAME_HEAD


BODIES: tuple[Sieve, ...] = (Gathering(), ShortBody(), Body(), SameGroup(), ArmedGroup(), SameHead())

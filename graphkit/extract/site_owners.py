"""Find whose the place is that force strikes or help reaches: "shelled a village in Chad" is against Chad.

What is struck stays the place of the event; only its own side's places stay what they are ("retook the town").
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import combinations, starmap
from math import asin, cos, radians, sin, sqrt

from graphkit.extract.choices import collect, first_found, known
from graphkit.extract.mentions import BODIES, is_described, of_kinds, stand_in_entry, states_served
from graphkit.extract.noun_classes import is_among, is_any_among
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Kind, Location, Mention
from graphkit.nlp.dependencies import behind, token_at
from graphkit.nlp.document import Annotated, Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, path, paths, pick
from graphkit.resources.gazetteer.entity_rows import Entry

SITE = "actor/site"
RULE_IDS = (SITE,)
_SITES = frozenset({"@place", "@site", "@struck_site"})
_HELPED = frozenset({"people", "population", "civilian", "resident", "victim", "survivor", "farmer", "child", "family"})
#: Who is killed in a state by somebody with a name is hit for its sake.
_SERVANTS = {"policeman", "police officer", "soldier", "cadet", "border guard", "guard", "troop", "officer"}
_CIVILIANS = {
    "child",
    "civilian",
    "farmer",
    "man",
    "passenger",
    "people",
    "person",
    "resident",
    "villager",
    "woman",
    "worker",
}
_VICTIMS = frozenset(_SERVANTS | _CIVILIANS)
_FORCES = frozenset({"@state_agent", "@state_agents", "@organ"})
_TERRITORIES = frozenset({"territory", "region"})
_BEFORE = "<compound|poss|amod|nmod"
_SORTED = Shape('"the village of [Kupivka] in the north"', "pobj", above=["prep:of", "*/NOUN|PROPN"])
_LYING = ("of", "in", "near", "at", "on", "outside", "around", "inside")
#: How many places deep an owner is looked for: "a village in the north of Chad".
_DEPTH = 3
_LESS_SURE = 0.9
#: A described side costs this much; the state that is found is named.
_NAMED_FOR_DESCRIBED = 1 / 0.64
#: The radius of the earth, and so far apart lie the capitals of foes at most, in kilometres.
_EARTH, _NEAR = 6371, 4000
#: No site is surer than a name.
_MOST = 0.88


def name_owners(coded: list[tuple[Match, EventMention]], annotated: Annotated) -> list[tuple[Match, EventMention]]:
    """Take the state or body that owns a site for the site, where force is used against it."""
    if SITE in annotated.resources.off:
        return coded
    finder = _OwnerFinder(annotated)
    return [(match, finder.name_owner(event)) for match, event in coded]


class _OwnerFinder:
    """Finds the owners of the sites of one article."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.gazetteer = annotated, annotated.resources.gazetteer
        groups = annotated.resources.groups
        self.heads = {mention.span: i for i, mentions in annotated.mentions.items() for mention in mentions}
        self.forceful, self.helping, self.harming = groups.forceful, groups.helping, groups.fighting

    def name_owner(self, event: EventMention) -> EventMention:
        """Return the event against the owner of the site; as it is where none is known or the site is one's own."""
        site = event.object
        if event.predicate not in self.forceful | self.helping:
            return event
        is_victim = event.predicate in self.harming and not is_described(event.subject) and self._is_victim(site)
        can_belong = is_victim or self._can_belong(event.predicate, site)
        if not can_belong or self._is_anybodys_force(event.subject):
            return event
        owner = self._find_owner(site, event.place) or self._find_complainant(event)
        if owner is None:
            return event
        if owner.name in self._find_states(event.subject):
            return event  # its own place
        places = [place for place in of_kinds([site], (Kind.PLACE,)) if not is_described(place)]
        place = event.place or first_found(places)
        surer = _NAMED_FOR_DESCRIBED if is_described(site) else 1.0
        confidence = round(min(event.confidence * surer, _MOST) * _LESS_SURE, 3)
        return replace(event, object=stand_in_entry(site, owner, "within"), place=place, confidence=confidence)

    def _can_belong(self, predicate: str, site: Mention) -> bool:
        """Tell whether it is a place, a thing, or people that help reaches: "aid for the people of Haiti"."""
        if site.kind is not Kind.GROUP:
            return site.kind in (Kind.PLACE, Kind.THING)
        people = _SITES | _HELPED if predicate in self.helping else _SITES
        return self._is_described_as(site, people)

    def _is_victim(self, site: Mention) -> bool:
        return site.kind is Kind.GROUP and self._is_described_as(site, _VICTIMS)

    def _is_anybodys_force(self, actor: Mention) -> bool:
        """Tell whether the text leaves open whose force it is: "government troops" may fight on their own soil."""
        return self._is_described_as(actor, _FORCES)

    def _is_described_as(self, mention: Mention, nouns: frozenset[str]) -> bool:
        """Tell whether a mention is only described, by one of some nouns."""
        heads = known([self._find_head(mention)])
        return is_described(mention) and is_any_among(heads, nouns)

    def _find_states(self, actor: Mention) -> set[str]:
        """Return who is on an actor's own side; an armed group fights the state in which it lives."""
        entry = self.gazetteer.entries.get(actor.entry or "")
        own = {actor.name} | states_served(actor.name, self.annotated)
        if entry is None or entry.category == "armed_group":
            return own
        state = self.gazetteer.state_of(entry.id)
        return own if state is None else own | {self.gazetteer.entries[state].name}

    def _find_owner(self, site: Mention, place: Mention | None) -> Entry | None:
        """Return whose a site is: by its own entry, by the names in its phrase, or by the place of the event."""
        if self._is_territory(site):
            return None
        if site.entry is not None:
            return self._state_of(site.entry)
        head = self._find_head(site)
        if head is None:
            return None
        if not self._is_site(site):
            return None
        sorts = [head.head.head] if _SORTED.fits(head) else []
        words = collect(_find_around, [head, *sorts])
        return first_found(map(self._own, words)) or self._state_of(getattr(place, "entry", None))

    def _is_site(self, site: Mention) -> bool:
        """Tell whether it is a place with a name, or what is called one, or people there."""
        head = self._find_head(site)
        if head is None:
            return False
        is_plain = site.kind is Kind.THING or is_described(site)
        return not is_plain or is_among(head, _SITES | _HELPED | _VICTIMS)

    def _find_complainant(self, event: EventMention) -> Entry | None:
        """Return the state that tells of force on a site of which nobody says whose it is, where it knows no third."""
        speaker, site = event.attributed_to, event.object
        if speaker is None or is_described(event.subject):
            return None
        is_nobodys = site.entry is None and self._is_site(site)
        if not is_nobodys:
            return None
        states = self._find_own_states(speaker)
        sides = {*states, self.gazetteer.state_of(event.subject.entry or "")}
        names = [name.entry for name in self.annotated.list_names() if self._is_told_by(name, event)]
        spoken = set(known(map(self.gazetteer.state_of, filter(None, names))))
        if len(states) != 1:
            return None
        knows_no_third = spoken <= sides and self._are_near(sides)
        return self.gazetteer.entries[states.pop()] if knows_no_third else None

    def _find_own_states(self, speaker: Mention) -> set[str]:
        """Find the states of a speaker, by its entry and by the titles of the article."""
        own = known([self.gazetteer.state_of(speaker.entry or "")])
        return {*own, *(state.id for state in self._served(speaker))}

    def _are_near(self, states: Collection[str | None]) -> bool:
        """Tell whether the capitals are near: a distant power tells of force on the soil of others."""
        points = [self._locate_capital(state) for state in filter(None, states)]
        if None in points:
            return False
        pairs = combinations(known(points), 2)
        return max(starmap(_distance, pairs), default=0) < _NEAR

    def _locate_capital(self, state: str) -> Location | None:
        entry = self.gazetteer.entries[state]
        capital = self.gazetteer.entry_called(entry.capital or "", Kind.PLACE)
        return capital.location if capital is not None else None

    def _served(self, person: Mention) -> list[Entry]:
        states = states_served(person.name, self.annotated)
        return known(self.gazetteer.entry_called(state, Kind.STATE) for state in states)

    def _is_told_by(self, name: Name, event: EventMention) -> bool:
        """Tell whether a name stands before the end of the sentence of an event."""
        return self.annotated.doc[name.start].idx < event.evidence.span.end

    def _is_territory(self, site: Mention) -> bool:
        """Tell whether it is a territory or region, which others may claim: it stays what it is."""
        entry = self.gazetteer.entries.get(site.entry or "")
        category = getattr(entry, "category", None)
        return category in _TERRITORIES

    def _own(self, word: Token) -> Entry | None:
        """Return the state or body that a name means, or in which the place lies that it means."""
        name = self.annotated.names.get(word.i)
        entry = self.gazetteer.entries.get(getattr(name, "entry", None) or "")
        if entry is None:
            return None
        return entry if entry.kind in BODIES else self._state_of(entry.id)

    def _state_of(self, entry: str | None) -> Entry | None:
        """Return the state that an entry is or lies in."""
        state = self.gazetteer.state_of(entry or "")
        return self.gazetteer.entries.get(state or "")

    def _find_head(self, site: Mention) -> Token | None:
        head = self.heads.get(site.span)
        return None if head is None else self.annotated.doc[head]


def _distance(a: Location, b: Location) -> float:
    """Return how far two points lie from each other, in kilometres along a great circle."""
    (south, west), (north, east) = (map(radians, (point.latitude, point.longitude)) for point in (a, b))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(chord))


def _find_around(head: Token) -> list[Token]:
    """List the words before a noun, then those behind its prepositions, the nearest first."""
    holders = path(head, "acl[control|hold|occupy|run]", "agent", "pobj")
    around, nouns = holders + path(head, _BEFORE) + path(head, ">appos"), [head, *path(head, "advmod")]
    for _ in range(_DEPTH):
        nouns = collect(_find_behind, nouns)
        around += nouns + paths(nouns, _BEFORE) + paths(nouns, "appos")
    return around + _find_next(head)


def _find_next(head: Token) -> list[Token]:
    """List what lies behind the preposition right after a phrase, whatever it hangs on: "hit a farm in Chad"."""
    following = known([token_at(head.right_edge, 1)])
    nouns = paths(pick(following, f"*:{'|'.join(_LYING)}"), "pobj")
    return nouns + collect(_find_behind, nouns)


def _find_behind(noun: Token) -> list[Token]:
    return behind(noun, *_LYING)

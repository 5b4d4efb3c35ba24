"""Find whose the place is that force strikes or help reaches: "shelled a village in Chad" is against Chad.

What is struck stays the place of the event; only its own side's places stay what they are ("retook the town").
"""

from __future__ import annotations

from dataclasses import replace

from graphkit.extract.choices import collect, first_found
from graphkit.extract.mentions import BODIES, is_described, stand_in_entry, states_served
from graphkit.extract.noun_classes import is_among
from graphkit.model import EventMention, Kind, Mention
from graphkit.nlp.dependencies import behind
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, path, paths
from graphkit.resources.gazetteer.entity_rows import Entry

SITE = "actor/site"
RULE_IDS = (SITE,)
_SITES = frozenset({"@place", "@site"})
_HELPED = frozenset({"people", "population", "civilian", "resident", "victim", "survivor", "farmer", "child", "family"})
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
#: No site is surer than a name.
_MOST = 0.88


def name_owners(events: list[EventMention], annotated: Annotated) -> list[EventMention]:
    """Take the state or body that owns a site for the site, where force is used against it."""
    if SITE in annotated.resources.off:
        return events
    finder = _OwnerFinder(annotated)
    return [finder.name_owner(event) for event in events]


class _OwnerFinder:
    """Finds the owners of the sites of one article."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.gazetteer = annotated, annotated.resources.gazetteer
        groups = annotated.resources.groups
        self.heads = {mention.span: i for i, mentions in annotated.mentions.items() for mention in mentions}
        self.forceful, self.helping = groups.forceful, groups.helping

    def name_owner(self, event: EventMention) -> EventMention:
        """Return the event against the owner of the site; as it is where none is known or the site is one's own."""
        site = event.object
        if event.predicate not in self.forceful | self.helping or not self._can_belong(event.predicate, site):
            return event
        owner = None if self._is_anybodys_force(event.subject) else self._find_owner(site, event.place)
        if owner is None or owner.name in self._find_states(event.subject):
            return event
        is_place = site.kind is Kind.PLACE and not is_described(site)
        place = event.place or (site if is_place else None)
        surer = _NAMED_FOR_DESCRIBED if is_described(site) else 1.0
        confidence = round(min(event.confidence * surer, _MOST) * _LESS_SURE, 3)
        return replace(event, object=stand_in_entry(site, owner, "within"), place=place, confidence=confidence)

    def _can_belong(self, predicate: str, site: Mention) -> bool:
        """Tell whether it is a place, a thing, or people that help reaches: "aid for the people of Haiti"."""
        if site.kind is not Kind.GROUP:
            return site.kind in (Kind.PLACE, Kind.THING)
        head = self._find_head(site) if is_described(site) else None
        return head is not None and is_among(head, _SITES | (_HELPED if predicate in self.helping else set()))

    def _is_anybodys_force(self, actor: Mention) -> bool:
        """Tell whether the text leaves open whose force it is: "government troops" may fight on their own soil."""
        head = self._find_head(actor) if is_described(actor) else None
        return head is not None and is_among(head, _FORCES)

    def _find_states(self, actor: Mention) -> set[str]:
        state = self.gazetteer.state_of(actor.entry) if actor.entry is not None else None
        own = {actor.name} | states_served(actor.name, self.annotated)
        return own if state is None else own | {self.gazetteer.entries[state].name}

    def _find_owner(self, site: Mention, place: Mention | None) -> Entry | None:
        """Return whose a site is: by its own entry, by the names in its phrase, or by the place of the event."""
        if self._is_territory(site):
            return None
        if site.entry is not None:
            return self._state_of(site.entry)
        head = self._find_head(site)
        is_plain = site.kind is Kind.THING or is_described(site)
        if head is None or (is_plain and not is_among(head, _SITES | _HELPED)):
            return None
        sorts = [head.head.head] if _SORTED.fits(head) else []
        words = collect(_find_around, [head, *sorts])
        return first_found(map(self._own, words)) or self._state_of(getattr(place, "entry", None))

    def _is_territory(self, site: Mention) -> bool:
        """Tell whether it is a territory or region, which others may claim: it stays what it is."""
        entry = self.gazetteer.entries.get(site.entry or "")
        category = getattr(entry, "category", None)
        return category in _TERRITORIES

    def _own(self, word: Token) -> Entry | None:
        """Return the state or body that a name means, or in which the place lies that it means."""
        name = self.annotated.names.get(word.i)
        if name is None or name.entry is None:
            return None
        entry = self.gazetteer.entries[name.entry]
        return entry if entry.kind in BODIES else self._state_of(entry.id)

    def _state_of(self, entry: str | None) -> Entry | None:
        """Return the state that an entry is or lies in."""
        state = self.gazetteer.state_of(entry or "")
        return self.gazetteer.entries.get(state or "")

    def _find_head(self, site: Mention) -> Token | None:
        head = self.heads.get(site.span)
        return None if head is None else self.annotated.doc[head]


def _find_around(head: Token) -> list[Token]:
    """List the words before a noun, then those behind its prepositions, the nearest first."""
    around, nouns = path(head, _BEFORE), [head]
    for _ in range(_DEPTH):
        nouns = collect(_find_behind, nouns)
        around += nouns + paths(nouns, _BEFORE)
    return around


def _find_behind(noun: Token) -> list[Token]:
    return behind(noun, *_LYING)

"""Resolve the arguments of a row in their role: governments for capitals, the actor within a described thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import NamedTuple

from graphkit.extract.actors_within import ActorFinder
from graphkit.extract.argument import Argument, Limits, choose_members, is_allowed, take_each_once
from graphkit.extract.attribution import speaker_of
from graphkit.extract.choices import first_filled
from graphkit.extract.fillers import fill
from graphkit.extract.mentions import ACTORS, STATES, is_described, of_kinds, stand_in
from graphkit.extract.noun_classes import is_among
from graphkit.extract.slots import TriggerSite, find_slot
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import behind, conjuncts, examples_of, lemma, span_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, compile_pattern, fits, has_path
from graphkit.resources.lexicon.lexicon import Row

#: What acts for its author: "Russia's decision angered", "a report by the panel accused".
_DEEDS = frozenset({"@deed"})
#: Words for people of whom nothing is known.
_ANYBODY = Shape(
    '"people", "those displaced"', "*[people|person|those|victim|other|family|needy]", lacks=["prep:of|from|in|on"]
)
_SPEAKERS = "*:we|us|i|me/PRP"
_ACTORS_AND_PLACES = ACTORS | {Kind.PLACE}
#: Slots whose phrases stand side by side, each by itself.
_APART = frozenset({"owner", "between"})
#: Slots that a name before a noun fills: "the Russian attack".
_MODIFIERS = frozenset({"owner", "dative", "counter"})
#: Prepositions behind which a capital is a place.
_PLACING = frozenset({"in", "at", "into"})
#: How much less sure an actor is that stands within a phrase.
_WITHIN_FACTOR = 0.9
_STATEMENT = Shape('"issued a [statement] condemning the raid"', "dobj", above=["*/VERB"])
_OWN_DEED = Shape('"denied that it [was hiding] arms"', "*/VERB", has=["nsubj/PRON"])
#: Words before a clause that do not belong to what is claimed.
_OPENING = compile_pattern("mark|punct|aux/IN|TO|,|``|''")
AUTHOR, FORCE = "actor/author", "actor/force"
RULE_IDS = (AUTHOR, FORCE)
_RULERS = frozenset(
    {"administration", "authority", "authorities", "cabinet", "government", "junta", "leadership", "regime"}
)
_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|any|no)\s", re.IGNORECASE)
#: Where a government sits says nothing more once another word tells which it is: "the rebel government in Lima".
_SEATED = re.compile(r"^(\S+ .*?\S) in .*$")
#: What counts soldiers or police: "a contingent of Kenyan policemen".
_UNITS = frozenset({"@forces", "group", "team", "unit", "detachment", "vanguard", "part", "batch", "column", "number"})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase in a slot of a row, as it is resolved: what it refers to, its head, and how near that is."""

    predicate: str
    slot: str
    mention: Mention
    head: Token
    near: float

    def take(self, mentions: Iterable[Mention | None], factor: float = 1.0) -> list[Argument]:
        """Return some mentions as the argument; None is left out."""
        near = self.near * factor
        return [Argument(mention, self.head, near, self.slot) for mention in mentions if mention is not None]

    def take_within(self, actors: Iterable[Mention]) -> list[Argument]:
        """Return the actors found within the phrase as arguments, a little less sure."""
        wholes = [stand_in(self.mention, actor, "within") for actor in actors]
        return self.take(wholes, _WITHIN_FACTOR)


class ArgumentResolver:
    """Resolves what phrase heads of one annotated article stand for as arguments."""

    def __init__(self, annotated: Annotated, speakers: Mapping[int, Token]) -> None:
        self.speakers = speakers  # of sentences that are nothing but quoted
        self.annotated, self.actors = annotated, ActorFinder(annotated)
        resources = annotated.resources
        self.groups = resources.groups
        self.heads: dict[tuple[object, ...], list[tuple[Token, float]]] = {}  # by slot and site
        self.of_doers = resources.vocabulary.with_trait("of_doer")
        self.of_claims = resources.vocabulary.with_trait("of_claim")
        self.support_verbs = frozenset() if AUTHOR in resources.off else resources.lexicon.support_verbs

    def subjects(self, row: Row, site: TriggerSite) -> list[Argument]:
        """Return who does it: of the first of the row's slots that names something allowed."""
        side = _RowSide(row.s, row.where_s, _SUBJECT_WAYS, self._find_named)
        return self._fill_first(row.predicate, site, side)

    def objects(self, row: Row, site: TriggerSite) -> list[Argument]:
        """Return to whom it is done: of the first of the row's slots that names something allowed."""
        plain = row.whole or row.predicate in self.groups.plain_object
        ways = _PLAIN_WAYS if plain else _OBJECT_WAYS
        refer = self._find_claim if row.predicate in self.of_claims else self._find_object
        return self._fill_first(row.predicate, site, _RowSide(row.o, row.where_o, ways, refer))

    def _fill_first(self, predicate: str, site: TriggerSite, side: _RowSide) -> list[Argument]:
        for slot in side.slots:
            arguments = []
            for head, near in self._find_heads(slot, site):
                for mention in side.refer(head, slot):
                    phrase = _Phrase(predicate, slot, mention, head, near)
                    arguments += self._resolve(phrase, side.ways)
            allowed = [argument for argument in arguments if is_allowed(argument, side.limits)]
            is_last = slot == side.slots[-1]
            if allowed and (is_last or not all(map(_says_little, allowed))):
                named = choose_members(allowed)
                return take_each_once(named)
        return []

    def _resolve(self, phrase: _Phrase, ways: Sequence[_Way]) -> list[Argument]:
        return first_filled(way(self, phrase) for way in ways)

    def _find_heads(self, slot: str, site: TriggerSite) -> list[tuple[Token, float]]:
        """Return the heads in a slot with all that is coordinated with them, and how near each is."""
        key = (slot, site.trigger, site.support, *site.carriers)
        heads = self.heads.get(key)
        if heads is None:
            heads = self.heads[key] = _read_heads(slot, site)
        return heads

    # what a phrase refers to --------------------------------------------------------------------------------

    def _find_claim(self, head: Token, slot: str) -> Sequence[Mention]:
        """Return what is claimed: a clause, or what a pronoun stands for."""
        if head.pos_ == "PRON" and slot != "claim":
            span = span_of(head.doc, head.i, head.i + 1)
            return [Mention(span, head.text, head.text, Kind.THING, reason="claim")]
        return self._find_object(head, slot)

    def _find_object(self, head: Token, slot: str) -> Sequence[Mention]:
        return [read_claim(head)] if slot == "claim" else self._find_named(head, slot)

    def _find_named(self, head: Token, slot: str) -> Sequence[Mention]:
        """Return what a phrase head refers to: "we" is who speaks, "whose army" the state before it."""
        mentions = self.annotated.mentions.get(head.i, ())
        if mentions:
            owners = self.actors.owner_before(head) if has_path(head, "*/WP$") else []
            agents = [replace(owner, reason="agent of state") for owner in owners]
            return agents or mentions
        if fits(head, _SPEAKERS):
            return self._find_speaker(head)
        modifier = self.annotated.modifier(head) if slot in _MODIFIERS else None
        return list(filter(None, [modifier]))

    def _find_speaker(self, pronoun: Token) -> list[Mention]:
        speaker = speaker_of(pronoun.head) or self.speakers.get(pronoun.sent.start)
        if speaker is None:
            return []
        mentions = self.annotated.mentions.get(speaker.i, ())
        return [replace(mention, reason="pronoun") for mention in mentions]

    # the ways in which a phrase is resolved; the first that gives an argument counts ------------------------

    def as_government(self, phrase: _Phrase) -> list[Argument]:
        """Take the government that a capital stands for, where it is no mere place."""
        if phrase.slot in _PLACING or phrase.predicate in self.groups.placed:
            return []
        government = self.annotated.acting(phrase.head.i)
        return phrase.take([government])

    def as_force(self, phrase: _Phrase) -> list[Argument]:
        """Take the state whose soldiers or police a unit is made of: "a contingent of Kenyan policemen"."""
        if FORCE in self.annotated.resources.off:
            return []
        if not is_described(phrase.mention):
            return []
        if not is_among(phrase.head, _UNITS):
            return []
        members = [noun for noun in behind(phrase.head, "of") if is_among(noun, _UNITS)]
        states = of_kinds(self.actors.among(fill(members)), STATES)
        return phrase.take_within(states)

    def as_doer(self, phrase: _Phrase) -> list[Argument]:
        """Take an actor, or a place that is named, as who does it."""
        is_name = phrase.head.i in self.annotated.names
        kinds = _ACTORS_AND_PLACES if is_name else ACTORS
        doers = of_kinds([phrase.mention], kinds)
        return phrase.take(doers)

    def as_deed(self, phrase: _Phrase) -> list[Argument]:
        """Take whose deed it is that acts: "Russia's decision angered", "issued a statement condemning the raid"."""
        head = phrase.head
        doers = self.actors.within(head, phrase.predicate) if is_among(head, _DEEDS) else []
        if doers:
            return phrase.take_within(doers)
        if not _STATEMENT.fits(head):
            return []
        if lemma(head.head) not in self.support_verbs:
            return []
        authors = find_slot("subject", TriggerSite(head.head))
        return phrase.take_within(self.actors.among(authors))

    def as_claim(self, phrase: _Phrase) -> list[Argument]:
        """Take a claim as it is."""
        if phrase.mention.reason != "claim":
            return []
        return phrase.take([phrase.mention])

    def as_envoy(self, phrase: _Phrase) -> list[Argument]:
        """Take the state of an envoy, against whom is what is against the state."""
        mention, head = phrase.mention, phrase.head
        if phrase.predicate not in self.groups.against_states:
            return []
        if not self.actors.is_envoy(mention, head):
            return []
        state = self.actors.served(mention, head)
        if state is None:
            return phrase.take([mention])
        return phrase.take([stand_in(mention, state, "within")])

    def as_thanker(self, phrase: _Phrase) -> list[Argument]:
        """Take the state of who thanks for help: it is the state that was helped."""
        if phrase.slot != "thanker" or phrase.mention.kind is not Kind.PERSON:
            return []
        return phrase.take([self.actors.state_served(phrase.mention)])

    def as_nation(self, phrase: _Phrase) -> list[Argument]:
        """Take the state whose nationals suffer."""
        nations = self.actors.nation_of(phrase.mention, phrase.head, phrase.predicate)
        named = [stand_in(phrase.mention, nation, "nation") for nation in nations]
        states = phrase.take(named, _WITHIN_FACTOR)
        return [replace(state, described=phrase.mention) for state in states]

    def as_place_of(self, phrase: _Phrase) -> list[Argument]:
        """Take the state whose border, base or town a place is."""
        owners = self.actors.beyond(phrase.mention, phrase.head, phrase.predicate)
        return phrase.take_within(owners)

    def as_actor(self, phrase: _Phrase) -> list[Argument]:
        """Take an actor or a place as it is."""
        actors = of_kinds([phrase.mention], _ACTORS_AND_PLACES)
        return phrase.take(actors)

    def as_thing_of(self, phrase: _Phrase) -> list[Argument]:
        """Take the actor aboard or within a thing."""
        head, predicate = phrase.head, phrase.predicate
        actors = self.actors.aboard(head, predicate) or self.actors.within(head, predicate)
        return phrase.take_within(actors)

    def as_thing(self, phrase: _Phrase) -> list[Argument]:
        """Take a thing as it is; between actors only what is asked to be undone: "demanded their release"."""
        between = self.groups.between_actors
        if fits(phrase.head, "*{undoing}"):
            between = between - self.of_doers
        if phrase.predicate in between:
            return []
        return phrase.take([phrase.mention], _WITHIN_FACTOR)

    def as_rulers(self, phrase: _Phrase) -> list[Argument]:
        """Take a government as it is called, that may not be the state's: "the authorities in Lima"."""
        mention = phrase.mention
        if mention.reason != "agent of state":
            return []
        if phrase.predicate not in self.groups.of_rulers:
            return []
        if not is_among(phrase.head, _RULERS):
            return []
        words = " ".join(_ARTICLE.sub("", mention.text).split())
        name = _SEATED.sub(r"\1", words)
        rulers = replace(mention, name=name, kind=Kind.GROUP, entry=None, reason="description")
        return phrase.take([rulers])

    def as_whole(self, phrase: _Phrase) -> list[Argument]:
        """Take what the words refer to as it is."""
        return phrase.take([phrase.mention])


_Way = Callable[[ArgumentResolver, _Phrase], list[Argument]]


class _RowSide(NamedTuple):
    """A side of a row: its slots, its limits, the ways to resolve a phrase, and what finds what a head refers to."""

    slots: Sequence[str]
    limits: Limits
    ways: Sequence[_Way]
    refer: Callable[[Token, str], Sequence[Mention]]


_SUBJECT_WAYS: tuple[_Way, ...] = (
    ArgumentResolver.as_government,
    ArgumentResolver.as_force,
    ArgumentResolver.as_doer,
    ArgumentResolver.as_deed,
)
_OBJECT_WAYS: tuple[_Way, ...] = (
    ArgumentResolver.as_claim,
    ArgumentResolver.as_government,
    ArgumentResolver.as_envoy,
    ArgumentResolver.as_thanker,
    ArgumentResolver.as_nation,
    ArgumentResolver.as_place_of,
    ArgumentResolver.as_actor,
    ArgumentResolver.as_thing_of,
    ArgumentResolver.as_thing,
)
_PLAIN_WAYS: tuple[_Way, ...] = (ArgumentResolver.as_rulers, ArgumentResolver.as_whole)


def _read_heads(slot: str, site: TriggerSite) -> list[tuple[Token, float]]:
    heads = []
    for filler in find_slot(slot, site):
        joined = [filler.head] if slot in _APART else conjuncts(filler.head)
        for head in joined:
            members = (head, *examples_of(head))
            heads += [(member, filler.near) for member in members]
    if slot == "itself":
        return heads
    return [(head, near) for head, near in heads if head != site.trigger]


def _says_little(argument: Argument) -> bool:
    """Tell whether an argument names nobody that can be known: "people", "those displaced"."""
    return argument.mention.kind is Kind.GROUP and is_described(argument.mention) and _ANYBODY.fits(argument.head)


def read_claim(verb: Token) -> Mention:
    """Return a clause as the thing that is claimed or denied, without its conjunction."""
    doc = verb.doc
    start = verb.i if _OWN_DEED.fits(verb) else verb.left_edge.i
    before = list(dropwhile(_OPENING.fits, doc.tokens[start : verb.i]))
    behind = list(dropwhile(_is_blank, reversed(doc.tokens[verb.i + 1 : verb.right_edge.i + 1])))
    start, end = verb.i - len(before), verb.i + 1 + len(behind)
    text = doc[start:end].text
    name = " ".join(text.split())
    return Mention(span_of(doc, start, end), text, name, Kind.THING, reason="claim")


def _is_blank(token: Token) -> bool:
    return token.is_punct or token.is_space

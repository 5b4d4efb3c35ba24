"""Resolve the arguments of a row in their role: governments for capitals, the actor within a described thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graphkit.extract.actors_within import ActorFinder
from graphkit.extract.attribution import speaker_of
from graphkit.extract.mentions import ACTORS
from graphkit.extract.noun_classes import is_among
from graphkit.extract.slots import Site, find_slot
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, examples_of, first_child, lemma, span_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.resources.lexicon.lexicon import Row

#: What acts for its author: "Russia's decision angered", "a report by the panel accused".
_DEEDS = frozenset({"@deed"})
_SPEAKERS = frozenset({"we", "us", "i", "me"})
#: Slots whose phrases stand side by side, each by itself.
_APART = frozenset({"owner", "between"})
#: Slots that a name before a noun fills: "the Russian attack".
_MODIFIERS = frozenset({"owner", "dative", "counter"})
#: Prepositions behind which a capital is a place.
_PLACING = frozenset({"in", "at", "into"})
#: How much less sure an actor is that stands within a phrase.
_WITHIN_FACTOR = 0.9
_OPENING = frozenset({"mark", "punct", "aux"})
_OPENING_TAGS = frozenset({"IN", "TO", ",", "``", "''"})
AUTHOR = "actor/author"
RULE_IDS = (AUTHOR,)


@dataclass(frozen=True, slots=True)
class Argument:
    """A filled slot: what it refers to, the head it stands at, and how sure the attachment is."""

    mention: Mention
    head: Token
    near: float
    slot: str = ""
    described: Mention | None = None  # the nationals for whom their state stands


class ArgumentResolver:
    """Resolves what phrase heads of one annotated article stand for as arguments."""

    def __init__(self, annotated: Annotated, speakers: Mapping[int, Token]) -> None:
        self.speakers = speakers  # of sentences that are nothing but quoted
        self.annotated, self.actors = annotated, ActorFinder(annotated)
        resources = annotated.resources
        self.off, self.groups, self.nouns = resources.off, resources.groups, resources.nouns
        self.of_doers = resources.vocabulary.with_trait("of_doer")
        self.of_claims = resources.vocabulary.with_trait("of_claim")
        self.support_verbs = resources.lexicon.support_verbs

    def subjects(self, row: Row, site: Site) -> list[Argument]:
        """Return who does it: of the first of the row's slots that names something allowed."""
        for slot in row.s:
            filled = [a for head, near in _heads(slot, site) for a in self._subject(head, near, row, slot)]
            allowed = [a for a in filled if _is_allowed(a, row.where_s)]
            if allowed:
                return _unique(_spelled_out(allowed))
        return []

    def objects(self, row: Row, site: Site) -> list[Argument]:
        """Return to whom it is done: of the first of the row's slots that names something allowed."""
        for slot in row.o:
            filled = [a for head, near in _heads(slot, site) for a in self._object(head, near, row, slot)]
            allowed = [a for a in filled if _is_allowed(a, row.where_o)]
            if allowed:
                return [replace(a, slot=slot) for a in _unique(_spelled_out(allowed))]
        return []

    def _subject(self, head: Token, near: float, row: Row, slot: str) -> Iterator[Argument]:
        for mention in self._named(head, slot):
            government = self._government(head, row, slot)
            if government is not None:
                yield Argument(government, head, near)
            elif mention.kind in ACTORS or (mention.kind is Kind.PLACE and head.i in self.annotated.names):
                yield Argument(mention, head, near)
            else:
                inner = self.actors.within(head, row.predicate) if is_among(head, _DEEDS) else []
                yield from _inside(mention, inner or self._author(head), head, near)

    def _object(self, head: Token, near: float, row: Row, slot: str) -> Iterator[Argument]:
        if slot == "claim":
            yield Argument(_claim(head), head, near)
        elif row.predicate in self.of_claims and head.pos_ == "PRON":
            span = span_of(head.doc, head.i, head.i + 1)
            yield Argument(Mention(span, head.text, head.text, Kind.THING, None, None, "claim"), head, near)
        else:
            plain = row.whole or row.predicate in self.groups.plain_object
            for mention in self._named(head, slot):
                yield from [Argument(mention, head, near)] if plain else self._recipient(mention, head, near, row, slot)

    def _recipient(self, mention: Mention, head: Token, near: float, row: Row, slot: str) -> Iterator[Argument]:
        """Yield whom a phrase stands for as the one to whom it is done."""
        predicate = row.predicate
        government = self._government(head, row, slot)
        if government is not None:
            yield Argument(government, head, near)
        elif predicate in self.groups.against_states and self.actors.is_envoy(mention, head):
            state = self.actors.served(mention, head)
            yield Argument(_whole(mention, state) if state is not None else mention, head, near)
        elif nation := self.actors.nation_of(mention, head, predicate):
            national = replace(_whole(mention, nation[0]), reason="nation")
            yield Argument(national, head, near * _WITHIN_FACTOR, described=mention)
        elif beyond := self.actors.beyond(mention, head, predicate):
            yield from _inside(mention, beyond, head, near)
        elif mention.kind in ACTORS or mention.kind is Kind.PLACE:
            yield Argument(mention, head, near)
        elif inner := self.actors.aboard(head, predicate) or self.actors.within(head, predicate):
            yield from _inside(mention, inner, head, near)
        elif predicate not in self.groups.between_actors or self._undoes(head, predicate):
            yield Argument(mention, head, near * _WITHIN_FACTOR)

    def _undoes(self, head: Token, predicate: str) -> bool:
        """Return whether who is asked is who did what is to be undone: "demanded their release"."""
        return predicate in self.of_doers and lemma(head) in self.nouns.undoing

    def _named(self, head: Token, slot: str) -> tuple[Mention, ...]:
        """Return what a phrase head refers to: "we" is who speaks, "whose army" the state before it."""
        mentions = self.annotated.mentions.get(head.i, ())
        if not mentions and head.tag_ == "PRP" and head.lower_ in _SPEAKERS:
            return self._speaker(head)
        if mentions and any(c.tag_ == "WP$" for c in head.children):
            owners = self.actors.owner_before(head)
            return tuple(replace(m, reason="agent of state") for m in owners) or mentions
        if mentions or slot not in _MODIFIERS:
            return mentions
        modifier = self.annotated.modifier(head)
        return (modifier,) if modifier is not None else ()

    def _speaker(self, pronoun: Token) -> tuple[Mention, ...]:
        speaker = speaker_of(pronoun.head) or self.speakers.get(pronoun.sent.start)
        mentions = self.annotated.mentions.get(speaker.i, ()) if speaker is not None else ()
        return tuple(replace(m, reason="pronoun") for m in mentions)

    def _government(self, head: Token, row: Row, slot: str) -> Mention | None:
        """Return the government that a capital stands for, where it is no mere place."""
        if slot in _PLACING or row.predicate in self.groups.placed:
            return None
        return self.annotated.acting(head.i)

    def _author(self, head: Token) -> list[Mention]:
        """Return who made a statement that acts: "The bloc issued a statement condemning the raid"."""
        verb = head.head
        made = head.dep_ == "dobj" and verb.pos_ == "VERB" and lemma(verb) in self.support_verbs
        return self.actors.among(find_slot("subject", Site(verb))) if made and AUTHOR not in self.off else []


def _heads(slot: str, site: Site) -> list[tuple[Token, float]]:
    """Return the heads in a slot with all that is coordinated with them, and how near each is."""
    heads = []
    for filler in find_slot(slot, site):
        for joined in [filler.head] if slot in _APART else conjuncts(filler.head):
            heads += [(head, filler.near) for head in (joined, *examples_of(joined))]
    return [(head, near) for head, near in heads if head != site.trigger or slot == "itself"]


def _spelled_out(arguments: list[Argument]) -> list[Argument]:
    """Drop a group whose members are named: of "partners including Japan and India" keep the two."""
    examples = {t.i for a in arguments for t in examples_of(a.head)}
    kept = [a for a in arguments if not _is_described(a) or a.head.i not in examples]
    named = [a for a in kept if not _is_described(a)]
    return [a for a in kept if a in named or not examples_of(a.head)] if named else kept


def _is_described(argument: Argument) -> bool:
    return argument.mention.reason == "description"


def _unique(arguments: list[Argument]) -> list[Argument]:
    """Return one argument for each name, the first."""
    unique: dict[str, Argument] = {}
    for argument in arguments:
        unique.setdefault(argument.mention.name, argument)
    return list(unique.values())


def _is_allowed(argument: Argument, limits: frozenset[str]) -> bool:
    """Return whether an argument is of one of the kinds or word classes to which a row limits it."""
    if not limits or argument.mention.reason == "claim" or limits & _kinds(argument.mention, limits):
        return True
    return is_among(argument.head, frozenset(limit for limit in limits if limit.startswith("@")))


def _kinds(mention: Mention, limits: frozenset[str]) -> set[str]:
    """Return all limits that a mention meets by its kind."""
    kinds = {str(mention.kind).lower()}
    if mention.kind in (Kind.PLACE, Kind.STATE):
        kinds.add("place")
    if mention.reason == "within":
        kinds -= {"person", "place"}  # "called his detention": the detention is not called on
    if mention.kind in ACTORS:
        kinds.add("actor")
    if mention.reason != "description":
        kinds.add("named")
    if mention.reason == "nation" and "organization" not in limits:
        kinds |= {"person", "group"}
    return kinds


def _claim(verb: Token) -> Mention:
    """Return a clause as the thing that is claimed or denied, without its conjunction."""
    doc = verb.doc
    subject = first_child(verb, "nsubj")
    # "denied that it was hiding arms": what is denied is hiding arms
    start = verb.i if subject is not None and subject.pos_ == "PRON" and verb.pos_ == "VERB" else verb.left_edge.i
    while start < verb.i and doc[start].dep_ in _OPENING and doc[start].tag_ in _OPENING_TAGS:
        start += 1
    end = verb.right_edge.i + 1
    while end > verb.i + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    text = doc[start:end].text
    return Mention(span_of(doc, start, end), text, " ".join(text.split()), Kind.THING, None, None, "claim")


def _inside(described: Mention, actors: list[Mention], head: Token, near: float) -> list[Argument]:
    """Return the actors found within a phrase as arguments, a little less sure."""
    return [Argument(_whole(described, actor), head, near * _WITHIN_FACTOR) for actor in actors]


def _whole(described: Mention, actor: Mention) -> Mention:
    """Return the actor with the words of the whole phrase that it was found in."""
    return Mention(described.span, described.text, actor.name, actor.kind, actor.entry, actor.label, "within")

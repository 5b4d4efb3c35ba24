"""Deeds that are named again: "condemned the attack" blames whoever the article said attacked.

An object that is a described thing without an actor in it ("the launch", "this", "the claims") is taken for the last
event before it that its noun can name, and stands for who did that. What stays without content is dropped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Token

from graphkit.extract.match import VAGUE, Match
from graphkit.knowledge.lexicon import Lexicon
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.syntax import lemma

#: Nouns that can name any hostile act.
_ANY_DEED = frozenset(
    "incident move action act step deed behavior behaviour provocation conduct violation crime decision measure violence tragedy".split()
)
_HOSTILE = frozenset(
    "attacks coerces sanctions mobilizes_against tests_weapon threatens withdraws_from rejects".split()
)
_JUDGING = frozenset("condemns accuses supports protests_against".split())
_TALKS = frozenset({"meets", "negotiates_with"})
_DISPUTES = frozenset({"meets", "negotiates_with", "agrees_with", "attacks", "accuses"})
_ACCUSING = frozenset({"accuses", "condemns"})
_EMPTY = frozenset("one thing way part lot all other everyone world".split())
#: Predicates whose object must say something of whom; a ship or a pipeline can be attacked without.
_ABOUT_ACTORS = _JUDGING | {
    "rejects",
    "urges",
    "concedes_to",
    "threatens",
    "agrees_with",
    "mobilizes_against",
    "sanctions",
}
_REACH = 1500  # characters back


def resolve_deeds(found: list[tuple[Match, EventMention]], lexicon: Lexicon) -> list[EventMention]:
    """The events in order of the text, with named-again deeds resolved and empty objects dropped."""
    out: list[EventMention] = []
    for match, event in sorted(found, key=lambda pair: pair[1].trigger.start):
        mention = event.object
        if mention.kind in (Kind.THING, Kind.OCCASION, Kind.WEAPON) and mention.reason in ("description", "claim"):
            if event.predicate == "mediates":
                out += _between(event, out)
                continue
            actor = _doer(match, event, out, lexicon)
            if actor is not None:
                event = replace(
                    event, object=_standing_for(mention, actor), confidence=round(event.confidence * 0.85, 3)
                )
            elif (mention.reason == "claim" and match.o.head.pos_ == "PRON") or (
                mention.kind is Kind.THING and " " not in mention.name and event.predicate in _ABOUT_ACTORS
            ):
                continue
        if (
            event.predicate in ("visits", "departs", "attends")
            and mention.reason == "description"
            and " " not in mention.name
        ):
            continue  # "the talks", "a town": which is not said
        if mention.reason == "description" and " " not in mention.name and lemma(match.o.head) in VAGUE | _EMPTY:
            continue
        if event.subject.reason == "description" and " " not in event.subject.name and lemma(match.s.head) in _EMPTY:
            continue
        out.append(event)
    return out


def _between(event: EventMention, before: list[EventMention]) -> list[EventMention]:
    """For "mediate the talks": one event for each of the two whom the article last said to talk or fight."""
    talks = [e for e in before if e.predicate in _TALKS]
    for earlier in reversed(talks if talks and "talk" in event.object.text else before):
        if earlier.predicate in _DISPUTES and event.subject.name not in (earlier.subject.name, earlier.object.name):
            confidence = round(event.confidence * 0.85, 3)
            parties = (earlier.subject, earlier.object)
            return [
                replace(event, object=_standing_for(event.object, p), confidence=confidence)
                for p in parties
                if p.kind is not Kind.THING
            ]
    return []


def _doer(match: Match, event: EventMention, before: list[EventMention], lexicon: Lexicon) -> Mention | None:
    """Who did the deed that an object names: of the nearest earlier event of that sort."""
    head = match.o.head
    if event.predicate == "denies":
        wanted = _ACCUSING
    elif event.predicate in _JUDGING and not _is_specified(head):
        wanted = _named_by(lemma(head), lexicon)
    else:
        return None
    doers: list[tuple[int, Mention]] = []
    for earlier in reversed(before):
        if event.trigger.start - earlier.trigger.start > _REACH:
            break
        if (
            earlier.predicate not in wanted
            or earlier.status is Status.NEGATED
            or earlier.subject.name == event.subject.name
        ):
            continue
        if event.predicate == "denies" and earlier.object.name != event.subject.name:
            continue
        doers.append((earlier.trigger.start, earlier.subject))
    if not doers:
        return None
    said = Counter(
        doer.name for _, doer in doers
    )  # whom the article has do it most; then the nearest, and of several the first
    return max(doers, key=lambda pair: (said[pair[1].name], pair[0], -pair[1].span.start))[1]


def _is_specified(head: Token) -> bool:
    """Whether a phrase says more than "the attack": then it need not be the one before."""
    return any(
        c.dep_ in ("prep", "poss", "compound", "relcl") and c.lower_ not in ("in", "on", "as", "at")
        for c in head.children
    ) or any(c.dep_ == "det" and c.lower_ in ("a", "an", "any", "some", "no") for c in head.children)


def _named_by(noun: str, lexicon: Lexicon) -> frozenset[str]:
    if noun in _ANY_DEED:
        return _HOSTILE
    rows = [*lexicon.rows_for("noun", noun), *lexicon.rows_for("verb", noun)]
    return frozenset(row.predicate for row in rows)


def _standing_for(phrase: Mention, actor: Mention) -> Mention:
    return Mention(phrase.span, phrase.text, actor.name, actor.kind, actor.entry, actor.label, "deed")

"""Deeds that are named again: "condemned the attack" blames whoever the article said attacked.

An object that is a described thing without an actor in it ("the launch", "this", "the claims") is taken for the last
event before it that its noun can name, and stands for who did that. What stays without content is dropped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Token

from graphkit.extract.noun_classes import is_among
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.dependencies import lemma
from graphkit.resources.resources import Resources
from graphkit.resources.wordlists import PredicateGroups

#: Characters back within which a deed is named again.
_REACH = 1500


def resolve_deeds(found: list[tuple[Match, EventMention]], resources: Resources) -> list[EventMention]:
    """The events in order of the text, with named-again deeds resolved and empty objects dropped."""
    groups = resources.groups
    out: list[EventMention] = []
    for match, event in sorted(found, key=lambda pair: pair[1].trigger.start):
        mention = event.object
        if mention.kind in (Kind.THING, Kind.OCCASION, Kind.WEAPON) and mention.reason in ("description", "claim"):
            if event.predicate == "mediates":
                out += _between(event, out, groups)
                continue
            actor = _doer(match, event, out, resources)
            if actor is not None:
                event = replace(
                    event, object=_standing_for(mention, actor), confidence=round(event.confidence * 0.85, 3)
                )
            elif (mention.reason == "claim" and match.o.head.pos_ == "PRON") or (
                mention.kind is Kind.THING
                and " " not in mention.name
                and event.predicate in groups.about_actors
                and lemma(match.o.head) not in resources.nouns.texts
            ):
                continue
        if not _is_empty(match, event, resources):
            out.append(event)
    return out


def _is_empty(match: Match, event: EventMention, resources: Resources) -> bool:
    """Whether subject or object is a bare word that says nothing: "the talks", "one", "a town"."""
    nouns = resources.nouns
    if (
        event.predicate in resources.groups.forceful
        and event.object.kind in (Kind.THING, Kind.OCCASION, Kind.AGREEMENT)
        and event.object.reason == "description"
        and is_among(match.o.head, nouns.no_victim)
    ):
        return True  # nobody attacks "the second such strike"
    if _is_bare(match.o.mention) and (
        event.predicate in resources.groups.occasions or lemma(match.o.head) in nouns.vague | nouns.empty
    ):
        return True
    return _is_bare(match.s.mention) and lemma(match.s.head) in nouns.empty | nouns.nameless


def _is_bare(mention: Mention) -> bool:
    return mention.reason == "description" and " " not in mention.name


def _between(event: EventMention, before: list[EventMention], groups: PredicateGroups) -> list[EventMention]:
    """For "mediate the talks": one event for each of the two whom the article last said to talk or fight."""
    talks = [e for e in before if e.predicate in groups.talking]
    for earlier in reversed(talks if talks and "talk" in event.object.text else before):
        parties = (earlier.subject, earlier.object)
        if earlier.predicate in groups.disputing and event.subject.name not in [party.name for party in parties]:
            confidence = round(event.confidence * 0.85, 3)
            return [
                replace(event, object=_standing_for(event.object, party), confidence=confidence)
                for party in parties
                if party.kind is not Kind.THING
            ]
    return []


def _doer(match: Match, event: EventMention, before: list[EventMention], resources: Resources) -> Mention | None:
    """Who did the deed that an object names: of the nearest earlier event of that sort."""
    groups = resources.groups
    head = match.o.head
    if event.predicate == "denies":
        wanted = groups.accusing
    elif event.predicate in groups.judging and not _is_specified(head):
        wanted = _named_by(lemma(head), resources)
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
    # whom the article has do it most; then the nearest, and of several the first
    said = Counter(doer.name for _, doer in doers)
    return max(doers, key=lambda pair: (said[pair[1].name], pair[0], -pair[1].span.start))[1]


def _is_specified(head: Token) -> bool:
    """Whether a phrase says more than "the attack": then it need not be the one before."""
    return any(
        c.dep_ in ("prep", "poss", "compound", "relcl") and c.lower_ not in ("in", "on", "as", "at")
        for c in head.children
    ) or any(c.dep_ == "det" and c.lower_ in ("a", "an", "any", "some", "no") for c in head.children)


def _named_by(noun: str, resources: Resources) -> frozenset[str]:
    """The predicates whose deeds a noun can name: "attack" those of its own rows, "move" any hostile one."""
    if noun in resources.nouns.any_deed:
        return resources.groups.hostile
    lexicon = resources.lexicon
    rows = [*lexicon.rows_for("noun", noun), *lexicon.rows_for("verb", noun)]
    return frozenset(row.predicate for row in rows)


def _standing_for(phrase: Mention, actor: Mention) -> Mention:
    return Mention(phrase.span, phrase.text, actor.name, actor.kind, actor.entry, actor.label, "deed")

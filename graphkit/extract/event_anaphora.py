"""Resolve deeds that are named again: "condemned the attack" blames whoever the article said attacked.

An object that is a described thing without an actor in it ("the launch", "this", "the claims") is taken for the last
event before it that its noun can name, and stands for who did that. What stays without content is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graphkit.extract.authors import find_accuser, find_author, is_specified
from graphkit.extract.coding import confidence_named
from graphkit.extract.noun_classes import is_among
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.resources.resources import Resources

#: Characters back within which a deed is named again.
_REACH = 1500
#: The share of the confidence that is left where an actor is found in another sentence.
_LESS_SURE = 0.85
_UNDONE = frozenset({Status.NEGATED, Status.POSSIBLE})
#: With them somebody joins a judgement that was told before.
_JOINING = frozenset({"also", "likewise", "too"})
_THINGS = frozenset({Kind.THING, Kind.OCCASION, Kind.WEAPON})
_HARMLESS_KINDS = frozenset({Kind.THING, Kind.OCCASION, Kind.AGREEMENT})
DOER, PARTIES, AUTHOR, ALSO = "deed/doer", "deed/parties", "deed/author", "deed/also"
ACCUSER, EMPTY = "deed/accuser", "filter/empty"
RULE_IDS = (DOER, PARTIES, AUTHOR, ALSO, ACCUSER, EMPTY)


def resolve_deeds(
    coded: list[tuple[Match, EventMention]], charges: list[EventMention], annotated: Annotated
) -> list[EventMention]:
    """Return the events in order of the text, with deeds named again resolved and empty objects dropped.

    `charges` are accusations that lie in other events: a denial can answer them.
    """
    out: list[EventMention] = []
    resources = annotated.resources
    between_two = resources.vocabulary.with_trait("between_two")
    for match, event in sorted(coded, key=lambda pair: pair[1].trigger.start):
        if not _names_a_deed(event.object):
            resolved: EventMention | None = event
        elif event.predicate in between_two and PARTIES not in resources.off:
            out += _between(event, out, resources)
            continue
        else:
            resolved = _resolve_object(match, event, [*charges, *out], annotated)
        if resolved is not None and (EMPTY in resources.off or not _is_empty(match, resolved, resources)):
            out.append(resolved)
    return out


def _names_a_deed(mention: Mention) -> bool:
    return mention.kind in _THINGS and mention.reason in ("description", "claim")


def _resolve_object(
    match: Match, event: EventMention, before: list[EventMention], annotated: Annotated
) -> EventMention | None:
    """Return the event with who did the deed as its object; None where the object says nothing."""
    resources = annotated.resources
    actor = _find_actor(match, event, before, annotated)
    if actor is not None:
        confidence = round(confidence_named(event) * _LESS_SURE, 3)
        return replace(event, object=_standing_for(event.object, actor), confidence=confidence)
    if event.object.reason == "claim" and match.o.head.pos_ == "PRON":
        return None
    if event.predicate in resources.vocabulary.with_trait("of_doer"):
        return None
    bare = event.object.kind is Kind.THING and " " not in event.object.name
    about_actors = event.predicate in resources.groups.about_actors
    return None if bare and about_actors and lemma(match.o.head) not in resources.nouns.texts else event


def _find_actor(match: Match, event: EventMention, before: list[EventMention], annotated: Annotated) -> Mention | None:
    """Find who is meant by the object: who accused, who did the deed, or who wrote the text; None where nobody is."""
    resources = annotated.resources
    actor = None
    if event.predicate in resources.vocabulary.with_trait("of_claim"):
        actor = find_accuser(match, event, before, annotated) if ACCUSER not in resources.off else None
    else:
        joined = _judged_alike(match, event, before) if ALSO not in resources.off else None
        actor = joined or (_doer(match, event, before, resources) if DOER not in resources.off else None)
    if actor is None and AUTHOR not in resources.off:
        actor = find_author(match, event, annotated)
    return actor


def _is_empty(match: Match, event: EventMention, resources: Resources) -> bool:
    """Tell whether a side says nothing ("the talks", "one", "a town") or cannot be harmed ("the strike")."""
    nouns, groups = resources.nouns, resources.groups
    object_ = event.object
    harmless = object_.kind in _HARMLESS_KINDS and object_.reason == "description"
    if event.predicate in groups.forceful and harmless and is_among(match.o.head, nouns.no_victim):
        return True
    says_nothing = event.predicate in groups.occasions or lemma(match.o.head) in nouns.vague | nouns.empty
    if says_nothing and _is_bare(match.o.mention, match.o.head):
        return True
    return _is_bare(match.s.mention, match.s.head) and lemma(match.s.head) in nouns.empty | nouns.nameless


def _is_bare(mention: Mention, head: Token) -> bool:
    """Return whether a description is one word, and none that only counts: "the two sides", but not "two families"."""
    if mention.reason != "description" or " " in mention.name:
        return False
    return any(c.dep_ == "det" for c in head.children) or not any(c.dep_ == "nummod" for c in head.children)


def _between(event: EventMention, before: list[EventMention], resources: Resources) -> list[EventMention]:
    """Return one event for each of the two whom the article last said to talk or fight: "mediated the talks"."""
    groups = resources.groups
    talks = [e for e in before if e.predicate in groups.talking]
    for earlier in reversed(talks if talks and "talk" in event.object.text else before):
        parties = (earlier.subject, earlier.object)
        if earlier.predicate in groups.disputing and event.subject.name not in [party.name for party in parties]:
            confidence = round(confidence_named(event) * _LESS_SURE, 3)
            return [
                replace(event, object=_standing_for(event.object, party), confidence=confidence)
                for party in parties
                if party.kind is not Kind.THING
            ]
    return []


def _judged_alike(match: Match, event: EventMention, before: list[EventMention]) -> Mention | None:
    """Return who was judged before in the same way: "criticised Chad. Peru [also] condemned the decision"."""
    if not any(c.lower_ in _JOINING and c.dep_ == "advmod" for c in match.trigger.children):
        return None
    near = [e for e in before if event.trigger.start - e.trigger.start < _REACH and e.predicate == event.predicate]
    last = max(near, key=lambda e: e.trigger.start, default=None)
    if last is None or _names_a_deed(last.object) or event.subject.name in (last.subject.name, last.object.name):
        return None
    return last.object


def _doer(match: Match, event: EventMention, before: list[EventMention], resources: Resources) -> Mention | None:
    """Return who did the deed that an object names: who is told or blamed most to have done it, then the nearest."""
    doers = [(e.trigger.start, e.subject) for e in _candidates(match, event, before, resources)]
    if not doers:
        return None
    told = Counter(doer.name for _, doer in doers)
    told.update(e.object.name for e in before if e.predicate in resources.groups.judging and e.object.name in told)
    return max(doers, key=lambda pair: (told[pair[1].name], pair[0], -pair[1].span.start))[1]


def _candidates(
    match: Match, event: EventMention, before: list[EventMention], resources: Resources
) -> Iterator[EventMention]:
    """Yield the earlier events that an object can name, nearest first."""
    groups, head = resources.groups, match.o.head
    if lemma(head) in resources.nouns.undoing and event.predicate in resources.vocabulary.with_trait("of_doer"):
        wanted = groups.undone
    elif event.predicate in groups.judging and not is_specified(head):
        wanted = _named_by(lemma(head), resources)
    else:
        return
    for earlier in reversed(before):
        if event.trigger.start - earlier.trigger.start > _REACH:
            return
        fits = earlier.predicate in wanted and earlier.status not in _UNDONE
        if fits and earlier.subject.name != event.subject.name:
            yield earlier


def _named_by(noun: str, resources: Resources) -> frozenset[str]:
    """Find the predicates whose deeds a noun can name: "attack" those of its own rows, "move" any hostile one."""
    if noun in resources.nouns.any_deed:
        return resources.groups.hostile - resources.groups.judging
    lexicon = resources.lexicon
    rows = [*lexicon.rows_for("noun", noun), *lexicon.rows_for("verb", noun)]
    return frozenset(row.predicate for row in rows)


def _standing_for(phrase: Mention, actor: Mention) -> Mention:
    return Mention(phrase.span, phrase.text, actor.name, actor.kind, actor.entry, actor.label, "deed")

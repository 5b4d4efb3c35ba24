"""Take back speakers who are none: nobody with a name, or the one who is answered or speaks by the deed itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from graphkit.extract.choices import first_found, known
from graphkit.extract.mentions import of_kinds
from graphkit.model import EventMention, Kind, Mention, Role
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources

UNNAMED, OWN_WORDS, ANSWERED = "speaker/unnamed", "speaker/own-words", "speaker/answered"
READOUT = "speaker/readout"
RULE_IDS = (UNNAMED, OWN_WORDS, ANSWERED, READOUT)
#: Opens the text of a spokesman: "The following is attributable to Spokesperson Ana Silva:".
_SIGNED = "attributable to"
#: Heads that name nobody, with and without further words.
_ANYBODY = frozenset("diplomat diplomats person persons people man woman individual individuals read-out".split())
_BARE = frozenset({"official", "officials", "source", "sources"})
_BEHIND_HEAD = re.compile(r"\s(?:in|at|of|by|from|close|with|on|for|familiar|who)\b")
Check = Callable[[EventMention, Mention, Resources], bool]


def correct_speakers(events: Iterable[EventMention], annotated: Annotated) -> list[EventMention]:
    """Return the events without speakers who are none, and all that a spokesman's text tells with him."""
    resources = annotated.resources
    checks = [check for rule, check in _CHECKS.items() if rule not in resources.off]
    signer = None if READOUT in resources.off else _find_signer(annotated)
    corrected = []
    for event in events:
        speakers = known([event.attributed_to])
        named = [speaker for speaker in speakers if not any(check(event, speaker, resources) for check in checks)]
        speaker = first_found([*named, signer])
        corrected.append(replace(event, attributed_to=speaker))
    return corrected


def _find_signer(annotated: Annotated) -> Mention | None:
    """Return the spokesman to whom the first sentence of the body attributes the whole text."""
    body = (sentence for sentence in annotated.doc.sents if annotated.roles[sentence.start] is Role.BODY)
    opening = next(body, None)
    if opening is None or _SIGNED not in opening.text.lower():
        return None
    return first_found(of_kinds(map(annotated.mention, opening), (Kind.PERSON,)))


def _is_unnamed(event: EventMention, speaker: Mention, resources: Resources) -> bool:
    """Return whether words describe a speaker who may be anybody: "two diplomats", "a person close to the talks".

    A text without an author is no speaker, either: "the statement said".
    """
    if speaker.entry is not None:
        return False
    if speaker.name in _BARE:
        return True
    words, *_ = _BEHIND_HEAD.split(speaker.name)
    *_, head = words.split()
    return head in _ANYBODY | resources.nouns.written


def _is_own_charge(event: EventMention, speaker: Mention, resources: Resources) -> bool:
    """Return whether somebody charges or denies by what he says: that he did so is told by the article."""
    charges = resources.groups.accusing | resources.vocabulary.with_trait("of_claim")
    return speaker.name == event.subject.name and event.predicate in charges


def _is_answered(event: EventMention, speaker: Mention, resources: Resources) -> bool:
    """Return whether a denial would be told by the one who is denied: "Mali accused Chad of theft, which it denies"."""
    is_denial = event.predicate in resources.vocabulary.with_trait("of_claim")
    return is_denial and speaker.name == event.object.name


_CHECKS: dict[str, Check] = {UNNAMED: _is_unnamed, OWN_WORDS: _is_own_charge, ANSWERED: _is_answered}

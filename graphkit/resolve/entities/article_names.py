"""One article as merging keeps it on the disk: its names, what it says of their bearers, its mentions.

A case is a row: the article's id as its key, then the names and facts that decide who is who, then what is printed with
the events, then each mention in two parts: what decides which events are one, and the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphkit.model import Article, EventMention, Evidence, Kind, Mention, Span, Status, When
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.name_occurrence import Local, LocalKey, day_number
from graphkit.resolve.events.event_report import sort_mentions
from graphkit.runtime.sort_keys import make_key, read_json, write_json

#: Reasons under which the words themselves, and not only the canonical name, are a name of the entity.
_SHORT_REASONS = frozenset({"alias", "acronym", "surname"})
_COMPOUND = re.compile(r"\S+-\S+")  # "US-backed" says nothing of whom one acts for
_OF_STATE = re.compile(r" of ((?:the )?[A-Z]\w+(?: [A-Z]\w+){0,3})")
_KINDS = {kind.value: kind for kind in Kind}


@dataclass(slots=True)
class Case:
    """The names of one article by number, and what it says of them.

    `facts` are (predicate, subject, object, day), the day only where the text gives one; `days` are the days of
    occasions; `shorts` are words that stand for a name; `spots` are the mentions themselves, each as its words' place,
    words and particulars (the form of `pack_mention`), and its name's number. `stated` are the states that stand with
    a person's name.
    """

    article: str
    on: str | None
    locals: list[Local]
    facts: list[tuple[str, int, int, str | None]]
    days: dict[int, int]
    shorts: list[tuple[int, str]]
    spots: list[list[Any]]
    stated: dict[int, list[str]] = field(default_factory=dict)


def mentions_of(mention: EventMention) -> Iterator[Mention]:
    """All that an event mention names: its participants, its place and its speaker."""
    yield mention.subject
    yield mention.object
    if mention.place is not None:
        yield mention.place
    if mention.attributed_to is not None:
        yield mention.attributed_to


def write_case(
    name: str, article: Article | None, mentions: Iterable[EventMention], known: Known
) -> tuple[str, list[Local]]:
    """The row of an article and its event mentions, which come in any order and perhaps repeated; and its names."""
    ordered = sort_mentions(mentions)
    on = article.published if article else None
    text = article.text if article else ""
    numbers: dict[tuple[Kind, str, str | None], int] = {}
    described: set[int] = set()
    stated: dict[int, set[str]] = {}
    shorts: dict[tuple[int, str], None] = {}
    spots: dict[tuple[object, ...], list[Any]] = {}
    facts: dict[tuple[str, int, int, str | None], None] = {}
    days: dict[int, int] = {}
    told: list[str] = []
    for mention in ordered:
        ends: list[int | None] = []
        for one in (mention.subject, mention.object, mention.place, mention.attributed_to):
            if one is None:
                ends.append(None)
                continue
            at = numbers.setdefault((one.kind, one.name, one.entry), len(numbers))
            ends.append(at)
            span = one.span
            spot = (span.start, span.end, one.kind, one.name, one.entry or "", one.text, one.reason)
            if one.kind is Kind.OCCASION:
                day = day_number(mention.date.earliest if mention.date else on)
                if day is not None:
                    days[at] = min(day, days.get(at, day))
            if spot in spots:
                continue
            spots[spot] = [*pack_mention(one), at]
            if one.reason == "description":
                described.add(at)
            elif one.reason in _SHORT_REASONS and one.text != one.name:
                shorts[at, one.text] = None
            if one.kind is Kind.PERSON and (states := _read_states(one, text, on, known)):
                stated.setdefault(at, set()).update(states)
        date = mention.date
        day_told = date.earliest if date is not None and date.precision == "day" else None
        facts[mention.predicate, ends[0] or 0, ends[1] or 0, day_told] = None
        told.append(_pack_told(mention, ends))
        told.append(_pack_words(mention, text))
    locals_ = [
        Local((name, *key), on, key[2] or known.whole(key[1], key[0], on), at in described)
        for key, at in numbers.items()
    ]
    case = [
        on,
        [[*one.key[1:], one.entry, int(one.described)] for one in locals_],
        list(facts),
        list(days.items()),
        list(shorts),
        [spots[key] for key in sorted(spots)],
        [[at, sorted(states)] for at, states in stated.items()],
    ]
    print_ = [article.published, article.publisher, article.content_hash] if article else None
    return make_key(name) + "\0".join([write_json(case), write_json(print_), *told]), locals_


def read_case(article: str, data: str) -> Case:
    """The case that `write_case` wrote."""
    on, names, facts, days, shorts, spots, stated = read_json(data)
    locals_ = [
        Local((article, _KINDS[kind], name, given), on, entry, bool(said)) for kind, name, given, entry, said in names
    ]
    return Case(article, on, locals_, [tuple(fact) for fact in facts], dict(days), shorts, spots, dict(stated))


@dataclass(slots=True)
class Outline:
    """Of a case what is needed once its names have keys: the names, their short forms, and the mentions themselves."""

    article: str
    names: list[LocalKey]
    shorts: list[tuple[int, str]]
    spots: list[list[Any]]


def read_outline(article: str, data: str) -> Outline:
    """The outline of the case that `write_case` wrote."""
    _, names, _, _, shorts, spots, _ = read_json(data)
    return Outline(article, [(article, _KINDS[one[0]], one[1], one[2]) for one in names], shorts, spots)


def _read_states(one: Mention, text: str, on: str | None, known: Known) -> set[str]:
    """The state that stands with a name: "Peru's foreign minister Carmen Salas", "Rui Teixeira of Brazil"."""
    out: set[str] = set()
    titles = _COMPOUND.sub(" ", one.text[: one.text.rfind(one.name.rsplit(" ", 1)[-1])])
    after = _OF_STATE.match(text, one.span.end) if text else None
    for words in (titles, after[1] if after else ""):
        if words:
            states = {known.gazetteer.state_of(each.split(":")[0]) for each in known.pin(words, on)[1]}
            out |= {state for state in states if state is not None} if len(states) == 1 else set()
    return out


# ---- mentions as plain lists ---------------------------------------------------------------------------------------


def pack_mention(one: Mention) -> list[Any]:
    return [one.span.start, one.span.end, one.text, one.name, one.kind, one.entry, one.label, one.reason]


def unpack_mention(data: Sequence[Any]) -> Mention:
    start, end, text, name, kind, entry, label, reason = data[:8]
    return Mention(Span(start, end), text, name, _KINDS[kind], entry, label, reason)


def _pack_told(mention: EventMention, ends: list[int | None]) -> str:
    date = mention.date
    return write_json(
        [
            *ends,
            mention.trigger.start,
            mention.trigger.end,
            mention.predicate,
            mention.status,
            mention.confidence,
            mention.plover,
            mention.cameo,
            None if date is None else [date.earliest, date.latest, date.precision],
            mention.topic,
        ]
    )


def _pack_words(mention: EventMention, text: str) -> str:
    evidence = mention.evidence
    written = text[evidence.span.start : evidence.span.end]
    return write_json(
        [
            pack_mention(mention.subject),
            pack_mention(mention.object),
            None if mention.place is None else pack_mention(mention.place),
            None if mention.attributed_to is None else pack_mention(mention.attributed_to),
            mention.cue,
            evidence.span.start,
            evidence.span.end,
            evidence.sentence,
            evidence.rule,
            written if written and written != evidence.sentence else None,
        ]
    )


def unpack_event_mention(
    article: str, told: Sequence[Any], words: Sequence[Any], *, written: bool = False
) -> EventMention:
    """The mention that was taken apart; `written` gives its sentence in the article's own characters."""
    _, _, _, _, start, end, predicate, status, confidence, plover, cameo, date, topic = told
    subject, object_, place, speaker, cue, first, last, sentence, rule, own = words
    return EventMention(
        Span(start, end),
        predicate,
        unpack_mention(subject),
        unpack_mention(object_),
        Status(status),
        Evidence(article, Span(first, last), own if written and own else sentence, rule),
        confidence,
        plover,
        cameo,
        cue,
        None if date is None else When(*date),
        None if place is None else unpack_mention(place),
        topic,
        None if speaker is None else unpack_mention(speaker),
    )

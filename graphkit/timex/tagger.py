"""Tag the dates of a text and find the days that they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from graphkit.model import Span, When
from graphkit.timex import absolute as absolute
from graphkit.timex import date_words as w
from graphkit.timex import durations as counted
from graphkit.timex import periods as periods
from graphkit.timex import relative as relative
from graphkit.timex.calendar import Tense, interval
from graphkit.timex.rule import DateContext, Rule

RULES: dict[str, Rule] = {
    rule.name: rule for rule in (*absolute.RULES, *periods.RULES, *relative.RULES, *counted.RULES)
}
_WORD = re.compile(r"[^\W\d_]+|\d+")
_RELATION = re.compile(
    r"(?i:\b(?P<word>since|until|till|by|through|before|prior to|ahead of|after|following|from|starting|beginning)"
    r"(?:\s+(?:on|in))?(?:\s+the)?)\s+$"
)
_RELATIONS = {
    "till": "until",
    "by": "until",
    "through": "until",
    "prior to": "before",
    "ahead of": "before",
    "following": "after",
    "starting": "from",
    "beginning": "from",
}
#: "the first visit since 2018" happened at another time: the date only says what it is compared with.
_COMPARED = re.compile(
    r"\b(?i:first|most|worst|biggest|largest|deadliest|bloodiest|fiercest|heaviest|highest|lowest|greatest|sharpest|"
    r"longest)\b[^.;]{0,40}\s(?i:since)(?:\s+the)?\s+$"
)
_DETERMINED = re.compile(r"(?i:\b(?:a|an|the|its|his|her|their|our|any|another|every)|'s|s')\s+(?:[a-z]+ly\s+)?$")
#: "a rare September summit": a month, unlike a weekday, does not stand after a noun by itself.
_DETERMINED_FAR = re.compile(r"(?i:\b(?:a|an|the|its|his|her|their|our|any|another|every)|'s|s')\s+(?:[a-z]+\s+){0,2}$")
#: A word after a date that is no noun the date could belong to.
_NOT_A_NOUN = re.compile(
    r"\s+(?i:and|or|but|to|in|on|at|by|for|from|with|when|where|while|as|after|before|that|which|who|is|are|was|were|be|"
    r"has|had|have|will|would|could|may|might|of|during|over|under|until|since|amid|about|against|into|near|between|if|"
    r"because|he|she|it|they|we|the|a|an|his|her|its|their|said|says|not|also|following|despite|without|through|so|than)\b"
)
_NOUN_FOLLOWS = re.compile(r"(?:\s+|-)[A-Za-z]")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')(?:\s+\w|$)")
_OWNED_ADVERB = re.compile(r"\s+(?i:prayers?|deadline|briefing|sermon)\b")


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that name a time.

    `when` is the reading without tense (None where the words alone do not tell); `tense_free` says that tense changes
    nothing. `relation` is on, since, until, before, after, from or compared ("the first visit since 2018"). With
    `modifier` the date belongs to the noun around it ("a 2014 law", "Thursday's talks"), not to the clause.
    `duration_days` is set for durations, which are no dates. `relative` ones ("a month earlier") need a reference
    date. `rule` and `parts` say how it was read.
    """

    span: Span
    text: str
    rule: str
    when: When | None = None
    tense_free: bool = True
    relation: str = "on"
    modifier: bool = False
    duration_days: float | None = None
    relative: bool = False
    parts: tuple[tuple[str, str], ...] = ()


def _index() -> dict[str, tuple[Rule, ...]]:
    index: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        for word in rule.opens:
            index.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in index.items()}


_OPENED_BY = _index()
_RELATIVE = frozenset({"offset", "same", "same-day", "day-before", "that-day"})


def _longest(text: str, start: int, rules: tuple[Rule, ...]) -> tuple[Rule, re.Match[str]] | None:
    """Find the rule that reads most of the text from here; of equal ones the first."""
    best: tuple[Rule, re.Match[str]] | None = None
    before: str | None = None
    for rule in rules:
        match = rule.pattern.match(text, start)
        if match is None or match.end() == start or (best and match.end() <= best[1].end()):
            continue
        if rule.needs is not None:
            before = text[max(0, start - 24) : start] if before is None else before
            if not rule.needs.search(before):
                continue
        best = rule, match
    return best


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """Find all dates and durations of a text in order, without overlap; apostrophes must be straight."""
    mentions: list[DateMention] = []
    end = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < end:
            continue
        first = word.group()
        rules = _OPENED_BY.get("#" if first[0].isdigit() else first.lower())
        if rules is None or (start and not _is_open(text, start)):
            continue
        best = _longest(text, start, rules)
        if best is not None:
            mentions.append(_mention(text, *best, published))
            end = best[1].end()
    return mentions


def _is_open(text: str, start: int) -> bool:
    """Return whether a date can begin here: not inside a number, a sum of money or a code."""
    before = text[start - 1]
    if before.isalnum() or before in "_$#@":
        return False
    return not (text[start].isdigit() and before in ".,:/-+" and start > 1 and text[start - 2].isdigit())


def _mention(text: str, rule: Rule, match: re.Match[str], published: str | None) -> DateMention:
    start, end = match.span()
    parts = {name: value for name, value in match.groupdict().items() if value}
    modifier = _is_modifier(text, start, end, rule)
    relation = _RELATION.search(text[max(0, start - 24) : start])
    name = relation["word"].lower() if relation and not modifier else "on"
    if name == "since" and _COMPARED.search(text[max(0, start - 72) : start]):
        name = "compared"
    duration = _duration_days(parts) if rule.name.startswith("duration") else None
    mention = DateMention(
        span=Span(start, end),
        text=match.group(),
        rule=rule.name,
        tense_free=rule.tense_free or _is_fixed(parts),
        relation=_RELATIONS.get(name, name),
        modifier=modifier,
        duration_days=duration,
        relative=rule.name in _RELATIVE,
        parts=tuple(parts.items()),
    )
    return replace(mention, when=anchor(mention, published, "none"))


def _is_fixed(parts: dict[str, str]) -> bool:
    """Return whether the words themselves say which return of a date is meant: a year, "last", "next"."""
    if parts.keys() & {"y", "of", "week"}:
        return True
    which = parts.get("which", "").lower().split()
    return bool(which) and which[-1] in ("last", "next", "past", "coming")


def _is_modifier(text: str, start: int, end: int, rule: Rule) -> bool:
    if rule.name.startswith("year-of-law") or _POSSESSIVE.match(text, end):
        return True
    if "week" in rule.name and _OWNED_ADVERB.match(text, end):
        return True
    if not _NOUN_FOLLOWS.match(text, end) or _NOT_A_NOUN.match(text, end):
        return False
    before = _DETERMINED_FAR if rule.name.startswith("month-") and rule.name != "month-day" else _DETERMINED
    return before.search(text[max(0, start - 32) : start]) is not None


def anchor(mention: DateMention, published: str | None, tense: Tense, reference: When | None = None) -> When | None:
    """Find the days that a mention means in a clause of that tense; None where the text does not tell.

    `published` is the publication date; `reference` is the date that "a month earlier" counts from. "since" runs to
    the publication day, "until" and "by" from it; "before" and "after" leave a side open and give None.
    """
    base = _day(published)
    if mention.relation == "since":
        tense = "past"
    elif mention.relation == "until" and tense == "none":
        tense = "future"
    try:
        when = RULES[mention.rule].resolve(dict(mention.parts), DateContext(base, tense, reference))
    except (ValueError, OverflowError):  # no such day, or outside the years 1 to 9999
        return None
    if when is None or mention.relation in ("on", "from"):
        return when
    if base is None or mention.relation not in ("since", "until"):
        return None
    if mention.relation == "since":
        return interval(date.fromisoformat(when.earliest), base)
    return interval(base, date.fromisoformat(when.latest))


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _duration_days(parts: dict[str, str]) -> float | None:
    """Count the days, with 30 to a month and 365 to a year; None where the text does not say."""
    days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
    number = parts.get("n", "one" if "u" in parts else "")
    if re.fullmatch(w.VAGUE, number):
        return None
    return (w.count(number) + (0.5 if parts.keys() & {"half", "half2"} else 0)) * {**days, "decade": 3650}[
        parts["u"].lower()
    ]

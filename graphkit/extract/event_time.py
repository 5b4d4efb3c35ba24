"""Find the date of an event: by its own words first, then by the clause, the caption or the statement around it.

Each way is a rule with an id; the id of the rule that gave a date is kept with the event (`date_from`), because a date
that stands farther away is less often right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graphkit.extract.attribution import is_speech
from graphkit.extract.factuality import Context
from graphkit.extract.noun_classes import is_among
from graphkit.extract.prepositions import is_time
from graphkit.extract.tense import has_to
from graphkit.model import EventMention, Kind, Role, Status, When
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Doc, Token
from graphkit.timex import DateMention, Tense, anchor, find_dates
from graphkit.timex import date_words as words

#: Steps up the tree on which a verb above an event only frames it: "were set to meet on Thursday".
_FRAME_DEPS = frozenset("xcomp dobj pobj prep nsubjpass attr acomp nsubj conj pcomp".split())
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "acl"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: What hangs on a verb between it and the noun or adjective that carries an event.
_WITHIN_CLAUSE = frozenset({"dobj", "xcomp", "acomp", "attr", "conj", "pobj", "prep"})
#: Events that a date on the verb around them dates: a deed that is condemned on Monday was done before.
_OCCASIONS = frozenset({"@occasion", "@agreement"})
#: "The raid after the war last June": a date behind one of these words is that of the other event.
_OTHER_TIME = frozenset({"since", "after", "before", "until"})
#: Hours of a day, which are no event: "before dawn on Sunday".
_HOURS = frozenset("dawn daybreak sunrise noon midday dusk sunset nightfall midnight".split())
#: Conjunctions of what happens at the same time, and of what happens earlier or later.
_TOGETHER = frozenset({"as", "while", "when"})
_APART = {"after": -1, "before": 1}
_OFFSET = re.compile(
    rf"\b(?P<n>{words.NUMBER}|an?)\s+(?P<u>minute|hour|day|week)s?\s+(?:earlier\s+)?(?:after|before)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class EventDate:
    """The time of an event, and the id of the rule that tells it."""

    when: When
    rule: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """The event whose date is looked for."""

    trigger: Token
    support: Token | None
    context: Context
    predicate: str

    @property
    def verb(self) -> Token:
        """The verb that carries the event, or the trigger."""
        return self.support or self.trigger

    @property
    def homes(self) -> set[int]:
        """The words on which a date counts as the event's own."""
        return {self.trigger.i} | ({self.support.i} if self.support is not None else set())


class EventDates:
    """Finds the dates of one article once and attaches them to events."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.doc: Doc = annotated.doc
        self.published = annotated.article.published
        self.off = annotated.resources.off
        self.verbs, self.groups = annotated.resources.verbs, annotated.resources.groups
        starts = [token.idx for token in self.doc]
        self.dates: list[tuple[Token, DateMention]] = []
        for mention in find_dates(self.doc.text, self.published):
            if mention.duration_days is None:
                first = max(0, bisect_right(starts, mention.span.start) - 1)
                last = max(first, bisect_right(starts, mention.span.end - 1) - 1)
                if not self._is_in_name(first):
                    self.dates.append((self.doc[first : last + 1].root, mention))

    def find(self, trigger: Token, support: Token | None, context: Context, predicate: str) -> EventDate | None:
        """Return the event's date by the first rule that gives one."""
        clause = _Clause(trigger, support, context, predicate)
        mine = self._dates_of(trigger)
        for rule, look in _RULES.items():
            when = look(self, clause, mine) if rule not in self.off else None
            if when is not None:
                return EventDate(when, rule)
        return None

    def _is_in_name(self, i: int) -> bool:
        """Tell whether a date is only a part of a name: "the March 23 Movement"."""
        name = self.annotated.names.get(i)
        return name is not None and name.entry is not None and name.kind is not Kind.OCCASION

    def _dates_of(self, token: Token) -> list[tuple[Token, DateMention]]:
        sent = token.sent
        return [(root, d) for root, d in self.dates if sent.start <= root.i < sent.end]

    def anchor(self, mention: DateMention, context: Context) -> When | None:
        """Return the days that a date means in a clause of this status."""
        reference = None
        if mention.relative and self.published is not None and "earlier" in mention.text.lower():
            reference = When(self.published[:10], self.published[:10], "day")
        return anchor(mention, self.published, _tense(context), reference)

    # the rules ----------------------------------------------------------------------------------------------

    def own_words(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the date below the event's words, nearest first."""
        return self._nearest(mine, clause.homes, clause.context)

    def opening_clause(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the date of a participle clause before it: "Speaking in Lima on Monday, the king urged"."""
        openers = {child.i for child in clause.verb.children if _opens(child, clause.verb)}
        return self._nearest(mine, openers, clause.context) if openers else None

    def continued_clause(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the date of the clause that it goes on with: "severed ties on Tuesday and accused it"."""
        verb = clause.verb
        for _ in range(3):
            if not _continues(verb):
                return None
            verb = verb.head
            when = self._nearest(mine, {verb.i}, clause.context)
            if when is not None:
                return when
        return None

    def date_clause(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the date that the whole clause describes: "in September, when he came to Lima"."""
        verb = _clause_verb(clause.verb)
        return next((self.anchor(d, clause.context) for root, d in mine if _describes(verb, root)), None)

    def offset(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the day counted from that of the clause above: "on Monday, two days after it bombed a camp"."""
        verb = _clause_verb(clause.verb)
        mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ in _APART), None)
        if mark is None or verb.dep_ != "advcl":
            return None
        match = _OFFSET.search(self.doc[max(verb.sent.start, mark.i - 4) : mark.i + 1].text)
        above = self._nearest(mine, {verb.head.i}, clause.context)
        if match is None or above is None or above.precision != "day":
            return None
        number = 1 if match["n"].lower() in ("a", "an") else words.count(match["n"])
        days = {"day": 1, "week": 7}.get(match["u"].lower(), 0) * number * _APART[mark.lower_]
        day = (date.fromisoformat(above.earliest) + timedelta(days=days)).isoformat()
        return When(day, day, "day")

    def same_time(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the date of the clause above where both happen at one time: "was over on Tuesday, as he met her"."""
        verb = _clause_verb(clause.verb)
        marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
        if verb.dep_ != "advcl" or not marks & _TOGETHER or is_speech(verb.head):
            return None
        return self._nearest(mine, {verb.head.i}, clause.context)

    def caption(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the only date of a caption."""
        if self.annotated.roles[clause.trigger.i] is not Role.CAPTION or len(mine) != 1:
            return None
        return anchor(mine[0][1], self.published, "past")

    def framed_occasion(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return a sentence's only date where it is on the verb around an occasion or on its schedule."""
        if len(mine) != 1 or not is_among(clause.trigger, _OCCASIONS):
            return None
        return self.anchor(mine[0][1], clause.context) if self._is_framed(mine[0][0], clause.trigger) else None

    def statement(self, clause: _Clause, mine: list[tuple[Token, DateMention]]) -> When | None:
        """Return the day on which a meeting or call is told of: "held a call, the palace said on Saturday"."""
        verb = _clause_verb(clause.verb)
        told = verb.head
        if clause.predicate not in self.groups.told_at_once or clause.context.status is not Status.OCCURRED:
            return None
        if verb.dep_ != "ccomp" or not is_speech(told) or verb.i > told.i or verb.tag_ != "VBD":
            return None
        return self._nearest(mine, {told.i}, clause.context)

    # where a date hangs -------------------------------------------------------------------------------------

    def _nearest(self, mine: list[tuple[Token, DateMention]], homes: set[int], context: Context) -> When | None:
        near = [(d, mention) for root, mention in mine if (d := self._distance(root, homes)) is not None]
        return self.anchor(min(near, key=lambda pair: pair[0])[1], context) if near else None

    def _is_framed(self, root: Token, trigger: Token) -> bool:
        """Return whether a date is on the verb around an occasion or on its schedule ("set for Monday")."""
        verb = root
        while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
            verb = verb.head
        if verb.pos_ not in ("VERB", "AUX") or is_speech(verb):
            return False
        if lemma(verb) in self.verbs.scheduling and verb.i > trigger.i:
            return True
        node = trigger
        for _ in range(5):
            if node.head == node or node.dep_ in _CLAUSES:
                return False
            node = node.head
            if node == verb:
                return True
        return False

    def _distance(self, root: Token, homes: set[int]) -> int | None:
        """Return the steps from a date up to the event; None where another verb or noun owns the date."""
        node = root
        for steps in range(7):
            if node.i in homes:
                return steps
            if node.head == node or (node != root and _is_of_other_event(node)):
                return None
            governor = node.head
            if governor.pos_ in ("VERB", "AUX"):
                governor = _clause_before_comma(governor, root)
            if governor.i in homes:
                return steps + 1
            if governor.pos_ in ("VERB", "AUX"):
                return self._clause_distance(governor, homes, steps)
            node = governor
        return None

    def _clause_distance(self, verb: Token, homes: set[int], steps: int) -> int | None:
        """Measure how far above the event a verb stands that only frames it ("were set to meet on Thursday")."""
        for home in homes:
            extra = self._frame_steps(self.doc[home], verb)
            if extra is not None:
                return steps + 3 + extra
        node = verb  # or on a verb right below it: "a meeting scheduled for Monday"
        for extra in range(1, 3):
            if node.dep_ in ("acl", "relcl") and node.head.i in homes:
                return steps + 2 + extra
            if node.dep_ not in ("xcomp", "pcomp") or (node.dep_ == "xcomp" and has_to(node)):
                return None  # "invited him to come in May": not invited in May
            node = node.head
            if node.i in homes:
                return steps + 3 + extra
        return None

    def _frame_steps(self, node: Token, verb: Token) -> int | None:
        for extra in range(1, 6):
            if node.head == node or node.dep_ not in _FRAME_DEPS:
                return None
            node = node.head
            if node == verb:
                return extra
            if lemma(node) in self.verbs.judging:
                return None  # "voted on Monday to condemn the raid"
        return None


Look = Callable[[EventDates, _Clause, list[tuple[Token, DateMention]]], When | None]
#: The rules in the order in which they are tried.
_RULES: dict[str, Look] = {
    "date/own-words": EventDates.own_words,
    "date/opening-clause": EventDates.opening_clause,
    "date/continued-clause": EventDates.continued_clause,
    "date/date-clause": EventDates.date_clause,
    "date/offset": EventDates.offset,
    "date/same-time": EventDates.same_time,
    "date/framed-occasion": EventDates.framed_occasion,
    "date/statement": EventDates.statement,
    "date/caption": EventDates.caption,
}
REPEAT = "date/repeat"
RULE_IDS = (*_RULES, REPEAT)


def copy_dates(events: Iterable[EventMention], off: frozenset[str] = frozenset()) -> list[EventMention]:
    """Give an event without a date that of the same event where the article tells it again with one.

    Only where all that date it agree, so that two meetings of the same two are not mixed.
    """
    kept = list(events)
    dates: dict[tuple[str, str, str, Status], set[When]] = {}
    for event in kept:
        if event.date is not None:
            dates.setdefault(_same(event), set()).add(event.date)
    if REPEAT in off:
        return kept
    return [
        replace(event, date=next(iter(known)), date_from=REPEAT)
        if event.date is None and len(known := dates.get(_same(event), ())) == 1
        else event
        for event in kept
    ]


def _same(event: EventMention) -> tuple[str, str, str, Status]:
    first, second = sorted((event.subject.name, event.object.name))
    return (event.predicate, first, second, event.status)


def _is_of_other_event(noun: Token) -> bool:
    """Tell whether a date hangs on a noun that only places the event: "since the war last June", not "before dawn"."""
    is_hour = is_time(noun) or noun.lower_ in _HOURS
    return noun.dep_ == "pobj" and noun.head.lower_ in _OTHER_TIME and not is_hour


def _tense(context: Context) -> Tense:
    """Return whether a date without its year lies before or after the day of publication."""
    return "future" if context.status in (Status.PLANNED, Status.POSSIBLE) else "past"


def _clause_verb(node: Token) -> Token:
    """Return the verb of the clause that a word belongs to, the first of coordinated ones."""
    for _ in range(6):
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("conj", "xcomp"):
            return node
        if node.head == node or node.dep_ not in _WITHIN_CLAUSE:
            return node
        node = node.head
    return node


def _describes(verb: Token, root: Token) -> bool:
    return verb.dep_ in ("relcl", "advcl", "acl") and verb.head == root and verb.i > root.i


def _opens(clause: Token, verb: Token) -> bool:
    """Tell whether a participle clause stands before its verb at the same time: "Visiting Lima on Monday, ..."."""
    opens = clause.dep_ == "advcl" and clause.tag_ == "VBG" and clause.i < verb.i
    return opens and not any(c.dep_ in ("mark", "prep", "aux") and c.i < clause.i for c in clause.children)


def _clause_before_comma(verb: Token, root: Token) -> Token:
    """Return the clause that owns a date: one that opens the sentence right before it ("Hit on Monday, Chad ...")."""
    for child in verb.children:
        between = verb.doc[child.i : root.i] if child.dep_ == "advcl" and child.i < root.i < verb.i else None
        if between is not None and not any(t.text == "," for t in between):
            return child
    return verb


def _continues(verb: Token) -> bool:
    """Tell whether a verb goes on with the clause of its head: coordinated or a participle, without its own subject."""
    if verb.pos_ not in ("VERB", "AUX") or any(c.dep_ in _SUBJECTS or c.dep_ == "mark" for c in verb.children):
        return False
    return (verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX")) or (verb.dep_ == "advcl" and verb.tag_ == "VBG")

"""Find the date of an event: by its own words first, then by the clause, the caption or the statement around it.

Each way is a rule with an id; the id of the rule that gave a date is kept with the event (`date_from`), because a date
that stands farther away is less often right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from graphkit.extract.article_dates import ArticleDates, DateAt, find_clause_verb, is_carried
from graphkit.extract.date_attachment import is_framed, measure_distance
from graphkit.extract.factuality import AssignedStatus
from graphkit.extract.noun_classes import is_among
from graphkit.extract.tense import ASKED_BEFORE
from graphkit.model import Role, Status, When
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, first_on_path, fits, path
from graphkit.timex import DateMention, Tense, anchor
from graphkit.timex import date_words as words

#: How many clauses back one is looked for that a clause goes on with.
_CONTINUED_STEPS = 3
#: Events that a date on the verb around them dates: a deed that is condemned on Monday was done before.
_OCCASIONS = frozenset({"@occasion", "@agreement"})
_TO_COME = frozenset({Status.PLANNED, Status.POSSIBLE})
_APART = {"after": -1, "before": 1}
_OFFSET = re.compile(
    rf"\b(?:(?:(?P<n>{words.NUMBER}|an?)\s+)?(?P<u>minute|hour|day|week)s?|shortly|soon|immediately|moments|just)\s+"
    r"(?:earlier\s+)?(?:after|before)$",
    re.IGNORECASE,
)
_LATER_STEPS = 2
_LATER_CLAUSES = Shapes(
    Shape('"fell, two days after it [struck] a camp"', "advcl|conj", has=["mark:after|before"]),
    Shape('"fell, two days after [striking] a camp"', "pcomp", above=["*:after|before"]),
    Shape('"fell, two days after a [raid]"', "pobj", above=["*:after|before"]),
)
#: Days in a unit; hours stay on the day.
_DAYS = {"day": 1, "week": 7}
_OPENER = Shape('"[Visiting] Lima on Monday, the king urged"', "<advcl/VBG", lacks=["<mark|prep|aux"])
_CONTINUED = Shapes(
    Shape(
        '"severed ties on Tuesday and [accused] it"',
        "conj/VERB|AUX",
        above=["*/VERB|AUX"],
        lacks=["nsubj|nsubjpass|mark"],
    ),
    Shape('"severed ties on Tuesday, [accusing] it"', "advcl/VERB|AUX&VBG", lacks=["nsubj|nsubjpass|mark"]),
)
_SAME_TIME = Shape(
    '"was over on Tuesday, as he [met] her"', "advcl", above=["*{!speech}"], has=["mark|advmod:as|while|when"]
)
_WHEN = Shape('"agreed when they [met] in May"', "advcl", has=["mark|advmod:when|as|while", "nsubj|nsubjpass"])
_PERFORMED = Shape('"the Union [condemns] the raid"', "!advcl|relcl/VBZ|VBP")
_JUST = frozenset({Status.OCCURRED, Status.ONGOING})
#: A main clause, or what somebody says in it; "had left" was before.
_MAIN = Shape(
    '"he has [landed]"', "ROOT|ccomp|parataxis/VERB|AUX", lacks=["aux:had", "advmod:earlier|previously|repeatedly"]
)
_CLOCK = re.compile(
    r"\W*\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b\.?)?(?:\s?(?:GMT|UTC|CE?S?T|B?ST|[A-Z]{1,3}T)\b)?[\s:,\u2013\u2014-]*(?=$|\s|\W)"
)
_STATED = Shape('"[held] a call, the palace said on Saturday"', "<ccomp/VBD", above=["*{speech}"])


@dataclass(frozen=True, slots=True)
class EventDate:
    """The time of an event, and the id of the rule that tells it; both None where none does."""

    when: When | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    """The event whose date is looked for, with its verb, that of its clause, and the dates of its sentence."""

    trigger: Token
    context: AssignedStatus
    predicate: str
    homes: frozenset[int]  # the words on which a date counts as the event's own
    verb: Token  # which carries the event, or the trigger
    clause_verb: Token
    dates: list[DateAt]


class EventDates:
    """Finds the dates of one article once and attaches them to events."""

    def __init__(self, annotated: Annotated) -> None:
        self.groups, off = annotated.resources.groups, annotated.resources.off
        self.rules = {rule: look for rule, look in _RULES.items() if rule not in off}
        self.article = ArticleDates(annotated)
        self.doc, self.roles, self.published = annotated.doc, annotated.roles, annotated.article.published

    def find(self, trigger: Token, support: Token | None, context: AssignedStatus, predicate: str) -> EventDate:
        """Return the event's date by the first rule that gives one."""
        sentence, verb = trigger.sent, support or trigger
        dates = self.article.list_in(sentence)
        if ASKED_BEFORE.fits(trigger):
            dates = [(root, mention) for root, mention in dates if trigger.is_ancestor(root)]
        homes = frozenset({trigger.i, verb.i})
        clause = _Clause(trigger, context, predicate, homes, verb, find_clause_verb(verb), dates)
        for rule, look in self.rules.items():
            when = look(self, clause)
            if when is not None:
                return EventDate() if self._is_of_text(clause, when) else EventDate(when, rule)
        return EventDate()

    def is_too_early(self, event_date: EventDate, context: AssignedStatus) -> bool:
        """Return whether a date is past for what is to come: then it is when somebody planned or asked for it."""
        day = self.article.published_day()
        if event_date.when is None or day is None:
            return False
        return _is_to_come(context) and event_date.when.latest < day.earliest

    def _is_of_text(self, clause: _Clause, when: When) -> bool:
        """Return whether a text itself condemns or asks, in the present tense: another day is of something else."""
        day = self.article.published_day()
        if day is None:
            return False
        is_past = not when.earliest <= day.earliest <= when.latest
        is_spoken, is_body = clause.predicate in self.groups.spoken, self.roles[clause.verb.i] is Role.BODY
        return all((is_past, is_spoken, is_body, _PERFORMED.fits(clause.verb)))

    def _anchor(self, root: Token, mention: DateMention, context: AssignedStatus) -> When | None:
        """Return the days that a date means in a clause of this status."""
        reference = self.article.find_reference(root, mention)
        is_future = any((_is_to_come(context), self.article.is_scheduled(root)))
        tense: Tense = "future" if is_future else "past"
        return anchor(mention, self.published, tense, reference)

    def _find_nearest(self, clause: _Clause, homes: Collection[int]) -> When | None:
        """Return the date that stands nearest to one of some words."""
        distances = [(measure_distance(root, homes), (root, mention)) for root, mention in clause.dates]
        near = [(steps, *date) for steps, date in distances if steps is not None]
        if not near:
            return None
        _, root, nearest = min(near, key=itemgetter(0))
        return self._anchor(root, nearest, clause.context)

    # the rules ----------------------------------------------------------------------------------------------

    def own_words(self, clause: _Clause) -> When | None:
        """Return the date below the event's words, nearest first."""
        return self._find_nearest(clause, clause.homes)

    def opening_clause(self, clause: _Clause) -> When | None:
        """Return the date of a participle clause before it: "Speaking in Lima on Monday, the king urged"."""
        openers = {opener.i for opener in _OPENER.below(clause.verb)}
        return self._find_nearest(clause, openers)

    def continued_clause(self, clause: _Clause) -> When | None:
        """Return the date of the clause that it goes on with: "severed ties on Tuesday and accused it"."""
        verb = clause.verb
        for _ in range(_CONTINUED_STEPS):
            if not _CONTINUED.fits(verb):
                return None
            verb = verb.head
            when = self._find_nearest(clause, {verb.i})
            if when is not None:
                return when
        return None

    def date_clause(self, clause: _Clause) -> When | None:
        """Return the date that the whole clause describes: "in September, when he came to Lima"."""
        verb = clause.clause_verb
        described = [date for date in clause.dates if date[0] == verb.head]
        if not described:
            return None
        if not fits(verb, ">relcl|advcl|acl"):
            return None
        return self._anchor(*described[0], clause.context)

    def offset(self, clause: _Clause) -> When | None:
        """Return the day counted from that of the clause above: "on Monday, two days after it bombed a camp"."""
        later = (clause.trigger, *clause.trigger.ancestors[:_LATER_STEPS])
        verb = next(filter(_LATER_CLAUSES.fits, later), None)
        if verb is None:
            return None
        mark = first_on_path(verb, "mark:after|before") or verb.head
        before = self.doc[max(verb.sent.start, mark.i - 4) : mark.i + 1]
        match = _OFFSET.search(before.text)
        above = self._find_nearest(clause, {verb.head.i, mark.head.i} - {verb.i})
        days = _count_days(match) if match is not None else None
        if days is None:
            return None
        if above is None:
            return None
        if above.precision != "day":
            return None
        day = (date.fromisoformat(above.earliest) + timedelta(days=days * _APART[mark.lower_])).isoformat()
        return When(day, day, "day")

    def same_time(self, clause: _Clause) -> When | None:
        """Return the date of the clause above where both happen at one time: "was over on Tuesday, as he met her"."""
        verb = clause.clause_verb
        if not _SAME_TIME.fits(verb):
            return None
        return self._find_nearest(clause, {verb.head.i})

    def when_clause(self, clause: _Clause) -> When | None:
        """Return the date of the clause that tells when: "agreed not to use force when they met in December"."""
        clauses = [*path(clause.verb, "advcl"), *path(clause.verb, "xcomp", "advcl")]
        times = {below.i for below in clauses if _WHEN.fits(below)}
        return self._find_nearest(clause, times) if times else None

    def running_entry(self, clause: _Clause) -> When | None:
        """Return the day of publication for what an entry of a running report tells: "16:02 GMT - He has landed"."""
        trigger, verb = clause.trigger, clause.clause_verb
        is_told, is_just = self.roles[trigger.i] is Role.BODY, clause.context.status in _JUST
        if not all((is_told, is_just, _MAIN.fits(verb), is_carried(trigger))):
            return None
        sentence = trigger.sent
        last = self.doc[max(0, sentence.start - 1)].sent
        is_stamped = _CLOCK.match(sentence.text) or _CLOCK.fullmatch(last.text.strip())
        return self.article.published_day() if is_stamped else None

    def caption(self, clause: _Clause) -> When | None:
        """Return the only date of a caption."""
        if self.roles[clause.trigger.i] is not Role.CAPTION:
            return None
        if len(clause.dates) != 1:
            return None
        _, mention = clause.dates[0]
        return anchor(mention, self.published, "past")

    def framed_occasion(self, clause: _Clause) -> When | None:
        """Return a sentence's only date where it is on the verb around an occasion or on its schedule."""
        if len(clause.dates) != 1:
            return None
        root, mention = clause.dates[0]
        is_around = is_among(clause.trigger, _OCCASIONS) and is_framed(root, clause.trigger)
        return self._anchor(root, mention, clause.context) if is_around else None

    def statement(self, clause: _Clause) -> When | None:
        """Return the day on which a meeting or call is told of: "held a call, the palace said on Saturday"."""
        verb, is_done = clause.clause_verb, clause.context.status is Status.OCCURRED
        if clause.predicate not in self.groups.told_at_once:
            return None
        is_stated = is_done and _STATED.fits(verb)
        return self._find_nearest(clause, {verb.head.i}) if is_stated else None


Look = Callable[[EventDates, _Clause], When | None]
#: The rules in the order in which they are tried.
_RULES: dict[str, Look] = {
    "date/offset": EventDates.offset,
    "date/own-words": EventDates.own_words,
    "date/opening-clause": EventDates.opening_clause,
    "date/continued-clause": EventDates.continued_clause,
    "date/date-clause": EventDates.date_clause,
    "date/same-time": EventDates.same_time,
    "date/when-clause": EventDates.when_clause,
    "date/framed-occasion": EventDates.framed_occasion,
    "date/statement": EventDates.statement,
    "date/caption": EventDates.caption,
    "date/running-entry": EventDates.running_entry,
}
RULE_IDS = tuple(_RULES)


def _is_to_come(context: AssignedStatus) -> bool:
    return context.status in _TO_COME and not context.is_under_way


def _count_days(match: re.Match[str]) -> int | None:
    """Count the days in "two days after"; hours stay on the day, "days after" tells no number."""
    unit, number = (match["u"] or "hour").lower(), match["n"]
    if unit not in _DAYS:
        return 0
    if number is None:
        return None
    return int(_DAYS[unit] * words.count(number))

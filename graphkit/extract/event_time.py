"""Find the date of an event: by its own words first, then by the clause, the caption or the statement around it.

Each way is a rule with an id; the id of the rule that gave a date is kept with the event (`date_from`), because a date
that stands farther away is less often right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from graphkit.extract.date_attachment import is_framed, measure_distance
from graphkit.extract.factuality import AssignedStatus
from graphkit.extract.noun_classes import is_among
from graphkit.extract.tense import ASKED_BEFORE
from graphkit.model import Kind, Role, Status, When
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import Shape, Shapes, first_on_path, fits, path
from graphkit.timex import DateMention, Tense, anchor, find_dates
from graphkit.timex import date_words as words

_VERBS = frozenset({"VERB", "AUX"})
#: What hangs on a verb between it and the noun or adjective that carries an event.
_WITHIN_CLAUSE = frozenset({"dobj", "xcomp", "acomp", "attr", "conj", "pobj", "prep"})
#: How many governors up the verb of a clause is looked for, and how many clauses back one that it goes on with.
_CLAUSE_STEPS, _CONTINUED_STEPS = 6, 3
#: Events that a date on the verb around them dates: a deed that is condemned on Monday was done before.
_OCCASIONS = frozenset({"@occasion", "@agreement"})
_TO_COME = frozenset({Status.PLANNED, Status.POSSIBLE})
_APART = {"after": -1, "before": 1}
_OFFSET = re.compile(
    rf"\b(?P<n>{words.NUMBER}|an?)\s+(?P<u>minute|hour|day|week)s?\s+(?:earlier\s+)?(?:after|before)$", re.IGNORECASE
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
    dates: list[tuple[Token, DateMention]]


class EventDates:
    """Finds the dates of one article once and attaches them to events."""

    def __init__(self, annotated: Annotated) -> None:
        self.roles, self.groups = annotated.roles, annotated.resources.groups
        self.doc: Doc = annotated.doc
        self.published = annotated.article.published
        off, names = annotated.resources.off, annotated.names.items()
        self.rules = {rule: look for rule, look in _RULES.items() if rule not in off}
        in_names = {i for i, name in names if name.entry is not None and name.kind is not Kind.OCCASION}
        starts = [token.idx for token in self.doc]
        self.dates: list[tuple[Token, DateMention]] = []
        for mention in find_dates(self.doc.text, self.published):
            first = max(0, bisect_right(starts, mention.span.start) - 1)
            last = max(first, bisect_right(starts, mention.span.end - 1) - 1)
            if mention.duration_days is None and first not in in_names:  # "the March 23 Movement" is no date
                self.dates.append((self.doc[first : last + 1].root, mention))

    def find(self, trigger: Token, support: Token | None, context: AssignedStatus, predicate: str) -> EventDate:
        """Return the event's date by the first rule that gives one."""
        sentence, verb = trigger.sent, support or trigger
        dates = [(root, mention) for root, mention in self.dates if sentence.start <= root.i < sentence.end]
        if ASKED_BEFORE.fits(trigger):
            dates = [(root, mention) for root, mention in dates if trigger.is_ancestor(root)]
        if not dates:
            return EventDate()
        homes = frozenset({trigger.i, verb.i})
        clause = _Clause(trigger, context, predicate, homes, verb, _find_clause_verb(verb), dates)
        for rule, look in self.rules.items():
            when = look(self, clause)
            if when is not None:
                return EventDate(when, rule)
        return EventDate()

    def _anchor(self, mention: DateMention, context: AssignedStatus) -> When | None:
        """Return the days that a date means in a clause of this status."""
        reference = None
        is_earlier = mention.relative and "earlier" in mention.text.lower()
        if is_earlier and self.published is not None:
            day = self.published[:10]
            reference = When(day, day, "day")
        is_to_come = context.status in _TO_COME and not context.is_under_way
        tense: Tense = "future" if is_to_come else "past"
        return anchor(mention, self.published, tense, reference)

    def _find_nearest(self, clause: _Clause, homes: Collection[int]) -> When | None:
        """Return the date that stands nearest to one of some words."""
        distances = [(measure_distance(root, homes), mention) for root, mention in clause.dates]
        near = [(steps, mention) for steps, mention in distances if steps is not None]
        if not near:
            return None
        _, nearest = min(near, key=lambda pair: pair[0])
        return self._anchor(nearest, clause.context)

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
        described = [mention for root, mention in clause.dates if root == verb.head]
        if not described:
            return None
        if not fits(verb, ">relcl|advcl|acl"):
            return None
        return self._anchor(described[0], clause.context)

    def offset(self, clause: _Clause) -> When | None:
        """Return the day counted from that of the clause above: "on Monday, two days after it bombed a camp"."""
        verb = clause.clause_verb
        mark = first_on_path(verb, "mark:after|before")
        if mark is None:
            return None
        if verb.dep_ != "advcl":
            return None
        before = self.doc[max(verb.sent.start, mark.i - 4) : mark.i + 1]
        match = _OFFSET.search(before.text)
        above = self._find_nearest(clause, {verb.head.i})
        if match is None:
            return None
        if above is None:
            return None
        if above.precision != "day":
            return None
        number = 1 if match["n"].lower() in ("a", "an") else words.count(match["n"])
        days = number * _DAYS.get(match["u"].lower(), 0) * _APART[mark.lower_]
        day = (date.fromisoformat(above.earliest) + timedelta(days=days)).isoformat()
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

    def caption(self, clause: _Clause) -> When | None:
        """Return the only date of a caption."""
        if self.roles[clause.trigger.i] is not Role.CAPTION:
            return None
        if len(clause.dates) > 1:
            return None
        _, mention = clause.dates[0]
        return anchor(mention, self.published, "past")

    def framed_occasion(self, clause: _Clause) -> When | None:
        """Return a sentence's only date where it is on the verb around an occasion or on its schedule."""
        (root, mention), *others = clause.dates
        if others:
            return None
        is_around = is_among(clause.trigger, _OCCASIONS) and is_framed(root, clause.trigger)
        return self._anchor(mention, clause.context) if is_around else None

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
    "date/own-words": EventDates.own_words,
    "date/opening-clause": EventDates.opening_clause,
    "date/continued-clause": EventDates.continued_clause,
    "date/date-clause": EventDates.date_clause,
    "date/offset": EventDates.offset,
    "date/same-time": EventDates.same_time,
    "date/when-clause": EventDates.when_clause,
    "date/framed-occasion": EventDates.framed_occasion,
    "date/statement": EventDates.statement,
    "date/caption": EventDates.caption,
}
RULE_IDS = tuple(_RULES)


def _find_clause_verb(node: Token) -> Token:
    """Return the verb of the clause that a word belongs to, the first of coordinated ones."""
    for _ in range(_CLAUSE_STEPS):
        is_clause = node.pos_ in _VERBS and node.dep_ not in ("conj", "xcomp")
        if is_clause or node.dep_ not in _WITHIN_CLAUSE:
            return node
        node = node.head
    return node

"""The dates of one article, where they stand, and the days that its sentences tell of."""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile

from graphkit.extract.date_attachment import measure_distance
from graphkit.model import Kind, Role, When
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Doc, Token, TokenSpan
from graphkit.nlp.tree_paths import Shape, Shapes, path, pick
from graphkit.timex import DateMention, anchor, find_dates

_VERBS = frozenset({"VERB", "AUX"})
#: What hangs on a verb between it and the noun or adjective that carries an event.
_WITHIN_CLAUSE = frozenset({"dobj", "xcomp", "acomp", "attr", "conj", "pobj", "prep"})
#: How many governors up the verb of a clause is looked for.
_CLAUSE_STEPS = 6
#: "Two days [after] it struck a camp" tells no day by itself.
_OPENS_CLAUSE = Shapes(
    Shape('"two days [after] it struck"', "mark:after|before"),
    Shape('"two days [after] the raid"', "*:after|before", has=["pobj|pcomp"]),
)
_TO_DO = Shape('"[issued] on Monday" in "would be issued"', "*/VERB|AUX", has=["aux:would|will|to|may|could|should"])
#: "Flies to Lima on Tuesday" is to come; so is what "is flying", or is "due in Lima on Tuesday".
_SCHEDULED = Shapes(
    Shape('"he [flies] to Lima on Tuesday"', "*/VBZ|VBP{!speech|judging|appraising|uttering}"),
    Shape('"he is [flying] to Lima on Tuesday"', "*/VBG", has=["aux/VBZ|VBP[be]"]),
    Shape('"the king, [due] in Lima on Tuesday"', "*/ADJ[due]"),
)
_TOLD_NEXT = Shape(
    '"he [thanked] them"', "ROOT|conj/VBD", lacks=["advmod:earlier|previously|repeatedly|already|meanwhile"]
)
#: Sentences back within which that stands of which a sentence tells more.
_SESSION = 4
#: How a noun that carries an event hangs on the verb of its clause.
_CARRIED = Shapes(
    Shape('"he [met] her"', "*/VERB|AUX"),
    Shape('"[talks] were held"', "attr|ROOT|nsubjpass"),
    Shape('"lodged a [protest]", not "described a [deal]"', "dobj", above=["*{!speech|judging|appraising|treating}"]),
)
_TOLD_IN_PRESENT = frozenset({Role.HEADLINE, Role.CAPTION})
#: Dates from which no other counts: they are counted themselves.
_COUNTED = frozenset({"offset", "same", "same-day", "day-before", "that-day", "ago"})
#: The root of the words of a date, and how it was read.
DateAt = tuple[Token, DateMention]


class ArticleDates:
    """Finds the dates of one article once."""

    def __init__(self, annotated: Annotated) -> None:
        self.doc: Doc = annotated.doc
        self.roles, self.published = annotated.roles, annotated.article.published
        names = annotated.names.items()
        in_names = {i for i, name in names if name.entry is not None and name.kind is not Kind.OCCASION}
        self.starts = [token.idx for token in self.doc]
        self.dates: list[DateAt] = []
        for mention in find_dates(self.doc.text, self.published):
            first = max(0, bisect_right(self.starts, mention.span.start) - 1)
            last = max(first, bisect_right(self.starts, mention.span.end - 1) - 1)
            is_name = first in in_names  # "the March 23 Movement" is no date
            if mention.duration_days is None and not is_name and not _OPENS_CLAUSE.fits(self.doc[last]):
                self.dates.append((self.doc[first : last + 1].root, mention))

    def published_day(self) -> When | None:
        """Return the day of publication."""
        if self.published is None:
            return None
        day = self.published[:10]
        return When(day, day, "day")

    def session_before(self, start: int) -> TokenSpan | None:
        """Return the sentence with a date, shortly before, of which an undated main clause in the past tells more."""
        trigger = self.doc[max(0, bisect_right(self.starts, start) - 1)]
        sentence = trigger.sent
        is_told = _TOLD_NEXT.fits(find_clause_verb(trigger)) and is_carried(trigger)
        if self.roles[trigger.i] is not Role.BODY or not is_told:
            return None
        if any(root.i < trigger.i for root, _ in self.list_in(sentence)):
            return None
        for _ in range(_SESSION):
            sentence = self.doc[max(0, sentence.start - 1)].sent
            if self.of_main_clause(sentence) is not None:
                return sentence
        return None

    def list_in(self, sentence: TokenSpan) -> list[DateAt]:
        """List the dates of a sentence."""
        return [date for date in self.dates if sentence.start <= date[0].i < sentence.end]

    def of_main_clause(self, sentence: TokenSpan) -> When | None:
        """Return the day on which the main clause of a sentence happened; else the day on which it was told."""
        dates, root = self.list_in(sentence), sentence.root
        for verb in (*path(root, "ccomp"), root):
            near = [date for date in dates if measure_distance(date[0], {verb.i}) is not None]
            days = [anchor(mention, self.published, "past") for _, mention in near]
            if days:
                return days[0]
        return None

    def find_reference(self, root: Token, mention: DateMention) -> When | None:
        """Return the day from which "that evening" or "a day earlier" counts: the last one before it."""
        if not mention.relative:
            return None
        sentence = self.doc[max(0, root.sent.start - 1)].sent
        first, end = sentence.start, mention.span.start
        before = takewhile(lambda date_at: date_at[1].span.start < end, self.dates)
        near = [date_at for date_at in before if date_at[0].i >= first]
        counting = [other for word, other in near if other.rule not in _COUNTED and not _is_on(word, _TO_DO)]
        if counting:
            day = anchor(counting[-1], self.published, "past")
            return day if getattr(day, "precision", None) == "day" else None
        is_earlier = "earlier" in mention.text.lower()
        return self.published_day() if is_earlier else None

    def is_scheduled(self, root: Token) -> bool:
        """Return whether a date stands on a verb in the present tense: "he flies to Lima on Tuesday"."""
        if self.roles[root.i] in _TOLD_IN_PRESENT:
            return False
        return _is_on(root, _SCHEDULED)


def is_carried(trigger: Token) -> bool:
    """Return whether a word is a verb, or what a verb carries: "lodged a [protest]"."""
    return _CARRIED.fits(trigger)


def _is_on(root: Token, verbs: Shape | Shapes) -> bool:
    """Return whether the verb on which a date stands is one of some kind."""
    above = pick(root.ancestors, "*/VERB|AUX|ADJ")
    nearest = above[:1]
    return any(map(verbs.fits, nearest))


def find_clause_verb(node: Token) -> Token:
    """Return the verb of the clause that a word belongs to, the first of coordinated ones."""
    for _ in range(_CLAUSE_STEPS):
        is_clause = node.pos_ in _VERBS and node.dep_ not in ("conj", "xcomp")
        if is_clause or node.dep_ not in _WITHIN_CLAUSE:
            return node
        node = node.head
    return node

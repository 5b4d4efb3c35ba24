"""When and where: which date and which place of a sentence belong to an event."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from graphkit.extract.factuality import Context
from graphkit.extract.noun_classes import is_among
from graphkit.extract.prepositions import is_time
from graphkit.extract.tense import has_to
from graphkit.model import Kind, Mention, Status, When
from graphkit.nlp.dependencies import lemma, preps
from graphkit.nlp.document import Annotated
from graphkit.timex import DateMention, Tense, anchor, find_dates

_PLACE_PREPS = ("in", "at", "near", "outside", "inside")
#: Steps up the tree on which a verb above an event only frames it: "were set to meet on Thursday".
_FRAME_DEPS = frozenset("xcomp dobj pobj prep nsubjpass attr acomp nsubj conj pcomp".split())


def _tense(context: Context) -> Tense:
    """Whether a date without its year lies before or after the day of publication."""
    return "future" if context.status in (Status.PLANNED, Status.POSSIBLE) else "past"


def _opens(clause: Token, verb: Token) -> bool:
    """Whether a participle clause stands before its verb and tells of the same time: "Visiting Lima on Monday, ..."."""
    return (
        clause.dep_ == "advcl"
        and clause.tag_ == "VBG"
        and clause.i < verb.i
        and not any(c.dep_ in ("mark", "prep", "aux") and c.i < clause.i for c in clause.children)
    )


def _clause_before_comma(verb: Token, date: Token) -> Token:
    """The clause that owns a date: one that opens the sentence right before it ("Hit by Mali on Monday, Chad ...")."""
    for child in verb.children:
        if child.dep_ == "advcl" and child.i < date.i < verb.i:
            between = verb.doc[child.i : date.i]
            if not any(t.text == "," for t in between):
                return child
    return verb


def _continues(verb: Token) -> bool:
    """Whether a verb goes on with the clause of its head: coordinated or a participle, with no subject of its own."""
    if verb.pos_ not in ("VERB", "AUX") or any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in verb.children):
        return False
    return (verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX")) or (verb.dep_ == "advcl" and verb.tag_ == "VBG")


#: Events that a date on the verb around them dates: a deed that is condemned on Monday was done before.
_OCCASIONS = frozenset({"@occasion", "@agreement"})


class Setting:
    """The dates of one article, found once, and their attachment to triggers."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.doc: Doc = annotated.doc
        self.published = annotated.article.published
        self.verbs = annotated.resources.verbs
        self.groups = annotated.resources.groups
        starts = [token.idx for token in self.doc]
        self.dates: list[tuple[Token, DateMention]] = []
        for mention in find_dates(self.doc.text, self.published):
            if mention.duration_days is None:
                first = max(0, bisect_right(starts, mention.span.start) - 1)
                last = max(first, bisect_right(starts, mention.span.end - 1) - 1)
                self.dates.append((self.doc[first : last + 1].root, mention))

    def date(self, trigger: Token, support: Token | None, context: Context) -> When | None:
        """The event's own date: of the words below it, nearest first; else the date of the clause it continues."""
        sent = trigger.sent
        mine = [(root, d) for root, d in self.dates if sent.start <= root.i < sent.end]
        if not mine:
            return None
        homes = {trigger.i} | ({support.i} if support is not None else set())
        best = self._best(mine, homes)
        verb = support or trigger
        if best is None:  # "Speaking in Lima on Monday, the king urged ..."
            best = self._best(mine, {child.i for child in verb.children if _opens(child, verb)})
        for _ in range(3):  # "severed ties on Tuesday and accused it", "called on Monday, asking him"
            if best is not None or not _continues(verb):
                break
            verb = verb.head
            best = self._best(mine, {verb.i})
        if best is None and len(mine) == 1 and self._is_framed(mine[0][0], trigger):
            best = mine[0][1]
        if best is None:
            return None
        reference = None
        if best.relative and self.published is not None and "earlier" in best.text.lower():
            reference = When(self.published[:10], self.published[:10], "day")
        return anchor(best, self.published, _tense(context), reference)

    def only_date(self, sent: SpacySpan) -> When | None:
        """The date of a sentence that has just one."""
        mine = [d for root, d in self.dates if sent.start <= root.i < sent.end]
        return anchor(mine[0], self.published, "past") if len(mine) == 1 else None

    def _best(self, mine: list[tuple[Token, DateMention]], homes: set[int]) -> DateMention | None:
        found: tuple[int, DateMention] | None = None
        for root, mention in mine:
            distance = self._distance(root, homes)
            if distance is not None and (found is None or distance < found[0]):
                found = (distance, mention)
        return found[1] if found else None

    def _is_framed(self, date: Token, trigger: Token) -> bool:
        """Whether a sentence's only date is on the verb around an occasion or on its schedule ("set for Monday")."""
        verb = date
        while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
            verb = verb.head
        if verb.pos_ not in ("VERB", "AUX") or lemma(verb) in self.verbs.speech:
            return False
        if not is_among(trigger, _OCCASIONS):
            return False
        if lemma(verb) in self.verbs.scheduling and verb.i > trigger.i:
            return True
        node = trigger
        for _ in range(5):
            if node.head == node or node.dep_ in ("relcl", "advcl", "ccomp", "acl"):
                return False
            node = node.head
            if node == verb:
                return True
        return False

    def _distance(self, root: Token, homes: set[int]) -> int | None:
        """Steps from a date up to the trigger; None where another verb or noun owns the date."""
        node = root
        for steps in range(7):
            if node.i in homes:
                return steps
            if node.head == node:
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
        """A date on a verb above the trigger counts where that verb only frames it ("were set to meet on Thursday")."""
        for home in homes:
            node = self.doc[home]
            for extra in range(1, 6):
                if node.head == node:
                    break
                if node.dep_ not in _FRAME_DEPS:
                    break
                node = node.head
                if node != verb and lemma(node) in self.verbs.judging:
                    break  # "voted on Monday to condemn the raid"
                if node == verb:
                    return steps + 3 + extra
        node = verb  # or on a verb right below it: "a meeting scheduled for Monday"
        for extra in range(1, 3):
            if node.dep_ in ("acl", "relcl") and node.head.i in homes:
                return steps + 2 + extra
            if node.dep_ == "xcomp" and has_to(node):
                return None  # "invited him to come in May": not invited in May
            if node.dep_ in ("xcomp", "pcomp"):
                node = node.head
                if node.i in homes:
                    return steps + 3 + extra
        return None

    def place(
        self, trigger: Token, support: Token | None, predicate: str, arguments: Sequence[Token]
    ) -> Mention | None:
        """Where it happened: a place in a phrase on the trigger, its support verb, their dates, or who took part."""
        verbs = [token for token in (trigger, support) if token is not None]
        bases = [*verbs]
        if predicate not in self.groups.spoken:  # "condemned the coup in Gabon": not there
            bases += [c for token in verbs for c in token.children if c.dep_ == "dobj"]
        bases += [inner for token in verbs for _, inner in preps(token) if is_time(inner)]  # "on Monday in Lima"
        if predicate in self.groups.together:  # "talks between Chad and Sudan in Doha"
            bases += [token for token in arguments if token.i in self.annotated.names]
        for token in bases:
            for word, inner in preps(token):
                found = self._place_in(inner, word)
                if found is not None:
                    return found
        for child in (support or trigger).children:  # "Speaking in Lima, the king urged ..."
            if child.dep_ == "advcl" and child.i < trigger.i:
                for word, inner in preps(child):
                    mention = self.annotated.mention(inner)
                    if word in _PLACE_PREPS and mention is not None and mention.kind is Kind.PLACE:
                        return mention
        return None

    def _place_in(self, head: Token, preposition: str) -> Mention | None:
        """A named place, or the place of an occasion: "at a summit in Lima", "on the sidelines of a summit in Lima"."""
        mention = self.annotated.mention(head)
        named = mention is not None and mention.kind in (Kind.PLACE, Kind.STATE) and head.i in self.annotated.names
        if named and preposition in _PLACE_PREPS:
            return mention
        if preposition == "on" or (mention is not None and mention.kind is Kind.OCCASION):
            for word, inner in preps(head):
                found = self.annotated.mention(inner)
                if word in _PLACE_PREPS and found is not None and found.kind is Kind.PLACE:
                    return found
                if word == "of" and preposition == "on" and found is not None and found.kind is Kind.OCCASION:
                    return self._place_in(inner, "at")
        return None

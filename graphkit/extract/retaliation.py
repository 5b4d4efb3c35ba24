"""Read answers to a harm that name nobody: "Mali vowed to respond", "returned fire", "protested", "scrambled jets".

They are towards whoever the article last said to have harmed the one who answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphkit.extract.authors import AuthorFinder
from graphkit.extract.choices import collect, first_found
from graphkit.extract.coding import EventCoder
from graphkit.extract.event_choice import of_predicates, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.inferred_events import InferredEvents
from graphkit.extract.mentions import ACTORS, BODIES, of_kinds
from graphkit.extract.subjects import agent_of, surface_subject
from graphkit.model import EventMention, Mention, Status
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes

RETALIATION = "implied/retaliation"
RULE_IDS = (RETALIATION,)
_CONFIDENCE = 0.7
#: Characters back within which the harm was told.
_REACH = 600
_THREATS = Shapes(
    Shape('"vowed to [retaliate]"', "xcomp/VERB{retaliating}", above=["*[threaten|vow|pledge|promise|swear]"]),
    Shape('"said that it would [respond]"', "ccomp/VERB{retaliating}", above=["*{speech}"], has=["aux:will|would|'ll"]),
    Shape('"will [retaliate]"', "ROOT/VERB{retaliating}", has=["aux:will|would|'ll"]),
)
_RETURNED_FIRE = Shapes(Shape('"[returned] fire"', "*[return]", has=["dobj:fire"]))
_ALERTED = Shapes(
    Shape('"[scrambled] jets"', "*[scramble]", has=["dobj"]),
    Shape('"[put] its army on alert"', "*[put|place]", has=["prep:on pobj:alert"]),
)
_PROTESTED = Shapes(
    Shape('"Mali [protested]"', "*/VERB[protest]", lacks=["dobj|prep:against|prep:over|prep:at|prep:to"]),
    Shape('"[lodged] a protest"', "*[lodge|file|register]", has=["dobj:protest"], lacks=["prep:with|prep:against"]),
)
_CLOSED = Shapes(
    Shape(
        '"[shut] the crossing"',
        "*/VERB[close|shut|seal]",
        has=["dobj[border|crossing|frontier|gate|checkpoint|post]"],
        lacks=["dobj prep:with|for|of|between", "prep:to pobj/PROPN", "dobj poss/NOUN|PROPN", "dobj amod=NORP"],
    )
)
_NAMED = Shape('"retaliate against Mali", "fire at Mali"', "*", has=["prep:against|to|on|at|with"])


class _Answer(NamedTuple):
    """A way to answer a harm: its shapes, the trait or name of its predicate, and whether it may name somebody."""

    shapes: Shapes
    predicate: str
    may_name: bool
    #: Whether the one who answers may have done harm first.
    may_begin: bool = False

    def is_given_by(self, verb: Token) -> bool:
        """Tell whether a verb is such an answer, and to nobody whom it names."""
        if not self.shapes.fits(verb):
            return False
        return self.may_name or not _NAMED.fits(verb)


_ANSWERS = (
    _Answer(_THREATS, "threatens", False),
    _Answer(_RETURNED_FIRE, "attacks", False),
    _Answer(_ALERTED, "mobilizes_against", True),
    _Answer(_PROTESTED, "protests_against", True),
    _Answer(_CLOSED, "coerces", True, may_begin=True),
)


def find_retaliations(events: Sequence[EventMention], coder: EventCoder) -> Iterator[EventMention]:
    """Yield the answers; `events` are all others of the article."""
    annotated, resources = coder.annotated, coder.annotated.resources
    if RETALIATION in resources.off:
        return
    authors, predicates = AuthorFinder(annotated), resources.vocabulary.predicates
    inferred = InferredEvents(coder, RETALIATION, _CONFIDENCE)
    coded = {(event.trigger.start, event.predicate) for event in events}
    harms = of_predicates(events, resources.groups.hostile)
    harms.sort(key=lambda event: -event.trigger.start)
    for verb in annotated.doc:
        answer = first_found(answer for answer in _ANSWERS if answer.is_given_by(verb))
        if answer is None or (verb.idx, answer.predicate) in coded:
            continue
        subject = _find_actor(verb, annotated)
        if subject is None:
            continue
        own = authors.spoken_for(subject)
        foe = _find_foe(verb, own, harms) or (_find_harmed(verb, own, harms) if answer.may_begin else None)
        if foe is not None:
            yield inferred.make(verb, subject, predicates[answer.predicate], foe)


def _find_actor(verb: Token, annotated: Annotated) -> Mention | None:
    subjects = agent_of(verb) or surface_subject(verb)
    mentions = collect(annotated.meant, [head.i for head in heads_of(subjects)])
    return first_found(of_kinds(mentions[:1], ACTORS))


def _find_foe(verb: Token, own: set[str], harms: Iterable[EventMention]) -> Mention | None:
    """Return who last did harm to the one who answers, before or in the sentence of the answer."""
    sentence = sentence_span(verb.sent)
    near = told_within(harms, range(sentence.start - _REACH, sentence.end))
    last = first_found(harm for harm in near if harm.object.name in own)
    if last is None or last.status is Status.NEGATED:
        return None
    return first_found(doer for doer in of_kinds([last.subject], ACTORS) if doer.name not in own)


def _find_harmed(verb: Token, own: set[str], harms: Iterable[EventMention]) -> Mention | None:
    """Return to whom harm was done last by the one who acts: "shelled Mali. It then closed the border"."""
    before = told_within(harms, range(sentence_span(verb.sent).start - _REACH, verb.idx))
    harmed = [harm.object for harm in before if harm.subject.name in own and harm.status is not Status.NEGATED]
    return first_found(foe for foe in of_kinds(harmed, BODIES) if foe.name not in own)

"""Read mediation whose parties another fact names: "agreed, after mediation by Oman", "a truce brokered by Oman".

The parties are those of the nearest dealing of two that the sentence tells, else of the last one before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from graphkit.extract.choices import collect
from graphkit.extract.coding import EventCoder
from graphkit.extract.event_choice import names_of_sides, of_predicates, sides_of, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.inferred_events import InferredEvents
from graphkit.extract.mentions import ACTORS, is_described, of_kinds
from graphkit.extract.subjects import agent_of, surface_subject
from graphkit.model import EventMention, Mention, Status
from graphkit.nlp.dependencies import conjuncts_of, sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, has_path, path

MEDIATION = "implied/mediation"
RULE_IDS = (MEDIATION,)
_CONFIDENCE = 0.7
#: Characters back within which the dealing of the parties was told.
_REACH = 350
_BROKERED = Shape('"talks [brokered] by Oman"', "acl|relcl/VBN[broker|facilitate|mediate]", has=["agent"])
_COMPOUND = Shape('"an Omani-[brokered] truce"', "amod/VBN|VBD|JJ[broker|mediate|brokered|mediated]")
_MEDIATING = Shape(
    '"[mediated]", "has offered to [mediate]"', "*/VERB[mediate]", lacks=["dobj|auxpass", "prep:between"]
)
_SERVICE = Shapes(
    Shape('"[mediation] by Oman", "under the [auspices] of Oman"', "*/NOUN[auspex|auspice|auspices|mediation]"),
    Shape('"through the good [offices] of Oman"', "*/NOUN[office]", has=["amod:good"]),
)
_BY_SERVICE = (("prep:by|of", "pobj"), ("<poss",))
_NAMED_PARTIES = "prep:between"


def find_mediations(events: Sequence[EventMention], coder: EventCoder) -> Iterator[EventMention]:
    """Yield who mediated between whom where the words of mediation name no two; `events` are all others."""
    annotated, resources = coder.annotated, coder.annotated.resources
    if MEDIATION in resources.off:
        return
    (name,) = resources.vocabulary.with_trait("between_two")
    predicate = resources.vocabulary.predicates[name]
    inferred = InferredEvents(coder, MEDIATION, _CONFIDENCE)
    named = _list_objects(of_predicates(events, (name,)))
    dealings = of_predicates(events, resources.groups.dealing)
    for word in annotated.doc:
        mediators = _find_mediators(word, annotated)
        if not mediators:
            continue
        status = coder.factuality.read(word, None).status
        for mediator in mediators:
            known = named[word.idx, mediator.name]
            parties = _find_parties(word, mediator, dealings, known) if len(known) < 2 else ()
            for party in parties:
                yield inferred.make(word, mediator, predicate, party, status)


def _list_objects(events: Iterable[EventMention]) -> defaultdict[tuple[int, str], set[str]]:
    """List for each trigger and mediator between whom it is said to mediate."""
    objects: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for event in events:
        if event.object.kind in ACTORS:
            objects[event.trigger.start, event.subject.name].add(event.object.name)
    return objects


def _find_mediators(word: Token, annotated: Annotated) -> list[Mention]:
    """Return who mediates by a verb or noun of mediation that names no parties."""
    if has_path(word, _NAMED_PARTIES):
        return []
    ways = (find for shape, find in _WAYS if shape.fits(word))
    heads = next(ways, _find_nobody)(word, annotated)
    return list(of_kinds(collect(annotated.meant, [head.i for head in conjuncts_of(heads)]), ACTORS))


def _find_agents(verb: Token, annotated: Annotated) -> list[Token]:
    """Find who brokered: "brokered by Oman"."""
    return heads_of(agent_of(verb))


def _find_compounds(participle: Token, annotated: Annotated) -> list[Token]:
    """Find the name before the hyphen: "Omani-brokered"."""
    return annotated.named(list(participle.lefts))


def _find_subjects(verb: Token, annotated: Annotated) -> list[Token]:
    """Find who mediates."""
    return heads_of(surface_subject(verb))


def _find_owners(noun: Token, annotated: Annotated) -> list[Token]:
    """Find whose mediation it is: "by Oman", "Oman's"."""
    return collect(partial(_follow, noun), _BY_SERVICE)


def _follow(noun: Token, way: Sequence[str]) -> list[Token]:
    return path(noun, *way)


def _find_nobody(word: Token, annotated: Annotated) -> list[Token]:
    return []


#: How a mediator stands by a word of mediation.
_WAYS: tuple[tuple[Shape | Shapes, Callable[[Token, Annotated], list[Token]]], ...] = (
    (_BROKERED, _find_agents),
    (_COMPOUND, _find_compounds),
    (_MEDIATING, _find_subjects),
    (_SERVICE, _find_owners),
)


def _find_parties(word: Token, mediator: Mention, dealings: Sequence[EventMention], known: set[str]) -> list[Mention]:
    """Return the sides of the nearest dealing in which the mediator is no side, without those already known."""
    sentence = sentence_span(word.sent)
    others = [event for event in dealings if mediator.name not in names_of_sides(event)]
    here = told_within(others, range(sentence.start, sentence.end))
    before = told_within(others, range(sentence.start - _REACH, sentence.start))
    nearest = min(
        here or before, key=lambda event: (_count_described(event), abs(event.trigger.start - word.idx)), default=None
    )
    if nearest is None:
        return []
    if nearest.status is Status.NEGATED:
        return []
    sides = {side.name: side for side in sides_of(nearest)}
    if known - sides.keys():
        return []
    return [side for side in of_kinds(sides.values(), ACTORS) if side.name not in known]


def _count_described(event: EventMention) -> int:
    return sum(map(is_described, sides_of(event)))

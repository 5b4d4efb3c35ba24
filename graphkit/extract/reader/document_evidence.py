"""Weigh a proposed fact by the rest of its article: whether it is told again, and how often both are named."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from graphkit.extract.prominence import count_sentences
from graphkit.extract.reader.combination import HAS_RULE, LEAST_LOGIT, MODEL_LOGIT
from graphkit.model import EventMention
from graphkit.nlp.document import Annotated

#: A proposed fact and what the combination looks at in its own sentence.
Proposal = tuple[EventMention, list[float]]


class DocumentEvidence(NamedTuple):
    """The evidence of an article beside the sentence of a fact; logits count from the least, so that 0 is nothing.

    `again` is the surest other sentence with the same fact, `between` the surest other fact of the same two. The
    prominence of a side is the logarithm of 1 + the sentences that speak of it.
    """

    again: float
    again_by_rule: float
    between: float
    between_by_rule: float
    subject_prominence: float
    object_prominence: float


def add_document_evidence(
    annotated: Annotated, proposals: Sequence[Proposal], symmetric: frozenset[str]
) -> list[Proposal]:
    """Return the proposals of an article, their features followed by the evidence of the article."""
    by_pair: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, (event, _) in enumerate(proposals):
        by_pair[frozenset((event.subject.name, event.object.name))].append(number)
    facts = [_name_fact(event, symmetric) for event, _ in proposals]
    prominence = count_sentences(annotated)
    described = []
    for number, (event, features) in enumerate(proposals):
        rivals = [other for other in by_pair[frozenset((event.subject.name, event.object.name))] if other != number]
        again = [proposals[other][1] for other in rivals if facts[other] == facts[number]]
        between = [proposals[other][1] for other in rivals if facts[other] != facts[number]]
        sides = [math.log1p(prominence.get(side.name, 0)) for side in (event.subject, event.object)]
        evidence = DocumentEvidence(*_find_surest(again), *_find_surest(between), *sides)
        described.append((event, [*features, *evidence]))
    return described


def _name_fact(event: EventMention, symmetric: frozenset[str]) -> tuple[str, ...]:
    """Return a fact as a value that is the same for both directions of a symmetric predicate."""
    names = (event.subject.name, event.object.name)
    return event.predicate, *(sorted(names) if event.predicate in symmetric else names)


def _find_surest(rows: Sequence[list[float]]) -> tuple[float, float]:
    """Return the highest logit of the network among other proposals, and whether a rule has read one of them."""
    logit = max((row[MODEL_LOGIT] for row in rows), default=LEAST_LOGIT)
    return logit - LEAST_LOGIT, float(any(row[HAS_RULE] for row in rows))

"""Scores the events of single sentences: the types in a sentence, the pairs of actors, and both together.

CONCEDE and RETREAT count as one type, YIELD, as in PLOVER. Facts of a static predicate are left out. Annotations of
this kind mark one pair in most sentences where the sentence tells more, so precision is understated; "typed" says how
often the type is right where the pair was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from graphkit.evaluate.gold import Fact, GoldEvent, GoldSentence
from graphkit.evaluate.name_matching import Names
from graphkit.evaluate.scores import EvaluationReport, FalseFact, Miss, Share, Tally
from graphkit.resources.vocabulary import Predicate


def type_class(plover: str | None) -> str | None:
    """The type under which an event is compared."""
    return "YIELD" if plover in ("CONCEDE", "RETREAT") else plover


def score_sentences(
    gold: Sequence[GoldSentence],
    predictions: Mapping[str, Sequence[Fact]],
    names: Names,
    predicates: Mapping[str, Predicate],
) -> EvaluationReport:
    """Compare facts by sentence id with the annotated events."""
    scores = {"type": Tally(), "pair": Tally(), "full": Tally()}
    shares = {"typed": Share(), "coded": Share()}
    by_type: dict[str, Tally] = defaultdict(Tally)
    misses: list[Miss] = []
    false: list[FalseFact] = []
    judged: list[tuple[float, bool]] = []

    def same_pair(event: GoldEvent, fact: Fact) -> bool:
        return _same_pair(event, fact, names, predicates)

    def same_event(event: GoldEvent, fact: Fact) -> bool:
        return type_class(event.plover) == _type_of(fact, predicates) and same_pair(event, fact)

    for sentence in gold:
        facts = [fact for fact in predictions.get(sentence.id, ()) if not _is_static(fact, predicates)]
        pairs = list({(fact.s, fact.o): fact for fact in facts}.values())
        full = list({(fact.s, fact.o, _type_of(fact, predicates)): fact for fact in facts}.values())
        gold_pairs = list({(event.source, event.target): event for event in sentence.events}.values())
        gold_types = {type_class(event.plover) for event in sentence.events}
        types = {_type_of(fact, predicates) for fact in facts}
        hit = len(gold_types & types)
        scores["type"] += Tally(hit, len(types), hit, len(gold_types))
        hit = len(_matched(gold_pairs, pairs, same_pair))
        scores["pair"] += Tally(hit, len(pairs), hit, len(gold_pairs))
        matched = _matched(sentence.events, full, same_event)
        scores["full"] += Tally(len(matched), len(full), len(matched), len(sentence.events))
        shares["coded"] += Share(int(bool(facts)), 1)
        for event in sentence.events:
            found = [fact for fact in full if same_pair(event, fact)]
            if found:
                shares["typed"] += Share(int(any(same_event(event, fact) for fact in found)), 1)
        for name in gold_types | types:
            right = int(name in gold_types and name in types)
            by_type[name or "none"] += Tally(right, int(name in types), right, int(name in gold_types))
        used = {id(fact) for _, fact in matched}
        answered = {id(event) for event, _ in matched}
        false += [FalseFact(sentence.id, fact) for fact in full if id(fact) not in used]
        judged += [(fact.confidence, id(fact) in used) for fact in full if fact.confidence is not None]
        misses += [
            _miss(sentence, event, full, names, predicates) for event in sentence.events if id(event) not in answered
        ]
    return EvaluationReport(
        kind="sentences",
        count=len(gold),
        scores=scores,
        shares=shares,
        by_predicate=dict(by_type),
        misses=tuple(misses),
        false_facts=tuple(false),
        judged=tuple(judged),
        missing=tuple(sentence.id for sentence in gold if sentence.id not in predictions),
    )


def _type_of(fact: Fact, predicates: Mapping[str, Predicate]) -> str | None:
    if fact.plover is None and fact.p in predicates:
        return type_class(predicates[fact.p].plover)
    return type_class(fact.plover)


def _is_static(fact: Fact, predicates: Mapping[str, Predicate]) -> bool:
    return fact.p in predicates and predicates[fact.p].static


def _same_pair(event: GoldEvent, fact: Fact, names: Names, predicates: Mapping[str, Predicate]) -> bool:
    subject, object_ = (fact.s_text, fact.s), (fact.o_text, fact.o)
    if names.same_actor(event.source, *subject) and names.same_actor(event.target, *object_):
        return True
    if not (fact.p in predicates and predicates[fact.p].symmetric):
        return False
    return names.same_actor(event.source, *object_) and names.same_actor(event.target, *subject)


def _matched(
    gold: Sequence[GoldEvent], facts: Sequence[Fact], right: Callable[[GoldEvent, Fact], bool]
) -> list[tuple[GoldEvent, Fact]]:
    """Each annotation with the first free prediction that answers it."""
    free, pairs = list(facts), []
    for event in gold:
        for place, fact in enumerate(free):
            if right(event, fact):
                pairs.append((event, free.pop(place)))
                break
    return pairs


def _miss(
    sentence: GoldSentence,
    event: GoldEvent,
    facts: Sequence[Fact],
    names: Names,
    predicates: Mapping[str, Predicate],
) -> Miss:
    best: tuple[int, str, Fact] | None = None
    for fact in facts:
        ends = (fact.s_text, fact.s), (fact.o_text, fact.o)
        subject, object_ = names.same_actor(event.source, *ends[0]), names.same_actor(event.target, *ends[1])
        turned = names.same_actor(event.source, *ends[1]) and names.same_actor(event.target, *ends[0])
        if turned and fact.p in predicates and predicates[fact.p].symmetric:
            subject = object_ = True
        same_type = type_class(event.plover) == _type_of(fact, predicates)
        grade = _grade(same_type, subject, object_, turned and not (subject and object_))
        if grade and (best is None or grade[0] > best[0]):
            best = (*grade, fact)
    return Miss(
        article=sentence.id,
        subject=event.source,
        predicate=event.plover,
        object=event.target,
        core=False,
        opening=sentence.text,
        reason=best[1] if best else "no fact comes near",
        closest=best[2] if best else None,
    )


def _grade(same_type: bool, subject: bool, object_: bool, turned: bool) -> tuple[int, str] | None:
    if same_type and subject and object_:
        return 6, "its fact already answers another annotation"
    if same_type and turned:
        return 5, "the other way round"
    if subject and object_:
        return 4, "another type"
    if same_type and subject:
        return 3, "another object"
    if same_type and object_:
        return 2, "another subject"
    return (1, "another type, the other way round") if turned else None

"""Scores the events of single sentences: the types in a sentence, the pairs of actors, and both together.

CONCEDE and RETREAT count as one type, YIELD, as in PLOVER. Facts of a static predicate are left out. Annotations of
this kind mark one pair in most sentences where the sentence tells more, so precision is understated; "typed" says how
often the type is right where the pair was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from graphkit.evaluate.gold import Fact, GoldEvent, GoldSentence
from graphkit.evaluate.name_matching import Names
from graphkit.evaluate.scores import EvaluationReport, FalseFact, Miss, Share, Tally
from graphkit.resources.vocabulary import Predicate


def type_class(plover: str | None) -> str | None:
    """Return the type under which an event is compared."""
    return "YIELD" if plover in ("CONCEDE", "RETREAT") else plover


def score_sentences(
    gold: Sequence[GoldSentence],
    predictions: Mapping[str, Sequence[Fact]],
    names: Names,
    predicates: Mapping[str, Predicate],
) -> EvaluationReport:
    """Compare facts by sentence id with the annotated events."""
    judge = _PairJudge(names, predicates)
    scores = _SentenceScores()
    for sentence in gold:
        facts = [fact for fact in predictions.get(sentence.id, ()) if not _is_static(fact, predicates)]
        scores.add(sentence, facts, judge)
    return EvaluationReport(
        kind="sentences",
        count=len(gold),
        scores=scores.tallies,
        shares=scores.shares,
        by_predicate=dict(scores.by_type),
        misses=tuple(scores.misses),
        false_facts=tuple(scores.false),
        judged=tuple(scores.judged),
        missing=tuple(sentence.id for sentence in gold if sentence.id not in predictions),
    )


@dataclass(frozen=True, slots=True)
class _PairJudge:
    """Decides whether a fact has the actors of an annotated event, and also its type."""

    names: Names
    predicates: Mapping[str, Predicate]

    def type_of(self, fact: Fact) -> str | None:
        """Return the type under which a fact is compared."""
        return _type_of(fact, self.predicates)

    def is_same_pair(self, event: GoldEvent, fact: Fact) -> bool:
        """Tell whether the fact is between the actors of the event."""
        return _same_pair(event, fact, self.names, self.predicates)

    def is_same_event(self, event: GoldEvent, fact: Fact) -> bool:
        """Tell whether the fact has the type and the actors of the event."""
        return type_class(event.plover) == self.type_of(fact) and self.is_same_pair(event, fact)


@dataclass(slots=True)
class _SentenceScores:
    """Counts and listings, summed over sentences."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {"type": Tally(), "pair": Tally(), "full": Tally()})
    shares: dict[str, Share] = field(default_factory=lambda: {"typed": Share(), "coded": Share()})
    by_type: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)
    false: list[FalseFact] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, sentence: GoldSentence, facts: Sequence[Fact], judge: _PairJudge) -> None:
        """Add the facts of one sentence."""
        pairs = list({(fact.s, fact.o): fact for fact in facts}.values())
        full = list({(fact.s, fact.o, judge.type_of(fact)): fact for fact in facts}.values())
        self._count_types(sentence, {judge.type_of(fact) for fact in facts})
        gold_pairs = list({(event.source, event.target): event for event in sentence.events}.values())
        hits = len(_matched(gold_pairs, pairs, judge.is_same_pair))
        self.tallies["pair"] += Tally(hits, len(pairs), hits, len(gold_pairs))
        self.shares["coded"] += Share(int(bool(facts)), 1)
        self._count_typed_pairs(sentence, full, judge)
        self._list_errors(sentence, full, judge)

    def _count_types(self, sentence: GoldSentence, types: AbstractSet[str | None]) -> None:
        gold_types = {type_class(event.plover) for event in sentence.events}
        hits = len(gold_types & types)
        self.tallies["type"] += Tally(hits, len(types), hits, len(gold_types))
        for name in gold_types | types:
            right = int(name in gold_types and name in types)
            self.by_type[name or "none"] += Tally(right, int(name in types), right, int(name in gold_types))

    def _count_typed_pairs(self, sentence: GoldSentence, facts: Sequence[Fact], judge: _PairJudge) -> None:
        """Count the annotated pairs that were found, and those with the right type."""
        for event in sentence.events:
            of_pair = [fact for fact in facts if judge.is_same_pair(event, fact)]
            if of_pair:
                is_typed = any(judge.is_same_event(event, fact) for fact in of_pair)
                self.shares["typed"] += Share(int(is_typed), 1)

    def _list_errors(self, sentence: GoldSentence, facts: Sequence[Fact], judge: _PairJudge) -> None:
        """Match facts and annotated events; list what is left on each side."""
        matched = _matched(sentence.events, facts, judge.is_same_event)
        self.tallies["full"] += Tally(len(matched), len(facts), len(matched), len(sentence.events))
        used = {id(fact) for _, fact in matched}
        answered = {id(event) for event, _ in matched}
        self.false += [FalseFact(sentence.id, fact) for fact in facts if id(fact) not in used]
        self.judged += [(fact.confidence, id(fact) in used) for fact in facts if fact.confidence is not None]
        missed = [event for event in sentence.events if id(event) not in answered]
        self.misses += [_miss(sentence, event, facts, judge.names, judge.predicates) for event in missed]


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
    """Pair each annotation with the first free prediction that answers it."""
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

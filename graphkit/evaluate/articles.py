"""Scores the facts of whole articles: each distinct (subject, predicate, object) is right, false or optional.

Strictly, a prediction is right where its names and predicate are those of an annotation or one of its alternatives;
a symmetric predicate may be turned round. Two annotations of one triple (with another date or status) are one fact for
precision and recall; each is used for status and date. Relaxed, a person besides stands for the state or body that he
or she represents in the article, a surname for the full name, and predicates match by event type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal, TypeVar

from graphkit.evaluate.gold import Fact, GoldArticle, GoldFact, Triple
from graphkit.evaluate.name_matching import Names
from graphkit.evaluate.scores import Difference, EvaluationReport, FalseFact, Miss, Share, Tally, triple_of
from graphkit.resources.vocabulary import Predicate

T = TypeVar("T")

#: Objects without a fixed name: they match where most of their content words do.
_LOOSE = frozenset({"attends", "tests_weapon", "withdraws_from", "member_of"})


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides whether two triples say the same."""

    names: Names
    predicates: Mapping[str, Predicate]
    relaxed: bool = False

    def symmetric(self, predicate: str) -> bool:
        """Tell whether the direction of a predicate means nothing."""
        return predicate in self.predicates and self.predicates[predicate].symmetric

    def static(self, predicate: str) -> bool:
        """Tell whether a predicate names a state of affairs and no event."""
        return predicate in self.predicates and self.predicates[predicate].static

    def key(self, triple: Triple) -> tuple[str, ...]:
        """Make one key for all ways to write a triple."""
        subject, predicate, object_ = triple
        ends = (self.names.key(subject), self.names.key(object_))
        return (predicate, *(sorted(ends) if self.symmetric(predicate) else ends))

    def same(self, predicted: Triple, gold: Triple, represented: Mapping[str, set[str]]) -> bool:
        """Tell whether two triples say the same."""
        p, q = predicted[1], gold[1]
        if p != q and not (self.relaxed and self._same_type(p, q)):
            return False
        if self._same_name(predicted[0], gold[0], represented) and self._same_object(predicted, gold, represented):
            return True
        if not (self.symmetric(p) or self.symmetric(q)):
            return False
        return self._same_name(predicted[0], gold[2], represented) and self._same_name(
            predicted[2], gold[0], represented
        )

    def _same_type(self, p: str, q: str) -> bool:
        return p in self.predicates and q in self.predicates and self.predicates[p].plover == self.predicates[q].plover

    def _same_object(self, predicted: Triple, gold: Triple, represented: Mapping[str, set[str]]) -> bool:
        if predicted[1] == "holds_position":
            return self.names.same_office(predicted[2], gold[2])
        if predicted[1] in _LOOSE and gold[1] in _LOOSE and self.names.similar_name(predicted[2], gold[2]):
            return True
        return self._same_name(predicted[2], gold[2], represented)

    def _same_name(self, a: str, b: str, represented: Mapping[str, set[str]]) -> bool:
        left, right = self.names.key(a), self.names.key(b)
        if left == right:
            return True
        if not self.relaxed:
            return False
        if left in represented.get(right, ()) or right in represented.get(left, ()):
            return True
        return _is_surname(left, right, represented) or _is_surname(right, left, represented)


def _is_surname(short: str, full: str, represented: Mapping[str, set[str]]) -> bool:
    words = full.split()
    return (
        " " not in short
        and len(short) > 2
        and len(words) > 1
        and short in (words[0], words[-1])
        and full in represented
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """The annotations of one triple."""

    facts: tuple[GoldFact, ...]

    @property
    def core(self) -> bool:
        return any(fact.core for fact in self.facts)

    @property
    def optional(self) -> bool:
        return all(fact.optional for fact in self.facts)


def score_articles(
    gold: Sequence[GoldArticle],
    predictions: Mapping[str, Sequence[Fact]],
    names: Names,
    predicates: Mapping[str, Predicate],
    *,
    static: bool = True,
    relaxed: bool = False,
) -> EvaluationReport:
    """Compare facts by article id with the annotations; without `static` only events count."""
    judge = Judge(names, predicates, relaxed)
    reports = [_score_article(article, predictions.get(article.id, ()), judge, static) for article in gold]
    by_predicate: dict[str, Tally] = defaultdict(Tally)
    shares = _make_shares()
    for report in reports:
        for name, tally in report.by_predicate.items():
            by_predicate[name] += tally
        for name, share in report.shares.items():
            shares[name] += share
    return EvaluationReport(
        kind="articles",
        count=len(gold),
        scores={name: sum((report.scores[name] for report in reports), Tally()) for name in ("facts", "core")},
        shares=shares,
        by_predicate=dict(by_predicate),
        misses=_chain(report.misses for report in reports),
        false_facts=_chain(report.false_facts for report in reports),
        differences=_chain(report.differences for report in reports),
        judged=_chain(report.judged for report in reports),
        missing=tuple(article.id for article in gold if article.id not in predictions),
        optional=sum(report.optional for report in reports),
        listed_wrong=sum((report.listed_wrong for report in reports), Share()),
    )


def _make_shares() -> dict[str, Share]:
    """Make an empty share for the status, and two for each value: where one is given, and of all annotated ones."""
    values = ("date", "place", "speaker")
    return {"status": Share()} | {name: Share() for value in values for name in (value, f"{value} of all")}


def _chain(listings: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(listings))


@dataclass(slots=True)
class _Verdicts:
    """The verdicts on the predictions of one article."""

    matched: set[tuple[str, ...]] = field(default_factory=set)
    right: list[Fact] = field(default_factory=list)
    false: list[FalseFact] = field(default_factory=list)
    optional: int = 0
    differences: list[Difference] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    shares: dict[str, Share] = field(default_factory=lambda: _make_shares())

    def add(self, article: GoldArticle, same: Sequence[Fact], hits: Sequence[_Group], judge: Judge) -> None:
        """Add the verdict on predictions of one triple; `hits` are the annotations that it answers."""
        fact = same[0]
        is_required = any(not group.optional for group in hits)
        if is_required:
            self.right.append(fact)
        elif hits:
            self.optional += 1
        else:
            self.false.append(FalseFact(article.id, fact, _find_listed(article, fact, judge)))
        confidence = max((fact.confidence for fact in same if fact.confidence is not None), default=None)
        if confidence is not None and (is_required or not hits):
            self.judged.append((confidence, is_required))

    def compare(self, article: str, same: Sequence[Fact], hits: Sequence[_Group], judge: Judge) -> None:
        """Compare status, date, place and speaker with the annotations of the very triple, else with all it answers."""
        key = judge.key(triple_of(same[0]))
        annotated = [gold for group in hits for gold in group.facts]
        exact = [gold for gold in annotated if judge.key((gold.s, gold.p, gold.o)) == key] or annotated
        self._compare_statuses(article, same, exact)
        self._compare_values(article, same, exact, "date", str.startswith)
        self._compare_values(article, same, exact, "place", judge.names.similar_name)
        self._compare_values(article, same, exact, "speaker", judge.names.same_speaker)

    def _compare_statuses(self, article: str, same: Sequence[Fact], gold: Sequence[GoldFact]) -> None:
        statuses = tuple(fact.status for fact in same if fact.status)
        if not statuses:
            return
        accepted = tuple(sorted({status for fact in gold for status in fact.statuses}))
        is_right = any(status in accepted for status in statuses)
        self.shares["status"] += Share(int(is_right), 1)
        if not is_right:
            self.differences.append(Difference(article, same[0], "status", accepted, statuses))

    def _compare_values(
        self,
        article: str,
        same: Sequence[Fact],
        gold: Sequence[GoldFact],
        name: Literal["date", "place", "speaker"],
        is_same: Callable[[str, str], bool],
    ) -> None:
        """Look for each annotated value among the predicted ones; count it among all, and where any is given."""
        given = tuple(filter(None, (getattr(fact, name) for fact in same)))
        for expected in sorted({getattr(fact, name) for fact in gold} - {None}):
            is_right = any(is_same(value, expected) for value in given)
            self.shares[f"{name} of all"] += Share(int(is_right), 1)
            if given:
                self.shares[name] += Share(int(is_right), 1)
            if not is_right:
                self.differences.append(Difference(article, same[0], name, (expected,), given))


def _score_article(article: GoldArticle, facts: Sequence[Fact], judge: Judge, static: bool) -> EvaluationReport:
    groups = _groups(article, judge, static)
    spoken = _translate_facts(facts, {fact.p for fact in article.facts}, judge.predicates)
    counted = [fact for fact in spoken if static or not judge.static(fact.p)]
    verdicts = _judge_facts(article, counted, groups, judge)
    matched = verdicts.matched
    needed = {
        key: group for key, group in groups.items() if not group.optional and (static or not judge.static(key[0]))
    }
    by_predicate: dict[str, Tally] = defaultdict(Tally)
    for key in needed:
        by_predicate[key[0]] += Tally(matched=int(key in matched), needed=1)
    for fact in verdicts.right:
        by_predicate[fact.p] += Tally(right=1, predicted=1)
    for false in verdicts.false:
        by_predicate[false.fact.p] += Tally(predicted=1)
    core = [key for key, group in needed.items() if group.core]
    core_matched = sum(key in matched for key in core)
    return EvaluationReport(
        kind="articles",
        count=1,
        scores={
            "facts": sum(by_predicate.values(), Tally()),
            "core": Tally(core_matched, core_matched, core_matched, len(core)),
        },
        shares=verdicts.shares,
        by_predicate=by_predicate,
        misses=tuple(_miss(article.id, needed[key], counted, judge) for key in needed if key not in matched),
        false_facts=tuple(verdicts.false),
        differences=tuple(verdicts.differences),
        judged=tuple(verdicts.judged),
        optional=verdicts.optional,
        listed_wrong=Share(sum(false.why is not None for false in verdicts.false), len(article.wrong)),
    )


def _translate_facts(
    facts: Sequence[Fact], annotated: Collection[str], predicates: Mapping[str, Predicate]
) -> list[Fact]:
    """Return facts in the words of the annotation: gold of an earlier vocabulary has not the later predicates.

    A later predicate becomes the one that stood for it; a fact that the earlier vocabulary could not say is left out.
    """
    translated = []
    for fact in facts:
        predicate = predicates.get(fact.p)
        if predicate is None or predicate.since == 1 or fact.p in annotated:
            translated.append(fact)
        elif predicate.earlier is not None:
            translated.append(replace(fact, p=predicate.earlier))
    return translated


def _judge_facts(
    article: GoldArticle, facts: Sequence[Fact], groups: Mapping[tuple[str, ...], _Group], judge: Judge
) -> _Verdicts:
    """Find for each distinct predicted triple the annotations that it answers."""
    represented = _represented(article, judge.names)
    predicted: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        predicted[judge.key(triple_of(fact))].append(fact)
    verdicts = _Verdicts()
    for same in predicted.values():
        hits = [name for name, group in groups.items() if _hits(same[0], group, judge, represented)]
        verdicts.matched.update(hits)
        answered = [groups[name] for name in hits]
        verdicts.add(article, same, answered, judge)
        if answered:
            verdicts.compare(article.id, same, answered, judge)
    return verdicts


def _represented(article: GoldArticle, names: Names) -> dict[str, set[str]]:
    """Find the states and bodies that each person acts for, by the annotations."""
    represented: dict[str, set[str]] = defaultdict(set)
    for gold in article.facts:
        if gold.p == "represents":
            for subject, _, object_ in gold.variants:
                represented[names.key(subject)].add(names.key(object_))
    return represented


def _find_listed(article: GoldArticle, fact: Fact, judge: Judge) -> str | None:
    """Find the reason why the annotators list the fact as a tempting error, if they do."""
    strict = Judge(judge.names, judge.predicates)
    return next((why for wrong, why in article.wrong if strict.same(triple_of(fact), wrong, {})), None)


def _groups(article: GoldArticle, judge: Judge, static: bool) -> dict[tuple[str, ...], _Group]:
    groups: dict[tuple[str, ...], list[GoldFact]] = defaultdict(list)
    for fact in article.facts:
        # "represents" is kept without static facts too: it says whom a person may stand for
        if static or not judge.static(fact.p) or fact.p == "represents":
            groups[judge.key((fact.s, fact.p, fact.o))].append(fact)
    return {name: _Group(tuple(facts)) for name, facts in groups.items()}


def _hits(fact: Fact, group: _Group, judge: Judge, represented: Mapping[str, set[str]]) -> bool:
    return any(judge.same(triple_of(fact), variant, represented) for gold in group.facts for variant in gold.variants)


def _miss(article: str, group: _Group, facts: Sequence[Fact], judge: Judge) -> Miss:
    gold = group.facts[0]
    best: tuple[int, str, Fact] | None = None
    for fact in facts:
        subject, object_ = judge.names.same_name(fact.s, gold.s), judge.names.same_name(fact.o, gold.o)
        turned = judge.names.same_name(fact.s, gold.o) and judge.names.same_name(fact.o, gold.s)
        if turned and judge.symmetric(fact.p):
            subject = object_ = True
        grade = _grade(fact.p == gold.p, subject, object_, turned and not (subject and object_))
        if grade and (best is None or grade[0] > best[0]):
            best = (*grade, fact)
    return Miss(
        article,
        gold.s,
        gold.p,
        gold.o,
        group.core,
        gold.opening,
        best[1] if best else "no fact comes near",
        best[2] if best else None,
    )


def _grade(predicate: bool, subject: bool, object_: bool, turned: bool) -> tuple[int, str] | None:
    """Grade the nearness of a prediction to a missed fact, and name what is wrong with it."""
    if predicate and turned:
        return 5, "the other way round"
    if subject and object_:
        return 4, "another predicate"
    if predicate and subject:
        return 3, "another object"
    if predicate and object_:
        return 2, "another subject"
    return (1, "another predicate, the other way round") if turned else None

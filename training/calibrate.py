"""Fit how rule, confidence and model together decide: `python -m training.calibrate READER --articles FILE --gold DIR`.

FILE and DIR are articles that were not trained on, with their annotations in the form that `graphkit evaluate` reads;
--corpus names files of the corpus and of passages that were not trained on.
Candidate facts are those that the rules or the model propose; the probability that one is right is a logistic
regression on what both say of it and on what the text shows of it. The articles are divided in five: four parts fit,
the fifth measures, by turns.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from graphkit.annotate import annotate_articles, load_model
from graphkit.evaluate.articles import Judge
from graphkit.evaluate.evaluation import read_names
from graphkit.evaluate.gold import GoldArticle, read_gold
from graphkit.evaluate.name_matching import Names
from graphkit.extract import extract_events
from graphkit.extract.coding import EventCoder
from graphkit.extract.reader.combination import FEATURES
from graphkit.extract.reader.reader import LearnedReader
from graphkit.ingest import read_articles
from graphkit.model import Article, EventMention
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from training.fit_confidence import DIGITS, LEAST_EVENTS, LEAST_WEIGHT
from training.gold_articles import read_annotations, write_articles
from training.judged_facts import print_reliability, score

FOLDS = 5
#: The inverse strength of regularization; stronger and weaker ones order the proposals of sets left out less well.
STRENGTH = 0.01
_LEAST_SPREAD = 1e-9
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(slots=True)
class Proposal:
    """A candidate fact: what the combination looks at, and which needed annotations it answers."""

    features: list[float]
    names: list[str]
    right: bool
    answers: frozenset[int]
    triple: tuple[str, ...]
    confidence: float


@dataclass(slots=True)
class JudgedProposals:
    """The proposals of one article, without those that count neither way, and the number of needed facts."""

    proposals: list[Proposal]
    needed: int


class ProposalRecorder:
    """Stands in the place of a reader and keeps what it proposes."""

    def __init__(self, reader: LearnedReader) -> None:
        self.reader = reader
        self.proposed: list[tuple[EventMention, list[float], list[str]]] = []

    def combine(
        self, annotated: Annotated, events: Sequence[EventMention], coder: EventCoder, *, alone: bool = False
    ) -> list[EventMention]:
        """Keep the proposals, and return the events as they are."""
        static = {name for name, predicate in annotated.resources.vocabulary.predicates.items() if predicate.static}
        rule_events = [event for event in events if event.predicate not in static]
        proposals = self.reader.describe_proposals(annotated, rule_events, coder)
        self.proposed = [(event, features, names) for event, features, names in proposals if features is not None]
        return list(events)


def judge_articles(
    reader: LearnedReader, articles: Path, gold: Iterable[GoldArticle], aliases: Path | None
) -> list[JudgedProposals]:
    """Let rules and model propose facts of annotated articles, and judge each against the annotations."""
    resources = Resources.load()
    names = read_names(aliases) if aliases else Names.from_gazetteer(resources.gazetteer)
    judge = Judge(names, resources.vocabulary.predicates)
    annotations = {article.id: article for article in gold}
    read = [item for item in read_articles([articles]) if isinstance(item, Article) and item.id in annotations]
    judged = []
    for annotated in annotate_articles(read, load_model(), resources):
        recorder = ProposalRecorder(reader)
        extract_events(annotated, recorder)
        judged.append(_judge_article(annotations[annotated.article.id], recorder.proposed, judge))
    return judged


def _judge_article(
    gold: GoldArticle, proposed: Sequence[tuple[EventMention, list[float], list[str]]], judge: Judge
) -> JudgedProposals:
    needed = {
        judge.key((fact.s, fact.p, fact.o)): number for number, fact in enumerate(gold.facts) if not fact.optional
    }
    proposals = []
    for event, features, named in proposed:
        triple = (event.subject.name, event.predicate, event.object.name)
        same = [fact for fact in gold.facts if any(judge.same(triple, variant, {}) for variant in fact.variants)]
        answers = frozenset(needed[judge.key((fact.s, fact.p, fact.o))] for fact in same if not fact.optional)
        if same and not answers:
            continue  # optional: counts neither way
        proposals.append(Proposal(features, named, bool(same), answers, judge.key(triple), event.confidence))
    return JudgedProposals(proposals, len(needed))


class FittedCombination:
    """The logistic regression, fitted to the proposals of some articles."""

    def __init__(self, articles: Sequence[JudgedProposals]) -> None:
        rows = [proposal for article in articles for proposal in article.proposals]
        counts = Counter(name for row in rows for name in row.names)
        self.names = {name for name, count in counts.items() if count >= LEAST_EVENTS}
        self.spread = np.std([row.features for row in rows], axis=0) + _LEAST_SPREAD
        self.vectorizer = DictVectorizer()
        self.model = LogisticRegression(C=STRENGTH, max_iter=5_000)
        self.model.fit(self.vectorizer.fit_transform(map(self._describe, rows)), [row.right for row in rows])

    def _describe(self, proposal: Proposal) -> dict[str, float]:
        named = dict.fromkeys(self.names.intersection(proposal.names), 1.0)
        numbers = (np.array(proposal.features) / self.spread).tolist()
        return named | dict(zip(FEATURES, numbers, strict=True))

    def predict(self, proposals: Sequence[Proposal]) -> list[float]:
        """Return the probability of each proposal."""
        rows = self.vectorizer.transform(map(self._describe, proposals))
        return [float(chance) for chance in self.model.predict_proba(rows)[:, 1]]

    def write(self) -> dict[str, object]:
        """Return the coefficients in the form of a reader's card, without those next to nothing."""
        table = dict(zip(self.vectorizer.feature_names_, self.model.coef_[0].tolist(), strict=True))
        spreads = zip(FEATURES, self.spread.tolist(), strict=True)
        weights = [round(table.pop(name, 0.0) / spread, DIGITS) for name, spread in spreads]
        named = {name: round(weight, DIGITS) for name, weight in table.items() if abs(weight) >= LEAST_WEIGHT}
        bias = round(float(self.model.intercept_[0]), DIGITS)
        return {"features": list(FEATURES), "weights": weights, "bias": bias, "named": dict(sorted(named.items()))}


def cross_fit(articles: Sequence[JudgedProposals]) -> list[list[float]]:
    """Return for each article the probability of each of its proposals, fitted on other articles."""
    chances: list[list[float]] = [[] for _ in articles]
    for fold in range(FOLDS):
        fitted = FittedCombination([article for number, article in enumerate(articles) if number % FOLDS != fold])
        for number, article in enumerate(articles):
            if number % FOLDS == fold and article.proposals:
                chances[number] = fitted.predict(article.proposals)
    return chances


def report(articles: Sequence[JudgedProposals], chances: Sequence[Sequence[float]]) -> None:
    """Print precision, recall and F1 at several thresholds, of the rules alone too, and how well chances order."""
    rules = [[p.confidence if p.features[0] else 0.0 for p in article.proposals] for article in articles]
    for name, scores, thresholds in (
        ("rules", rules, (0.01, 0.4, 0.5, 0.6)),
        ("both", chances, THRESHOLDS),
    ):
        rows = [(article.proposals, row, article.needed) for article, row in zip(articles, scores, strict=True)]
        for threshold in thresholds:
            print(f"{name} from {threshold}: {score(rows, threshold)}")
    flat = [
        (p, c)
        for article, row in zip(articles, chances, strict=True)
        for p, c in zip(article.proposals, row, strict=True)
    ]
    right = [p.right for p, _ in flat]
    print(f"AUC of both on all proposals {roc_auc_score(right, [c for _, c in flat]):.3f}")
    by_rule = [(p, c) for p, c in flat if p.features[0]]
    if by_rule:
        rule_right = [p.right for p, _ in by_rule]
        print(f"AUC on the facts of the rules: both {roc_auc_score(rule_right, [c for _, c in by_rule]):.3f}", end="")
        print(f", the rules' confidence {roc_auc_score(rule_right, [p.confidence for p, _ in by_rule]):.3f}")
    print_reliability([(p.right, c) for p, c in flat])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path, help="a folder that training.export wrote")
    parser.add_argument("--articles", type=Path, action="append", default=[])
    parser.add_argument("--gold", type=Path, action="append", default=[], help="one for each --articles")
    parser.add_argument("--corpus", type=Path, nargs="+", default=[], help="files of the corpus (.txt, .jsonl)")
    parser.add_argument("--aliases", type=Path, help="further names, as `graphkit evaluate --aliases` reads them")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    reader = LearnedReader.load(options.reader)
    groups: dict[str, list[JudgedProposals]] = {}
    for articles, folder in zip(options.articles, options.gold, strict=True):
        groups[str(articles)] = judge_articles(reader, articles, read_gold(folder), options.aliases)
    if options.corpus:
        annotations = list(read_annotations(*options.corpus))
        with write_articles(annotations) as file:
            groups["corpus"] = judge_articles(reader, file, [gold for _, _, gold in annotations], None)
    judged = [article for rows in groups.values() for article in rows]
    chances = iter(cross_fit(judged))
    for name, rows in groups.items():
        print(name)
        report(rows, [next(chances) for _ in rows])
    if options.out:
        options.out.write_text(json.dumps(FittedCombination(judged).write(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

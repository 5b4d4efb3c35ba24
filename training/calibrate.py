"""Fit how rule, confidence and model together decide: `python -m training.calibrate READER --articles FILE --gold DIR`.

FILE and DIR are articles that were not trained on, with their annotations in the form that `graphkit evaluate` reads.
Candidate facts are those that the rules or the model propose; the probability that one is right is a logistic
regression on a few features of both. The articles are divided in five: four parts fit, the fifth measures, by turns.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
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

FOLDS = 5
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(slots=True)
class Proposal:
    """A candidate fact: what the combination looks at, and which needed annotations it answers."""

    features: list[float]
    right: bool
    answers: frozenset[int]
    triple: tuple[str, ...]
    confidence: float


@dataclass(slots=True)
class JudgedArticle:
    """The proposals of one article, without those that count neither way, and the number of needed facts."""

    proposals: list[Proposal]
    needed: int


class Recorder:
    """Stands in the place of a reader and keeps what it proposes."""

    def __init__(self, reader: LearnedReader) -> None:
        self.reader = reader
        self.proposed: list[tuple[EventMention, list[float]]] = []

    def combine(
        self, annotated: Annotated, events: Sequence[EventMention], coder: EventCoder, *, alone: bool = False
    ) -> list[EventMention]:
        """Keep the proposals, and return the events as they are."""
        static = {name for name, predicate in annotated.resources.vocabulary.predicates.items() if predicate.static}
        rule_events = [event for event in events if event.predicate not in static]
        proposals = self.reader.propose(annotated, rule_events, coder)
        self.proposed = [(event, features) for event, features in proposals if features is not None]
        return list(events)


def judge_articles(reader: LearnedReader, articles: Path, gold: Path, aliases: Path | None) -> list[JudgedArticle]:
    """Let rules and model propose facts of annotated articles, and judge each against the annotations."""
    resources = Resources.load()
    names = read_names(aliases) if aliases else Names.from_gazetteer(resources.gazetteer)
    judge = Judge(names, resources.vocabulary.predicates)
    annotations = {article.id: article for article in read_gold(gold)}
    read = [item for item in read_articles([articles]) if isinstance(item, Article) and item.id in annotations]
    judged = []
    for annotated in annotate_articles(read, load_model(), resources):
        recorder = Recorder(reader)
        extract_events(annotated, recorder)
        judged.append(_judge_article(annotations[annotated.article.id], recorder.proposed, judge))
    return judged


def _judge_article(
    gold: GoldArticle, proposed: Sequence[tuple[EventMention, list[float]]], judge: Judge
) -> JudgedArticle:
    needed = {
        judge.key((fact.s, fact.p, fact.o)): number for number, fact in enumerate(gold.facts) if not fact.optional
    }
    proposals = []
    for event, features in proposed:
        triple = (event.subject.name, event.predicate, event.object.name)
        same = [fact for fact in gold.facts if any(judge.same(triple, variant, {}) for variant in fact.variants)]
        answers = frozenset(needed[judge.key((fact.s, fact.p, fact.o))] for fact in same if not fact.optional)
        if same and not answers:
            continue  # optional: counts neither way
        proposals.append(Proposal(features, bool(same), answers, judge.key(triple), event.confidence))
    return JudgedArticle(proposals, len(needed))


def fit_combination(articles: Sequence[JudgedArticle]) -> LogisticRegression:
    """Fit the logistic regression."""
    rows = [proposal for article in articles for proposal in article.proposals]
    model = LogisticRegression(C=1.0, max_iter=1_000)
    return model.fit(np.array([row.features for row in rows]), np.array([row.right for row in rows]))


def cross_fit(articles: Sequence[JudgedArticle]) -> list[list[float]]:
    """Return for each article the probability of each of its proposals, fitted on other articles."""
    chances: list[list[float]] = [[] for _ in articles]
    for fold in range(FOLDS):
        model = fit_combination([article for number, article in enumerate(articles) if number % FOLDS != fold])
        for number, article in enumerate(articles):
            if number % FOLDS == fold and article.proposals:
                features = np.array([proposal.features for proposal in article.proposals])
                chances[number] = model.predict_proba(features)[:, 1].tolist()
    return chances


def report(articles: Sequence[JudgedArticle], chances: Sequence[Sequence[float]]) -> None:
    """Print precision, recall and F1 at several thresholds, of the rules alone too, and how well chances order."""
    rules = [[p.confidence if p.features[0] else 0.0 for p in article.proposals] for article in articles]
    for name, scores, thresholds in (
        ("rules", rules, (0.01, 0.5, 0.55, 0.57, 0.6)),
        ("both", chances, THRESHOLDS),
    ):
        for threshold in thresholds:
            print(f"{name} above {threshold}: {score(articles, scores, threshold)}")
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
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [p.right for p, c in flat if low <= c < low + 0.2]
        share = sum(inside) / len(inside) if inside else 0.0
        print(f"  {low:.1f} to {low + 0.2:.1f}: {len(inside)} facts, {share:.2f} right")


def score(articles: Sequence[JudgedArticle], scores: Sequence[Sequence[float]], threshold: float) -> str:
    """Describe the facts at or above a threshold: distinct triples, as `graphkit evaluate` counts them."""
    right = predicted = answered = 0
    for article, row in zip(articles, scores, strict=True):
        kept = [p for p, chance in zip(article.proposals, row, strict=True) if chance >= threshold]
        triples = {p.triple: p.right for p in kept}
        right, predicted = right + sum(triples.values()), predicted + len(triples)
        answered += len(frozenset().union(*(p.answers for p in kept)))
    needed = sum(article.needed for article in articles)
    precision, recall = right / max(1, predicted), answered / max(1, needed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f} ({right}/{predicted}) R {recall:.3f} ({answered}/{needed}) F1 {f1:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path, help="a folder that training.export wrote")
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="one for each --articles")
    parser.add_argument("--aliases", type=Path, help="further names, as `graphkit evaluate --aliases` reads them")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    reader = LearnedReader.load(options.reader)
    judged = [
        article
        for articles, gold in zip(options.articles, options.gold, strict=True)
        for article in judge_articles(reader, articles, gold, options.aliases)
    ]
    report(judged, cross_fit(judged))
    final = fit_combination(judged)
    coefficients = {"features": list(FEATURES), "weights": final.coef_[0].tolist(), "bias": float(final.intercept_[0])}
    print(json.dumps(coefficients))
    if options.out:
        options.out.write_text(json.dumps(coefficients, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

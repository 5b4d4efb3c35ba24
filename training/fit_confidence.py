"""Fit the confidence of the rules: `python -m training.fit_confidence CORPUS... --out graphkit/assets/confidence.json`.

Every event that the rules read in articles with all facts marked is right or false; a logistic regression learns from
its features how likely it is right. --articles and --gold name other annotated articles: news. With --calibrate these
are learned from, too, and the chances are stretched and shifted (two numbers) so that they hold there. It also prints
how well the chances order the events of each of these files, beside precision and recall at some thresholds; with
--calibrate the articles are divided in five for that, and each part is judged by what was fitted without it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from graphkit.annotate import annotate_articles, load_model
from graphkit.evaluate.articles import Judge
from graphkit.evaluate.gold import GoldArticle, read_gold
from graphkit.evaluate.name_matching import Names
from graphkit.extract import read_by_rules
from graphkit.extract.confidence import describe_events
from graphkit.ingest import read_articles
from graphkit.model import Article, EventMention
from graphkit.nlp.document import Annotated
from graphkit.resources.confidence_weights import ConfidenceWeights
from graphkit.resources.resources import Resources
from training.gold_articles import read_annotations, write_articles
from training.judged_facts import print_reliability, score

#: Features of fewer events teach nothing; weights nearer to nothing are left out, and digits beyond these.
LEAST_EVENTS, LEAST_WEIGHT, DIGITS = 5, 0.01, 3
#: The inverse strength of regularization; stronger and weaker ones order the events of sets left out less well.
STRENGTH = 0.03
FOLDS = 5
THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class JudgedEvent:
    """An event of the rules: its features, whether it is right, and which annotated facts it answers."""

    features: tuple[str, ...]
    right: bool
    triple: tuple[str, ...]
    answers: frozenset[int]


@dataclass(frozen=True, slots=True)
class JudgedArticle:
    """The judged events of one article, and the number of its annotated facts that count."""

    events: tuple[JudgedEvent, ...]
    needed: int


class EventJudge:
    """Reads articles by the rules and judges each event against the annotations."""

    def __init__(self) -> None:
        self.resources, self.model = Resources.load(), load_model()
        names = Names.from_gazetteer(self.resources.gazetteer)
        self.judge = Judge(names, self.resources.vocabulary.predicates)

    def read_corpus(self, files: Iterable[Path]) -> Iterator[JudgedArticle]:
        """Yield the judged events of the corpus, whose texts are read as a file of articles is."""
        annotations = list(read_annotations(*files))
        with write_articles(annotations) as file:
            yield from self.read(file, [gold for _, _, gold in annotations])

    def read(self, file: Path, annotations: Iterable[GoldArticle]) -> Iterator[JudgedArticle]:
        """Yield the judged events of the annotated articles of a file; optional facts count neither way."""
        gold = {article.id: article for article in annotations}
        articles = [item for item in read_articles([file]) if isinstance(item, Article) and item.id in gold]
        for annotated in annotate_articles(articles, self.model, self.resources):
            yield self._judge(annotated, gold[annotated.article.id])

    def _judge(self, annotated: Annotated, gold: GoldArticle) -> JudgedArticle:
        needed = {
            self.judge.key((fact.s, fact.p, fact.o)): number
            for number, fact in enumerate(gold.facts)
            if not fact.optional
        }
        judged = []
        for event, features in self._describe(annotated):
            triple = (event.subject.name, event.predicate, event.object.name)
            same = [fact for fact in gold.facts if any(self.judge.same(triple, form, {}) for form in fact.variants)]
            answers = frozenset(needed[self.judge.key((fact.s, fact.p, fact.o))] for fact in same if not fact.optional)
            if answers or not same:
                judged.append(JudgedEvent(features, bool(same), self.judge.key(triple), answers))
        return JudgedArticle(tuple(judged), len(needed))

    def _describe(self, annotated: Annotated) -> Iterator[tuple[EventMention, tuple[str, ...]]]:
        """Yield the events of one article before they are weighed, with their features."""
        predicates = annotated.resources.vocabulary.predicates
        rule_events = [event for event in read_by_rules(annotated) if not predicates[event.predicate].static]
        return describe_events(rule_events, annotated)


def fit(events: Iterable[JudgedEvent]) -> ConfidenceWeights:
    """Fit the regression to judged events."""
    rows = list(events)
    counts = Counter(feature for row in rows for feature in row.features)
    vectorizer = DictVectorizer()
    kept = [{feature: 1.0 for feature in row.features if counts[feature] >= LEAST_EVENTS} for row in rows]
    model = LogisticRegression(C=STRENGTH, max_iter=5_000)
    model.fit(vectorizer.fit_transform(kept), [row.right for row in rows])
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0].tolist(), strict=True))
    rounded = {name: round(weight, DIGITS) for name, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}
    return ConfidenceWeights(round(float(model.intercept_[0]), DIGITS), dict(sorted(rounded.items())))


@dataclass(frozen=True, slots=True)
class Scale:
    """How far totals are stretched and shifted so that they are the logits of chances that hold (Platt scaling)."""

    factor: float = 1.0
    shift: float = 0.0

    @classmethod
    def fit(cls, totals: Sequence[float], right: Sequence[bool]) -> Scale:
        """Fit it to the totals of judged events."""
        model = LogisticRegression(C=1e6).fit(np.array(totals)[:, None], right)
        return cls(float(model.coef_[0][0]), float(model.intercept_[0]))

    def apply(self, weights: ConfidenceWeights) -> ConfidenceWeights:
        """Return weights whose totals are stretched and shifted."""
        scaled = {name: round(weight * self.factor, DIGITS) for name, weight in weights.weights.items()}
        return ConfidenceWeights(round(weights.bias * self.factor + self.shift, DIGITS), scaled)


def fit_parts(corpus: Sequence[JudgedEvent], articles: Sequence[JudgedArticle]) -> list[ConfidenceWeights]:
    """Fit the regression to the corpus and the articles without one fifth of them, for each fifth."""
    parts = []
    for fold in range(FOLDS):
        others = [article for number, article in enumerate(articles) if number % FOLDS != fold]
        parts.append(fit(chain(corpus, *(article.events for article in others))))
    return parts


def report(judges: Sequence[ConfidenceWeights], articles: Sequence[JudgedArticle]) -> None:
    """Print how well the chances order the events, and precision and recall at some thresholds.

    `judges` are the weights for each of the articles.
    """
    pairs = list(zip(articles, judges, strict=True))
    chances = [[weights.judge(event.features) for event in article.events] for article, weights in pairs]
    flat = [
        (event.right, chance)
        for article, row in zip(articles, chances, strict=True)
        for event, chance in zip(article.events, row, strict=True)
    ]
    print(f"{len(flat)} events, AUC {roc_auc_score([right for right, _ in flat], [chance for _, chance in flat]):.3f}")
    rows = [(article.events, row, article.needed) for article, row in zip(articles, chances, strict=True)]
    for threshold in THRESHOLDS:
        print(f"  from {threshold}: {score(rows, threshold)}")
    print_reliability(flat)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="+", help="files of the corpus (.txt) and of passages (.jsonl)")
    parser.add_argument("--articles", type=Path, action="append", default=[], help="annotated articles to measure on")
    parser.add_argument("--gold", type=Path, action="append", default=[], help="one folder for each --articles")
    parser.add_argument("--calibrate", action="store_true", help="fit the chances to what is right in --articles")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    judge = EventJudge()
    corpus = [event for article in judge.read_corpus(options.corpus) for event in article.events]
    pairs = zip(options.articles, options.gold, strict=True)
    measured = {file: list(judge.read(file, read_gold(folder))) for file, folder in pairs}
    articles = [article for rows in measured.values() for article in rows]
    weights = fit(corpus)
    judges = [weights] * len(articles)
    if options.calibrate:
        parts = fit_parts(corpus, articles)
        judges = [parts[number % FOLDS] for number in range(len(articles))]
        judged = [
            (weights.total(event.features), event.right)
            for article, weights in zip(articles, judges, strict=True)
            for event in article.events
        ]
        scale = Scale.fit(*map(list, zip(*judged, strict=True)))
        judges = list(map(scale.apply, judges))
        weights = scale.apply(fit(chain(corpus, *(article.events for article in articles))))
    print(f"fitted to {len(corpus)} events of the corpus")
    remaining = iter(judges)
    for file, rows in measured.items():
        print(file)
        report(list(islice(remaining, len(rows))), rows)
    if options.out:
        table = {"bias": weights.bias, "weights": weights.weights}
        options.out.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

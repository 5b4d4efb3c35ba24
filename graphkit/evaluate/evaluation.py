"""The doors of evaluation: predictions and annotations in, a report out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from graphkit.errors import UsageError
from graphkit.evaluate.articles import score_articles
from graphkit.evaluate.calibration import Reliability, measure_reliability
from graphkit.evaluate.gold import read_gold, read_gold_sentences, read_predictions
from graphkit.evaluate.name_matching import Names
from graphkit.evaluate.scores import EvaluationReport
from graphkit.evaluate.sentences import score_sentences
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.vocabulary import Vocabulary


def evaluate_predictions(
    predictions: str | Path,
    gold: str | Path,
    *,
    static: bool = True,
    relaxed: bool = False,
    names: Names | None = None,
    ids: Sequence[str] | None = None,
) -> EvaluationReport:
    """Compare what `graphkit extract` printed with annotations.

    `gold` is a folder of <article id>.json files, or a JSON Lines file of annotated sentences. `static` counts offices
    and memberships too (articles only); `ids` restricts to some articles or sentences; `names` says which names mean
    the same, by default those of the gazetteer. Raises UsageError for a file that cannot be read.
    """
    prediction_path, annotation_path = Path(predictions), Path(gold)
    for path in (prediction_path, annotation_path):
        if not path.exists():
            raise UsageError("no such file or folder", where=str(path), remedy="check the path")
    facts = read_predictions(prediction_path)
    names = names or Names.from_gazetteer(Gazetteer.load())
    predicates = Vocabulary.load().predicates
    wanted = None if ids is None else set(ids)
    if annotation_path.is_dir():
        articles = [article for article in read_gold(annotation_path) if wanted is None or article.id in wanted]
        return score_articles(articles, facts, names, predicates, static=static, relaxed=relaxed)
    sentences = [
        sentence for sentence in read_gold_sentences(annotation_path) if wanted is None or sentence.id in wanted
    ]
    return score_sentences(sentences, facts, names, predicates)


def reliability_table(
    predictions: str | Path, gold: str | Path, *, bins: int = 10, names: Names | None = None
) -> Reliability:
    """Tabulate the share of right facts by confidence, over events (static facts are left out)."""
    return measure_reliability(evaluate_predictions(predictions, gold, static=False, names=names).judged, bins)


def read_names(aliases: str | Path | None = None, nations: str | Path | None = None) -> Names:
    """Read names from JSON files: {canonical name: [other names]} and {name or demonym: key of its state}."""
    return Names(_table(aliases), _table(nations))


def _table(path: str | Path | None) -> Mapping[str, str]:
    if path is None:
        return {}
    try:
        table = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the file cannot be read: {error}", where=str(path), remedy="check path and format"
        ) from error
    if not isinstance(table, dict):
        raise UsageError("the file must hold one object", where=str(path), remedy="write {name: ...}")
    return table

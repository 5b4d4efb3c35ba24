"""Turn articles annotated for evaluation into training records: `python -m training.prepare_annotated FILE GOLD --out`.

FILE holds the articles, GOLD is a folder of annotations as `graphkit evaluate` reads them. Such an annotation names
the two sides of a fact and the beginning of its sentence, not the words, so the sides are looked for among the
candidates of the sentence. Pairs that may be an annotated fact in other words teach nothing, neither that there is a
fact nor that there is none; nor do optional facts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from graphkit.annotate import annotate_articles, load_model
from graphkit.evaluate.evaluation import read_names
from graphkit.evaluate.gold import GoldArticle, GoldFact, read_gold
from graphkit.evaluate.name_matching import Names
from graphkit.extract.reader.candidates import Candidate
from graphkit.extract.reader.features import PREDICATES
from graphkit.ingest import read_articles
from graphkit.model import Article
from graphkit.resources.resources import Resources
from training.prepare import Located, make_record


def locate_annotated(
    gold: GoldArticle, text: str, names: Names, counts: Counter[str], first: int, last: int, candidates: list[Candidate]
) -> Located:
    """Locate the annotated facts of the sentence between two characters of the text."""
    facts: list[list[Any]] = []
    unsure: list[list[int]] = []
    keys = [{names.key(mention.name) for mention in candidate.mentions} for candidate in candidates]
    for fact in gold.facts:
        if not fact.opening or not first <= text.find(fact.opening) < last:
            continue
        pair = _find_pair(fact, names, candidates, keys)
        unsure += _list_unsure(fact, names, keys)
        counts["facts"] += not fact.optional
        if fact.optional:
            continue
        if pair is None:
            counts["unreachable"] += 1
        else:
            facts.append([*pair, fact.p, fact.statuses[0] if fact.statuses else "occurred"])
    stated = {(s, o) for s, o, _, _ in facts}
    return facts, [pair for pair in unsure if tuple(pair) not in stated]


def _find_pair(
    fact: GoldFact, names: Names, candidates: list[Candidate], keys: list[set[str]]
) -> tuple[int, int] | None:
    """Find the two candidates nearest to each other that bear the names of a fact, or of one that is as good."""
    for s, p, o in fact.variants:
        if p != fact.p or p not in PREDICATES:
            continue
        subjects = [i for i, own in enumerate(keys) if names.key(s) in own and candidates[i].is_actor]
        objects = [i for i, own in enumerate(keys) if names.key(o) in own]
        pairs = [(i, j) for i in subjects for j in objects if i != j]
        if pairs:
            return min(pairs, key=lambda pair: abs(candidates[pair[0]].head - candidates[pair[1]].head))
    return None


def _list_unsure(fact: GoldFact, names: Names, keys: list[set[str]]) -> list[list[int]]:
    """List the pairs that may be this fact: one side bears a name of it."""
    subjects = {names.key(s) for s, _, _ in fact.variants}
    objects = {names.key(o) for _, _, o in fact.variants}
    sides = range(len(keys))
    return [[i, j] for i in sides for j in sides if i != j and (keys[i] & subjects or keys[j] & objects)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--aliases", type=Path, help="further names, as `graphkit evaluate --aliases` reads them")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    resources, counts = Resources.load(), Counter[str]()
    names = read_names(options.aliases) if options.aliases else Names.from_gazetteer(resources.gazetteer)
    annotations = {article.id: article for article in read_gold(options.gold)}
    articles = [
        item for item in read_articles([options.articles]) if isinstance(item, Article) and item.id in annotations
    ]
    with options.out.open("w", encoding="utf-8") as file:
        for annotated in annotate_articles(articles, load_model(), resources):
            gold = annotations[annotated.article.id]
            locate = partial(locate_annotated, gold, annotated.doc.text, names, counts)
            file.write(json.dumps(make_record(annotated, locate, counts), ensure_ascii=False) + "\n")
    print(dict(counts))


if __name__ == "__main__":
    main()

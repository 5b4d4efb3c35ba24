"""The corpus of our own holds together, and a training run on a few sentences learns them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.check import describe, find_faults
from training.corpus import CorpusError, read_corpus

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "training").glob("*.txt"))

SMALL = """=== t-1
date: 2024-03-05
outlet-style: wire
title: Norway scolds Chad
@ Norway | Chad
> Norway | condemns | Chad | occurred

# Norway condemned Chad, and the two sides met Mali in Oslo.
@ Norway | Chad | the two sides=Norway; Chad | Mali | Oslo=place Oslo
> Norway | condemns | Chad | occurred | date=2024-03-04
> the two sides | meets | Mali | occurred | place=Oslo
--
# Nothing else was said.
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.txt"
    file.write_text(SMALL, encoding="utf-8")
    return file


def test_the_form_is_read(small: Path) -> None:
    (article,) = read_corpus(small)
    assert article.text.startswith("Norway scolds Chad\n\nNorway condemned Chad")
    assert [article.text[start:end] for start, end in article.sentences][-1] == "Nothing else was said."
    fact = article.facts[2]
    assert article.text[fact.subject.start : fact.subject.end] == "the two sides"
    assert (fact.subject.names, fact.predicate, fact.object.names) == (("Norway", "Chad"), "meets", ("Mali",))


@pytest.mark.parametrize("line", ["@ Peru", "> Peru | meets | Chad | occurred", "no such line"])
def test_a_line_that_does_not_hold_together_is_named(small: Path, line: str) -> None:
    small.write_text(SMALL + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="line 14"):
        list(read_corpus(small))


def test_the_corpus_is_sound_and_as_large_as_its_page_says() -> None:
    articles = list(read_corpus(*FILES))
    assert list(find_faults(articles)) == []
    assert len(articles) >= 600
    assert sum(len(article.sentences) - 1 for article in articles) >= 4_000
    assert "1318 articles, 7731 sentences" in describe(articles)


@pytest.mark.model
@pytest.mark.slow
def test_a_small_training_run_learns_its_sentences(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="graphkit[train] is not installed")
    pytest.importorskip("tokenizers", reason="graphkit[reader] is not installed")
    from collections import Counter

    from tokenizers import Tokenizer

    from graphkit.annotate import load_model
    from graphkit.extract.reader.candidates import KIND_ORDER
    from graphkit.extract.reader.features import PREDICATES
    from graphkit.resources.resources import Resources
    from tests.extract.reader.test_reader import make_tokenizer
    from training.network import TrainableReader
    from training.prepare import prepare_articles
    from training.train import count_facts, make_examples, predict, train

    marked = list(read_corpus(*FILES))[:8]  # some fifty sentences
    records = [json.loads(json.dumps(r)) for r in prepare_articles(marked, load_model(), Resources.load(), Counter())]
    tokenizer = Tokenizer.from_str(make_tokenizer())
    torch.manual_seed(0)
    reader = TrainableReader(400, 1, len(PREDICATES), len(KIND_ORDER))
    examples = [example for record in records for example in make_examples(record, tokenizer)]
    train(reader, examples, epochs=30, batch=4, rate=3e-4)
    right, predicted, wanted = count_facts(records, predict(reader, examples), 0.5)
    assert right > 0.5 * wanted
    assert right > 0.7 * predicted

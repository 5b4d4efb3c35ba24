"""The cheaper pipeline says what the plain one says. All texts are invented."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from graphkit.config import DEFAULT_MODEL
from graphkit.datasets import find_samples
from graphkit.ingest import read_articles
from graphkit.model import Article
from graphkit.nlp.fast_pipeline import MOST_KEPT, WordAttributes, speed_up
from graphkit.nlp.language_model import load_model

#: Two words that a rule of the attribute ruler joins, beside sentences where only one of them stands.
PAIRS = (
    "Let's go, the envoy said; let the others stay.",
    "There is no deal. There are two drafts, and there's a third.",
    "We're gonna sign, they gotta wait, and it ain't over.",
    "Y'all come, said the host. All of them came on foot.",
)

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def plain() -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def fast() -> Language:
    return load_model()


def describe(token: Token) -> tuple[object, ...]:
    place = (token.head.i, token.is_sent_start, token.ent_iob_)
    return (token.text, token.tag_, token.pos_, token.dep_, token.lemma_, str(token.morph), token.ent_type_, *place)


def read_samples() -> Iterator[str]:
    for item in read_articles([find_samples()]):
        if isinstance(item, Article):
            yield item.text


def test_every_token_is_the_same(plain: Language, fast: Language) -> None:
    texts = [*read_samples(), *PAIRS]
    for _ in range(2):  # once with empty tables, once with full ones
        for expected, doc in zip(plain.pipe(texts), fast.pipe(texts), strict=True):
            assert [describe(token) for token in doc] == [describe(token) for token in expected]


def test_pairs_of_words_keep_their_joint_lemmas(fast: Language) -> None:
    doc = fast("They are gonna leave.")
    assert [token.lemma_ for token in doc if token.text in ("gon", "na")] == ["go", "to"]


def test_results_survive_a_memory_zone(fast: Language) -> None:
    """Test that kept results do not point at strings that are forgotten at the end of a zone."""
    sentence = "Zorblatt condemned the Kwimbian flotillas yesterday."
    lemmas = []
    for _ in range(2):
        with fast.memory_zone():
            lemmas.append([token.lemma_ for token in fast(sentence)])
    assert lemmas[0] == lemmas[1]
    assert "flotilla" in lemmas[0]


def test_full_tables_are_emptied(fast: Language) -> None:
    table = next(pipe for _, pipe in fast.pipeline if isinstance(pipe, WordAttributes))
    table.kept.update({(number, 0, 0): ((0, 0, ""),) for number in range(1, MOST_KEPT + 2)})
    assert [token.lemma_ for token in fast("Two ships sailed.")] == ["two", "ship", "sail", "."]
    assert len(table.kept) < 20


def test_a_pipeline_of_another_kind_is_left_as_it_is() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    speed_up(nlp)
    doc: Doc = nlp("One. Two.")
    assert (nlp.pipe_names, len(list(doc.sents))) == (["sentencizer"], 2)

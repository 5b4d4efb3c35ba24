"""Texts parsed side by side are parsed as each by itself."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graphkit.nlp import fast_parses
from graphkit.nlp.fast_parses import StepParser, can_step

LABELS = ("nsubj", "dobj", "prep", "ROOT")
WORDS = "Norville council met the duke of Ostra on Monday , in 3 towns .".split()


def make_parser(seed: int) -> tuple[Language, Any]:
    """Make an untrained parser whose scores are drawn by lot."""
    nlp = spacy.blank("en")
    component: Any = nlp.add_pipe("parser", config={"min_action_freq": 1})
    for label in LABELS:
        component.add_label(label)
    nlp.initialize()
    component.model.attrs["unseen_classes"] = set()
    lot = np.random.default_rng(seed)
    for name in ("lower", "upper"):
        layer = component.model.get_ref(name)
        for param in layer.param_names:
            layer.set_param(param, lot.normal(0, 1, layer.get_param(param).shape).astype("float32"))
    return nlp, component


def make_docs(nlp: Language, seed: int) -> list[Doc]:
    lot = random.Random(seed)  # noqa: S311  (no secret)
    lengths = (0, 1, *[lot.randint(2, 60) for _ in range(12)])
    return [Doc(nlp.vocab, words=lot.choices(WORDS, k=length)) for length in lengths]


def describe(docs: list[Doc]) -> list[Any]:
    return [[(token.head.i, token.dep_, token.is_sent_start) for token in doc] for doc in docs]


@pytest.mark.parametrize("seed", range(4))
def test_trees_are_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_parses, "_MOST_TOKENS", 100)
    nlp, original = make_parser(seed)
    assert can_step(original)
    expected = list(original.pipe(make_docs(nlp, seed), batch_size=8))
    docs = list(StepParser(original).pipe(make_docs(nlp, seed), batch_size=9))
    assert describe(docs) == describe(expected)
    assert len({label for tree in describe(docs) for _, label, _ in tree}) > 2


def test_one_text_alone() -> None:
    nlp, original = make_parser(5)
    docs = [make_docs(nlp, 5)[4] for _ in range(2)]
    assert describe([StepParser(original)(docs[0])]) == describe([original(docs[1])])


def test_no_text_at_all() -> None:
    nlp, original = make_parser(6)
    assert [len(doc) for doc in StepParser(original).pipe([Doc(nlp.vocab)])] == [0]


def test_another_component_is_left_as_it_is() -> None:
    nlp = spacy.blank("en")
    assert not can_step(nlp.add_pipe("sentencizer"))
    assert not can_step(nlp.add_pipe("beam_parser"))

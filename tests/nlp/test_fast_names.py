"""Names found for all tokens at once are those that the recogniser finds step by step."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from graphkit.nlp.fast_names import NameRecognizer, can_vectorise

LABELS = ("GPE", "ORG", "PERSON")
WORDS = "Norville council met the duke of Ostra \n on Monday , in 3 towns".split(" ")


def make_recognizer(seed: int, scale: float = 3.0) -> tuple[Language, Any]:
    """Make an untrained recogniser whose scores are drawn by lot, so that names of all lengths are found."""
    nlp = spacy.blank("en")
    component: Any = nlp.add_pipe("ner")
    for label in LABELS:
        component.add_label(label)
    nlp.initialize()
    component.model.attrs["unseen_classes"] = set()
    lot = np.random.default_rng(seed)
    for name in ("lower", "upper"):
        layer = component.model.get_ref(name)
        for param in layer.param_names:
            layer.set_param(param, lot.normal(0, scale, layer.get_param(param).shape).astype("float32"))
    return nlp, component


def make_docs(nlp: Language, seed: int, count: int = 12) -> list[Doc]:
    """Make texts of words drawn by lot, with sentences begun anywhere; the first is empty and the second one word."""
    lot = random.Random(seed)  # noqa: S311  (no secret)
    docs = []
    for length in (0, 1, *[lot.randint(2, 60) for _ in range(count)]):
        starts = [i == 0 or lot.random() < 0.1 for i in range(length)]
        docs.append(Doc(nlp.vocab, words=lot.choices(WORDS, k=length), sent_starts=starts))
    return docs


def describe(docs: list[Doc]) -> list[Any]:
    return [([(e.start, e.end, e.label_) for e in doc.ents], [t.ent_iob_ for t in doc]) for doc in docs]


@pytest.mark.parametrize("seed", range(6))
def test_names_are_the_same(seed: int) -> None:
    nlp, original = make_recognizer(seed)
    assert can_vectorise(original)
    expected = list(original.pipe(make_docs(nlp, seed), batch_size=8))
    docs = list(NameRecognizer(original).pipe(make_docs(nlp, seed), batch_size=5))
    assert describe(docs) == describe(expected)
    assert max(end - start for names, _ in describe(docs) for start, end, _ in names) > 2


def test_names_that_are_there_stay() -> None:
    nlp, original = make_recognizer(1)

    def preset() -> list[Doc]:
        docs = make_docs(nlp, 1)
        docs[3].set_ents([Span(docs[3], 0, 2, label="ORG")], default="unmodified")
        return docs

    assert describe(list(NameRecognizer(original).pipe(preset()))) == describe(list(original.pipe(preset())))


def test_one_text_alone() -> None:
    nlp, original = make_recognizer(2)
    docs = [make_docs(nlp, 2)[4] for _ in range(2)]
    assert describe([NameRecognizer(original)(docs[0])]) == describe([original(docs[1])])


def test_another_component_is_left_as_it_is() -> None:
    nlp = spacy.blank("en")
    assert not can_vectorise(nlp.add_pipe("sentencizer"))
    assert not can_vectorise(nlp.add_pipe("beam_ner"))

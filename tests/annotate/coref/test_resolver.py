"""Test what pronouns and short descriptions refer to: rules on parses written by hand."""

from __future__ import annotations

import pytest

from graphkit.annotate import annotate_doc
from graphkit.annotate.coref.discourse import clause_of
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from tests.parses import parse, token


def annotate(*rows: str) -> Annotated:
    doc = parse(*rows)
    return annotate_doc(Article(id="a", text=doc.text, published="2024-03-14"), doc, Resources.load())


def test_clause_of_a_root_that_is_no_verb_is_the_root() -> None:
    """A headline without a verb: the search for the clause ends at the root instead of asking for its head for ever."""
    doc = parse(
        "Talks NNS ROOT 0 talk",
        "between IN prep 0",
        "Chad NNP pobj 1",
        "and CC cc 2",
        "its PRP$ poss 5",
        "rebels NNS conj 2",
    )
    assert clause_of(token(doc, "its")).text == "Talks"


def test_text_without_a_verb_is_annotated() -> None:
    annotated = annotate("Chad NNP ROOT 0", "and CC cc 0", "its PRP$ poss 3", "rebels NNS conj 0 rebel", ". . punct 0")
    assert [m.name for m in annotated.mentions[0]] == ["Chad"]


IT = (
    "Armenia NNP nsubj 1", "protested VBD ROOT 1 protest", ". . punct 1", "It PRP nsubj 4 it",
    "condemned VBD ROOT 4 condemn", "Turkey NNP dobj 4", ". . punct 4",
)  # fmt: skip
OWN = ("Turkey NNP nsubj 1", "defended VBD ROOT 1 defend", "its PRP$ poss 3", "raid NN dobj 1", ". . punct 1")
OBJECT = ("Turkey NNP nsubj 1", "attacked VBD ROOT 1 attack", "it PRP dobj 1", ". . punct 1")
THEY = (
    "Chad NNP nsubj 3", "and CC cc 0", "Niger NNP conj 0", "agreed VBD ROOT 3 agree", ". . punct 3",
    "They PRP nsubj 6 they", "condemned VBD ROOT 6 condemn", "Mali NNP dobj 6", ". . punct 6",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "word", "names"),
    [
        pytest.param(IT, "It", ["Armenia"], id="it: the subject before"),
        pytest.param(OWN, "its", ["Turkey"], id="its: the subject of its clause"),
        pytest.param(OBJECT, "it", [], id="it: never the subject of the same verb"),
        pytest.param(THEY, "They", ["Chad", "Niger"], id="they: both of a pair"),
    ],
)
def test_pronoun(rows: tuple[str, ...], word: str, names: list[str]) -> None:
    annotated = annotate(*rows)
    mentions = annotated.mentions.get(token(annotated.doc, word).i, ())
    assert [mention.name for mention in mentions] == names

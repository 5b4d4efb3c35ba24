"""Every sieve has an id of its own and an example in which it, and no other, resolves the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.annotate.coref.sieve import Sieve
from graphkit.annotate.coref.sieves import SIEVES
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language


def find_word(annotated: Annotated, words: str) -> int:
    """Return the token that a word of an example is; "word#2" is its second occurrence."""
    word, _, number = words.partition("#")
    places = [token.i for token in annotated.doc if token.text == word]
    return places[int(number or 1) - 1]


def test_every_sieve_has_an_id_of_its_own() -> None:
    ids = [sieve.id for sieve in SIEVES]
    assert len(set(ids)) == len(ids)
    assert all("." in sieve for sieve in ids)


@pytest.mark.model
@pytest.mark.parametrize("sieve", SIEVES, ids=lambda sieve: sieve.id)
def test_example_is_resolved_by_its_sieve(sieve: Sieve, nlp: Language) -> None:
    example = sieve.example
    article = Article(id="a", text=example.text, published=example.published, dateline_place=example.dateline)
    (annotated,) = annotate_articles([article], nlp, Resources.load())
    mentions = annotated.mentions.get(find_word(annotated, example.words), ())
    assert tuple(mention.name for mention in mentions) == example.names
    assert {mention.reason for mention in mentions} == {sieve.id}

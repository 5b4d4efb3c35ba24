"""Resolve words of short texts: the reasons of sieves, and the words that they must leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from graphkit.annotate import annotate_articles
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from tests.annotate.coref.test_sieves import find_word

if TYPE_CHECKING:
    from spacy.language import Language


class WordCase(NamedTuple):
    """A text, the word that is asked about, and the names that it must have."""

    id: str
    text: str
    words: str
    names: tuple[str, ...]
    published: str = "2024-03-14"


CASES = (
    WordCase("nationals of two states", "Mali released Chadian and Kenyan nurses.", "nurses", ("Chad", "Kenya")),
    WordCase("nationals who act", "German pilgrims praised Spain.", "pilgrims", ("German pilgrims",)),
    WordCase("nationals beside their state", "Turkish police arrested Turkish cooks.", "cooks", ("Turkish cooks",)),
    WordCase("nationals with a cause", "Mali jailed three Chadian protesters.", "protesters", ("Chadian protesters",)),
    WordCase("organ of a person", "Chile's president, Gabriel Boric, left. Boric's envoys met.", "envoys", ("Chile",)),
    WordCase("organ of a relative", "France, whose army shelled a town, thanked Mali.", "army", ("France",)),
    WordCase(
        "who is blamed later", "Chad condemned Mali. It warned of war and accused N'Djamena of lies.", "It", ("Mali",)
    ),
    WordCase("object of a relative", "Ana Duarte praised Peru. Ole Brink, who met her, left.", "her", ("Ana Duarte",)),
    WordCase("a judged deed", "Chad shelled Niger on Monday. Mali called it a mistake.", "it", ()),
    WordCase("who is told", "Norway warned Chad and Niger that they would be fined.", "they", ("Chad", "Niger")),
    WordCase(
        "vice president is no president",
        "Vice President Ana Duarte met President Igor Petrov in Lima. The president thanked Chile.",
        "president",
        ("Igor Petrov",),
    ),
    WordCase(
        "holder who acted before",
        "President Ana Duarte of Peru met President Igor Petrov of Chad. Duarte praised Petrov. The president left.",
        "president",
        ("Ana Duarte",),
    ),
    WordCase(
        "country of the story",
        "Chad held a vote on Monday. Chad thanked donors. Niger praised Mali. France has troops in the country.",
        "country",
        ("Chad",),
    ),
    WordCase(
        "a bloc is no agency of news",
        "The African Union met on Monday. Kyodo News reported a raid. Chad thanked the bloc.",
        "bloc",
        ("African Union",),
    ),
    WordCase(
        "organ of a named body",
        "The European Union fined Malta on Monday. The Commission wrote to Chad.",
        "Commission",
        ("European Commission",),
    ),
    WordCase("what a body is called", "The Mercosur trade bloc condemned Chad.", "bloc", ("Mercosur",)),
    WordCase("inspectors of a body", "UN inspectors left Chad on Monday.", "inspectors", ("United Nations",)),
    WordCase("envoys of a capital", "The envoys of Kyiv left Chad on Monday.", "envoys", ("Ukraine",)),
    WordCase("a people in the plural", "Ana Duarte of Finland left. Chad thanked the Finns.", "Finns", ("Finland",)),
    WordCase(
        "surname by an office once told",
        "President Clinton left Chad on Monday. Mr Clinton thanked Mali.",
        "Clinton#2",
        ("Bill Clinton",),
        "2000-07-26",
    ),
    WordCase(
        "surname by its form of address",
        "Chad thanked the United States. Mrs Clinton praised Mali.",
        "Clinton",
        ("Hillary Clinton",),
        "2009-05-02",
    ),
    WordCase("surname and title alone", "President Biden thanked Chad.", "Biden", ("Joe Biden",), "2021-02-25"),
    WordCase("namesake in office", "George Bush thanked Chad.", "Bush", ("George W. Bush",), "2003-08-23"),
    WordCase("namesake in office before", "George Bush thanked Chad.", "Bush", ("George H. W. Bush",), "1990-08-23"),
    WordCase("government in capitals", "The People of Japan thanked Chad.", "Japan", ("Japan",)),
    WordCase(
        "former state of a capital",
        "Yugoslavia signed a pact on Monday. Belgrade thanked Chad.",
        "Belgrade",
        ("Yugoslavia",),
        "2001-03-01",
    ),
    WordCase("capital of today", "Belgrade thanked Chad.", "Belgrade", ("Serbia",)),
)


@pytest.fixture(scope="module")
def annotated(nlp: Language) -> dict[str, Annotated]:
    articles = (Article(id=case.id, text=case.text, published=case.published) for case in CASES)
    return {document.article.id: document for document in annotate_articles(articles, nlp, Resources.load())}


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_words_stand_for(case: WordCase, annotated: dict[str, Annotated]) -> None:
    document = annotated[case.id]
    assert tuple(mention.name for mention in document.meant(find_word(document, case.words))) == case.names

"""Test the offices of persons, on parses written by hand: before a name, two portfolios, ranked, apposed, behind."""

from __future__ import annotations

import pytest

from graphkit.annotate import annotate_doc
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from tests.parses import label_names, parse

Row = tuple[str, ...]


def annotate(*rows: str, persons: tuple[tuple[int, int], ...]) -> Annotated:
    doc = label_names(parse(*rows), *((start, end, "PERSON") for start, end in persons))
    return annotate_doc(Article(id="a", text=doc.text, published="2024-03-14"), doc, Resources.load())


PLAIN: Row = (
    "Norwegian JJ amod 2", "Foreign NNP compound 2", "Minister NNP compound 4", "Kari NNP compound 4",
    "Lund NNP nsubj 5", "resigned VBD ROOT 5 resign",
)  # fmt: skip
DOUBLE: Row = (
    "Norwegian JJ amod 4", "Foreign NNP compound 4", "and CC cc 1", "Trade NNP conj 1", "Minister NNP compound 6",
    "Kari NNP compound 6", "Lund NNP nsubj 7", "resigned VBD ROOT 7 resign",
)  # fmt: skip
ACTING: Row = (
    "Acting JJ amod 1", "president NN compound 3", "Kari NNP compound 3", "Lund NNP nsubj 6", "of IN prep 3",
    "Norway NNP pobj 4", "resigned VBD ROOT 6 resign",
)  # fmt: skip
FORMER: Row = (
    "Former JJ amod 1", "president NN compound 3", "Kari NNP compound 3", "Lund NNP nsubj 4",
    "resigned VBD ROOT 4 resign",
)  # fmt: skip
APPOSED: Row = (
    "Kari NNP compound 1", "Lund NNP nsubj 12", ", , punct 1", "the DT det 5", "prime JJ amod 5",
    "minister NN appos 1", "and CC cc 5", "defence NN compound 8", "minister NN conj 5", "of IN prep 8",
    "Norway NNP pobj 9", ", , punct 1", "resigned VBD ROOT 12 resign",
)  # fmt: skip
TO_THE_UN: Row = (
    "Kari NNP compound 1", "Lund NNP nsubj 11", ", , punct 1", "Norway NNP poss 5", "'s POS case 3",
    "ambassador NN appos 1", "to IN prep 5", "the DT det 9", "United NNP compound 9", "Nations NNP pobj 6",
    ", , punct 1", "resigned VBD ROOT 11 resign",
)  # fmt: skip
DEPUTY: Row = (
    "US NNP compound 2", "deputy NN compound 2", "secretary NN compound 6", "of IN prep 2", "state NN pobj 3",
    "Kari NNP compound 6", "Lund NNP nsubj 7", "resigned VBD ROOT 7 resign",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "start", "titles"),
    [
        pytest.param(PLAIN, 3, [("foreign minister", "Norway", False)], id="before a name"),
        pytest.param(
            DOUBLE, 5, [("foreign minister", "Norway", False), ("trade minister", "Norway", False)], id="two portfolios"
        ),
        pytest.param(ACTING, 2, [("acting president", "Norway", False)], id="acting, the state behind the name"),
        pytest.param(FORMER, 2, [("president", None, True)], id="former"),
        pytest.param(
            APPOSED,
            0,
            [("prime minister", "Norway", False), ("defence minister", "Norway", False)],
            id="two offices of one state",
        ),
        pytest.param(TO_THE_UN, 0, [("ambassador", "Norway", False)], id="an envoy to a body is of the state"),
        pytest.param(DEPUTY, 5, [("deputy secretary of state", "United States", False)], id="a deputy is no secretary"),
    ],
)
def test_titles(rows: Row, start: int, titles: list[tuple[str, str | None, bool]]) -> None:
    annotated = annotate(*rows, persons=((start, start + 2),))
    assert {title.person for title in annotated.titles} == {"Kari Lund"}
    assert [(title.office, title.state, title.former) for title in annotated.titles] == titles

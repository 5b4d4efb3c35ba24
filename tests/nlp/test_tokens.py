"""A parse held as plain objects says what spaCy says."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc as ParsedDoc
from spacy.tokens import Span as ParsedSpan

from graphkit.nlp.tokens import Doc, TokenSpan
from tests.parses import parse

#: Two sentences; in the first, branches cross ("yesterday" hangs on "king", over the verb).
DOC = parse(
    "The DT det 2", "old JJ amod 2", "king NN nsubj 3", "met VBD ROOT 3 meet", "Mali NNP dobj 3", "and CC cc 4",
    "Chad NNP conj 4", ", , punct 6", "Peru NNP conj 6", "yesterday NN npadvmod 2", ". . punct 3",
    "He PRP nsubj 12", "left VBD ROOT 12 leave", ". . punct 12",
)  # fmt: skip
TEXTS = ("idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_", "text_with_ws")
FLAGS = ("is_alpha", "is_punct", "is_space", "is_title", "like_num", "is_sent_start")
WORDS = ("head", "left_edge", "right_edge")
LISTS = ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts", "sent")


def compare(doc: Doc, parsed: ParsedDoc) -> None:
    """Compare every attribute of every token with spaCy's own."""
    assert len(doc) == len(parsed)
    for token, other in zip(doc, parsed, strict=True):
        assert [getattr(token, name) for name in TEXTS + FLAGS] == [getattr(other, name) for name in TEXTS + FLAGS]
        assert [getattr(token, name).i for name in WORDS] == [getattr(other, name).i for name in WORDS]
        for name in LISTS:
            assert [t.i for t in getattr(token, name)] == [t.i for t in getattr(other, name)], (token, name)
        assert (len(token), str(token)) == (len(other), str(other))
        assert [t for t in doc if token.is_ancestor(t)] == [doc[t.i] for t in parsed if other.is_ancestor(t)]
    compare_spans(list(doc.sents), list(parsed.sents))


def compare_spans(spans: list[TokenSpan], others: list[ParsedSpan]) -> None:
    """Compare spans by place, words and root."""
    assert [(s.start, s.end, s.text, s.label_, s.root.i) for s in spans] == [
        (s.start, s.end, s.text, s.label_, s.root.i) for s in others
    ]


def test_hand_built_parse_is_the_same() -> None:
    compare(DOC, DOC.parsed)


def test_every_span_is_the_same() -> None:
    places = [(a, b) for a in range(len(DOC)) for b in range(a + 1, len(DOC) + 1)]
    compare_spans([DOC[a:b] for a, b in places], [DOC.parsed[a:b] for a, b in places])


@pytest.mark.parametrize("place", [slice(2, 2), slice(5, 3), slice(-3, None), slice(0, 99)])
def test_odd_slices_are_the_same(place: slice) -> None:
    span, other = DOC[place], DOC.parsed[place]
    assert (span.text, len(span), [t.i for t in span]) == (other.text, len(other), [t.i for t in other])
    assert [t.i for t in span[1:]] == [t.i for t in other[1:]]


@pytest.mark.parametrize(("word", "head", "dep"), [(9, 3, "npadvmod"), (6, 3, "conj"), (2, 4, "nmod"), (12, 11, "acl")])
def test_tree_changes_as_in_spacy(word: int, head: int, dep: str) -> None:
    doc, parsed = Doc(DOC.parsed.copy()), DOC.parsed.copy()
    if doc[word].head is doc[word]:
        doc[head].attach(doc[head], "ROOT")
        parsed[head].head = parsed[head]
        parsed[head].dep_ = "ROOT"
    doc[word].attach(doc[head], dep)
    parsed[word].head = parsed[head]
    parsed[word].dep_ = dep
    compare(doc, parsed)


def test_each_token_is_one_object() -> None:
    assert DOC[4].head is DOC[3]
    assert DOC[3].children[1] is DOC[4]
    assert DOC[3].nbor(-1) is DOC[2]
    assert DOC[0].sent == DOC[5].sent != DOC[12].sent
    assert len({DOC[0].sent, DOC[5].sent}) == 1
    with pytest.raises(IndexError):
        DOC[0].nbor(-1)


@pytest.mark.model
def test_parse_of_the_model_is_the_same(nlp) -> None:  # type: ignore[no-untyped-def]
    parsed = nlp(
        'Peru, which is small, met 12 envoys; "We agree", they said.  The U.S. won\'t go on Monday,\nsaid Ana.'
    )
    doc = Doc(parsed)
    compare(doc, parsed)
    compare_spans(doc.ents, list(parsed.ents))

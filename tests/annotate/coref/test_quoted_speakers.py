"""Test who speaks in quotation marks, on parses written by hand."""

from __future__ import annotations

from graphkit.annotate.coref.quoted_speakers import find_quoted_speakers
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from tests.parses import parse


def speakers(*rows: str) -> dict[str, str]:
    """The word that names who speaks, by the quoted words."""
    doc = parse(*rows)
    annotated = Annotated(Article(id="a", text=doc.text), doc, Resources.load())
    return {doc[i].text: speaker.text for i, speaker in find_quoted_speakers(annotated).items()}


QUOTED = ('" . punct 2', "We PRP nsubj 2 we", "agree VBP ccomp 6", ", , punct 2", '" . punct 2')


def test_speaker_outside_the_marks_speaks() -> None:
    assert speakers(*QUOTED, "Lund NNP nsubj 6", "said VBD ROOT 6 say") == {"We": "Lund", "agree": "Lund"}


def test_verb_that_only_closes_a_quotation_is_speech_too() -> None:
    assert speakers(*QUOTED, "Lund NNP nsubj 6", "quipped VBD ROOT 6 quip")["We"] == "Lund"


def test_verb_that_is_no_speech_names_nobody() -> None:
    assert speakers(*QUOTED, "Lund NNP nsubj 6", "left VBD ROOT 6 leave") == {}


def test_source_behind_according_to_speaks() -> None:
    rows = ('" . punct 2', "We PRP nsubj 2 we", "agree VBP ROOT 2", ", , punct 2", '" . punct 2')
    assert speakers(*rows, "according VBG prep 2 accord", "to IN prep 5", "Lund NNP pobj 6")["agree"] == "Lund"

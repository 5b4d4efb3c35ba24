"""Quotations that run over several sentences, and who said them."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Span, Token

from graphkit.extract.attribution import is_speech
from graphkit.extract.subjects import surface_subject
from graphkit.nlp.document import Annotated

RULE_IDS = ("speaker/quotation",)


def find_speakers(annotated: Annotated) -> Mapping[int, Token]:
    """By the first token of each sentence that is nothing but quoted: the head of the phrase that names who says it.

    That is who speaks in the sentence in which the quotation ends ('"We met. We agreed," she said'), else who spoke
    last before it in the same quotation or paragraph ('"We met," she said. "We agreed."').
    """
    if RULE_IDS[0] in annotated.resources.off:
        return {}
    text = annotated.article.text
    found: dict[int, Token] = {}
    waiting: list[int] = []
    speaker: Token | None = None
    inside = False
    end = 0
    for sent in annotated.doc.sents:
        first = next((t for t in sent if not t.is_space), sent[0])
        if "\n" in text[end : first.idx]:  # a paragraph that opens with a mark goes on with the quotation before it
            goes_on = inside and first.text == '"'
            if not goes_on:
                speaker, waiting = None, []
            inside = False
        end = sent[-1].idx + len(sent[-1])
        began = inside
        outside = []
        for token in sent:
            if token.text == '"':
                inside = not inside
            elif not inside and token.is_alpha:
                outside.append(token)
        quoted = began or any(t.text == '"' for t in sent)
        if not quoted:
            speaker, waiting = None, []
        elif outside:
            named = _speaker(sent, outside)
            for start in waiting:
                if named is not None:
                    found[start] = named
            speaker, waiting = named, []
        elif speaker is not None:
            found[sent.start] = speaker
        else:
            waiting.append(sent.start)
    return found


def _speaker(sent: Span, outside: list[Token]) -> Token | None:
    """Who speaks in the words of a sentence that are not quoted."""
    for verb in outside:
        if verb.pos_ == "VERB" and is_speech(verb):
            subjects = [f.head for f in surface_subject(verb) if f.head in outside]
            if subjects and subjects[0].sent == sent:
                return subjects[0]
    return None

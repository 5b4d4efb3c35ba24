"""Find who speaks in quotation marks, over several sentences: for "we", "our" and "I"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import SUBJECTS, behind, children
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import compile_pattern

_MARK = '"'
_SPEAKING = compile_pattern("*{speech|quoting|remarking}")


def find_quoted_speakers(annotated: Annotated) -> dict[int, Token]:
    """Give for every quoted token the head of the phrase that names who says it.

    That is who speaks in its sentence outside the marks; else who speaks where the quotation ends, else who spoke last
    in the same paragraph.
    """
    speakers: dict[int, Token] = {}
    waiting: list[Token] = []
    speaker: Token | None = None
    for quoted, outside, begins in _sentences(annotated):
        if begins:
            waiting, speaker = [], None
        if not quoted:
            waiting, speaker = [], None
            continue
        named = _speaker(outside)
        speaker = named or (speaker if not outside else None)
        if speaker is None:
            waiting += quoted
            continue
        for token in (*waiting, *quoted):
            speakers[token.i] = speaker
        waiting = []
    return speakers


def _sentences(annotated: Annotated) -> Iterator[tuple[list[Token], list[Token], bool]]:
    """Yield of each sentence the quoted words, the others, and whether a new paragraph begins outside a quotation."""
    inside = False
    end = 0
    text = annotated.doc.text
    for sent in annotated.doc.sents:
        first = next((t for t in sent if not t.is_space), sent[0])
        begins = "\n" in text[end : first.idx]
        if begins:  # a paragraph that opens with a mark goes on with the quotation before it
            begins = not (inside and first.text == _MARK)
            inside = False
        quoted: list[Token] = []
        outside: list[Token] = []
        for token in sent:
            if token.text == _MARK:
                inside = not inside
            elif token.is_alpha:
                (quoted if inside else outside).append(token)
        end = sent[-1].idx + len(sent[-1])
        yield quoted, outside, begins


def _speaker(outside: list[Token]) -> Token | None:
    """Return who speaks in the words of a sentence that are not quoted."""
    for verb in outside:
        if verb.lower_ == "according":
            sources = behind(verb, "to")
            return sources[0] if sources else None
        if verb.pos_ != "VERB":
            continue
        if not _SPEAKING.fits(verb):
            continue
        subjects = [subject for subject in children(verb, *SUBJECTS) if subject in outside]
        if subjects:
            return subjects[0]
    return None

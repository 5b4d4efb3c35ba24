"""Quotations that run over several sentences, and who said them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphkit.extract.fillers import heads_of
from graphkit.extract.subjects import surface_subject
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token, TokenSpan
from graphkit.nlp.tree_paths import pick

_MARK = '"'
RULE_IDS = ("speaker/quotation",)


@dataclass(slots=True)
class _Quotation:
    """The state of the quotation that runs: the last speaker, and the sentences that still wait for one."""

    inside: bool = False
    speaker: Token | None = None
    waiting: list[int] = field(default_factory=list)

    def close(self) -> None:
        """Forget speaker and waiting sentences where another paragraph or plain text begins."""
        self.speaker, self.waiting = None, []


def find_speakers(annotated: Annotated) -> Mapping[int, Token]:
    """Return, by the first token of each sentence that is nothing but quoted, the phrase head that names who says it.

    That is who speaks in the sentence in which the quotation ends ('"We met. We agreed," she said'), else who spoke
    last before it in the same quotation or paragraph ('"We met," she said. "We agreed."').
    """
    if RULE_IDS[0] in annotated.resources.off:
        return {}
    speakers: dict[int, Token] = {}
    quotation = _Quotation()
    end = 0
    for sent in annotated.doc.sents:
        first = next((t for t in sent if not t.is_space), sent[0])
        if "\n" in annotated.article.text[end : first.idx]:  # a paragraph that opens with a mark goes on with it
            if not (quotation.inside and first.text == _MARK):
                quotation.close()
            quotation.inside = False
        end = sent[-1].idx + len(sent[-1])
        _read_sentence(sent, quotation, speakers)
    return speakers


def _read_sentence(sent: TokenSpan, quotation: _Quotation, speakers: dict[int, Token]) -> None:
    """Follow the quotation through one sentence and note who says it."""
    quoted = quotation.inside or any(t.text == _MARK for t in sent)
    outside = _walk_marks(sent, quotation)
    if not quoted:
        quotation.close()
    elif outside:
        named = _speaker(sent, outside)
        if named is not None:
            speakers.update(dict.fromkeys(quotation.waiting, named))
        quotation.speaker, quotation.waiting = named, []
    elif quotation.speaker is not None:
        speakers[sent.start] = quotation.speaker
    else:
        quotation.waiting.append(sent.start)


def _walk_marks(sent: TokenSpan, quotation: _Quotation) -> list[Token]:
    """Return the words of a sentence that are not quoted, and leave the quotation open or closed."""
    outside = []
    for token in sent:
        if token.text == _MARK:
            quotation.inside = not quotation.inside
        elif not quotation.inside and token.is_alpha:
            outside.append(token)
    return outside


def _speaker(sent: TokenSpan, outside: list[Token]) -> Token | None:
    """Find the speaker in the words of a sentence that are not quoted."""
    for verb in pick(outside, "*/VERB{speech}"):
        subjects = heads_of(surface_subject(verb))
        named = [subject for subject in subjects if subject in outside]
        if named and named[0].sent == sent:
            return named[0]
    return None

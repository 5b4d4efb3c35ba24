"""What an article has spoken of, sentence by sentence: the candidates for pronouns and short descriptions."""

from __future__ import annotations

from spacy.tokens import Span, Token

from graphkit.model import Mention
from graphkit.nlp.document import Annotated

#: Sentences looked back, the pronoun's own among them.
REACH = 3
SUBJECTS = ("nsubj", "nsubjpass")


class Discourse:
    """The sentences of one annotated article, each with the mentions of single things in it in order of the text."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.sentences: list[Span] = list(annotated.doc.sents)
        self.said: list[list[tuple[int, Mention]]] = [[] for _ in self.sentences]
        sentence_of = {i: n for n, sent in enumerate(self.sentences) for i in range(sent.start, sent.end)}
        governments = {i: (m,) for i, m in annotated.governments.items()}
        for i, found in sorted((annotated.mentions | governments).items()):
            if len(found) == 1:
                self.said[sentence_of[i]].append((i, found[0]))

    def add(self, n: int, token: Token, mention: Mention) -> None:
        """Adds a word of sentence `n` that has been found to refer to something."""
        self.said[n].append((token.i, mention))
        self.said[n].sort(key=lambda item: item[0])


def clause_of(token: Token) -> Token:
    """The verb of the clause that a word stands in; the root where that is none."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token

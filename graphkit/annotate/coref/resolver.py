"""What pronouns and short descriptions refer to, where it is plain; nothing is guessed where it is not."""

from __future__ import annotations

from dataclasses import replace

from graphkit.annotate.coref.descriptions import Descriptions
from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.coref.pronouns import Pronouns
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.document import Annotated


def resolve_references(annotated: Annotated) -> None:
    """Gives the pronouns and definite descriptions of one article their mentions, in reading order."""
    discourse = Discourse(annotated)
    pronouns = Pronouns(discourse)
    descriptions = Descriptions(discourse, pronouns)
    for n, sentence in enumerate(discourse.sentences):
        for token in sentence:
            is_pronoun = token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$")
            found = (pronouns if is_pronoun else descriptions).resolve(token, n)
            if not found:
                continue
            start = token.left_edge.i if token.pos_ == "NOUN" else token.i
            span = span_of(annotated.doc, start, token.i + 1)
            text = annotated.doc[start : token.i + 1].text
            reason = "pronoun" if token.pos_ == "PRON" else "anaphor"
            made = tuple(replace(mention, span=span, text=text, reason=reason) for mention in found)
            annotated.mentions[token.i] = made
            if len(made) == 1:
                discourse.add(n, token, made[0])

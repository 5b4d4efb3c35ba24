"""Whether the head of a noun phrase is one of the lemmas or word classes that a rule asks for."""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.nlp.dependencies import conjuncts, head_phrases, preps, resources_of


def is_among(token: Token, wanted: frozenset[str]) -> bool:
    """Whether a noun is one of the lemmas, or of the classes written with @; "a number of tanks" is tanks."""
    if not wanted:
        return False
    classes = resources_of(token).classes.classes
    phrases = head_phrases(token)
    if phrases[0] in classes["quantity"]:
        for word, inner in preps(token):
            if word in ("of", "in", "worth") and any(is_among(t, wanted) for t in conjuncts(inner)):
                return True
    for word in wanted:
        known = classes[word[1:]] if word.startswith("@") else wanted
        if any(p in known for p in phrases):
            return True
    return False

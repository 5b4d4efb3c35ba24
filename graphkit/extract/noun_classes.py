"""Whether the head of a noun phrase is one of the lemmas or word classes that a rule asks for."""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.nlp.dependencies import conjuncts, head_phrases, preps, resources_of

#: How a title hangs on the name after it.
_TITLES = frozenset({"compound", "nmod", "appos"})


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
    if token.pos_ == "PROPN" and token.ent_type_ == "PERSON":  # "summoned ambassador Oleg Vasnetsov"
        phrases += tuple(t for c in token.children if c.dep_ in _TITLES and c.text[0].islower() for t in head_phrases(c))
    for word in wanted:
        known = classes[word[1:]] if word.startswith("@") else wanted
        if any(p in known for p in phrases):
            return True
    return False


#: Nouns that say nothing of what something is called: "an act of aggression", "a kind of war".
_EMPTY_NAMES = frozenset({"act", "case", "example", "form", "instance", "kind", "move", "piece", "sort", "step", "deed"})


def is_named_so(word: Token, wanted: frozenset[str]) -> bool:
    """Return whether something is called by one of the words: "unacceptable", "a violent act", "an act of war"."""
    if any(is_among(t, wanted) for t in conjuncts(word)):
        return True
    if word.lemma_.lower() not in _EMPTY_NAMES:
        return False
    told = [c for c in word.children if c.dep_ == "amod"] + [t for w, t in preps(word) if w in ("of", "towards")]
    return any(is_among(t, wanted) for t in told)

"""Match the head of a noun phrase with the lemmas or word classes that a rule asks for."""

from __future__ import annotations

from graphkit.nlp.dependencies import children, conjuncts, head_phrases, preps, resources_of
from graphkit.nlp.tokens import Token

#: How a title hangs on the name after it.
_TITLES = ("compound", "nmod", "appos")
_COUNTING = frozenset({"of", "in", "worth"})


def is_among(token: Token, wanted: frozenset[str]) -> bool:
    """Return whether a noun is one of the lemmas, or of the classes written with @; "a number of tanks" is tanks."""
    if not wanted:
        return False
    classes = resources_of(token).classes.classes
    phrases = set(head_phrases(token))
    counts = token.lemma_.lower() in classes["quantity"]
    counted = [t for word, t in preps(token) if word in _COUNTING] if counts else []
    if any(is_among(t, wanted) for inner in counted for t in conjuncts(inner)):
        return True
    if token.pos_ == "PROPN" and token.ent_type_ == "PERSON":  # "summoned ambassador Oleg Vasnetsov"
        titles = [c for c in children(token, *_TITLES) if c.text[0].islower()]
        phrases |= {phrase for title in titles for phrase in head_phrases(title)}
    named = {word for word in wanted if not word.startswith("@")}
    return bool(phrases & named) or any(phrases & classes[word[1:]] for word in wanted - named)


#: Nouns that say nothing of what something is called: "an act of aggression", "a kind of war".
_EMPTY_NAMES = frozenset("act case deed example form instance kind move piece sort step".split())


def is_named_so(word: Token, wanted: frozenset[str]) -> bool:
    """Return whether something is called by one of the words: "unacceptable", "a violent act", "an act of war"."""
    if any(is_among(t, wanted) for t in conjuncts(word)):
        return True
    if word.lemma_.lower() not in _EMPTY_NAMES:
        return False
    told = children(word, "amod") + [t for w, t in preps(word) if w in ("of", "towards")]
    return any(is_among(t, wanted) for t in told)

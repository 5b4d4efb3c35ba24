"""Match the head of a noun phrase with the lemmas or word classes that a rule asks for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from graphkit.nlp.dependencies import ask_once, conjuncts, conjuncts_of, head_phrases, lemma, preps, resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import path

_COUNTING = frozenset({"of", "in", "worth"})
#: Nouns that say nothing of what something is called: "an act of aggression", "a kind of war".
_EMPTY_NAMES = frozenset("act case deed example form instance kind move piece sort step".split())


def is_among(token: Token, wanted: frozenset[str]) -> bool:
    """Return whether a noun is one of the lemmas, or of the classes written with @; "a number of tanks" is tanks."""
    if not wanted:
        return False
    if is_any_among(_find_counted(token), wanted):
        return True
    classes, phrases = resources_of(token).classes.classes, _find_phrases(token)
    named, class_names = _split_wanted(wanted)
    if phrases & named:
        return True
    return any(phrases & classes[name] for name in class_names)


@ask_once
def _find_counted(token: Token) -> list[Token]:
    """List what a word only counts: the tanks of "a number of tanks"."""
    if token.tag_ != "CD" and lemma(token) not in resources_of(token).classes.classes["quantity"]:
        return []
    counted = [inner for word, inner in preps(token) if word in _COUNTING]
    return conjuncts_of(counted)


@ask_once
def _find_phrases(token: Token) -> frozenset[str]:
    """List what a noun is called, an envoy's or small title included: "summoned Ambassador Oleg Vasnetsov"."""
    if (token.pos_, token.ent_type_) != ("PROPN", "PERSON"):
        return frozenset(head_phrases(token))
    named = path(token, "compound|nmod|appos")
    envoys = resources_of(token).classes.classes["envoy"]
    titles = [title for title in named if title.text[0].islower() or title.lower_ in envoys]
    return frozenset().union(*map(head_phrases, (token, *titles)))


def is_any_among(tokens: Iterable[Token], wanted: frozenset[str]) -> bool:
    """Return whether any of some nouns is one of the lemmas or classes."""
    return any(is_among(token, wanted) for token in tokens)


@lru_cache(maxsize=4096)
def _split_wanted(wanted: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Split what a rule asks for into lemmas and the names of classes."""
    classes = frozenset(word for word in wanted if word.startswith("@"))
    names = tuple(word.removeprefix("@") for word in classes)
    return wanted - classes, names


def is_named_so(word: Token, wanted: frozenset[str]) -> bool:
    """Return whether something is called by one of the words: "unacceptable", "a violent act", "an act of war"."""
    names = conjuncts(word)
    if lemma(word) in _EMPTY_NAMES:
        names += path(word, "amod")
        names += [t for preposition, t in preps(word) if preposition in ("of", "towards")]
    return is_any_among(names, wanted)

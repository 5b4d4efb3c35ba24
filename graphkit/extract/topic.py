"""Find the topic of a meeting, a demand, a condemnation or an agreement, in the words of the text.

Three places are tried: a phrase with "on", "about", "over", "regarding" or "concerning" ("talks on fishing"); for
reproach and praise a phrase with "for" or "of" ("accused Sudan of arming bandits"); and the noun before the word for
talks or a deal ("a fishing treaty").
"""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.extract.prepositions import is_time
from graphkit.nlp.dependencies import conjuncts, left_edge, right_edge
from graphkit.nlp.tokens import Token

_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_REPROACH = frozenset({"for", "of"})
#: Predicates whose object is blamed, praised or punished for something.
_REPROACHING = frozenset({"accuses", "condemns", "sanctions", "supports", "threatens", "protests_against"})
#: Predicates whose word for the act may have a noun of its matter before it.
_NAMED_BY_NOUN = frozenset({"agrees_with", "cooperates_with", "meets", "negotiates_with", "speaks_with"})
#: "On the sidelines", "over the phone", "on condition": how, where and when it is, not what it is about.
_MANNER = frozenset(
    "account afternoon basis behalf board border breakfast coast condition course day dinner eve evening foot front "
    "ground hand island line lunch margin matter monday morning night one part phone platform point record road "
    "sideline side site soil stage step street telephone television time tour track trip tv video visit way week "
    "weekend year".split()
)
#: Nouns before "talks" or "deal" that are no matter of theirs.
_NO_MATTER = frozenset(
    "day draft framework government group hour level party phone round state telephone video".split()
)
#: Words of the longest topic.
_LONGEST = 12


def find_topic(predicate: str, trigger: Token, support: Token | None, takers: tuple[Token, Token]) -> str | None:
    """Return what an act is about; `takers` are the heads of subject and object, which are no topic."""
    words = [word for word in _find_heads(trigger, support) if word not in takers]
    for preposition in (child for word in words for child in word.children if child.dep_ == "prep"):
        is_about = preposition.lower_ in _ABOUT
        is_reproach = predicate in _REPROACHING and preposition.lower_ in _REPROACH and preposition.i > trigger.i
        if is_about or is_reproach:
            for head in preposition.children:
                if head.dep_ in ("pobj", "pcomp") and _is_matter(head, takers):
                    return _read_phrase(head)
    return _find_noun_before(words, takers) if predicate in _NAMED_BY_NOUN else None


def _find_heads(trigger: Token, support: Token | None) -> list[Token]:
    """Return the trigger, its object, and its support verb with its object: where a topic may hang."""
    heads = [trigger, *(child for child in trigger.children if child.dep_ in ("dobj", "obj", "attr"))]
    if support is not None:
        heads += [support, *(child for child in support.children if child.dep_ in ("dobj", "obj", "attr"))]
    return list(dict.fromkeys(heads))


def _is_matter(head: Token, takers: tuple[Token, Token]) -> bool:
    """Tell whether the object of a preposition may be a topic: no participant, no time, no manner."""
    inside = range(head.left_edge.i, head.i + 1)
    return not (
        head in takers
        or any(taker.i in inside or taker in conjuncts(head) for taker in takers)
        or is_time(head)
        or head.pos_ in ("PRON", "NUM", "DET")
        or (head.dep_ == "pcomp" and head.tag_ != "VBG")
        or head.ent_type_ in ("PERSON", "GPE", "NORP")
        or head.lemma_.lower() in _MANNER
    )


def _read_phrase(head: Token) -> str | None:
    """Return the phrase of a head without its article, cut where a clause is added to it."""
    first, last = left_edge(head), right_edge(head)
    if head.pos_ == "VERB":
        first, last = head.i, max(head.i, min(head.right_edge.i, head.sent.end - 1))
    while first < head.i and head.doc[first].dep_ in ("det", "poss", "punct", "case"):
        first += 1
    tokens = list(_until_clause(head, first, min(last, first + _LONGEST - 1)))
    while tokens and tokens[-1].pos_ not in ("NOUN", "PROPN", "NUM", "VERB", "ADJ"):
        tokens.pop()
    text = "".join(token.text_with_ws for token in tokens).strip(" ,;:.\"'\n")
    return " ".join(text.split()) or None


def _until_clause(head: Token, first: int, last: int) -> Iterator[Token]:
    for token in head.doc[first : last + 1]:
        if token.i > head.i and (token.text in ",;:()" or token.tag_ in ("WDT", "WP", "WRB") or is_time(token)):
            return
        if token.lower_ in ("in", "at") and any(child.ent_type_ in ("GPE", "LOC", "FAC") for child in token.children):
            return
        yield token


def _find_noun_before(words: list[Token], takers: tuple[Token, Token]) -> str | None:
    """Return the common nouns before the word for talks or a deal."""
    for word in words:
        if word.pos_ != "NOUN" or word in takers:
            continue
        parts = [child for child in word.children if child.dep_ == "compound" and child.pos_ == "NOUN"]
        if parts and parts[-1].lemma_.lower() not in _NO_MATTER and not parts[-1].text.isupper():
            return " ".join(part.lower_ for part in parts)
    return None

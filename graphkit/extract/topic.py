"""Find the topic of a meeting, a demand, a condemnation or an agreement, in the words of the text.

Three places are tried: a phrase with "on", "about", "over", "regarding" or "concerning" ("talks on fishing"); for
reproach and praise a phrase with "for" or "of" ("accused Sudan of arming bandits"); and the noun before the word for
talks or a deal ("a fishing treaty").
"""

from __future__ import annotations

from itertools import dropwhile, takewhile

from graphkit.nlp.dependencies import conjuncts, left_edge, right_edge
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, compile_pattern, path, paths, pick

_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_ABOUT_OR_FOR = _ABOUT | {"for", "of"}
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
#: Days and months that no one has marked as a date.
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)
#: Nouns before "talks" or "deal" that are no matter of theirs.
_NO_MATTER = frozenset(
    "day draft framework government group hour level party phone round state telephone video".split()
)
#: Words of the longest topic.
_LONGEST = 12
#: Words before and behind a topic that do not belong to it.
_ARTICLE = compile_pattern("det|poss|punct|case")
_WEAK_END = compile_pattern("*/!NOUN|PROPN|NUM|VERB|ADJ")
#: What is no topic behind a preposition.
_OTHER_MATTERS = Shapes(
    Shape("a time or a name", "*=DATE|TIME|PERSON|GPE|NORP"),
    Shape('"on that", "on three"', "*/PRON|NUM|DET"),
    Shape('"on how to leave"', "pcomp/!VBG"),
    Shape('"on condition"', f"*[{'|'.join(sorted(_MANNER | _TIMES))}]"),
)
_MATTER_BEFORE = f"*/NOUN[!{'|'.join(sorted(_NO_MATTER))}]"
#: What ends a topic: behind its head a mark, a clause or a date, and anywhere a place.
_ENDS = Shapes(
    Shape("a mark", "*:,|;|:|(|)"),
    Shape('"talks on fishing, [which] ended"', "*/WDT|WP|WRB"),
    Shape('"talks on fishing [Monday]"', "*=DATE|TIME"),
)
_PLACE = Shape('"talks on fishing [in] Lima"', "*:in|at", has=["*=GPE|LOC|FAC"])


def find_topic(predicate: str, trigger: Token, support: Token | None, takers: tuple[Token, Token]) -> str | None:
    """Return what an act is about; `takers` are the heads of subject and object, which are no topic."""
    words = [word for word in _find_heads(trigger, support) if word not in takers]
    prepositions = _ABOUT_OR_FOR if predicate in _REPROACHING else _ABOUT
    about = [p for p in paths(words, "prep") if p.lower_ in (prepositions if p.i > trigger.i else _ABOUT)]
    matters = [head for head in paths(about, "pobj|pcomp") if _is_matter(head, takers)]
    if matters:
        return _read_phrase(matters[0])
    return _find_noun_before(words) if predicate in _NAMED_BY_NOUN else None


def _find_heads(trigger: Token, support: Token | None) -> list[Token]:
    """Return the trigger, its object, and its support verb with its object: where a topic may hang."""
    heads = [trigger, *path(trigger, "dobj|obj|attr")]
    if support is not None:
        heads += [support, *path(support, "dobj|obj|attr")]
    return list(dict.fromkeys(heads))


def _is_matter(head: Token, takers: tuple[Token, Token]) -> bool:
    """Tell whether the object of a preposition may be a topic: no participant, no time, no manner."""
    phrase = head.doc.tokens[head.left_edge.i : head.i + 1] + conjuncts(head)
    if not set(phrase).isdisjoint(takers):
        return False
    return not _OTHER_MATTERS.fits(head)


def _read_phrase(head: Token) -> str | None:
    """Return the phrase of a head without its article, cut where a clause is added to it."""
    first, last = left_edge(head), right_edge(head)
    if head.pos_ == "VERB":
        first, last = head.i, max(head.i, min(head.right_edge.i, head.sent.end - 1))
    doc = head.doc.tokens
    before = list(dropwhile(_ARTICLE.fits, doc[first : head.i]))
    first = head.i - len(before)
    phrase = doc[first : min(last + 1, first + _LONGEST)]
    kept = list(takewhile(lambda token: not _ends_topic(token, head), phrase))
    words = list(dropwhile(_WEAK_END.fits, reversed(kept)))
    text = "".join(word.text_with_ws for word in reversed(words))
    return " ".join(text.strip(" ,;:.\"'\n").split()) or None


def _ends_topic(token: Token, head: Token) -> bool:
    if _PLACE.fits(token):
        return True
    return token.i > head.i and _ENDS.fits(token)


def _find_noun_before(words: list[Token]) -> str | None:
    """Return the common nouns before the word for talks or a deal."""
    for word in pick(words, "*/NOUN"):
        nouns = path(word, "compound/NOUN")
        last = pick(nouns[-1:], _MATTER_BEFORE)
        if last and not last[0].text.isupper():
            return " ".join(noun.lower_ for noun in nouns)
    return None

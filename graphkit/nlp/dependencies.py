"""The common floor of annotate and extract: small questions about spaCy tokens, and the annotated article.

Tokens are asked by dependency label (ClearNLP labels, as the English pipelines give them). Nothing here
knows a stage, a lexicon row or a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TypeVar

from graphkit.model import Span
from graphkit.nlp.tokens import Doc, Token, TokenSpan
from graphkit.resources.resources import Resources

Answer = TypeVar("Answer")
#: Under this key a Doc carries its Resources.
_RESOURCES = "graphkit"
_OBJECTS = ("pobj", "pcomp")
_PREPOSITION_TAGS = frozenset({"ADP", "SCONJ", "ADV", "PART", "VERB"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PLURAL = frozenset({"NNS", "NNPS"})
SUBJECTS = ("nsubj", "nsubjpass")
_COORDINATED = NOUNS | {"ADJ", "X"}
_BEFORE_NOUN = frozenset("det amod compound poss nummod nmod quantmod predet advmod npadvmod".split())
#: Prepositions whose phrases belong to the noun phrase before them.
_WITHIN_PHRASE = frozenset("of for in on to against from with by at".split())


def ask_once(ask: Callable[[Token], Answer]) -> Callable[[Token], Answer]:
    """Keep the answers to a question about a word, as long as its tree and its Resources stay as they are."""

    @wraps(ask)
    def look_up(token: Token) -> Answer:
        answers = token.doc.answers.get(ask)
        if answers is None:
            answers = token.doc.answers[ask] = {}
        elif token.i in answers:
            kept_answer: Answer = answers[token.i]
            return kept_answer
        answer = answers[token.i] = ask(token)
        return answer

    return look_up


def first_child(token: Token, *deps: str) -> Token | None:
    """Find the first word right below a token by one of these dependencies."""
    for child in token.children:
        if child.dep_ in deps:
            return child
    return None


def token_at(token: Token, offset: int) -> Token | None:
    """Return the token so many places after a token, or before it; None outside the text."""
    index = token.i + offset
    return token.doc[index] if 0 <= index < len(token.doc) else None


def word_at(token: Token, offset: int) -> str:
    """Return the lower-case word so many places after or before a token; "" outside the text."""
    neighbour = token_at(token, offset)
    return neighbour.lower_ if neighbour is not None else ""


def hyphen_prefix(token: Token) -> Token | None:
    """Return the word to which a hyphen without spaces joins a word: the "cease" of "fire" in "cease-fire"."""
    if token.i < 2 or token.doc.tokens[token.i - 1].text != "-":
        return None
    prefix, hyphen = token.doc.tokens[token.i - 2 : token.i]
    return None if hyphen.whitespace_ or prefix.whitespace_ else prefix


def mark_between(first: Token, last: Token, mark: str) -> bool:
    """Tell whether a mark stands between two words, of which the second follows."""
    return mark in [token.text for token in first.doc.tokens[first.i : last.i]]


def children(token: Token, *deps: str) -> list[Token]:
    """Return the children of a word by these dependencies."""
    return [child for child in token.children if child.dep_ in deps]


def has_child(token: Token, *deps: str) -> bool:
    """Return whether a word has a child by one of these dependencies."""
    return first_child(token, *deps) is not None


def is_finite(verb: Token) -> bool:
    """Return whether a verb or one of its auxiliaries is finite."""
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children
    )


def conjuncts(token: Token) -> list[Token]:
    """Return the token and all that is coordinated with it, in order of the text."""
    joined = [token]
    todo = [token]
    while todo:
        for child in todo.pop().children:
            if child.dep_ == "conj" and (child.pos_ in _COORDINATED or child.tag_ == "VBG"):
                joined.append(child)
                todo.append(child)
    for word, inner in preps(token):  # "partners including Japan and India"
        if word == "including" and inner.pos_ == "PROPN":
            joined += conjuncts(inner)
    return sorted(joined, key=lambda t: t.i)


def conjuncts_of(tokens: Iterable[Token]) -> list[Token]:
    """Return some words, each with all that is coordinated with it."""
    return [joined for token in tokens for joined in conjuncts(token)]


def first_conjunct(token: Token) -> Token:
    """Find the first of the words that a token is coordinated with; the token itself where with none."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def preps(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield the prepositional objects below a word: ("with", Park), ("from", Moscow), those of stacked ones too."""
    for child in children(token, "prep", "agent", "dative", "prt"):
        if child.pos_ in _PREPOSITION_TAGS:
            yield from ((child.lower_, inner) for inner in children(child, *_OBJECTS))
            for stacked in children(child, "prep"):  # "from inside Syria", "over to Russia"
                yield from ((stacked.lower_, inner) for inner in children(stacked, *_OBJECTS))


def behind(token: Token, *words: str) -> list[Token]:
    """List the objects of some prepositions below a word, those of stacked ones too."""
    return [inner for word, inner in preps(token) if word in words]


def examples_of(group: Token) -> list[Token]:
    """List the heads of what is named of a group: "countries such as Chad and Mali", "partners including Japan"."""
    for child in group.children:
        named = child.lower_ == "including" or (child.lower_ == "as" and word_at(child, -1) == "such")
        if named and child.dep_ == "prep":
            return [t for inner in child.children if inner.dep_ == "pobj" for t in conjuncts(inner)]
    return []


def attach_resources(doc: Doc, resources: Resources) -> None:
    """Let the words of a Doc answer by some Resources, and mend lemmas that the lemmatizer cuts short or leaves."""
    doc.user_data[_RESOURCES] = resources
    doc.answers = {}
    for token in doc:
        base = token.lemma_.lower()
        meant = resources.clipped.get(base)
        if meant is not None and token.lower_ not in (base, "basis"):
            token.lemma_ = meant
        elif base in resources.past and token.pos_ == "VERB":
            token.lemma_ = resources.past[base]


def resources_of(token: Token) -> Resources:
    """Return the Resources with which the Doc of a token is read."""
    resources: Resources = token.doc.user_data[_RESOURCES]
    return resources


def left_edge(token: Token) -> int:
    """Find where the noun phrase of a head begins, leading marks and conjunctions left out."""
    edge = token.i
    for child in token.lefts:
        if child.dep_ in _BEFORE_NOUN:
            edge = min(edge, child.left_edge.i)
    doc = token.doc
    while edge < token.i and doc[edge].is_punct:
        edge += 1
    return edge


def right_edge(token: Token) -> int:
    """Find where the noun phrase of a head ends: behind phrases with "of" or "in", before clauses and appositions."""
    edge = token.i + 1
    for child in token.rights:
        if child.dep_ == "prep" and child.i == edge and child.lower_ in _WITHIN_PHRASE:
            inner = first_child(child, "pobj")
            if inner is not None and inner.ent_type_ in ("DATE", "TIME"):
                continue  # "leaders on Sunday"
            if any(t.pos_ in ("VERB", "AUX") for t in child.subtree):
                edge = right_edge(inner) if inner is not None else edge
            else:
                edge = child.right_edge.i + 1
        elif child.dep_ in ("case", "nummod", "npadvmod") and child.i == edge:
            edge = child.i + 1
    if token.doc[edge - 1].tag_ == "POS":
        edge -= 1
    return max(edge, token.i + 1)


def span_of(doc: Doc, start: int, end: int) -> Span:
    """Return the characters of tokens [start, end)."""
    last = doc[end - 1]
    return Span(doc[start].idx, last.idx + len(last.text))


def sentence_span(sent: TokenSpan) -> Span:
    """Return the characters of a sentence without the white space around it."""
    words = [token for token in sent if not token.is_space] or list(sent)
    return Span(words[0].idx, words[-1].idx + len(words[-1]))


def comma_before(token: Token) -> Token | None:
    """Return the comma right before the phrase of a word."""
    index = token.left_edge.i - 1
    return token.doc[index] if index >= 0 and token.doc[index].text == "," else None


def lemma(token: Token) -> str:
    """Return the lower-case lemma."""
    return token.lemma_.lower()


def noun_lemma(token: Token) -> str:
    """Return the lower-case lemma, in the singular also where a plural is written like a name: "the Ministers"."""
    base = lemma(token)
    if token.tag_ != "NNPS":
        return base
    return base.removesuffix("ies") + "y" if base.endswith("ies") else base.removesuffix("s")


def lemmas(tokens: Iterable[Token]) -> list[str]:
    """Return the lower-case lemmas of some words."""
    return [lemma(token) for token in tokens]


def words_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the lower-case words of some tokens."""
    return frozenset([token.lower_ for token in tokens])


def head_phrases(token: Token) -> tuple[str, ...]:
    """Return the head's lemma, alone and with the words before it ("minister", "prime minister"), for word classes."""
    base = noun_lemma(token)
    out = [base]
    phrase = base
    doc = token.doc
    i = token.i - 1
    while i >= 0 and len(out) < 4 and doc[i].dep_ in ("compound", "amod", "nmod") and doc[i].head.i >= i:
        phrase = f"{doc[i].lower_} {phrase}"
        out.append(phrase)
        i -= 1
    return tuple(out)

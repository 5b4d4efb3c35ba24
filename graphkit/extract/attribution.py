"""Who says so: the speaker to whom the text attributes an event."""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.extract.subjects import is_passive, subject_of, surface_subject
from graphkit.nlp.dependencies import lemma, resources_of

#: How many governors up a verb of speech is looked for.
_DEPTH = 12
#: Clauses that a verb of speech reports.
_REPORTED = frozenset({"ccomp", "parataxis", "xcomp", "acl", "pcomp"})


ACCORDING = "speaker/according"
RULE_IDS = (ACCORDING,)


def speaker_of(node: Token) -> Token | None:
    """The head of the phrase that names who says what `node` heads; None where the article itself says it."""
    verbs, off = resources_of(node).verbs, resources_of(node).off
    top = node
    for _ in range(_DEPTH):
        according = _according(top) if ACCORDING not in off else None
        if according is not None:
            return according
        if top.head == top or (top.i < top.head.i and any(t.text == ";" for t in top.doc[top.i : top.head.i])):
            break
        if top.dep_ in _REPORTED and is_speech(top.head) and not any(c.dep_ == "neg" for c in top.head.children):
            sayer = _sayer(top.head)
            if sayer is not None:
                return sayer
        top = top.head
    for child in top.children:  # "..., X said": the quotation may be the root
        if (
            child.dep_ in ("parataxis", "ccomp")
            and lemma(child) in verbs.quoting
            and (child.i > node.i or _is_between_quotes(child))
        ):
            sayer = _sayer(child)
            if sayer is not None:
                return sayer
    return None


def is_speech(token: Token) -> bool:
    """Whether a word introduces what somebody says."""
    return lemma(token) in resources_of(token).verbs.speech


def is_under_past_speech(verb: Token) -> bool:
    """Whether a clause is what somebody said in the past: "would" in it is a plan."""
    node = verb
    for _ in range(4):
        if node.head == node or node.dep_ not in ("ccomp", "conj", "xcomp", "relcl", "advcl"):
            return False
        if node.dep_ == "ccomp" and node.head.tag_ in ("VBD", "VBN") and is_speech(node.head):
            return True
        node = node.head
    return False


def _sayer(verb: Token) -> Token | None:
    found = subject_of(verb) if is_passive(verb) else surface_subject(verb)
    return found[0].head if found else None


def _is_between_quotes(verb: Token) -> bool:
    """Whether a verb of speech splits a quotation: '"Mali," she said, "attacked".'"""
    marks = [t.i for t in verb.sent if t.tag_ in ("``", "''") or t.text == '"']
    return any(i < verb.i for i in marks) and any(i > verb.i for i in marks)


def _according(token: Token) -> Token | None:
    """The source in "according to the ministry"."""
    for child in token.children:
        if child.lower_ == "according":
            for grand in child.children:
                if grand.lower_ == "to":
                    for inner in grand.children:
                        if inner.dep_ == "pobj":
                            return inner
    return None

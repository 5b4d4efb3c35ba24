"""Attribute events to speakers, by the words of the text."""

from __future__ import annotations

from graphkit.extract.subjects import is_passive, subject_of, surface_subject
from graphkit.nlp.dependencies import children, has_child, lemma, path, resources_of
from graphkit.nlp.tokens import Token

#: How many governors up a verb of speech is looked for.
_DEPTH = 12
#: Clauses that a verb of speech reports.
_UNDER_SPEECH = frozenset({"ccomp", "conj", "xcomp", "relcl", "advcl"})
_REPORTED = frozenset({"ccomp", "parataxis", "xcomp", "acl", "pcomp"})


ACCORDING = "speaker/according"
RULE_IDS = (ACCORDING,)


def speaker_of(node: Token) -> Token | None:
    """Return the head of the phrase that names who says what `node` heads; None where the article itself says it."""
    top = node
    for _ in range(_DEPTH):
        according = _according(top) if ACCORDING not in resources_of(node).off else None
        if according is not None:
            return according
        if top.head == top or (top.i < top.head.i and any(t.text == ";" for t in top.doc[top.i : top.head.i])):
            break
        speaker = _reporter(top)
        if speaker is not None:
            return speaker
        top = top.head
    return _quoter(top, node)


def _reporter(clause: Token) -> Token | None:
    """Return who says or alleges a clause in the clause above: "X said that", "X accused Y of"."""
    verb = clause.head
    if clause.dep_ == "pcomp" and verb.head.pos_ == "VERB" and lemma(verb.head) in resources_of(verb).verbs.charging:
        verb = verb.head  # "X accuses Y of backing rebels"
    elif clause.dep_ not in _REPORTED:
        return None
    return _sayer(verb) if is_speech(verb) and not has_child(verb, "neg") else None


def _quoter(root: Token, node: Token) -> Token | None:
    """Return who says it where the quotation is the root: "..., X said"."""
    verbs = resources_of(node).verbs
    for child in children(root, "parataxis", "ccomp"):
        if lemma(child) in verbs.quoting and (child.i > node.i or _is_between_quotes(child)):
            speaker = _sayer(child)
            if speaker is not None:
                return speaker
    return None


def is_speech(token: Token) -> bool:
    """Return whether a word introduces what somebody says."""
    return lemma(token) in resources_of(token).verbs.speech


def is_under_past_speech(verb: Token) -> bool:
    """Return whether a clause is what somebody said in the past: "would" in it is a plan."""
    node = verb
    for _ in range(4):
        if node.head == node or node.dep_ not in _UNDER_SPEECH:
            return False
        if node.dep_ == "ccomp" and node.head.tag_ in ("VBD", "VBN") and is_speech(node.head):
            return True
        node = node.head
    return False


def _sayer(verb: Token) -> Token | None:
    speakers = subject_of(verb) if is_passive(verb) else surface_subject(verb)
    return speakers[0].head if speakers else None


def _is_between_quotes(verb: Token) -> bool:
    """Return whether a verb of speech splits a quotation, as "she said" between two quoted parts does."""
    marks = [t.i for t in verb.sent if t.tag_ in ("``", "''") or t.text == '"']
    return any(i < verb.i for i in marks) and any(i > verb.i for i in marks)


def _according(token: Token) -> Token | None:
    """Return the source in "according to the ministry"."""
    return next(iter(path(token, "according", "to", "pobj")), None)

"""Propagate subjects along the tree: passives, control, coordination, participles, relatives, prepositions.

A verb without a subject of its own takes that of another word. How depends on the edge between them: each kind of edge
has an id, by which it can be switched off, and a function that gives the subject. After Enhanced Universal Dependencies
(Schuster and Manning 2016).
"""

from __future__ import annotations

from collections.abc import Callable

from graphkit.extract.prepositions import Filler, is_time, prep_objects
from graphkit.extract.tense import has_to
from graphkit.nlp.dependencies import (
    children,
    first_child,
    has_child,
    is_finite,
    lemma,
    resources_of,
    token_at,
    word_at,
)
from graphkit.nlp.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass")
_SINGLING_OUT = frozenset({"only", "first", "second", "third", "latest", "last", "next"})
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_CLAUSES = frozenset({"relcl", "ccomp", "advcl"})
_CLIMBED = frozenset("xcomp conj advcl pcomp prep acl dobj pobj relcl ccomp".split())
_HOLDING = frozenset({"in", "on", "with", "for", "of"})
_NAME_PARTS = frozenset({"amod", "compound", "nmod", "npadvmod"})
#: How many governors up a subject is looked for.
_DEPTH = 6


def is_passive(verb: Token) -> bool:
    """Return whether a verb form is passive: "was hit", "weapons supplied by", "being sanctioned"."""
    if has_child(verb, "nsubjpass", "auxpass", "agent") or is_clipped_passive(verb) or prefixed_agent(verb):
        return True
    if verb.tag_ != "VBN" or has_child(verb, "aux", "nsubj"):
        return False
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN":
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "relcl", "amod") or (verb.dep_ == "advcl" and not has_child(verb, "dobj"))


def is_clipped_passive(verb: Token) -> bool:
    """Return whether a headline leaves out the auxiliary: "Two soldiers killed in raid"."""
    if verb.tag_ not in ("VBD", "VBN") or lemma(verb) not in resources_of(verb).verbs.undergone:
        return False
    before = [c for c in children(verb, "nsubj") if c.i < verb.i and c.tag_ not in ("WP", "WDT", "PRP")]
    return bool(before) and not has_child(verb, "dobj", "aux", "ccomp", "attr", "oprd", "dative", "prt")


def subject_of(verb: Token, depth: int = 0) -> list[Filler]:
    """Return the logical subject: who does it."""
    return agent_of(verb) if is_passive(verb) else surface_subject(verb, depth)


def agent_of(verb: Token) -> list[Filler]:
    """Return who does it in a passive: "hit by Israel"."""
    by = [c for c in children(verb, "agent", "prep") if c.dep_ == "agent" or c.lower_ == "by"]
    return [Filler(c) for c in children(by[0], "pobj")] if by else prefixed_agent(verb)


def prefixed_agent(verb: Token) -> list[Filler]:
    """Return who does it before the hyphen of a participle: "a [UN]-brokered truce", "[Chad]-backed rebels"."""
    hyphen, name = token_at(verb, -1), token_at(verb, -2)
    if verb.tag_ not in ("VBN", "VBD") or hyphen is None or name is None or hyphen.text != "-":
        return []
    joined = not hyphen.whitespace_ and not name.whitespace_
    described = verb.dep_ in ("amod", "acl") and verb.head.i > verb.i
    return [Filler(name, 0.95)] if joined and described and name.pos_ == "PROPN" else []


def surface_subject(verb: Token, depth: int = 0) -> list[Filler]:
    """Return the grammatical subject, also where it stands in another clause."""
    own = children(verb, *_SUBJECTS)
    if own:  # a label before a colon is no subject: "Briefing: Norway met Chad"
        plain = [c for c in own if not any(t.text == ":" for t in verb.doc[c.i : verb.i])]
        return [Filler((plain or own)[0])]
    edge = _EDGES.get(verb.dep_)
    if edge is None or verb.head == verb or depth > _DEPTH or edge[0] in resources_of(verb).off:
        return []
    return edge[1](verb, depth)


# the edges ------------------------------------------------------------------------------------------------------------


def _of_conjunct(verb: Token, depth: int) -> list[Filler]:
    head = finite_head(verb)
    return surface_subject(_nearer_passive(verb) or head, depth + 1) if head.pos_ in _VERBS else []


def _of_relative(verb: Token, depth: int) -> list[Filler]:
    return _identified(verb.head) or [Filler(verb.head)]


def _identified(noun: Token) -> list[Filler]:
    """Find who is said to be the only such noun: "[Peru] is the only state to recognise Taiwan"."""
    verb = noun.head
    if noun.dep_ != "attr" or lemma(verb) != "be" or not any(c.lower_ in _SINGLING_OUT for c in noun.children):
        return []
    return [Filler(c) for c in children(verb, "nsubj") if c.tag_ not in ("EX", "WDT", "WP")][:1]


def _of_participle(verb: Token, depth: int) -> list[Filler]:
    """Find the noun that a participle describes, or who plans an infinitive: "Mali's plan to leave"."""
    if verb.tag_ in ("VBG", "VBN") or is_headline_subject(verb.head):
        return [Filler(verb.head)]
    if has_to(verb) and (identified := _identified(verb.head)):
        return identified
    return _holder(verb.head, depth + 1)


def _of_complement(verb: Token, depth: int) -> list[Filler]:
    bare = verb.tag_ in ("VB", "VBG", "VBN") and not is_finite(verb)
    return _controller(verb, depth) if verb.dep_ == "xcomp" or bare else []


def _of_adverbial(verb: Token, depth: int) -> list[Filler]:
    head = verb.head
    if head.pos_ not in _VERBS:
        return []
    if verb.dep_ == "advcl" and has_to(verb) and lemma(head) in resources_of(head).verbs.object_control:
        return _controller(verb, depth)  # "called on Mali to leave", with the infinitive hung as a purpose
    return [] if is_finite(verb) else surface_subject(head, depth + 1)


def _of_preposition(verb: Token, depth: int) -> list[Filler]:
    return _subject_across(verb.head.head, depth)


def _of_predicate(verb: Token, depth: int) -> list[Filler]:
    return surface_subject(verb.head, depth + 1) if verb.head.pos_ in _VERBS else []


Edge = tuple[str, Callable[[Token, int], list[Filler]]]
_EDGES: dict[str, Edge] = {
    "conj": ("edge/conjunct", _of_conjunct),
    "relcl": ("edge/relative", _of_relative),
    "acl": ("edge/participle", _of_participle),
    "xcomp": ("edge/control", _of_complement),
    "ccomp": ("edge/control", _of_complement),
    "advcl": ("edge/adverbial", _of_adverbial),
    "dep": ("edge/adverbial", _of_adverbial),
    "parataxis": ("edge/adverbial", _of_adverbial),
    "pcomp": ("edge/preposition", _of_preposition),
    "attr": ("edge/predicate", _of_predicate),
    "acomp": ("edge/predicate", _of_predicate),
    "oprd": ("edge/predicate", _of_predicate),
}
RULE_IDS = tuple(dict.fromkeys(rule for rule, _ in _EDGES.values()))


def _nearer_passive(verb: Token) -> Token | None:
    """Find the passive that goes on: "praised" in "split over a vote that was praised, but denounced by others"."""
    if verb.tag_ not in ("VBN", "VBD") or has_child(verb, "aux", "auxpass", "dobj") or not agent_of(verb):
        return None
    between = [t for t in verb.doc[verb.head.i + 1 : verb.i] if t.tag_ == "VBN" and t.dep_ == "relcl"]
    passive = [t for t in between if has_child(t, "auxpass")]
    return passive[-1] if passive else None


def _controller(verb: Token, depth: int) -> list[Filler]:
    """Return the subject of an infinitive or participle: "X asked Y to go", "X was ready to go"."""
    head = verb.head
    if head.pos_ == "ADJ":
        return surface_subject(head.head if head.dep_ in ("acomp", "attr", "oprd") else head, depth + 1)
    if head.pos_ not in _VERBS:
        return _holder(head, depth + 1)
    verbs = resources_of(head).verbs
    if is_ultimatum(head):
        return [Filler(c) for c in children(head, "dative", "nsubjpass")]
    if lemma(head) not in verbs.object_control or is_passive(head):
        return surface_subject(head, depth + 1)
    target = first_child(head, "dobj", "dative")
    if target is not None and target.i < verb.i:
        return [Filler(target)]
    over = [p for p in prep_objects(head, ("on", "upon", "to", "for")) if p.i < verb.i]
    if over:
        return [Filler(over[0])]
    return surface_subject(head, depth + 1) if lemma(head) in verbs.own_control else []


def is_ultimatum(verb: Token) -> bool:
    """Return whether a verb gives somebody time to do something: "gave the envoy 48 hours to leave"."""
    return lemma(verb) == "give" and any(is_time(c) for c in children(verb, "dobj"))


def _subject_across(governor: Token, depth: int) -> list[Filler]:
    """Return the subject of a participle behind a preposition: "accused X of shelling", "plans for leaving"."""
    if governor.pos_ in _VERBS:
        charged = first_child(governor, "dobj") if _charges(governor) and not is_passive(governor) else None
        return [Filler(charged)] if charged is not None else surface_subject(governor, depth + 1)
    if is_time(governor) and governor.head.head != governor:  # "accused Mali on Monday of shelling"
        return _subject_across(governor.head.head, depth + 1) if depth < _DEPTH else []
    if governor.pos_ in _NOUNS:
        charged = governor if governor.dep_ == "dobj" and _charges(governor.head) else None
        return [Filler(charged)] if charged is not None else _holder(governor, depth + 1)
    if governor.pos_ in ("ADJ", "ADV") and governor.head.pos_ in _VERBS:
        return _subject_of_description(governor, depth)
    return []


def _subject_of_description(adjective: Token, depth: int) -> list[Filler]:
    """Return whom an adjective describes: "found the [colonel] guilty of murdering"."""
    described = first_child(adjective, *_SUBJECTS) or first_child(adjective.head, "dobj")
    if described is not None and described.i < adjective.i:
        return [Filler(described)]
    return surface_subject(adjective.head, depth + 1)


def _charges(verb: Token) -> bool:
    return lemma(verb) in resources_of(verb).verbs.charging


def is_headline_subject(noun: Token) -> bool:
    """Return whether a name is all that a sentence has for a head: "Obama to visit Cuba" has no finite verb."""
    return noun.dep_ == "ROOT" and noun.pos_ == "PROPN"


def finite_head(verb: Token) -> Token:
    """Return what a coordinated verb goes on with: finite with finite, "to" and infinitive with another such."""
    head = verb.head
    if is_finite(verb):
        fits: Callable[[Token], bool] = is_finite
    elif has_to(verb) and is_finite(head) and head.dep_ in _CLAUSES:
        fits = has_to  # "to end support for those who attacked and to withdraw"
    else:
        return head
    for _ in range(_DEPTH):
        if fits(head) or head.head == head or head.dep_ not in _CLIMBED:
            break
        head = head.head
    return head if head.pos_ in _VERBS else verb.head


def _holder(noun: Token, depth: int) -> list[Filler]:
    """Return whose plan or effort a noun is: its possessor, or the subject of the verb it depends on."""
    own = owner_of(noun)
    governor = noun.head
    if own or depth > _DEPTH or lemma(governor) in resources_of(governor).verbs.appraising:
        return own  # "welcomed any effort to end the war" is of others
    if noun.dep_ in ("dobj", "attr", "oprd") and governor.pos_ in _VERBS:
        return agent_of(governor) if is_passive(governor) else surface_subject(governor, depth + 1)
    if noun.dep_ == "pobj" and governor.head.pos_ in _VERBS and governor.lower_ in _HOLDING:
        return [Filler(f.head, 0.8) for f in surface_subject(governor.head, depth + 1)]
    return []


def owner_of(noun: Token) -> list[Filler]:
    """Return possessor, demonym or state before a noun: "Israel's raid", "the Russian attack", "US-China talks"."""
    before = list(noun.lefts)
    prefix = token_at(noun, -2)
    if prefix is not None and word_at(noun, -1) == "-":  # "co-operation": the parser may hang the possessor on "co"
        before = [*prefix.lefts, *before]
    owners = [Filler(c) for c in before if c.dep_ == "poss"]
    for child in before:
        if child.dep_ in _NAME_PARTS and child.text[0].isupper():
            joined = children(child, *_NAME_PARTS, "conj")
            owners += [Filler(c) for c in (child, *joined) if c.text[0].isupper()]
    return owners

"""Propagate subjects along the tree: passives, control, coordination, participles, relatives, prepositions.

A verb without a subject of its own takes that of another word. How depends on the edge between them: each kind of edge
has an id, by which it can be switched off, a shape that the verb must have, and a function that gives the subject.
After Enhanced Universal Dependencies (Schuster and Manning 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from graphkit.extract.fillers import Filler, fill, take_less_sure
from graphkit.extract.prepositions import prep_objects
from graphkit.extract.tense import has_to
from graphkit.nlp.dependencies import (
    ask_once,
    children,
    hyphen_prefix,
    is_finite,
    mark_between,
    resources_of,
    token_at,
    word_at,
)
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, first_on_path, fits, fits_any

_SUBJECTS = ("nsubj", "nsubjpass")
_VERBS = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset({"relcl", "ccomp", "advcl"})
_CLIMBED = frozenset("xcomp conj advcl pcomp prep acl dobj pobj relcl ccomp".split())
_NAME_PARTS = frozenset({"amod", "compound", "nmod", "npadvmod"})
#: How many governors up a subject is looked for.
_DEPTH = 6
_PASSIVES = (
    Shape('"was [hit]", "arms [supplied] by Chad"', has=["nsubjpass|auxpass|agent"]),
    Shape(
        'a headline without its auxiliary: "Two soldiers [killed] in raid"',
        "*/VBD|VBN{undergone}",
        has=["<nsubj/!WP|WDT|PRP"],
        lacks=["dobj|aux|ccomp|attr|oprd|dative|prt"],
    ),
    Shape('"the bank [sanctioned] in May"', "acl|relcl|amod/VBN", lacks=["aux|nsubj"]),
    Shape('"[Hit] by drought, Chad ..."', "advcl/VBN", lacks=["aux|nsubj", "dobj"]),
)
_SECOND_PASSIVE = Shape('"was hit and [burnt]"', "conj/VBN", above=["*/VBN"], lacks=["aux|nsubj"])
_BARE_PARTICIPLE = Shape('"but [denounced] by others"', "*/VBN|VBD", lacks=["aux|auxpass|dobj"])
_RELATIVE_PASSIVE = Shape('"a vote that was [praised]"', "relcl/VBN", has=["auxpass"])
_ULTIMATUM = Shape('"[gave] the envoy 48 hours to leave"', "*[give]", has=["dobj=DATE|TIME"])
_HEADLINE_SUBJECT = Shape('"[Obama] to visit Cuba"', "ROOT/PROPN")
_COMPLEMENT_OF_VERB = Shape('"made a [plan] to leave"', "dobj|attr|oprd", above=["*/VERB|AUX"])
_HELD = Shape('"succeeded in a [bid] to leave"', "pobj", above=["*:in|on|with|for|of", "*/VERB|AUX"])


@ask_once
def is_passive(verb: Token) -> bool:
    """Return whether a verb form is passive: "was hit", "weapons supplied by", "being sanctioned"."""
    if fits_any(verb, _PASSIVES) or prefixed_agent(verb):
        return True
    return _SECOND_PASSIVE.fits(verb) and is_passive(verb.head)


def subject_of(verb: Token) -> list[Filler]:
    """Return the logical subject: who does it."""
    return agent_of(verb) if is_passive(verb) else surface_subject(verb)


def agent_of(verb: Token) -> list[Filler]:
    """Return who does it in a passive: "hit by Israel"."""
    for by in children(verb, "agent", "prep"):
        if by.dep_ == "agent" or by.lower_ == "by":
            return fill(children(by, "pobj"))
    return prefixed_agent(verb)


def prefixed_agent(verb: Token) -> list[Filler]:
    """Return who does it before the hyphen of a participle: "a [UN]-brokered truce", "[Chad]-backed rebels"."""
    if not fits(verb, "<amod|acl/VBN|VBD"):
        return []
    name = hyphen_prefix(verb)
    return fill([name], 0.95) if name is not None and name.pos_ == "PROPN" else []


@ask_once
def surface_subject(verb: Token) -> list[Filler]:
    """Return the grammatical subject, also where it stands in another clause."""
    return _find_subject(verb, 0)


def _find_subject(verb: Token, depth: int) -> list[Filler]:
    own = children(verb, *_SUBJECTS)
    if own:  # a label before a colon is no subject: "Briefing: Norway met Chad"
        plain = [c for c in own if not mark_between(c, verb, ":")]
        return fill((plain or own)[:1])
    if verb.head == verb or depth > _DEPTH:
        return []
    for edge in _EDGES.get(verb.dep_, ()):
        if edge.shape.fits(verb):
            return [] if edge.rule in resources_of(verb).off else edge.find(verb, depth + 1)
    return []


# the edges ------------------------------------------------------------------------------------------------------------

Find = Callable[[Token, int], list[Filler]]


class _Edge(NamedTuple):
    """An edge along which a subject is found, by a function of the verb and of the depth that is reached."""

    rule: str
    shape: Shape
    find: Find


def _take_head(verb: Token, depth: int) -> list[Filler]:
    return [Filler(verb.head)]


def _take_itself(word: Token, depth: int) -> list[Filler]:
    return [Filler(word)]


def _ask_head(verb: Token, depth: int) -> list[Filler]:
    return _find_subject(verb.head, depth)


def _ask_holder(verb: Token, depth: int) -> list[Filler]:
    return _holder(verb.head, depth)


def _ask_conjunct(verb: Token, depth: int) -> list[Filler]:
    head = finite_head(verb)
    return _find_subject(_nearer_passive(verb) or head, depth) if head.pos_ in _VERBS else []


def _nearer_passive(verb: Token) -> Token | None:
    """Find the passive that goes on: "praised" in "split over a vote that was praised, but denounced by others"."""
    if not (_BARE_PARTICIPLE.fits(verb) and agent_of(verb)):
        return None
    passives = [t for t in verb.doc[verb.head.i + 1 : verb.i] if _RELATIVE_PASSIVE.fits(t)]
    return passives[-1] if passives else None


def _controller(verb: Token, depth: int) -> list[Filler]:
    """Return the subject of an infinitive or participle: "X asked Y to go", "X was ready to go"."""
    head = verb.head
    for shape, find in _CONTROLS:
        if shape.fits(head):
            return find(head, depth)
    if is_passive(head):
        return _find_subject(head, depth)
    asked = [*children(head, "dobj", "dative")[:1], *prep_objects(head, ("on", "upon", "to", "for"))]
    before = [t for t in asked if t.i < verb.i]
    if before or not fits(head, "*{own_control}"):
        return fill(before[:1])
    return _find_subject(head, depth)


def _holder(noun: Token, depth: int) -> list[Filler]:
    """Return whose plan or effort a noun is: its possessor, or the subject of the verb it depends on."""
    own, governor = owner_of(noun), noun.head
    if own or depth > _DEPTH or fits(governor, "*{appraising}"):
        return own  # "welcomed any effort to end the war" is of others
    if _COMPLEMENT_OF_VERB.fits(noun):
        return agent_of(governor) if is_passive(governor) else _find_subject(governor, depth + 1)
    if _HELD.fits(noun):
        return take_less_sure(_find_subject(governor.head, depth + 1), 0.8)
    return []


def _receivers(verb: Token, depth: int) -> list[Filler]:
    return fill(children(verb, "dative", "nsubjpass"))


#: Who controls an infinitive or participle, by the word that it hangs on; other words ask their object.
_CONTROLS: tuple[tuple[Shape, Find], ...] = (
    (Shape('"Chad was [ready] to go"', "acomp|attr|oprd/ADJ"), _ask_head),
    (Shape('"Chad, [ready] to go, ..."', "*/ADJ"), _find_subject),
    (Shape('"Mali\'s [plan] to go"', "*/!VERB|AUX"), _holder),
    (_ULTIMATUM, _receivers),
    (Shape('"Chad [hopes] to go"', "*{!object_control}"), _find_subject),
)


def _ask_across(verb: Token, depth: int) -> list[Filler]:
    """Return the subject of a participle behind a preposition: "accused X of shelling", "plans for leaving"."""
    return _subject_across(verb.head.head, depth)


def _subject_across(governor: Token, depth: int) -> list[Filler]:
    for shape, find in _GOVERNORS:
        if shape.fits(governor):
            return find(governor, depth)
    return []


def _ask_charging(verb: Token, depth: int) -> list[Filler]:
    return _find_subject(verb, depth) if is_passive(verb) else fill(children(verb, "dobj")[:1])


def _ask_over_date(date: Token, depth: int) -> list[Filler]:
    return _subject_across(date.head.head, depth + 1) if depth <= _DEPTH else []


def _ask_description(adjective: Token, depth: int) -> list[Filler]:
    """Return whom an adjective describes: "found the [colonel] guilty of murdering"."""
    described = first_on_path(adjective, "|".join(_SUBJECTS)) or first_on_path(adjective.head, "dobj")
    if described is not None and described.i < adjective.i:
        return [Filler(described)]
    return _find_subject(adjective.head, depth)


#: Who does what stands behind a preposition, by the word that the preposition hangs on.
_GOVERNORS: tuple[tuple[Shape, Find], ...] = (
    (Shape('"[accused] Mali of shelling"', "*/VERB|AUX{charging}", has=["dobj"]), _ask_charging),
    (Shape('"[left] after shelling"', "*/VERB|AUX"), _find_subject),
    (Shape('"accused Mali on [Monday] of shelling"', "!ROOT=DATE|TIME"), _ask_over_date),
    (Shape('"accused [Mali] of shelling"', "dobj/NOUN|PROPN|PRON", above=["*{charging}"]), _take_itself),
    (Shape('"Mali\'s [plans] for leaving"', "*/NOUN|PROPN|PRON"), _holder),
    (Shape('"found the colonel [guilty] of murdering"', "*/ADJ|ADV", above=["*/VERB|AUX"]), _ask_description),
)
_ANY = Shape("any")
_FINITE_AUXILIARY = "aux|auxpass/VBD|VBZ|VBP|MD"
_PARTICIPLE = Shape('"[leaving] Chad, he wept"', "*/!VBD|VBZ|VBP", above=["*/VERB|AUX"], lacks=[_FINITE_AUXILIARY])
_ADVERBIAL = _Edge("edge/adverbial", _PARTICIPLE, _ask_head)
_PREDICATE = _Edge("edge/predicate", Shape("below a verb", above=["*/VERB|AUX"]), _ask_head)
#: The edges from a verb by its label, of which the first fits.
_EDGES: dict[str, tuple[_Edge, ...]] = {
    "conj": (_Edge("edge/conjunct", _ANY, _ask_conjunct),),
    "relcl": (_Edge("edge/relative", _ANY, _take_head),),
    "acl": (
        _Edge("edge/participle", Shape('"rebels [backed] by Chad"', "*/VBG|VBN"), _take_head),
        _Edge("edge/participle", Shape('"Obama to [visit] Cuba"', above=["ROOT/PROPN"]), _take_head),
        _Edge("edge/participle", Shape('"Mali\'s plan to [leave]"'), _ask_holder),
    ),
    "xcomp": (_Edge("edge/control", _ANY, _controller),),
    "ccomp": (
        _Edge("edge/control", Shape('"saw him [leave]"', "*/VB|VBG|VBN", lacks=[_FINITE_AUXILIARY]), _controller),
    ),
    "advcl": (
        _Edge(
            "edge/adverbial",
            Shape('"called on Mali to [leave]"', "*", above=["*/VERB|AUX{object_control}"], has=["aux:to"]),
            _controller,
        ),
        _ADVERBIAL,
    ),
    "dep": (_ADVERBIAL,),
    "parataxis": (_ADVERBIAL,),
    "pcomp": (_Edge("edge/preposition", _ANY, _ask_across),),
    "attr": (_PREDICATE,),
    "acomp": (_PREDICATE,),
    "oprd": (_PREDICATE,),
}
RULE_IDS = tuple(dict.fromkeys(edge.rule for edges in _EDGES.values() for edge in edges))


# what others ask ------------------------------------------------------------------------------------------------------


def is_ultimatum(verb: Token) -> bool:
    """Return whether a verb gives somebody time to do something: "gave the envoy 48 hours to leave"."""
    return _ULTIMATUM.fits(verb)


def is_headline_subject(noun: Token) -> bool:
    """Return whether a name is all that a sentence has for a head: "Obama to visit Cuba" has no finite verb."""
    return _HEADLINE_SUBJECT.fits(noun)


def finite_head(verb: Token) -> Token:
    """Return what a coordinated verb goes on with: finite with finite, "to" and infinitive with another such."""
    head = verb.head
    goes_on = is_finite if is_finite(verb) else has_to
    if goes_on is has_to and not (has_to(verb) and is_finite(head) and head.dep_ in _CLAUSES):
        return head  # but "to end support for those who attacked and to withdraw" goes on with "end"
    way = [head, *head.ancestors][: _DEPTH + 1]
    first = next((t for t in way if goes_on(t) or t.dep_ not in _CLIMBED), way[-1])
    return first if first.pos_ in _VERBS else head


def owner_of(noun: Token) -> list[Filler]:
    """Return possessor, demonym or state before a noun: "Israel's raid", "the Russian attack", "US-China talks"."""
    before, prefix = noun.lefts, token_at(noun, -2)
    if prefix is not None and word_at(noun, -1) == "-":  # "co-operation": the parser may hang the possessor on "co"
        before = [*prefix.lefts, *before]
    owners = [c for c in before if c.dep_ == "poss"]
    names = [c for c in _capitals(before) if c.dep_ in _NAME_PARTS]
    return fill(owners + [c for name in names for c in _capitals([name, *children(name, *_NAME_PARTS, "conj")])])


def _capitals(words: Iterable[Token]) -> list[Token]:
    return [word for word in words if word.text[0].isupper()]

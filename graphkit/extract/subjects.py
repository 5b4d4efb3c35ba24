"""Propagate subjects along the tree: passives, control, coordination, participles, relatives, prepositions.

A verb without a subject of its own takes that of another word. How depends on the edge between them: each kind of edge
has an id, by which it can be switched off, a shape that the verb must have, and a function that gives the subject.
After Enhanced Universal Dependencies (Schuster and Manning 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from graphkit.extract.choices import collect
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
from graphkit.nlp.tree_paths import Shape, Shapes, climb, first_on_path, fits, path, paths, pick

_SUBJECTS = ("nsubj", "nsubjpass")
_VERBS = frozenset({"VERB", "AUX"})
_CLIMBED = frozenset("xcomp conj advcl pcomp prep acl dobj pobj relcl ccomp".split())
_NAME_PART = "amod|compound|nmod|npadvmod"
#: Whose a ship or a firm is: "a Greek-[owned] tanker".
_FLYING = "amod/VBN|JJ|VBD[flag|own|operate|register|flagged|owned|registered]"
#: How many governors up a subject is looked for.
_DEPTH = 6
_PASSIVES = Shapes(
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
ULTIMATUM = Shape('"[gave] the envoy 48 hours to leave"', "*[give]", has=["dobj=DATE|TIME"])
HEADLINE_SUBJECT = Shape('"[Obama] to visit Cuba"', "ROOT/PROPN")
_MEASURE = Shape("sanctions", "*[sanction|tariff|embargo|ban|fine|penalty|restriction|measure|blame]")
_SECOND_AIM = Shape(
    '"to end support for those who attacked and to [withdraw]"', above=["relcl|ccomp|advcl"], has=["aux:to"]
)
_COMPLEMENT_OF_VERB = Shape('"made a [plan] to leave"', "dobj|attr|oprd", above=["*/VERB|AUX"])
_HELD = Shape('"succeeded in a [bid] to leave"', "pobj", above=["*:in|on|with|for|of", "*/VERB|AUX"])


@ask_once
def is_passive(verb: Token) -> bool:
    """Return whether a verb form is passive: "was hit", "weapons supplied by", "being sanctioned"."""
    if _PASSIVES.fits(verb):
        return True
    if prefixed_agent(verb):
        return True
    return _SECOND_PASSIVE.fits(verb) and is_passive(verb.head)


def subject_of(verb: Token) -> list[Filler]:
    """Return the logical subject: who does it."""
    return agent_of(verb) if is_passive(verb) else surface_subject(verb)


def agent_of(verb: Token) -> list[Filler]:
    """Return who does it in a passive: "hit by Israel"."""
    for by in children(verb, "agent", "prep"):
        if by.dep_ == "agent" or by.lower_ == "by":
            agents = children(by, "pobj")
            return fill(agents)
    return prefixed_agent(verb)


def prefixed_agent(verb: Token) -> list[Filler]:
    """Return who does it before the hyphen of a participle: "a [UN]-brokered truce", "[Chad]-backed rebels"."""
    if not fits(verb, "<amod|acl/VBN|VBD"):
        return []
    prefix = hyphen_prefix(verb)
    names = pick(filter(None, [prefix]), "*/PROPN")
    return fill(names, 0.95)


@ask_once
def surface_subject(verb: Token) -> list[Filler]:
    """Return the grammatical subject, also where it stands in another clause."""
    return _find_subject(verb, 0)


def _find_subject(verb: Token, depth: int) -> list[Filler]:
    own = children(verb, *_SUBJECTS)
    if own:  # a label before a colon is no subject: "Briefing: Norway met Chad"
        plain = [c for c in own if not mark_between(c, verb, ":")]
        subjects = plain or own
        return fill(subjects[:1])
    if verb.head == verb or depth > _DEPTH:
        return []
    edges = _EDGES.get(verb.dep_, ())
    return _follow(edges, verb, depth + 1)


# the ways to the subject of another word ------------------------------------------------------------------------------

Find = Callable[[Token, int], list[Filler]]


class _Way(NamedTuple):
    """A way to a subject: the shape of the word that takes it, how many governors up it leads, and what is asked there.

    `ask` is a function of a word and of the depth that is reached. A way with a `rule` can be switched off by it.
    """

    shape: Shape
    up: int
    ask: Find
    rule: str = ""


def _follow(ways: Iterable[_Way], word: Token, depth: int) -> list[Filler]:
    """Return what the first way gives that a word can take."""
    for way in ways:
        if way.shape.fits(word):
            goal = (word, word.head, word.head.head)[way.up]
            is_off = way.rule in resources_of(word).off
            return [] if is_off else way.ask(goal, depth)
    return []


def _take(word: Token, depth: int) -> list[Filler]:
    return [Filler(described_by(word))]


def _ask_conjunct(verb: Token, depth: int) -> list[Filler]:
    """Return the subject of what a verb is coordinated with."""
    head = finite_head(verb)
    if head.pos_ not in _VERBS:
        return []
    *_, nearest = (head, *_find_nearer_passives(verb))
    return _find_subject(nearest, depth)


def _find_nearer_passives(verb: Token) -> list[Token]:
    """Find the passives that go on: "praised" in "split over a vote that was praised, but denounced by others"."""
    if not _BARE_PARTICIPLE.fits(verb):
        return []
    if not agent_of(verb):
        return []
    between = verb.doc[verb.head.i + 1 : verb.i]
    return _RELATIVE_PASSIVE.pick(between)


def _ask_asked(verb: Token, depth: int) -> list[Filler]:
    """Return who is asked to do it: "urged [Chad] to go", "called on [Chad] to go"; else who asks."""
    head = verb.head
    if ULTIMATUM.fits(head):
        receivers = children(head, "dative", "nsubjpass")
        return fill(receivers)
    if fits(head, "*{!object_control}") or is_passive(head):
        return _find_subject(head, depth)
    asked = [*children(head, "dobj", "dative")[:1], *prep_objects(head, ("on", "upon", "to", "for"))]
    before = [t for t in asked if t.i < verb.i]
    if before or fits(head, "*{!own_control}"):
        return fill(before[:1])
    return _find_subject(head, depth)


def _ask_holder(noun: Token, depth: int) -> list[Filler]:
    """Return whose plan or effort a noun is: its possessor, or the subject of the verb it depends on."""
    own, governor = owner_of(noun) or _ask_decider(noun), noun.head
    if own or depth > _DEPTH or fits(governor, "*{appraising}"):
        return own  # "welcomed any effort to end the war" is of others
    if _COMPLEMENT_OF_VERB.fits(noun):
        return agent_of(governor) if is_passive(governor) else _find_subject(governor, depth + 1)
    if not _HELD.fits(noun):
        return []
    holders = _find_subject(governor.head, depth + 1)
    return take_less_sure(holders, 0.8)


def _ask_decider(noun: Token) -> list[Filler]:
    """Return whose decision a noun is by what stands behind it: "the decision of [Mali] to leave"."""
    if fits(noun, "*{!deciding}"):
        return []
    deciders = prep_objects(noun, ("of", "by"))
    return fill(deciders[:1], 0.9)


def _ask_charging(verb: Token, depth: int) -> list[Filler]:
    """Return whom a verb charges: "accused [Mali] of shelling"."""
    if is_passive(verb):
        return _find_subject(verb, depth)
    charged = children(verb, "dobj")
    return fill(charged[:1])


def _ask_over_date(date: Token, depth: int) -> list[Filler]:
    """Ask on across a date: "accused Mali on Monday of shelling"."""
    if depth > _DEPTH:
        return []
    governor = date.head.head
    return _follow(_GOVERNORS, governor, depth + 1)


def _ask_description(adjective: Token, depth: int) -> list[Filler]:
    """Return whom an adjective describes: "found the [colonel] guilty of murdering"."""
    subject, object_ = first_on_path(adjective, "nsubj|nsubjpass"), first_on_path(adjective.head, "dobj")
    described = subject or object_
    if described is not None and described.i < adjective.i:
        return [Filler(described)]
    return _find_subject(adjective.head, depth)


_DESCRIBING = Shape('"Ann Lee, a [nurse] jailed in Chad"', ">appos/NN", above=["*/PROPN"], has=["<det:a|an"])
_ANY = Shape("any")
_UNDER_VERB = Shape("below a verb", above=["*/VERB|AUX"])
_FINITE_AUXILIARY = "aux|auxpass/VBD|VBZ|VBP|MD"
#: Who controls an infinitive or participle, by the word that it hangs on.
_CONTROLS = (
    _Way(Shape('"Chad was ready to [go]"', above=["acomp|attr|oprd/ADJ"]), 2, _find_subject),
    _Way(Shape('"Chad, ready to [go], ..."', above=["*/ADJ"]), 1, _find_subject),
    _Way(Shape('"Mali\'s plan to [go]"', above=["*/!VERB|AUX"]), 1, _ask_holder),
    _Way(Shape('"Mali urged Chad to [go]"'), 0, _ask_asked),
)
#: Who does what stands behind a preposition, by the word that the preposition hangs on.
_GOVERNORS = (
    _Way(Shape('"[accused] Mali of shelling"', "*/VERB|AUX{charging}", has=["dobj"]), 0, _ask_charging),
    _Way(Shape('"[left] after shelling"', "*/VERB|AUX"), 0, _find_subject),
    _Way(Shape('"accused Mali on [Monday] of shelling"', "!ROOT=DATE|TIME"), 0, _ask_over_date),
    _Way(Shape('"accused [Mali] of shelling"', "dobj/NOUN|PROPN|PRON", above=["*{charging}"]), 0, _take),
    _Way(Shape('"Mali\'s [plans] for leaving"', "*/NOUN|PROPN|PRON"), 0, _ask_holder),
    _Way(Shape('"found him [guilty] of murdering"', "*/ADJ|ADV", above=["*/VERB|AUX"]), 0, _ask_description),
)


def _ask_punished(governor: Token, depth: int) -> list[Filler]:
    """Return on whom sanctions are imposed for a deed: "imposed sanctions on [Mali] for shelling"; else who else."""
    measures = _MEASURE.pick([governor, *children(governor, "dobj")])
    targets = collect(lambda measure: prep_objects(measure, ("on", "against")), measures)
    return fill(targets[:1]) or _follow(_GOVERNORS, governor, depth)


_ask_controller = partial(_follow, _CONTROLS)
_CONTROL, _PARTICIPLE, _ADVERBIAL, _PREDICATE = "edge/control", "edge/participle", "edge/adverbial", "edge/predicate"
_LEAVING = Shape('"[leaving] Chad, he wept"', "*/!VBD|VBZ|VBP", above=["*/VERB|AUX"], lacks=[_FINITE_AUXILIARY])
_PURPOSE = Shape('"called on Mali to [leave]"', "*", above=["*/VERB|AUX{object_control}"], has=["aux:to"])
_FROM_VERB = _Way(_LEAVING, 1, _find_subject, _ADVERBIAL)
_OF_VERB = _Way(_UNDER_VERB, 1, _find_subject, _PREDICATE)
_FIRST_TO = _Way(
    Shape('"Chad became the first state to [leave]"', above=["attr/NOUN", "*/VERB|AUX"], has=["aux:to"]),
    2,
    _find_subject,
    _PARTICIPLE,
)
#: The ways from a verb by its label, after Enhanced Universal Dependencies.
_EDGES: dict[str, tuple[_Way, ...]] = {
    "conj": (_Way(_ANY, 0, _ask_conjunct, "edge/conjunct"),),
    "relcl": (_FIRST_TO, _Way(_ANY, 1, _take, "edge/relative")),
    "acl": (
        _Way(Shape('"rebels [backed] by Chad"', "*/VBG|VBN"), 1, _take, _PARTICIPLE),
        _FIRST_TO,
        _Way(Shape('"Obama to [visit] Cuba"', above=["ROOT/PROPN"]), 1, _take, _PARTICIPLE),
        _Way(Shape('"Mali\'s plan to [leave]"'), 1, _ask_holder, _PARTICIPLE),
    ),
    "xcomp": (_Way(_ANY, 0, _ask_controller, _CONTROL),),
    "ccomp": (
        _Way(Shape('"saw him [leave]"', "*/VB|VBG|VBN", lacks=[_FINITE_AUXILIARY]), 0, _ask_controller, _CONTROL),
    ),
    "advcl": (_Way(_PURPOSE, 0, _ask_controller, _ADVERBIAL), _FROM_VERB),
    "dep": (_FROM_VERB,),
    "parataxis": (_FROM_VERB,),
    "pcomp": (
        _Way(
            Shape('"imposed sanctions on Mali for [shelling]"', above=["*:for"]), 2, _ask_punished, "edge/preposition"
        ),
        _Way(_ANY, 2, partial(_follow, _GOVERNORS), "edge/preposition"),
    ),
    "attr": (_OF_VERB,),
    "acomp": (_OF_VERB,),
    "oprd": (_OF_VERB,),
}
RULE_IDS = tuple(dict.fromkeys(way.rule for ways in _EDGES.values() for way in ways))


# what others ask ------------------------------------------------------------------------------------------------------


def finite_head(verb: Token) -> Token:
    """Return what a coordinated verb goes on with: finite with finite, "to" and infinitive with another such."""
    head = verb.head
    if is_finite(verb):
        goes_on: Callable[[Token], bool] = is_finite
    elif _SECOND_AIM.fits(verb) and is_finite(head):
        goes_on = has_to
    else:
        return head
    way = [head, *head.ancestors][: _DEPTH + 1]
    ends = [t for t in way if goes_on(t) or t.dep_ not in _CLIMBED]
    first, *_ = ends or way[-1:]
    return first if first.pos_ in _VERBS else head


def described_by(noun: Token) -> Token:
    """Return the name that a noun only describes: "[Ann Lee], a nurse jailed in Chad"; another noun as it is."""
    return noun.head if _DESCRIBING.fits(noun) else noun


def relative_noun(word: Token) -> Token:
    """Return the noun for which a relative pronoun stands: "the [charge] that it rejected"; another word as it is."""
    clause = climb(word, "relcl", most=_DEPTH) if fits(word, "*/WDT|WP") else None
    return word if clause is None else clause.head


@ask_once
def owner_of(noun: Token) -> list[Filler]:
    """Return possessor, demonym or state before a noun: "Israel's raid", "the Russian attack", "a Greek-owned ship"."""
    before, prefix = noun.lefts, token_at(noun, -2)
    if prefix is not None and word_at(noun, -1) == "-":  # "co-operation": the parser may hang the possessor on "co"
        before = [*prefix.lefts, *before]
    owners = pick(before, "poss")
    flags = paths(
        pick(before, "amod/VBN|JJ|VBD[flag|own|operate|register|flagged|owned|registered]"),
        "<npadvmod|compound|amod|advmod",
    )
    for modifier in [*pick(before, _NAME_PART), *flags]:
        if modifier.text[0].isupper():
            names = [modifier, *path(modifier, f"{_NAME_PART}|conj")]
            owners += [name for name in names if name.text[0].isupper()]
    return fill(owners)

"""Read mediation whose parties another fact names: "agreed, after mediation by Oman", "a truce brokered by Oman".

The parties are those whom the words name ("between"), else those of the nearest dealing of two that the sentence tells,
else of the last one before it; for somebody who offers to mediate also the two who quarrel most in the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from graphkit.extract.choices import collect, first_filled, first_found, known
from graphkit.extract.coding import EventCoder
from graphkit.extract.event_choice import names_of_sides, of_predicates, sides_of, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.inferred_events import InferredEvents
from graphkit.extract.mentions import ACTORS, BODIES, STATES, is_described, names_of, of_kinds
from graphkit.extract.subjects import agent_of, owner_of, surface_subject
from graphkit.model import EventMention, Mention, Status
from graphkit.nlp.dependencies import conjuncts_of, sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb, path, paths, pick

MEDIATION = "implied/mediation"
RULE_IDS = (MEDIATION,)
_CONFIDENCE = 0.7
#: Characters back within which the dealing of the parties was told.
_REACH = 350
_TALKS = "[accord|agreement|ceasefire|deal|dialogue|exchange|negotiation|pact|process|release|round|swap|talk|truce]"
_BROKERED = Shapes(
    Shape('"a truce [brokered] by Oman"', "acl|relcl/VBN[broker|facilitate|mediate]", has=["agent"]),
    Shape('"talks [hosted] by Oman"', "acl|relcl/VBN{brokering}", above=[f"*{_TALKS}"], has=["agent"]),
)
_COMPOUND = Shape(
    '"an Omani-[brokered] truce"', "amod/VBN|VBD|JJ[broker|facilitate|mediate|sponsor|brokered|mediated|sponsored]"
)
_MEDIATING = Shape('"[mediated]", "has offered to [mediate]"', "*/VERB[arbitrate|intercede|mediate]", lacks=["auxpass"])
_PEACEMAKING = Shapes(
    Shape('"efforts to [resolve] the dispute"', "*/VERB{peacemaking}", has=["dobj{disputes}"], lacks=["auxpass|agent"]),
    Shape('"tried to [reconcile] the two"', "*/VERB[reconcile]", has=["dobj"], lacks=["auxpass|agent|prep:with|to"]),
)
_FACILITATING = Shape(
    '"offered to [facilitate] contacts"',
    "*/VERB[facilitate|broker]",
    has=["dobj[agreement|ceasefire|contact|deal|dialogue|negotiation|peace|solution|talk|truce]"],
    lacks=["auxpass|agent"],
)
_SETTLING = Shapes(
    Shape(
        '"to help the two sides [settle] it"',
        "ccomp|xcomp/VERB{peacemaking}",
        above=["*[help|assist]"],
        has=["dobj{disputes}"],
    ),
    Shape(
        '"to help the two sides [agree]"',
        "ccomp|xcomp/VERB[agree|negotiate|reach|talk]",
        above=["*[help|assist]"],
        has=["<nsubj/NNS|NNP"],
    ),
)
_OFFICES = Shapes(
    Shape('"the good [offices] of Oman"', "*/NOUN[office]", has=["amod:good"]),
    Shape('"Oman\'s [mediation]"', "*/NOUN[mediation|auspex|auspice|auspices|facilitation]"),
    Shape('"Omani mediation [efforts]"', "*/NOUN", has=["compound:mediation|mediating|mediator"]),
)
_OFFERING = ["*[extend|launch|lend|offer|propose|provide|resume|start|suggest|use]"]
_OFFERED_OFFICES = Shapes(
    Shape('"offered its good [offices]"', "dobj/NOUN[office]", above=_OFFERING, has=["amod:good"]),
    Shape('"offered its [mediation]"', "dobj/NOUN[mediation|facilitation]", above=_OFFERING),
)
_BETWEEN_TWO = Shapes(
    Shape(
        '"acted as a [mediator]"',
        "pobj{mediators}",
        above=["prep:as", "*[act|emerge|function|offer|operate|serve|step|volunteer|work]"],
    ),
    Shape('"was the main [mediator]"', "attr/NOUN|ADP{mediators}", above=["*[be|become|remain]"]),
)
_GO_BETWEENS = Shapes(
    Shape('"through Omani [mediators]"', "*/NOUN{mediators}", has=["amod|compound|poss|nmod"]),
    Shape('"[mediators] from Oman"', "*/NOUN{mediators}", has=["prep:from"]),
)
_HELPED = Shapes(
    Shape('"with the [help] of Oman"', "pobj{services}", above=["prep:with|through|via|to|after|following|under"]),
    Shape(
        '"[contacts] by Oman led to an agreement"',
        "nsubj{services}",
        above=["*[help|lead|produce|result|secure|yield]"],
    ),
)
_BY_SERVICE = ("prep:by|of|from", "pobj")
#: Whom somebody brings together, below the words of mediation.
_BOTH = "*[both|country|faction|foe|leader|nation|neighbor|neighbour|party|rival|side|state]"


class _MediationWay(NamedTuple):
    """A way to tell mediation: its shapes, who mediates by it, and where the parties may be told.

    With `far` they may be those of a quarrel before, without `near` those of a dealing in the sentence only.
    """

    shape: Shape | Shapes
    find: Callable[[Token, Annotated], list[Token]]
    near: bool = True
    far: bool = False


def find_mediations(events: Sequence[EventMention], coder: EventCoder) -> Iterator[EventMention]:
    """Yield who mediated between whom where the words of mediation name no two; `events` are all others."""
    annotated, resources = coder.annotated, coder.annotated.resources
    if MEDIATION in resources.off:
        return
    (name,) = resources.vocabulary.with_trait("between_two")
    predicate = resources.vocabulary.predicates[name]
    inferred = InferredEvents(coder, MEDIATION, _CONFIDENCE)
    named = _list_objects(of_predicates(events, (name,)))
    finder = _PartyFinder(events, annotated)
    for word in annotated.doc:
        way = first_found(way for way in _WAYS if way.shape.fits(word))
        if way is None:
            continue
        deed = _find_verb(word) if way.find is _find_subjects_above else word
        status = coder.factuality.read(deed, None).status
        for mediator in _find_mediators(word, way, annotated):
            known = named[word.idx, mediator.name]
            parties = finder.find(word, way, mediator) if len(known) < 2 else []
            names = names_of(parties)
            if known - set(names) or mediator.name in names:
                continue
            for party in parties:
                if party.name not in known:
                    named[word.idx, mediator.name].add(party.name)
                    yield inferred.make(word, mediator, predicate, party, status)


def _list_objects(events: Iterable[EventMention]) -> defaultdict[tuple[int, str], set[str]]:
    """List for each trigger and mediator between whom it is said to mediate."""
    objects: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for event in events:
        if event.object.kind in ACTORS:
            objects[event.trigger.start, event.subject.name].add(event.object.name)
    return objects


# who mediates ---------------------------------------------------------------------------------------------------------


def _find_mediators(word: Token, way: _MediationWay, annotated: Annotated) -> list[Mention]:
    """Return who mediates by a verb or noun of mediation."""
    heads = conjuncts_of(way.find(word, annotated))
    mentions = collect(lambda head: annotated.meant(head.i) or known([annotated.modifier(head)]), heads)
    actors = [mention for mention in of_kinds(mentions, ACTORS) if not is_described(mention)]
    return list({actor.name: actor for actor in actors}.values())


def _find_agents(verb: Token, annotated: Annotated) -> list[Token]:
    """Find who brokered: "brokered by Oman"."""
    return heads_of(agent_of(verb))


def _find_compounds(participle: Token, annotated: Annotated) -> list[Token]:
    """Find the name before the hyphen: "Omani-brokered"."""
    return annotated.named(list(participle.lefts))


def _find_subjects(verb: Token, annotated: Annotated) -> list[Token]:
    """Find who mediates."""
    return heads_of(surface_subject(verb))


def _find_subjects_above(word: Token, annotated: Annotated) -> list[Token]:
    """Find who acts or is described by the verb above: "[Oman] acted as a mediator", "[Oman] helped them agree"."""
    return _find_subjects(_find_verb(word), annotated)


def _find_verb(word: Token) -> Token:
    return climb(word, "*/VERB|AUX", most=2) or word


def _find_owners(noun: Token, annotated: Annotated) -> list[Token]:
    """Find whose mediation it is: "by Oman", "Oman's", "Omani"."""
    owners = heads_of(owner_of(noun))
    named = [owner for owner in owners if owner.i in annotated.names or owner.i in annotated.mentions]
    return named or path(noun, *_BY_SERVICE)


def _find_offerers(noun: Token, annotated: Annotated) -> list[Token]:
    """Find who offers it; whose it is where a noun says so."""
    owners = [owner for owner in _find_owners(noun, annotated) if owner.pos_ != "PRON"]
    return owners or _find_subjects_above(noun, annotated)


#: How a mediator stands by a word of mediation.
_WAYS = (
    _MediationWay(_BROKERED, _find_agents),
    _MediationWay(_COMPOUND, _find_compounds),
    _MediationWay(_MEDIATING, _find_subjects, far=True),
    _MediationWay(_SETTLING, _find_subjects_above, far=True),
    _MediationWay(_FACILITATING, _find_subjects, far=True),
    _MediationWay(_PEACEMAKING, _find_subjects, near=False),
    _MediationWay(_OFFERED_OFFICES, _find_offerers, far=True),
    _MediationWay(_OFFICES, _find_owners),
    _MediationWay(_BETWEEN_TWO, _find_subjects_above, far=True),
    _MediationWay(_GO_BETWEENS, _find_owners, near=False),
    _MediationWay(_HELPED, _find_owners, near=False),
)


_TWO_STATES = Shape(
    '"between the two [countries]"', "pobj/NNS[country|state|nation|government|neighbour|neighbor]", above=["*:between"]
)


# between whom ---------------------------------------------------------------------------------------------------------


class _PartyFinder:
    """Finds between whom somebody mediates in one article."""

    def __init__(self, events: Iterable[EventMention], annotated: Annotated) -> None:
        groups = annotated.resources.groups
        self.annotated = annotated
        real = [event for event in events if event.status is not Status.NEGATED]
        self.dealings = of_predicates(real, groups.dealing)
        self.captures = of_predicates(real, groups.undone & groups.charged)
        quarrels = of_predicates(real, groups.dealing | groups.disputing | groups.hostile)
        self.quarrels = [event for event in quarrels if len(of_kinds(sides_of(event), BODIES)) == 2]

    def find(self, word: Token, way: _MediationWay, mediator: Mention) -> list[Mention]:
        """Return the two whom the words name, else those of a dealing, else those of a quarrel before."""
        sentence = sentence_span(word.sent)
        here = range(sentence.start, sentence.end)
        dealings = [self.dealings, self.captures if _tells_release(word) else []]
        choices = [_choose(events, here, word, mediator) for events in dealings]
        if way.near:
            choices.append(_choose(self.dealings, range(sentence.start - _REACH, sentence.start), word, mediator))
        if way.far:
            choices.append(_choose_foes(told_within(self.quarrels, range(sentence.end)), mediator))
        if _TWO_STATES.pick(word.sent):
            choices = [parties for parties in choices if len(of_kinds(parties, STATES)) == 2]
        return self._list_named(word) or first_filled(choices)

    def _list_named(self, word: Token) -> list[Mention]:
        """List those whom the words of mediation name as the two."""
        base = word.head if _BROKERED.fits(word) else climb(word, "*/VERB|AUX", most=3) or word
        words = [near for near in (word if word.pos_ == "VERB" else base).subtree if near.i > word.left_edge.i]
        between = conjuncts_of(paths(pick(words, "prep:between"), "pobj"))
        pairs = [party for party in pick(words, _BOTH) if len(self.annotated.meant(party.i)) == 2]
        mentions = of_kinds(collect(lambda head: self.annotated.meant(head.i), between or pairs[:1]), ACTORS)
        parties = list({mention.name: mention for mention in mentions}.values())
        return parties if len(parties) > 1 else []


def _choose(events: Iterable[EventMention], places: range, word: Token, mediator: Mention) -> list[Mention]:
    """Return the sides of the nearest event at some places in which the mediator is no side."""
    near = told_within(events, places)
    own = {event.trigger for event in near if mediator.name in names_of_sides(event)}
    others = [event for event in near if event.trigger not in own]
    actors = [event for event in others if len(of_kinds(sides_of(event), ACTORS)) == 2]
    nearest = min(
        actors, key=lambda event: (_count_described(event), abs(event.trigger.start - word.idx)), default=None
    )
    return [] if nearest is None else list(sides_of(nearest))


def _choose_foes(quarrels: Iterable[EventMention], mediator: Mention) -> list[Mention]:
    """Return the two of whose quarrel an article tells most often, the last of several."""
    others = [event for event in quarrels if mediator.name not in names_of_sides(event)]
    pairs = [frozenset(names_of_sides(event)) for event in others]
    often = {pair: (pairs.count(pair), n) for n, pair in enumerate(pairs)}
    most = max(often, key=lambda pair: often[pair], default=None)
    return [] if most is None else list(sides_of(others[often[most][1]]))


def _tells_release(word: Token) -> bool:
    return bool(pick(word.sent, "*[free|release|swap]"))


def _count_described(event: EventMention) -> int:
    return sum(map(is_described, sides_of(event)))

"""Read requests that do not name who is asked: "demanded that the sailors be freed", "appealed for calm".

Who is asked to undo a deed is who did it; to calm down those who fight; to help who then did so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphkit.extract.authors import AuthorFinder
from graphkit.extract.choices import collect, first_filled
from graphkit.extract.coding import EventCoder
from graphkit.extract.event_choice import names_of_sides, not_undone, of_predicates, sides_of, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.inferred_events import InferredEvents
from graphkit.extract.mentions import ACTORS, BODIES, is_described, of_kinds
from graphkit.extract.subjects import surface_subject
from graphkit.model import EventMention, Mention
from graphkit.nlp.dependencies import conjuncts_of, sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb

#: Who refuses to do what somebody has asked of him rejects the one who asked.
DEMANDED, REFUSED = "implied/demanded", "implied/refused"
RULE_IDS = (DEMANDED, REFUSED)
_CONFIDENCE = 0.7
#: Characters back within which the deed was told that is to be undone.
_REACH = 1500
_ASKING_VERB = "*/VERB[call|appeal|plead|press|push|ask|campaign|hope]"
_WANTING_VERB = "*/VERB[demand|seek|request|want|urge|insist|expect]"
_ASKING_CLAUSE = "*/VERB[demand|want|urge|insist|request|ask|call|appeal|plead]"


def _asked_for(nouns: str, has: Sequence[str] = ()) -> tuple[Shape, ...]:
    """Return how a noun stands that is asked for without saying of whom."""
    lacks = ["prep:by|from|between"]
    return (
        Shape(f'"called for {nouns}"', f"pobj/NOUN[{nouns}]", above=["prep:for", _ASKING_VERB], has=has, lacks=lacks),
        Shape(f'"demanded {nouns}"', f"dobj/NOUN[{nouns}]", above=[_WANTING_VERB], has=has, lacks=lacks),
        Shape(
            f'"called for calm and {nouns}"',
            f"conj/NOUN[{nouns}]",
            above=["pobj/NOUN", "prep:for", _ASKING_VERB],
            has=has,
            lacks=lacks,
        ),
        Shape(
            f'"demanded calm and {nouns}"',
            f"conj/NOUN[{nouns}]",
            above=["dobj/NOUN", _WANTING_VERB],
            has=has,
            lacks=lacks,
        ),
    )


def _to_be_done(verbs: str) -> tuple[Shape, ...]:
    """Return how a verb stands that tells what is to be done, without saying by whom."""
    own = f"VBN[{verbs}]"
    return (
        Shape(
            f'"demanded that they be {verbs}"',
            f"ccomp|advcl|xcomp|acl/{own}",
            above=[_ASKING_CLAUSE],
            has=["nsubjpass"],
            lacks=["agent", "aux:had|has|was|were|will|would"],
        ),
        Shape(
            f'"wants them {verbs}"', f"ccomp/{own}", above=["*[want]"], has=["<nsubj"], lacks=["agent", "aux|auxpass"]
        ),
    )


class _Request(NamedTuple):
    """A kind of request: how its word stands, the deeds whose actor is asked, and whether only their victim asks."""

    shapes: Shapes
    undone: frozenset[str]
    of_victim: bool = False


_REQUESTS = (
    _Request(
        Shapes(*_asked_for("release|freedom|freeing|liberation"), *_to_be_done("free|release|let|liberate")),
        frozenset({"coerces"}),
    ),
    _Request(
        Shapes(*_asked_for("withdrawal|pullout|departure|retreat"), *_to_be_done("withdraw|pull|remove|recall")),
        frozenset({"attacks", "mobilizes_against", "deploys_to"}),
    ),
    _Request(
        Shapes(*_asked_for("apology|compensation|explanation")),
        frozenset({"attacks", "coerces", "mobilizes_against", "sanctions"}),
        of_victim=True,
    ),
    _Request(
        Shapes(*_asked_for("lifting|reopening|removal"), *_to_be_done("lift|reopen|scrap|remove")),
        frozenset({"coerces", "sanctions"}),
    ),
)
_CALM = "calm|ceasefire|dialogue|escalation|fire|moderation|restraint|truce"  # "de-escalation", "cease-fire"
_CALMING = Shapes(*_asked_for(_CALM))
_ENDING = Shapes(*_asked_for("end|cessation|halt", ["prep:to|of pobj[bloodshed|fighting|hostility|violence]"]))
_NAMING = Shape('"urged Mali", "called on Mali"', has=["prep:on|upon|to|with|from"])
_NAMED_OBJECT = Shape('"asked Mali for calm"', has=["dobj/PROPN"])
#: Who gets what he asked for: "sent tents after Mali had appealed for help".
_HEEDED = Shape(
    '"sent tents after Mali [appealed] for help"',
    "advcl/VERB[appeal|ask|call|plead|beg|request]",
    above=["*/VERB{giving}"],
    has=["mark|advmod:after|when|because|since|as"],
    lacks=["prep:on|to|from|upon|with", "dobj/PROPN", "auxpass"],
)


_REJECTS = "rejects"
_REFUSING = Shape('"has [refused] to free them"', "*/VERB[refuse|decline]", has=["xcomp"], lacks=["neg"])


def find_demands(events: Sequence[EventMention], coder: EventCoder) -> Iterator[EventMention]:
    """Yield the requests whose addressee another fact names; `events` are all others of the article."""
    if DEMANDED in coder.annotated.resources.off:
        return
    finder = _AddresseeFinder(events, coder.annotated)
    inferred = InferredEvents(coder, DEMANDED, _CONFIDENCE)
    predicate = finder.predicate
    known_requests = {(event.trigger.start, event.subject.name) for event in of_predicates(events, (predicate.name,))}
    for word in coder.annotated.doc:
        verb = _find_asking(word)
        if verb is None:
            continue
        status = coder.factuality.read(verb, None).status
        for asker in finder.find_askers(verb):
            if (verb.idx, asker.name) not in known_requests and (word.idx, asker.name) not in known_requests:
                for asked in finder.find(word, asker):
                    yield inferred.make(verb, asker, predicate, asked, status)


def find_refusals(events: Sequence[EventMention], coder: EventCoder) -> Iterator[EventMention]:
    """Yield who rejects whom by not doing what was asked: "Mali demanded their release. Chad refused to free them"."""
    if REFUSED in coder.annotated.resources.off:
        return
    finder, inferred = _AddresseeFinder(events, coder.annotated), InferredEvents(coder, REFUSED, _CONFIDENCE)
    predicate = coder.annotated.resources.vocabulary.predicates[_REJECTS]
    answered = {event.trigger.start for event in of_predicates(events, (_REJECTS,))}
    requests = of_predicates(finder.deeds, (finder.predicate.name,))
    for verb in _REFUSING.pick(coder.annotated.doc):
        if verb.idx in answered:
            continue
        before = told_within(requests, range(verb.idx - _REACH, verb.idx))
        before.sort(key=lambda request: -request.trigger.start)
        for refuser in finder.find_askers(verb):
            own = finder.authors.spoken_for(refuser)
            askers = [request.subject for request in before if request.object.name in own]
            for asker in of_kinds(askers[:1], ACTORS):
                yield inferred.make(verb, refuser, predicate, asker)


def _find_asking(word: Token) -> Token | None:
    """Find the verb that asks for what a word names; None where it does not, or names whom it asks."""
    if _HEEDED.fits(word):
        return word
    if not any(shapes.fits(word) for shapes in _ALL):
        return None
    verb = climb(word, "*/VERB", most=3)
    if verb is None or _NAMED_OBJECT.fits(verb) or _NAMING.fits(verb):
        return None
    return verb


_ALL = (*(request.shapes for request in _REQUESTS), _CALMING, _ENDING)


class _AddresseeFinder:
    """Finds who is asked in one article."""

    def __init__(self, events: Iterable[EventMention], annotated: Annotated) -> None:
        resources = annotated.resources
        self.annotated, self.authors = annotated, AuthorFinder(annotated)
        self.predicate = resources.vocabulary.only_with_trait("of_doer")
        self.deeds = not_undone(events)
        groups = resources.groups
        fights = of_predicates(self.deeds, groups.fighting | groups.undone | groups.accusing)
        self.fights = [event for event in fights if len(of_kinds(sides_of(event), BODIES)) == 2]

    def find_askers(self, verb: Token) -> list[Mention]:
        """Return who asks."""
        heads = conjuncts_of(heads_of(surface_subject(verb)))
        actors = of_kinds(collect(lambda head: self.annotated.meant(head.i), heads), ACTORS)
        return [actor for actor in actors if not is_described(actor)]

    def find(self, word: Token, asker: Mention) -> list[Mention]:
        """Return who is asked: who did the deed, who fights, or who helps."""
        if _HEEDED.fits(word):
            return self._find_helpers(word, asker)
        own = self.authors.spoken_for(asker)
        for request in _REQUESTS:
            if request.shapes.fits(word):
                deeds = of_predicates(self.deeds, request.undone)
                suffered = [deed for deed in deeds if deed.object.name in own]
                return self._find_doer(word, own, suffered if request.of_victim else deeds)
        return self._find_fighters(word, own)

    def _find_doer(self, word: Token, own: set[str], deeds: Iterable[EventMention]) -> list[Mention]:
        """Return who did the deed: the one told in the sentence, else the last before that was done to the asker."""
        sentence = sentence_span(word.sent)
        others = [deed for deed in deeds if deed.subject.name not in own and deed.subject.kind in ACTORS]
        others.sort(key=lambda deed: -deed.trigger.start)
        here = told_within(others, range(word.idx, sentence.end)) or told_within(
            others, range(sentence.start, word.idx)
        )
        before = told_within(others, range(sentence.start - _REACH, sentence.start))
        to_asker = [deed for deed in before if deed.object.name in own]
        return [deed.subject for deed in first_filled([here, to_asker, before])[:1]]

    def _find_fighters(self, word: Token, own: set[str]) -> list[Mention]:
        """Return the two of whose fight the article has told most often."""
        fights = [
            fight
            for fight in told_within(self.fights, range(sentence_span(word.sent).end))
            if own.isdisjoint(names_of_sides(fight))
        ]
        pairs = [frozenset(names_of_sides(fight)) for fight in fights]
        most = max(fights, key=lambda fight: pairs.count(frozenset(names_of_sides(fight))), default=None)
        return [] if most is None else list(sides_of(most))

    def _find_helpers(self, word: Token, asker: Mention) -> list[Mention]:
        """Return who gives what was asked for."""
        return [helper for helper in self.find_askers(word.head) if helper.name != asker.name]

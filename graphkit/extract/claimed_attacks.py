"""Read attacks that somebody claims: "claimed responsibility for the bombing", "said it was behind the attack".

Against whom it was is told by the attack that the words name again, or by where it happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graphkit.extract.choices import collect, first_found, known, only_one
from graphkit.extract.coding import EventCoder
from graphkit.extract.event_choice import not_undone, of_predicates, told_within
from graphkit.extract.fillers import heads_of
from graphkit.extract.inferred_events import InferredEvents
from graphkit.extract.mentions import ACTORS, BODIES, of_kinds, stand_in_entry
from graphkit.extract.noun_classes import is_among
from graphkit.extract.subjects import surface_subject
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.dependencies import conjuncts_of, sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, path, paths, pick

CLAIMED = "implied/claimed"
RULE_IDS = (CLAIMED,)
_CONFIDENCE = 0.7
#: Characters back within which the attack was told.
_REACH = 600
_RESPONSIBLE = Shape(
    '"[claimed] responsibility"', "*/VERB[claim|admit|acknowledge|accept|take]", has=["dobj:responsibility"]
)
_CLAIMED_DEED = Shape('"[claimed] the bombing"', "*/VERB[claim]", has=["dobj/NOUN"], lacks=["dobj:responsibility"])
_BEHIND = Shape(
    '"said it [was] responsible for the attack"', "ccomp/AUX|VERB[be]", above=["*{speech}"], has=["acomp:responsible"]
)
#: From such a verb to the attack.
_DEED_WAYS = (("dobj", "prep:for", "pobj"), ("prep:for", "pobj"), ("acomp:responsible", "prep:for", "pobj"), ("dobj",))
_HARM = frozenset(
    {"@harm", "attack", "blast", "bombing", "explosion", "killing", "shooting", "assault", "raid", "ambush"}
)
#: In a sentence they tell that harm was done.
_HARMFUL = "*[attack|blast|bomb|bombing|explode|explosion|kill|shoot|shooting]"
_AGAIN = Shape('"responsibility for the [attack]"', has=["det:the|both|that|these"], lacks=["prep|relcl|acl"])
_DENYING = frozenset({Status.NEGATED, Status.DENIED})


def find_claimed(events: Sequence[EventMention], coder: EventCoder) -> Iterator[EventMention]:
    """Yield the attacks that somebody claims; `events` are all others of the article."""
    annotated, resources = coder.annotated, coder.annotated.resources
    if CLAIMED in resources.off:
        return
    predicate = resources.vocabulary.predicates["attacks"]
    inferred = InferredEvents(coder, CLAIMED, _CONFIDENCE)
    attacks = not_undone(of_predicates(events, (predicate.name,)))
    for verb in annotated.doc:
        deed = _find_deed(verb)
        if deed is None or coder.factuality.read(verb, None).status in _DENYING:
            continue
        heads = conjuncts_of(heads_of(surface_subject(verb)))
        for claimer in of_kinds(collect(lambda head: annotated.meant(head.i), heads), ACTORS):
            victim = _find_victim(deed, claimer, attacks, annotated)
            if victim is not None:
                yield inferred.make(deed, claimer, predicate, victim)


def _find_deed(verb: Token) -> Token | None:
    """Find the word for the attack that a verb claims; the word of the claim where it names none."""
    is_of_deed = _RESPONSIBLE.fits(verb) or _BEHIND.fits(verb)
    if not is_of_deed and not _CLAIMED_DEED.fits(verb):
        return None
    deeds = collect(lambda way: path(verb, *way), _DEED_WAYS)
    harmful = [deed for deed in deeds if is_among(deed, _HARM)]
    if verb.dep_ == "relcl" and is_among(verb.head, _HARM) and path(verb, "prep:for", "pobj/WDT"):
        return verb.head
    return first_found(harmful)


def _find_victim(
    deed: Token, claimer: Mention, attacks: Sequence[EventMention], annotated: Annotated
) -> Mention | None:
    """Return whom the attack was told to hit, else in whose land it happened."""
    sentence = sentence_span(deed.sent)
    near = told_within(attacks, range(sentence.start - _REACH, sentence.end))
    near.sort(key=lambda event: -event.trigger.start)
    others = [attack for attack in near if attack.subject.kind is not Kind.STATE]  # which says itself what it did
    struck = of_kinds([attack.object for attack in others], BODIES)
    words = [*deed.subtree, *paths([deed, *path(deed, "relcl|acl")], "*")]
    told_before = [word for word in annotated.doc if sentence.start - _REACH < word.idx < sentence.start]
    happened = [word for word in told_before if _AGAIN.fits(deed) and pick(word.sent, _HARMFUL)]
    places = pick(happened, "*=GPE|LOC")
    states = {state.name: state for state in known(_find_state([place], annotated) for place in places)}
    victims = [_find_state(words, annotated), *struck, only_one(states.values())]
    return first_found(victim for victim in known(victims) if victim.name != claimer.name)


def _find_state(words: Iterable[Token], annotated: Annotated) -> Mention | None:
    """Return the state of the first of some words that names a place, a state or its people."""
    gazetteer = annotated.resources.gazetteer
    for word in pick(words, "*=GPE|LOC|NORP"):
        name = annotated.names.get(word.i)
        state = gazetteer.state_of(getattr(name, "entry", None) or "")
        mention = first_found([*annotated.mentions.get(word.i, ()), annotated.modifier(word)])
        if state is not None and mention is not None:
            return stand_in_entry(mention, gazetteer.entries[state], "within")
    return None

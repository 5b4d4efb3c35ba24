"""Read the facts that lie in others: whose call is rejected has called, who says that he may strike threatens.

Each kind has an id by which it can be switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graphkit.extract.authors import AuthorFinder
from graphkit.extract.choices import collect, first_found, only_one
from graphkit.extract.coding import confidence_named
from graphkit.extract.event_choice import names_of_sides, of_predicates, sides_of
from graphkit.extract.mentions import ACTORS, of_kinds, stand_in_entry, states_served
from graphkit.extract.noun_classes import is_among
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.document import Annotated
from graphkit.nlp.tree_paths import Shape, path, paths
from graphkit.resources.vocabulary import Predicate

#: Who is refused what he asked for has asked; who says that he may harm another threatens him.
#: Who was accused of what he says that he did not do denies it.
#: Whose accusation is denied has accused.
DEMAND, THREAT, DENIAL = "implied/demand", "implied/threat", "implied/denial"
#: Who acts against somebody and gives a charge as the reason accuses him.
ACCUSATION, REASON = "implied/accusation", "implied/reason"
#: Whose report is denied has accused.
CONTESTED = "implied/contested"
RULE_IDS = (DEMAND, THREAT, DENIAL, ACCUSATION, REASON, CONTESTED)
#: The share of the confidence that is left.
_LESS_SURE = 0.9
#: Words by which a speaker holds out what he may do.
_PROSPECTS = frozenset({"will", "'ll", "wo", "shall", "would", "'d", "may", "might", "could", "can"})
_NOT_DONE = frozenset({Status.NEGATED})
_TO_COME = frozenset({Status.PLANNED, Status.POSSIBLE})
_DECIDED = frozenset({Status.OCCURRED, Status.ONGOING, Status.PLANNED})
_CHARGE = Shape('"an [accusation]", not "a claim to a sea"', "*[accusation|allegation|claim|charge]", lacks=["prep:to"])
_CHARGING = Shape('"expelled two Danes, [accusing] them of spying"', "advcl/VBG{charging}", lacks=["aux"])


def implied_facts(coded: Iterable[tuple[Match, EventMention]], annotated: Annotated) -> Iterator[EventMention]:
    """Yield what the coded events of one article tell besides."""
    authors, off = AuthorFinder(annotated), annotated.resources.off
    for match, event in coded:
        if DEMAND not in off:
            yield from _demand(match, event, annotated)
        if THREAT not in off:
            yield from _threat(event, annotated, authors)
        if ACCUSATION not in off:
            yield from _accusation(match, event, annotated, authors)
        if REASON not in off:
            yield from _reason(match, event, annotated)


def _demand(match: Match, event: EventMention, annotated: Annotated) -> Iterator[EventMention]:
    """Yield the request that was answered: "rejected a call by Chad"."""
    resources, asker = annotated.resources, event.object
    if event.predicate not in resources.groups.answering:
        return
    is_asker = asker.reason == "within" and asker.kind in ACTORS
    if is_asker and is_among(match.o.head, resources.nouns.asking):
        urges = resources.vocabulary.only_with_trait("of_doer")
        yield _made(event, urges, asker, event.subject, DEMAND)


def _threat(event: EventMention, annotated: Annotated, authors: AuthorFinder) -> Iterator[EventMention]:
    """Yield the threat in a deed that its own actor announces: "the premier said that Chad might strike Mali"."""
    speaker, menaced, resources = event.attributed_to, event.object, annotated.resources
    if event.status not in _TO_COME:
        return
    if event.cue not in _PROSPECTS:
        return
    if speaker is None:
        return
    if event.predicate not in resources.groups.menacing:
        return
    own = authors.spoken_for(speaker)
    others = [actor for actor in of_kinds([menaced], ACTORS) if actor.name not in own]
    if others and event.subject.name in own:
        threat = resources.vocabulary.only_with_trait("threat")
        yield _made(event, threat, speaker, menaced, THREAT)


def _accusation(
    match: Match, event: EventMention, annotated: Annotated, authors: AuthorFinder
) -> Iterator[EventMention]:
    """Yield the accusation that a denial names with who made it: "denied Mali's claim that it had armed the rebels"."""
    vocabulary = annotated.resources.vocabulary
    if event.predicate not in vocabulary.with_trait("of_claim"):
        return
    if not _CHARGE.fits(match.o.head):
        return
    blamed = collect(lambda head: annotated.meant(head.i), path(match.o.head, "acl", "nsubj"))
    denier = [event.subject] if event.subject.kind is not Kind.PERSON else []  # he may deny it for his state
    accused = first_found(of_kinds([*blamed, *denier], ACTORS))
    accusers = of_kinds(authors.find_makers(match, event), ACTORS)
    for accuser in accusers[:1]:
        if accused is not None and accuser.name not in (accused.name, event.subject.name):
            yield _made(event, vocabulary.only_with_trait("charge"), accuser, accused, ACCUSATION)


def _reason(match: Match, event: EventMention, annotated: Annotated) -> Iterator[EventMention]:
    """Yield the charge for which somebody acts against another: "expelled two Danes, [accusing] them of spying"."""
    resources, verb = annotated.resources, match.support or match.trigger
    if event.predicate not in resources.groups.hostile:
        return
    charges = _CHARGING.below(verb) if event.status in _DECIDED else []
    blamed = paths(charges, "dobj/PRP")
    unknown = [pronoun for pronoun in blamed[:1] if not annotated.meant(pronoun.i)]
    actors = of_kinds(sides_of(event), ACTORS)
    if unknown and len(actors) == 2:
        yield _made(event, resources.vocabulary.only_with_trait("charge"), event.subject, event.object, REASON)


def disclaimers(
    charges: Iterable[EventMention], events: Iterable[EventMention], annotated: Annotated
) -> Iterator[EventMention]:
    """Yield the denial of who was accused and says that he did not: "Mali insists that it never shelled the town"."""
    events, resources, authors = list(events), annotated.resources, AuthorFinder(annotated)
    denies = resources.vocabulary.only_with_trait("of_claim")
    charged = frozenset() if DENIAL in resources.off else resources.groups.charged
    known_facts = [*charges, *events]
    denials = [event for event in of_predicates(events, charged) if event.status in _NOT_DONE]
    for event in denials:
        speaker = event.attributed_to
        if speaker is None:
            continue
        own = authors.spoken_for(speaker)
        accuser = authors.last_accuser(own, event, known_facts)
        if accuser is not None and event.subject.name in own:
            yield _made(event, denies, speaker, accuser, DENIAL)


def contested(events: Iterable[EventMention], annotated: Annotated) -> Iterator[EventMention]:
    """Yield the accusation that a denial answers where only a report told it: "a claim that Chad denied"."""
    events, resources = list(events), annotated.resources
    if CONTESTED in resources.off:
        return
    authors, charge = AuthorFinder(annotated), resources.vocabulary.only_with_trait("charge")
    blamed = {names_of_sides(event) for event in of_predicates(events, resources.groups.accusing)}
    for denial in of_predicates(events, resources.vocabulary.with_trait("of_claim")):
        accuser, own = denial.object, authors.spoken_for(denial.subject)
        pairs = {(name, other) for name in authors.spoken_for(accuser) for other in own}
        accused = _find_accused(denial.subject, annotated) if accuser.kind in ACTORS else None
        if accused is not None and denial.status in _DECIDED and blamed.isdisjoint(pairs):
            yield _made(denial, charge, accuser, accused, CONTESTED)


def _find_accused(denier: Mention, annotated: Annotated) -> Mention | None:
    """Return who is accused by what somebody denies: a person denies it for the state that he serves."""
    if denier.kind is not Kind.PERSON:
        return first_found(of_kinds([denier], ACTORS))
    state = only_one(states_served(denier.name, annotated))
    entry = annotated.resources.gazetteer.entry_called(state or "", Kind.STATE)
    return None if entry is None else stand_in_entry(denier, entry, "within")


def _made(event: EventMention, predicate: Predicate, subject: Mention, object_: Mention, rule: str) -> EventMention:
    """Return the implied fact, which has happened, without the date and place of the event that implies it."""
    return replace(
        event,
        predicate=predicate.name,
        subject=subject,
        object=object_,
        status=Status.OCCURRED,
        plover=predicate.plover,
        cameo=predicate.cameo,
        cue=None,
        date=None,
        date_from=None,
        place=None,
        attributed_to=None,
        evidence=replace(event.evidence, rule=rule),
        confidence=round(confidence_named(event) * _LESS_SURE, 3),
    )

"""The slots that a lexicon row can name: each leads from a trigger to the heads of noun phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graphkit.extract.arguments import clause_subject, dative_of, object_of
from graphkit.extract.attribution import speaker_of
from graphkit.extract.noun_classes import is_among
from graphkit.extract.prepositions import Filler, between_of, prep_of
from graphkit.extract.subjects import agent_of, is_passive, owner_of, subject_of, surface_subject
from graphkit.extract.tense import has_to
from graphkit.nlp.dependencies import (
    children,
    conjuncts,
    first_child,
    first_conjunct,
    is_finite,
    lemma,
    preps,
    resources_of,
)
from graphkit.nlp.tokens import Token

_HARM = frozenset({"@harm"})
_AMOUNTS = frozenset({"@quantity", "bulk", "campaign"})


@dataclass(frozen=True, slots=True)
class Site:
    """The place where a row is tried: trigger, verb that carries a noun, tokens whose prepositions belong to both."""

    trigger: Token
    support: Token | None = None
    carriers: list[Token] = field(default_factory=list)


def find_slot(slot: str, site: Site) -> list[Filler]:
    """Find the phrase heads in one slot; a name that is none of SLOTS is a preposition."""
    if f"slot/{slot}" in resources_of(site.trigger).off:
        return []
    find = SLOTS.get(slot)
    return find(site) if find is not None else prep_of(site.trigger, site.carriers, (slot,))


def _subject(site: Site) -> list[Filler]:
    verb = site.trigger if site.trigger.pos_ in ("VERB", "AUX") else site.support
    return _accompanied(subject_of(verb), verb) if verb is not None else []


def _accompanied(found: list[Filler], verb: Token) -> list[Filler]:
    """Find a subject and those who act "along with" or "together with" it."""
    out = list(found)
    for base in [verb, *(f.head for f in found), *(t for f in found for t in conjuncts(f.head))]:
        for child in base.children:
            if child.lower_ in ("along", "together", "alongside") and child.i < verb.i:
                inner = [child] if child.lower_ == "alongside" else [c for c in child.children if c.lower_ == "with"]
                out += [Filler(c, 0.9) for p in inner for c in p.children if c.dep_ == "pobj"]
    return out


def _object(site: Site) -> list[Filler]:
    return object_of(site.trigger) if site.trigger.pos_ in ("VERB", "AUX") else []


def _dative(site: Site) -> list[Filler]:
    return dative_of(site.support or site.trigger)


def _holder(site: Site) -> list[Filler]:
    """Find who holds an occasion that only frames a clause: "In a call with the king, the premier promised help"."""
    noun, preposition = site.trigger, site.trigger.head
    if noun.dep_ != "pobj" or preposition.lower_ not in _FRAMING:
        return []
    verb = preposition.head
    if preposition.lower_ == "of" and verb.lower_ == "ahead":
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX") or lemma(verb) in resources_of(verb).verbs.undergone:
        return []
    if any(word == "with" for word, _ in preps(verb)):
        return []  # "During the talks, the envoys met with the king": the clause says who met
    return [Filler(f.head, 0.85) for f in surface_subject(verb)]


_PURPOSE_DEPS = frozenset({"pobj", "dobj", "poss", "conj"})
#: Prepositions before an occasion in which the subject of the clause takes part.
_FRAMING = frozenset({"in", "during", "after", "following", "before", "at", "of", "to"})


def _framed_verb(noun: Token) -> Token | None:
    """Find the verb whose clause a phrase with the noun frames: "thanked him over [lunch]"."""
    node = noun.head if noun.dep_ == "pobj" else noun
    for _ in range(3):
        if node.head == node or noun.dep_ != "pobj":
            return None
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            return node
        if node.pos_ not in ("PROPN", "NOUN", "ADP"):
            return None
    return None


def _doer(site: Site) -> list[Filler]:
    """Find the agent of the clause that a phrase with the noun frames: "At Mali's [request], Chad sent troops"."""
    verb = _framed_verb(site.trigger)
    return [Filler(f.head, f.near * 0.9) for f in surface_subject(verb)] if verb is not None else []


def _shown(site: Site) -> list[Filler]:
    """Find those whom a caption without a verb shows: "Ann Lee (left) and Bob Roe at the [meeting]"."""
    preposition = site.trigger.head
    shown = first_conjunct(preposition.head)
    if site.trigger.dep_ != "pobj" or shown.dep_ != "ROOT" or shown.pos_ not in ("NOUN", "PROPN"):
        return []
    return [Filler(shown)] if shown.i < site.trigger.i else []


def _company(site: Site) -> list[Filler]:
    """Find with whom or to whom it is done in that clause: "thanked him over [lunch]"."""
    verb = _framed_verb(site.trigger)
    if verb is None or is_passive(verb):
        return []
    return object_of(verb)[:1] or dative_of(verb) or prep_of(verb, [], ("with", "to"))


def _itself(site: Site) -> list[Filler]:
    """Take the trigger itself: "said at a [forum]" tells of the forum."""
    return [Filler(site.trigger)]


def _speaker(site: Site) -> list[Filler]:
    """Find the speaker of the clause: "the raid was [unacceptable], the minister said"."""
    speaker = speaker_of(site.trigger)
    return [Filler(speaker, 0.95)] if speaker is not None else []


def _listener(site: Site) -> list[Filler]:
    """Find to whom the clause above is said: "wrote to Peru, [begging] for help", "told him this and [asked] that"."""
    verb = site.trigger
    for _ in range(2):
        linked = verb.dep_ in ("conj", "xcomp") or (verb.dep_ == "advcl" and not is_finite(verb))
        if not linked or verb.head.pos_ != "VERB" or verb.head == verb:
            return []
        verb = verb.head
        if is_passive(verb):
            continue
        told = dative_of(verb) or object_of(verb) or prep_of(verb, [], ("to", "with"))
        if told:
            return [Filler(f.head, 0.85) for f in told[:1]]
    return []


#: What is refused with them is refused to others than their object.
_HANDED_ON = frozenset(
    "come condemn criticise criticize deport extradite fly free go hand identify leave name release return say "
    "surrender travel".split()
)


def _inside(site: Site) -> list[Filler]:
    """Find the actor in the infinitive below: "refused to serve under a Danish general"."""
    for child in site.trigger.children:
        if (child.dep_ in ("xcomp", "advcl") or (child.dep_ == "acl" and has_to(child))) and child.i > site.trigger.i:
            if lemma(child) in _HANDED_ON:
                return []  # "refused to hand over the general": not him
            return [Filler(f.head, 0.85) for f in object_of(child)] + [
                Filler(t, 0.8) for word, t in preps(child) if word in ("with", "under", "from", "to", "for")
            ]
    return []


def _charged(site: Site) -> list[Filler]:
    """Find who is blamed for the deed: "rebuked [Mali] over bombings of villages", "blamed [Mali] for the raid"."""
    noun, preposition = site.trigger, site.trigger.head
    if noun.dep_ != "pobj" or preposition.lower_ not in ("over", "for", "about"):
        return []
    verb = preposition.head
    if verb.dep_ == "dobj" and verb.pos_ in ("NOUN", "PROPN"):  # parsers hang "over" on whom it is about
        verb = verb.head
    words = resources_of(verb).verbs
    if verb.pos_ != "VERB" or lemma(verb) not in words.judging | words.charging:
        return []
    return [Filler(f.head, 0.95) for f in object_of(verb)[:1] if f.head.i < noun.i]


def _counter(site: Site) -> list[Filler]:
    """Find whose deed stands beside a deed: "Chadian raids and [Libyan] bombings"; each is against the other."""
    deed = site.trigger
    beside = [deed.head] if deed.dep_ == "conj" else children(deed, "conj")
    return [Filler(f.head, 0.85) for other in beside if is_among(other, _HARM) for f in owner_of(other)]


def _clause(site: Site) -> list[Filler]:
    return clause_subject(site.trigger)


def _claim(site: Site) -> list[Filler]:
    """Take the clause itself: "denied that it was hiding arms"."""
    verb = site.trigger
    return [Filler(c) for c in verb.children if c.dep_ in ("ccomp", "xcomp", "pcomp") and c.i > verb.i][:1]


def _purpose(site: Site) -> list[Filler]:
    """Find the first place in the purpose: "gave money to rebuild schools in Chad"."""
    for base in [*site.carriers, site.trigger]:
        for child in (c for c in base.rights if _is_purpose(c)):
            places = [t for t in child.subtree if t.ent_type_ in ("GPE", "LOC") and t.dep_ in _PURPOSE_DEPS]
            if places and places[0].i > base.i:
                return [Filler(places[0], 0.7)]
    return []


def _is_purpose(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in ("for", "to", "in", "towards", "toward")
    return child.dep_ == "relcl" or (child.dep_ in ("advcl", "xcomp", "acl") and child.tag_ == "VB")


def _owner(site: Site) -> list[Filler]:
    return owner_of(site.trigger)


def _between(site: Site) -> list[Filler]:
    return between_of(site.trigger, site.carriers)


def _head(site: Site) -> list[Filler]:
    """Find what an adjective describes: "Iran is critical of", "countries hostile to"."""
    adjective = site.trigger
    if adjective.dep_ in ("acomp", "oprd", "attr", "ccomp", "xcomp", "conj") and adjective.head.pos_ in ("VERB", "AUX"):
        return surface_subject(adjective.head)
    if adjective.dep_ in ("amod", "acl", "relcl", "appos"):
        return [Filler(adjective.head)]
    return surface_subject(adjective)


def _by(site: Site) -> list[Filler]:
    return agent_of(site.trigger) or prep_of(site.trigger, site.carriers, ("by",))


#: assets/lexicon/frames.yaml says what each slot is; every other name is a preposition.
SLOTS: Mapping[str, Callable[[Site], list[Filler]]] = {
    "subject": _subject,
    "object": _object,
    "dative": _dative,
    "holder": _holder,
    "doer": _doer,
    "shown": _shown,
    "company": _company,
    "itself": _itself,
    "speaker": _speaker,
    "listener": _listener,
    "inside": _inside,
    "clause": _clause,
    "charged": _charged,
    "counter": _counter,
    "claim": _claim,
    "purpose": _purpose,
    "owner": _owner,
    "between": _between,
    "head": _head,
    "by": _by,
}


RULE_IDS = tuple(f"slot/{name}" for name in SLOTS)


def support_of(noun: Token, support_verbs: frozenset[str]) -> Token | None:
    """Return the verb that carries a noun: "hold [talks]", "engaged in [talks]"; "following [talks]" has none."""
    node = noun
    while node.dep_ == "conj" and node.head != node and node.head.pos_ == "NOUN":
        node = node.head
    head = node.head
    if node.dep_ == "pobj" and head.lower_ == "of" and is_among(head.head, _AMOUNTS):  # "launched a wave of attacks"
        node, head = head.head, head.head.head
    if node.dep_ in ("dobj", "nsubjpass", "attr") and head.pos_ in ("VERB", "AUX"):
        return head if {lemma(head), _particle_lemma(head)} & support_verbs else None
    if node.dep_ == "pobj" and _carries_phrase(head, support_verbs):
        return head.head
    if head.dep_ in ("relcl", "acl"):
        return None
    told = [c for c in children(noun, "acl", "relcl") if c.tag_ in ("VBN", "VBD")]  # "the talks held by A"
    return next((c for c in told if lemma(c) in support_verbs), None)


def _carries_phrase(preposition: Token, support_verbs: frozenset[str]) -> bool:
    """Return whether a verb carries the noun behind a preposition: "engaged in [talks]"."""
    if preposition.dep_ not in ("prep", "agent") or preposition.lower_ not in _CARRYING:
        return False
    verb = preposition.head
    return verb.pos_ == "VERB" and lemma(verb) in support_verbs and not _carries_other(verb)


#: Prepositions between a verb and the noun that it carries: "engage in talks", "put into effect".
_CARRYING = frozenset({"in", "on", "for", "into", "to", "with", "out", "off", "as"})


def _carries_other(verb: Token) -> bool:
    """Return whether a verb carries its own object, as in "hold talks on the ties": then not the ties too."""
    carried = first_child(verb, "dobj")
    return carried is not None and is_among(carried, frozenset({"@occasion"}))


def _particle_lemma(verb: Token) -> str:
    particle = first_child(verb, "prt")
    return f"{lemma(verb)} {particle.lower_}" if particle is not None else lemma(verb)

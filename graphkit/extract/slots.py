"""The slots that a lexicon row can name: each leads from a trigger to the heads of noun phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graphkit.extract.arguments import clause_subject, dative_of, object_of
from graphkit.extract.attribution import speaker_of
from graphkit.extract.choices import collect, first_filled, known
from graphkit.extract.fillers import Filler, fill, heads_of, take_less_sure
from graphkit.extract.noun_classes import is_among
from graphkit.extract.prepositions import between_of, prep_of
from graphkit.extract.subjects import agent_of, is_passive, owner_of, subject_of, surface_subject
from graphkit.nlp.dependencies import behind, children, conjuncts_of, first_conjunct, resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb, fits, has_path, path, paths, pick

_VERBS = frozenset({"VERB", "AUX"})
_HARM = frozenset({"@harm"})
#: The ways from "along", "together" and "alongside" to who acts with somebody.
_COMPANIONS = {"along": ("*:with", "pobj"), "together": ("*:with", "pobj"), "alongside": ("pobj",)}
_WITH_OTHERS = f"*:{'|'.join(_COMPANIONS)}"
#: Prepositions before an occasion in which the subject of the clause takes part: "in a [call]", "ahead of a [call]".
_IN_OCCASION = Shape('"in a [call]"', "pobj", above=["*:in|during|after|following|before|at|of|to"])
_AHEAD_OF = Shape('"ahead of"', "*:of", above=["*:ahead"])
_ASKED = Shape(
    '"urged Mali to [sign] after talks with Chad"', "xcomp|advcl", above=["*/VERB{object_control}"], has=["aux:to"]
)
_THANKING = "*[thank|praise|commend|applaud|hail|laud]"
_THANKED_FOR = Shape('"thanked Chad for [sending] tents"', "pcomp", above=["*:for", "*[thank]"])
_CAPTION = Shape('"Ann Lee (left) at the meeting"', "ROOT/NOUN|PROPN")
_ASKED_FOR = Shape(
    '"asked Peru for [talks]"',
    "pobj",
    above=["*:for", "*/VERB[appeal|apply|argue|ask|call|hope|plead|press|push|request|wait]"],
)
_LINKED = Shapes(
    Shape('"told him this and [asked] that"', "conj|xcomp", above=["*/VERB"]),
    Shape(
        '"wrote to Peru, [begging] for help"',
        "advcl/!VBD|VBZ|VBP",
        above=["*/VERB"],
        lacks=["aux|auxpass/VBD|VBZ|VBP|MD"],
    ),
)
#: What is refused with them is refused to others than their object: "refused to hand over the general".
_HANDED_ON = (
    "*[come|condemn|criticise|criticize|deport|extradite|fly|free|go|hand|identify|leave|name|release|return|say|"
    "surrender|travel]"
)
_THREATENED = Shape('"threats [to bomb] Mali"', ">acl", has=["aux:to"])
_SERVED = ("with", "under", "from", "to", "for")
_BLAMED_OVER = Shape('"rebuked Mali over [bombings]"', "pobj", above=["*:over|for|about"])
#: What frames the words of these belongs to what is said: "stressed Mali's role, with the [support] of Chad".
_STRESSED = "*[emphasise|emphasize|highlight|note|recall|stress|underline|underscore]"
_PURPOSES = Shapes(
    Shape('"[for] schools in Chad"', "prep:for|to|in|towards|toward"),
    Shape('"which [feeds] Chad"', "relcl"),
    Shape('"to [rebuild] Chad"', "advcl|xcomp|acl/VB"),
)
_OF_NATION = Shape('"to train the Malian [army]"', "dobj/NOUN|PROPN", has=["amod|compound|poss=NORP|GPE"])
_PREDICATIVE = Shape('"Iran is [critical] of"', "acomp|oprd|attr|ccomp|xcomp|conj", above=["*/VERB|AUX"])


@dataclass(frozen=True, slots=True)
class TriggerSite:
    """The place where a row is tried: trigger, verb that carries a noun, tokens whose prepositions belong to both."""

    trigger: Token
    support: Token | None = None
    carriers: list[Token] = field(default_factory=list)


def find_slot(slot: str, site: TriggerSite) -> list[Filler]:
    """Find the phrase heads in one slot; a name that is none of SLOTS is a preposition."""
    if f"slot/{slot}" in resources_of(site.trigger).off:
        return []
    find = SLOTS.get(slot)
    if find is None:
        return prep_of(site.trigger, site.carriers, (slot,))
    return find(site)


def _subject(site: TriggerSite) -> list[Filler]:
    """Find a subject and those who act "along with" or "together with" it."""
    verb = site.trigger if site.trigger.pos_ in _VERBS else site.support
    if verb is None:
        return []
    subjects = subject_of(verb)
    heads = heads_of(subjects)
    adverbs = paths([verb, *heads, *conjuncts_of(heads)], _WITH_OTHERS)
    companions = []
    for adverb in adverbs:
        if adverb.i < verb.i:
            companions += path(adverb, *_COMPANIONS[adverb.lower_])
    return subjects + fill(companions, 0.9)


def _holder(site: TriggerSite) -> list[Filler]:
    """Find who holds an occasion that only frames a clause: "In a call with the king, the premier promised help"."""
    noun, preposition = site.trigger, site.trigger.head
    if not _IN_OCCASION.fits(noun):
        return []
    framed = preposition.head.head if _AHEAD_OF.fits(preposition) else preposition.head
    base = climb(framed, "*/VERB|AUX", through="*/NOUN|PROPN|ADP", most=4) if fits(framed, "*/NOUN|PROPN") else framed
    if base is None:
        return []
    base = base.head if _ASKED.fits(base) else base
    if not fits(base, "*/VERB|AUX{!undergone}"):
        return []
    if has_path(base, "prep:with"):  # "During the talks, the envoys met with the king": the clause says who met
        return []
    holders = surface_subject(base)
    return take_less_sure(holders, 0.85)


def _framed_verb(noun: Token) -> Token | None:
    """Find the verb whose clause a phrase with the noun frames: "thanked him over [lunch]"."""
    if noun.dep_ != "pobj":
        return None
    return climb(noun.head, "*/VERB|AUX", through="*/PROPN|NOUN|ADP", most=3)


def _doer(site: TriggerSite) -> list[Filler]:
    """Find the agent of the clause that a phrase with the noun frames: "At Mali's [request], Chad sent troops"."""
    verb = _framed_verb(site.trigger)
    if verb is None or _ASKED_FOR.fits(site.trigger) or fits(verb, _STRESSED):
        return []
    agents = surface_subject(verb)
    return [Filler(agent.head, agent.near * 0.9) for agent in agents]


def _struck(site: TriggerSite) -> list[Filler]:
    """Find who is killed or hurt in a deed: "[Two Malian soldiers] died in a raid"."""
    verbs = known([_framed_verb(site.trigger)])
    return collect(surface_subject, pick(verbs, "*[die|hurt|injure|kill|perish|wound]"))


def _shown(site: TriggerSite) -> list[Filler]:
    """Find those whom a caption without a verb shows: "Ann Lee (left) and Bob Roe at the [meeting]"."""
    shown = first_conjunct(site.trigger.head.head)
    if site.trigger.dep_ != "pobj":
        return []
    if shown.i > site.trigger.i or not _CAPTION.fits(shown):
        return []
    return [Filler(shown)]


def _company(site: TriggerSite) -> list[Filler]:
    """Find with whom or to whom it is done in that clause: "thanked him over [lunch]"."""
    verb = _framed_verb(site.trigger)
    if verb is None or is_passive(verb):
        return []
    objects = [] if fits(verb, "*{treating}") else object_of(verb)
    receivers = objects[:1] or dative_of(verb)
    return receivers or prep_of(verb, [], ("with", "to"))


def _thanker(site: TriggerSite) -> list[Filler]:
    """Find who thanks for what he got: "[Mali] thanked Chad for sending tents"."""
    verb = site.support or site.trigger
    if fits(verb, _THANKING):
        return surface_subject(verb)
    if not _THANKED_FOR.fits(verb):
        return []
    thankers = surface_subject(verb.head.head)
    return take_less_sure(thankers, 0.85)


def _listener(site: TriggerSite) -> list[Filler]:
    """Find to whom the clause above is said: "wrote to Peru, [begging] for help", "told him this and [asked] that"."""
    verb = site.trigger
    called = _called(verb)
    if called:
        return called
    for _ in range(2):
        if not _LINKED.fits(verb):
            return []
        verb = verb.head
        listeners = dative_of(verb) or object_of(verb) or prep_of(verb, [], ("to", "with"))
        if listeners and not is_passive(verb):
            return take_less_sure(listeners[:1], 0.85)
    return []


def _called(verb: Token) -> list[Filler]:
    """Find to whom it is said in a call or a letter: "in a call to [Peru], he proposed a patrol"."""
    subjects = heads_of(surface_subject(verb))
    occasions = paths([verb, *subjects[:1]], "prep:in|during", "pobj[call|conversation|letter|message|telegram]")
    return take_less_sure(collect(lambda occasion: fill(behind(occasion, "to")), occasions), 0.85)


def _inside(site: TriggerSite) -> list[Filler]:
    """Find the actor in the infinitive below: "refused to serve under a Danish general"."""
    clauses = [*path(site.trigger, ">xcomp|advcl"), *_THREATENED.below(site.trigger)]
    clause = clauses[0] if clauses else None
    if clause is None:
        return []
    if fits(clause, _HANDED_ON):
        return fill(behind(clause, "to"), 0.8)  # "refused to extradite him to Mali"
    objects = take_less_sure(object_of(clause), 0.85)
    served = fill(behind(clause, *_SERVED), 0.8)
    return objects + served


def _charged(site: TriggerSite) -> list[Filler]:
    """Find who is blamed for the deed: "rebuked [Mali] over bombings of villages", "blamed [Mali] for the raid"."""
    noun = site.trigger
    if not _BLAMED_OVER.fits(noun):
        return []
    base = noun.head.head
    verb = base.head if fits(base, "dobj/NOUN|PROPN") else base  # parsers hang "over" on whom it is about
    if not fits(verb, "*/VERB{judging|charging}"):
        return []
    objects = heads_of(object_of(verb))
    blamed = [t for t in objects[:1] if t.i < noun.i]
    return fill(blamed, 0.95)


def _counter(site: TriggerSite) -> list[Filler]:
    """Find whose deed stands beside a deed: "Chadian raids and [Libyan] bombings"; each is against the other."""
    deed = site.trigger
    beside = [deed.head] if deed.dep_ == "conj" else children(deed, "conj")
    harmful = [other for other in beside if is_among(other, _HARM)]
    owners = collect(owner_of, harmful)
    return take_less_sure(owners, 0.85)


def _purpose(site: TriggerSite) -> list[Filler]:
    """Find the first place in the purpose: "gave money to rebuild schools in Chad"."""
    for base in (*site.carriers, site.trigger):
        for child in base.rights:
            words = child.subtree if _PURPOSES.fits(child) else []
            places = pick(words, "pobj|dobj|poss|conj=GPE|LOC") or _OF_NATION.pick(words)
            if places and places[0].i > base.i:
                return fill(places[:1], 0.7)
    return []


def _head(site: TriggerSite) -> list[Filler]:
    """Find what an adjective describes: "Iran is critical of", "countries hostile to"."""
    adjective = site.trigger
    if fits(adjective, "amod|acl|relcl|appos"):
        return [Filler(adjective.head)]
    base = adjective.head if _PREDICATIVE.fits(adjective) else adjective
    return surface_subject(base)


#: assets/lexicon/frames.yaml says what each slot is; every other name is a preposition.
SLOTS: Mapping[str, Callable[[TriggerSite], list[Filler]]] = {
    "subject": _subject,
    "object": lambda site: object_of(site.trigger) if site.trigger.pos_ in _VERBS else [],
    "dative": lambda site: dative_of(site.support or site.trigger),
    "holder": _holder,
    "doer": _doer,
    "shown": _shown,
    "struck": _struck,
    "company": _company,
    "itself": lambda site: [Filler(site.trigger)],
    "speaker": lambda site: fill([speaker_of(site.trigger)], 0.95),
    "listener": _listener,
    "thanker": _thanker,
    "inside": _inside,
    "clause": lambda site: first_filled(map(clause_subject, [site.trigger, *site.carriers])),
    "charged": _charged,
    "counter": _counter,
    "claim": lambda site: fill(path(site.trigger, ">ccomp|xcomp|pcomp")[:1]),
    "purpose": _purpose,
    "owner": lambda site: owner_of(site.trigger),
    "between": lambda site: between_of(site.trigger, site.carriers),
    "head": _head,
    "here": lambda site: fill(paths([site.trigger, *site.carriers], "advmod:here")[:1]),
    "by": lambda site: agent_of(site.trigger) or prep_of(site.trigger, site.carriers, ("by",)),
}


RULE_IDS = tuple(f"slot/{name}" for name in SLOTS)

"""Find who said or did what a noun names again: "welcomed the announcement" supports whoever announced something."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.extract.attribution import is_speech
from graphkit.extract.mentions import ACTORS
from graphkit.extract.subjects import agent_of, owner_of, subject_of
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Mention
from graphkit.nlp.dependencies import conjuncts, lemma, preps, resources_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token

#: Entity labels of adjectives that say whose a deed is.
_OWNERS = frozenset({"NORP", "GPE", "ORG", "LOC"})
_SPECIFYING = frozenset({"prep", "poss", "compound", "relcl"})
_ONLY_PLACING = frozenset({"in", "on", "as", "at"})
_INDEFINITE = frozenset({"a", "an", "any", "some", "no"})
#: Sentences back within which somebody said it.
_SENTENCES = 2
#: So many first letters are the same in a verb and its noun: "announce", "announcement".
_STEM = 4


def is_specified(head: Token) -> bool:
    """Return whether a phrase says more than "the attack": then it need not be the one before."""
    further = [c for c in head.children if c.dep_ in _SPECIFYING and c.lower_ not in _ONLY_PLACING]
    owners = [c for c in head.children if c.dep_ == "amod" and c.ent_type_ in _OWNERS]  # "the European decision"
    return bool(further or owners) or any(c.dep_ == "det" and c.lower_ in _INDEFINITE for c in head.children)


def find_author(match: Match, event: EventMention, annotated: Annotated) -> Mention | None:
    """Return whose utterance the object of a judgement or an answer names; None where nobody made one before it."""
    resources, head = annotated.resources, match.o.head
    if event.predicate not in resources.groups.judging | resources.groups.answering or is_specified(head):
        return None
    noun = lemma(head)
    if noun not in resources.nouns.uttered:
        return None
    authors = [
        (verb, mention)
        for verb, mention in _utterances(match.trigger, annotated)
        if mention.name not in (event.subject.name, *_beside(match, annotated))
    ]
    kindred = [mention for verb, mention in authors if lemma(verb)[:_STEM] == noun[:_STEM]]
    if kindred:
        return kindred[0]
    return authors[0][1] if authors and noun in resources.nouns.any_utterance else None


def find_accuser(match: Match, event: EventMention, before: list[EventMention], annotated: Annotated) -> Mention | None:
    """Return whose charge is denied: who makes it in the phrase or beside the denial, else who accused the denier."""
    own = spoken_for(event.subject, annotated)
    makers = [m for m in _makers(match, event, annotated) if m.kind in ACTORS and m.name not in own]
    if makers:
        return makers[0]
    accuser = last_accuser(own, event, before, annotated)
    if accuser is None and _is_the_charge(match.o.head):
        speakers = (m for _, m in _utterances(match.trigger, annotated) if m.name not in own)
        accuser = next(speakers, None) or _last_charge(event, before, annotated)
    return accuser if accuser is None or accuser.name not in own else None


def _makers(match: Match, event: EventMention, annotated: Annotated) -> list[Mention]:
    """Return who makes a charge by the phrase that names it, or beside the denial."""
    head = match.o.head
    if lemma(head) in annotated.resources.nouns.charges:
        return [m for t in _makers_of(head) for m in annotated.meant(t.i) or _modifier(t, annotated)]
    if event.object.reason == "claim":
        return [m for t in _claimants(match.trigger) for m in annotated.meant(t.i)]
    return []


def _is_the_charge(head: Token) -> bool:
    return lemma(head) in resources_of(head).nouns.charges and not is_specified(head)


def _last_charge(event: EventMention, before: list[EventMention], annotated: Annotated) -> Mention | None:
    """Return who made the last charge of the article, or whose charge was denied last."""
    makers = [(e.trigger.start, e.subject) for e in before if e.predicate in annotated.resources.groups.accusing]
    makers += [(e.trigger.start, e.object) for e in before if e.predicate == event.predicate]
    last = max((pair for pair in makers if pair[1].kind in ACTORS), key=lambda pair: pair[0], default=None)
    return last[1] if last is not None else None


def last_accuser(
    own: set[str], event: EventMention, before: list[EventMention], annotated: Annotated
) -> Mention | None:
    """Return who last accused one of some actors before an event, or said that he did harm."""
    groups = annotated.resources.groups
    earlier = [e for e in before if e.trigger.start < event.trigger.start]
    for accusation in sorted(earlier, key=lambda e: -e.trigger.start):
        speaker = accusation.attributed_to
        if accusation.predicate in groups.accusing and accusation.object.name in own:
            accuser: Mention | None = accusation.subject
        elif accusation.predicate in groups.charged and accusation.subject.name in own:
            accuser = speaker
        else:
            continue
        if accuser is not None and accuser.kind in ACTORS and accuser.name not in own:
            return accuser
    return None


def spoken_for(speaker: Mention, annotated: Annotated) -> set[str]:
    """Return a speaker and the states that he speaks for, by the titles of the article and the gazetteer."""
    names = {t.state for t in annotated.titles if t.person == speaker.name and not t.former} - {None}
    gazetteer = annotated.resources.gazetteer
    state = gazetteer.state_of(speaker.entry) if speaker.entry is not None else None
    if state:
        names.add(gazetteer.entries[state].name)
    return {speaker.name, *(name for name in names if name is not None)}


def _makers_of(noun: Token) -> list[Token]:
    """Return who makes a charge: "Chad's accusation", "claims by Chad", "the claim made by Chad"."""
    made = [f.head for c in noun.children if c.dep_ == "acl" for f in agent_of(c)]
    return [*(f.head for f in owner_of(noun)), *(t for word, t in preps(noun) if word in ("by", "from")), *made]


def _modifier(token: Token, annotated: Annotated) -> tuple[Mention, ...]:
    modifier = annotated.modifier(token)
    return (modifier,) if modifier is not None else ()


def _claimants(denial: Token) -> list[Token]:
    """Return who claims what is denied: "denied that it had, as [Chad] claims"."""
    return [
        filler.head
        for clause in denial.subtree
        if clause.pos_ == "VERB" and is_speech(clause) and any(c.lower_ == "as" for c in clause.children)
        for filler in subject_of(clause)
    ]


def _beside(match: Match, annotated: Annotated) -> set[str]:
    """Return the names of all who judge it together."""
    return {m.name for t in conjuncts(match.s.head) for m in annotated.meant(t.i)}


def _utterances(trigger: Token, annotated: Annotated) -> Iterator[tuple[Token, Mention]]:
    """Yield verbs and nouns of speech before a trigger with who speaks, nearest first; to judge is not to announce."""
    sentences = list(annotated.doc.sents)
    own = next(n for n, sent in enumerate(sentences) if sent.start <= trigger.i < sent.end)
    verbs = annotated.resources.verbs
    words = (verbs.speech | verbs.uttering) - verbs.judging - verbs.appraising
    for sent in reversed(sentences[max(0, own - _SENTENCES) : own + 1]):
        for token in reversed([t for t in sent if t.i < trigger.left_edge.i or sent.end <= trigger.sent.start]):
            if token.pos_ == "VERB" and lemma(token) in words:
                actors = [f.head for f in subject_of(token)]
            elif token.pos_ == "NOUN" and lemma(token) in annotated.resources.nouns.uttered:
                actors = [f.head for f in owner_of(token)]
            else:
                continue
            for actor in actors:
                yield from ((token, m) for m in annotated.meant(actor.i) if m.kind in ACTORS)

"""Find who said or did what a noun names again: "welcomed the announcement" supports whoever announced something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from graphkit.extract.choices import collect, first_found
from graphkit.extract.fillers import Filler, heads_of
from graphkit.extract.mentions import ACTORS, of_kinds, states_served
from graphkit.extract.subjects import agent_of, owner_of, subject_of
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Kind, Mention
from graphkit.nlp.dependencies import behind, children, conjuncts, lemma
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits

#: Phrases that say more than "the attack": they need not be the one before.
_SPECIFIED = Shapes(
    Shape('"the attack of May"', has=["prep|poss|compound|relcl:!in|on|as|at|police|army|military"]),
    Shape('"the European decision"', has=["amod=NORP|GPE|ORG|LOC"]),
    Shape('"an attack"', has=["det:a|an|any|some|no"]),
)
_AS_CLAIMED = Shape('"as Chad [claims]"', "*/VERB{speech}", has=["*:as"])
#: Sentences back within which somebody said it.
_SENTENCES = 2
#: So many first letters are the same in a verb and its noun: "announce", "announcement".
_STEM = 4


def is_specified(head: Token) -> bool:
    """Return whether a phrase says more than "the attack": then it need not be the one before."""
    return _SPECIFIED.fits(head)


class AuthorFinder:
    """Finds who said or did what the nouns of one article name again."""

    def __init__(self, annotated: Annotated) -> None:
        resources = annotated.resources
        self.annotated, self.gazetteer = annotated, resources.gazetteer
        self.groups, verbs = resources.groups, resources.verbs
        self.replying = self.groups.judging | self.groups.answering
        announcing = (verbs.speech | verbs.uttering) - verbs.judging - verbs.appraising  # to judge is not to announce
        #: The words of speech by their part of speech, and what finds who speaks.
        self.speech: dict[str, tuple[AbstractSet[str], Callable[[Token], list[Filler]]]] = {
            "VERB": (announcing, subject_of),
            "NOUN": (resources.nouns.uttered, owner_of),
        }

    def find_author(self, match: Match, event: EventMention) -> Mention | None:
        """Return whose utterance the object of a judgement or an answer names; None where nobody made one before."""
        head = match.o.head
        if event.predicate not in self.replying or not fits(head, "*{uttered}"):
            return None
        if is_specified(head):
            return None
        judges = collect(self._ask_meant, conjuncts(match.s.head))
        names = {judge.name for judge in (event.subject, *judges)}
        utterances = self._find_utterances(match.trigger)
        authors = [(word, author) for word, author in utterances if author.name not in names]
        stem = lemma(head)[:_STEM]
        kindred = [author for word, author in authors if lemma(word)[:_STEM] == stem]
        if not kindred and fits(head, "*{any_utterance}"):
            kindred = [author for _, author in authors]
        return first_found(kindred)

    def find_accuser(self, match: Match, event: EventMention, before: list[EventMention]) -> Mention | None:
        """Return whose charge is denied: who makes it in the phrase or beside it, else who accused the denier."""
        own = self.spoken_for(event.subject)
        accusers = self._find_accusers(match, event, before, own)
        others = (accuser for accuser in accusers if accuser.name not in own)
        return first_found(others)

    def _find_accusers(
        self, match: Match, event: EventMention, before: list[EventMention], own: set[str]
    ) -> Iterator[Mention]:
        """Yield who may have made the charge that is denied, the likeliest first."""
        yield from of_kinds(self.find_makers(match, event), ACTORS)
        yield from of_kinds([self.last_accuser(own, event, before)], ACTORS)
        if fits(match.o.head, "*{charges}") and not is_specified(match.o.head):
            yield from (speaker for _, speaker in self._find_utterances(match.trigger))
            yield from self._find_last_charge(event, before)

    def find_makers(self, match: Match, event: EventMention) -> list[Mention]:
        """Return who makes a charge by the phrase that names it, or beside the denial."""
        noun = match.o.head
        if fits(noun, "*{charges}"):  # "Chad's accusation", "claims by Chad", "the claim made by Chad"
            makers = collect(agent_of, children(noun, "acl"))
            heads = heads_of(owner_of(noun)) + behind(noun, "by", "from") + heads_of(makers)
            return collect(self._ask_meant_or_modifier, heads)
        if event.object.reason != "claim":
            return []
        claims = _AS_CLAIMED.pick(match.trigger.subtree)
        claimants = heads_of(collect(subject_of, claims))
        return collect(self._ask_meant, claimants)

    def _find_last_charge(self, event: EventMention, before: list[EventMention]) -> list[Mention]:
        """Return who made the last charge of the article, or whose charge was denied last."""
        makers = [(e.trigger.start, e.subject) for e in before if e.predicate in self.groups.accusing]
        makers += [(e.trigger.start, e.object) for e in before if e.predicate == event.predicate]
        actors = [(start, maker) for start, maker in makers if maker.kind in ACTORS]
        if not actors:
            return []
        _, last = max(actors, key=lambda pair: pair[0])
        return [last]

    def last_accuser(self, own: set[str], event: EventMention, before: Iterable[EventMention]) -> Mention | None:
        """Return who last accused one of some actors before an event, or said that he did harm."""
        earlier = [e for e in before if e.trigger.start < event.trigger.start]
        earlier.sort(key=lambda e: -e.trigger.start)
        charging = [self._find_charging(e, own) for e in earlier]
        accusers = of_kinds(charging, ACTORS)
        return self.prefer_states([accuser for accuser in accusers if accuser.name not in own])

    def prefer_states(self, actors: Sequence[Mention]) -> Mention | None:
        """Return the first of some actors, or the state for which he speaks where that is one of them, too."""
        first = first_found(actors)
        if first is None or first.kind is not Kind.PERSON:
            return first
        served = self.spoken_for(first)
        states = (actor for actor in actors if actor.kind is Kind.STATE and actor.name in served)
        return next(states, first)

    def _find_charging(self, event: EventMention, own: set[str]) -> Mention | None:
        """Return who charges one of some actors in an event."""
        if event.predicate in self.groups.accusing and event.object.name in own:
            return event.subject
        if event.predicate in self.groups.charged and event.subject.name in own:
            return event.attributed_to
        return None

    def spoken_for(self, speaker: Mention) -> set[str]:
        """Return a speaker and the states that he speaks for, by the titles of the article and the gazetteer."""
        names = states_served(speaker.name, self.annotated) | {speaker.name}
        state = self.gazetteer.state_of(speaker.entry or "")
        if state is not None:
            names.add(self.gazetteer.entries[state].name)
        return names

    def _ask_meant(self, token: Token) -> tuple[Mention, ...]:
        return self.annotated.meant(token.i)

    def _ask_meant_or_modifier(self, token: Token) -> Iterable[Mention]:
        modifier = self.annotated.modifier(token)
        return self.annotated.meant(token.i) or filter(None, [modifier])

    def _find_utterances(self, trigger: Token) -> Iterator[tuple[Token, Mention]]:
        """Yield verbs and nouns of speech before a trigger with who speaks, nearest first."""
        sentences = [sentence.start for sentence in self.annotated.doc.sents if sentence.start <= trigger.i]
        first = sentences[-1 - _SENTENCES :][0]
        for token in reversed(self.annotated.doc.tokens[first : trigger.left_edge.i]):
            words, find = self.speech.get(token.pos_, (frozenset(), owner_of))
            if lemma(token) in words:
                actors = collect(self._ask_meant, heads_of(find(token)))
                yield from ((token, actor) for actor in of_kinds(actors, ACTORS))

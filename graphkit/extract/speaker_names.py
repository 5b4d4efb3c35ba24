"""Name who says so: the state speaks by its organs and by officials without a name.

"The foreign ministry said" and "officials said" are the state's word. Whose officials they are is told by the words
around them, by where they speak, by the dateline, or by who acts in what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, takewhile

from graphkit.extract.attribution import speaker_of
from graphkit.extract.choices import collect, first_found, known, only_one
from graphkit.extract.fillers import heads_of
from graphkit.extract.mentions import is_described, stand_in_entry, states_served
from graphkit.extract.noun_classes import is_among
from graphkit.extract.subjects import surface_subject
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import behind, conjuncts, lemma
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, path, paths, pick
from graphkit.resources.gazetteer.gazetteer import Entry

OFFICIALS, ORGANS = "speaker/officials", "speaker/organs"
BEFORE, OUTER = "speaker/before", "speaker/outer"
RULE_IDS = (OFFICIALS, ORGANS, BEFORE, OUTER)
#: Sentences back within which who wrote a text has spoken.
_SENTENCES = 3
#: Categories of the bodies that speak for their state.
_SPEAKING = frozenset({"ministry", "agency", "state_media"})
#: Words before a noun that do not say whose it is.
_MODIFIERS = "<amod|compound|nmod|poss"
_PLAIN_MODIFIERS = "det|nummod"
#: Prepositions behind which stands whose officials they are.
_OWNERS = ("of", "for", "from", "in", "at", "within", "with")
_SAID = Shape('"[fled], officials said"', "ccomp|parataxis")
_WRITTEN = Shape('"the [statement] said"', "*{written}", lacks=["poss|compound", "prep:of|by|from"])
_SIGNED = Shape('"a [post] by the king"', "*{written}", has=["prep:by|from"])
#: Who told it nobody knows.
_ANYBODY = Shape('"[sources] said"', "*[source]", lacks=["amod|compound|poss|nmod", "prep:in|at|of|from|within"])
_RANKS = frozenset("admiral captain colonel commander commandant general lieutenant major".split())
_AGAIN = Shape('"the [spokesman] said"', has=["det:the"])
_LOCAL = "*:local|regional|provincial|district|municipal"


class SpeakerNames:
    """Names the speakers of one article."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, resources = annotated, annotated.resources
        self.gazetteer, self.nouns, self.off = resources.gazetteer, resources.nouns, resources.off
        self.dateline = self._read_dateline()

    def name(self, speaker: Token | None, actor: Mention | None = None) -> Mention | None:
        """Return who speaks by the head of the phrase that names it; None where nothing does.

        Of several it is the one who acts in what they say, `actor`. What an actor says of himself is what somebody
        else says who reports that: "Chad has promised to send rice, the Red Cross said".
        """
        if speaker is None:
            return None
        named = list(map(self._name_head, conjuncts(speaker)))
        actors = [mention for mention in known(named) if _are_same(mention, actor)]
        if not actors:
            return named[0]
        reporter = speaker_of(speaker.head) if OUTER not in self.off else None
        if reporter is None:
            return actors[0]
        is_before = reporter.i < speaker.i
        return actors[0] if is_before else self._name_head(reporter) or actors[0]

    def _name_head(self, speaker: Token) -> Mention | None:
        mentions = self.annotated.mentions.get(speaker.i) or known([self.annotated.modifier(speaker)])
        if not mentions:
            return None
        signed, unsigned = _SIGNED.pick([speaker]), _WRITTEN.pick([speaker])
        writers = chain(map(self._find_before, unsigned), map(self._name_head, collect(_find_writers, signed)))
        writer = first_found(writers)
        if writer is not None:
            return writer
        state = self._find_state(speaker, mentions[0])
        return stand_in_entry(mentions[0], state, "agent of state") if state else mentions[0]

    def _find_before(self, head: Token) -> Mention | None:
        """Return who spoke or wrote last in the sentences before: "The ministry wrote to Chad. The letter said"."""
        if BEFORE in self.off:
            return None
        sentences = takewhile(lambda sentence: sentence.start < head.sent.start, self.annotated.doc.sents)
        for sentence in list(sentences)[: -_SENTENCES - 1 : -1]:
            verbs = pick(sentence, "*/VERB{speech}")
            speakers = known(map(_find_speaker, verbs))
            named = [self._name_head(speaker) for speaker in speakers if not _WRITTEN.fits(speaker)]
            reporters = [mention for mention in known(named) if not is_described(mention)]
            if reporters:
                return reporters[-1]
        return None

    def _find_state(self, speaker: Token, mention: Mention) -> Entry | None:
        """Return the state that speaks; None for a person, a body of its own, or unknown officials."""
        acting = self.annotated.acting(speaker.i)
        government = acting.entry if acting is not None else None
        if government is not None:
            return self.gazetteer.entries[government]
        if mention.entry is not None:
            return self._state_behind(mention.entry)
        is_person = mention.kind is Kind.PERSON
        if is_person or not self._are_officials(speaker):
            return None
        return first_found(look(self, speaker) for look in _WAYS)

    def _state_behind(self, entry: str) -> Entry | None:
        """Return the state for which a known body speaks: a ministry, an army, state media."""
        body = self.gazetteer.entries[entry]
        if ORGANS in self.off:
            return None
        is_organ = body.kind is Kind.ORGANIZATION and body.category in _SPEAKING
        return self.gazetteer.find_state(entry) if is_organ else None

    def _are_officials(self, head: Token) -> bool:
        """Return whether a noun is officials of some state, by its words: no "rebel spokesman"."""
        if OFFICIALS in self.off:
            return False
        if not is_among(head, self.nouns.officials | self.nouns.local_officials | _RANKS):
            return False
        if _ANYBODY.fits(head):
            return False
        words = path(head, _MODIFIERS)
        words += paths(words, _MODIFIERS)
        return all(map(self._is_of_officials, words))

    def _is_of_officials(self, word: Token) -> bool:
        if word.dep_ == "poss":
            return True
        if word.i in self.annotated.names:
            return True
        return not self.nouns.of_officials.isdisjoint((word.lower_, lemma(word)))

    # the ways to the state ----------------------------------------------------------------------------------

    def by_owner(self, head: Token) -> Entry | None:
        """Return the state of whose officials they are: "his press service", "the Danish command"."""
        owners = path(head, _MODIFIERS)
        owners += paths(owners, _MODIFIERS)
        return self._first_state(owners)

    def by_phrase(self, head: Token) -> Entry | None:
        """Return the state of the organ or place behind them: "sources at the ministry", "a spokesman in Lima"."""
        return self._first_state(behind(head, *_OWNERS))

    def by_clause(self, head: Token) -> Entry | None:
        """Return the state of the organ that the clause before names: "The embassy shut, but a spokesman said"."""
        if not is_among(head, self.nouns.spokesmen):
            return None
        if path(head, _MODIFIERS):
            return None
        if head.head.dep_ == "conj":
            state = self._first_state(heads_of(surface_subject(head.head.head)))
            if state is not None:
                return state
        before = self._find_before(head) if _AGAIN.fits(head) else None
        return self._state_of(before) if before is not None else None

    def by_site(self, head: Token) -> Entry | None:
        """Return the state where they speak: "an army spokesman said in Lima"."""
        return self._first_state(behind(head.head, "in", "at"))

    def by_place(self, head: Token) -> Entry | None:
        """Return the state of the place of which local officials speak: "hit the port of Lima, the governor said"."""
        is_local = is_among(head, self.nouns.local_officials) or bool(path(head, _LOCAL))
        clause = _find_reported(head)
        if not is_local:
            return None
        if clause is None:
            return None
        names = self.annotated.names_at(word for word in clause.subtree if word.i > clause.i)
        places = [name.entry for name in names if name.kind in (Kind.PLACE, Kind.STATE)]
        return first_found(map(self.gazetteer.find_state, reversed(places)))

    def by_dateline(self, head: Token) -> Entry | None:
        """Return the state in which the article is written."""
        return self.dateline

    def by_actor(self, head: Token) -> Entry | None:
        """Return the state that acts in what they say: "its troops left Mali, the army said"."""
        clause = _find_reported(head)
        if clause is None:
            return None
        return self._first_state(heads_of(surface_subject(clause)))

    def _first_state(self, words: Iterable[Token]) -> Entry | None:
        return first_found(map(self._state_at, words))

    def _state_at(self, word: Token) -> Entry | None:
        """Return the state that a word stands for, or for which who it names acts."""
        meant = known([*self.annotated.meant(word.i), self.annotated.modifier(word)])
        return first_found(map(self._state_of, meant))

    def _state_of(self, mention: Mention) -> Entry | None:
        if mention.kind is Kind.PERSON:
            name = only_one(states_served(mention.name, self.annotated))
            return self.gazetteer.entry_called(name, Kind.STATE) if name else self.gazetteer.find_state(mention.entry)
        if mention.entry is None:
            return None
        if mention.kind is Kind.ORGANIZATION:
            return self._state_behind(mention.entry)
        return self.gazetteer.find_state(mention.entry)

    def _read_dateline(self) -> Entry | None:
        name = self.annotated.article.dateline_place or ""
        entries = self.gazetteer.entries_called(name.replace("/", ",").split(",")[0].strip())
        return first_found(self.gazetteer.find_state(entry.id) for entry in entries)


_WAYS: tuple[Callable[[SpeakerNames, Token], Entry | None], ...] = (
    SpeakerNames.by_owner,
    SpeakerNames.by_phrase,
    SpeakerNames.by_clause,
    SpeakerNames.by_site,
    SpeakerNames.by_place,
    SpeakerNames.by_dateline,
    SpeakerNames.by_actor,
)


def _find_writers(text: Token) -> list[Token]:
    return behind(text, "by", "from")


def _find_speaker(verb: Token) -> Token | None:
    return first_found(heads_of(surface_subject(verb)))


def _are_same(speaker: Mention, actor: Mention | None) -> bool:
    return actor is not None and speaker.name == actor.name


def _find_reported(speaker: Token) -> Token | None:
    """Return the verb of what a speaker says: below the verb of speech, or above it in "..., officials said"."""
    verb = speaker.head
    below = path(verb, "ccomp")
    if below:
        return below[0]
    return verb.head if _SAID.fits(verb) else None

"""Read facts with the trained network, beside the rules or in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from graphkit.errors import AssetError
from graphkit.extract.argument import Argument
from graphkit.extract.confidence import describe_events
from graphkit.extract.reader.candidates import ACTOR_KINDS, Candidate
from graphkit.extract.reader.combination import DIGITS, Combination, Sides, describe_candidate, name_features
from graphkit.extract.reader.document_evidence import add_document_evidence
from graphkit.extract.reader.encoder import Array, Encoder
from graphkit.extract.reader.pair_scorer import PairScorer, SentencePairs, softmax
from graphkit.extract.reader.read_windows import WindowReader
from graphkit.extract.reader.weights import ReaderFiles, read_weights
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Mention, Span
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token, TokenSpan
from graphkit.resources.lexicon.lexicon import Row
from graphkit.resources.vocabulary import Vocabulary

#: Facts that the model gives less probability, rounded to four digits, are not looked at.
FLOOR = 0.04
#: The rule that a fact of the model alone names, before the word on which it hangs.
RULE = "learned"
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "AUX", "PROPN"})


class Coder(Protocol):
    """Makes an event of a match: type, status, date, place and speaker."""

    def code(self, match: Match) -> EventMention | None:
        """Make the event; None where there is none."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """The candidates of a sentence and the probabilities (candidates, candidates, predicates) of facts between them."""

    sentence: TokenSpan
    candidates: list[Candidate]
    table: NDArray[np.float64]


class LearnedReader:
    """A trained network with the coefficients by which it is put together with the rules."""

    def __init__(self, files: ReaderFiles) -> None:
        self.digest = files.digest
        self.scorer = PairScorer(files.weights)
        self.combination = Combination.read(files.card["combination"])
        self.predicates = tuple(files.card["predicates"])
        tokenizer = Tokenizer.from_str(files.tokenizer)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.windows = WindowReader(tokenizer, Encoder(files.weights), self.predicates)
        self.rows = {name: row for row, name in enumerate(self.predicates)}
        if len(files.weights["scores.bias"]) != 1 + len(self.predicates):
            raise AssetError("the weights of the learned reader are for other predicates than its card names")

    @classmethod
    def load(cls, folder: Path) -> LearnedReader:
        """Load a reader from its folder, once per process. Raises AssetError."""
        return _load(folder)

    def score(self, annotated: Annotated) -> Iterator[ScoredSentence]:
        """Yield the sentences of an article in which an actor and another stand, with their scores."""
        for window in self.windows.read(annotated):
            pairs = [SentencePairs(read.features, *np.array(read.pairs).T) for read in window.sentences]
            scores = self.scorer.score(window.states, pairs)
            for read, scored, logits in zip(window.sentences, pairs, scores, strict=True):
                count = len(read.candidates)
                table = np.zeros((count, count, len(self.predicates)))
                table[scored.subjects, scored.objects] = softmax(logits.astype(np.float64))[:, 1:]
                yield ScoredSentence(read.sentence, read.candidates, table)

    def describe(self, annotated: Annotated) -> Iterator[tuple[TokenSpan, list[Candidate], Array]]:
        """Yield the same sentences with what the last layers look at: (candidates, candidates, inputs)."""
        for window in self.windows.read(annotated):
            for read in window.sentences:
                yield read.sentence, read.candidates, self.scorer.describe(window.states, read.features)

    def combine(
        self, annotated: Annotated, events: Sequence[EventMention], coder: Coder, *, alone: bool = False
    ) -> list[EventMention]:
        """Judge the events of the rules and add those of the model.

        With `alone` the rules' events are left out, but for standing ties.
        """
        predicates = annotated.resources.vocabulary.predicates.items()
        static = {name for name, predicate in predicates if predicate.static}
        kept = [event for event in events if event.predicate in static]
        rule_events = [event for event in events if event.predicate not in static]
        for event, features, names in self.describe_proposals(annotated, [] if alone else rule_events, coder):
            judged = event
            if features is not None:
                confidence = self.combination.judge(features, names)
                judged = replace(event, confidence=confidence)
            kept.append(judged)
        return kept

    def describe_proposals(
        self, annotated: Annotated, rule_events: Sequence[EventMention], coder: Coder
    ) -> Iterator[tuple[EventMention, list[float] | None, list[str]]]:
        """Yield the proposals with all that the combination looks at: numbers, and the names of what they have."""
        proposals = list(self.propose(annotated, rule_events, coder))
        described = describe_events([event for event, _ in proposals], annotated)
        for (event, features), (_, names) in zip(proposals, described, strict=True):
            yield event, features, name_features(names, features) if features is not None else []

    def propose(
        self, annotated: Annotated, rule_events: Sequence[EventMention], coder: Coder
    ) -> Iterator[tuple[EventMention, list[float] | None]]:
        """Yield the events of the model alone and those of the rules, with what the combination looks at.

        None stands for an event of the rules between two sides that the model has not read.
        """
        symmetric = self._find_symmetric(annotated.resources.vocabulary)
        proposals = list(self._propose_in_sentences(annotated, rule_events, coder, symmetric))
        read = [(event, features) for event, features in proposals if features is not None]
        yield from add_document_evidence(annotated, read, symmetric)
        yield from ((event, None) for event, features in proposals if features is None)

    def _propose_in_sentences(
        self, annotated: Annotated, rule_events: Sequence[EventMention], coder: Coder, symmetric: frozenset[str]
    ) -> Iterator[tuple[EventMention, list[float] | None]]:
        """Yield the events of the model alone, then those of the rules, described by their own sentence."""
        judged: dict[int, list[float]] = {}
        for scored in self.score(annotated):
            table = _fold_symmetric(scored.table, [self.rows[name] for name in symmetric])
            known: set[tuple[int, int, str]] = set()
            first, last = scored.sentence[0].idx, scored.sentence[-1].idx + len(scored.sentence[-1])
            for event in rule_events:
                if not first <= event.trigger.start < last:
                    continue
                pair = _find_pair(event, scored)
                if pair is None:
                    continue
                known.add((*pair, event.predicate))
                if event.predicate in self.rows:
                    scores = _read_scores(table, *pair, self.rows[event.predicate])
                    judged[id(event)] = describe_candidate(event.confidence, *scores, _describe_sides(event))
            yield from self._add(scored, table, known, coder)
        yield from ((event, judged.get(id(event))) for event in rule_events)

    def _find_symmetric(self, vocabulary: Vocabulary) -> frozenset[str]:
        """Find the predicates without direction. Raises AssetError for a predicate that is in no vocabulary."""
        unknown = sorted(set(self.predicates) - set(vocabulary.predicates))
        if unknown:
            raise AssetError(f"the learned reader tells {unknown[0]!r}, which is not in the vocabulary")
        return frozenset(name for name in self.predicates if vocabulary.predicates[name].symmetric)

    def _add(
        self, scored: ScoredSentence, table: NDArray[np.float64], known: set[tuple[int, int, str]], coder: Coder
    ) -> Iterator[tuple[EventMention, list[float]]]:
        """Yield the facts of the model alone, one for each pair of names and predicate, the likeliest first."""
        names = [candidate.names for candidate in scored.candidates]
        seen = {(names[s], p, names[o]) for s, o, p in known} | {(names[o], p, names[s]) for s, o, p in known}
        likely = np.argwhere(table.round(4) > FLOOR)
        proposals = [(float(table[s, o, row]), int(s), int(o), int(row)) for s, o, row in likely]
        for _, s, o, row in sorted(proposals, key=lambda item: (-round(item[0], DIGITS), item[1:])):
            predicate = self.predicates[row]
            key = (names[s], predicate, names[o])
            is_of_two = scored.candidates[s].is_actor and names[s] != names[o]
            if key in seen or not is_of_two:
                continue
            seen.add(key)
            scores = _read_scores(table, s, o, row)
            for event in _code(scored, (s, o), predicate, coder):
                yield event, describe_candidate(None, *scores, _describe_sides(event))


@lru_cache(maxsize=2)
def _load(folder: Path) -> LearnedReader:
    return LearnedReader(read_weights(folder))


def _fold_symmetric(table: NDArray[np.float64], symmetric: Sequence[int]) -> NDArray[np.float64]:
    """Give both directions of a symmetric predicate their mean, in the direction that comes first in the text."""
    folded = table.copy()
    both = table[:, :, symmetric]
    comes_first = np.triu(np.ones(table.shape[:2]), 1)[:, :, None]
    folded[:, :, symmetric] = (both + both.transpose(1, 0, 2)) / 2 * comes_first
    return folded


def _find_pair(event: EventMention, scored: ScoredSentence) -> tuple[int, int] | None:
    """Find the candidates that stand for the two sides of an event of this sentence."""
    subject = _find_candidate(event.subject, scored.candidates)
    object_ = _find_candidate(event.object, scored.candidates)
    if subject is None or object_ is None:
        return None
    return (subject, object_) if subject != object_ else None


def _find_candidate(mention: Mention, candidates: Sequence[Candidate]) -> int | None:
    """Find the candidate of a mention's name whose span shares most with it."""
    best, most = None, 0
    for number, candidate in enumerate(candidates):
        shared = _shared(candidate, mention.span)
        if shared > most and mention.name in candidate.names:
            best, most = number, shared
    return best


def _shared(candidate: Candidate, span: Span) -> int:
    return min(candidate.end, span.end) - max(candidate.start, span.start)


def _read_scores(table: NDArray[np.float64], s: int, o: int, row: int) -> tuple[float, float]:
    """Return the probability of a fact, and that of any other fact between the two, in either direction."""
    here = max(float(table[s, o, row]), float(table[o, s, row]) if table[s, o, row] == 0 else 0.0)
    other = max(float(table[s, o].sum()), float(table[o, s].sum())) - here
    return round(here, DIGITS + 2), round(max(other, 0.0), DIGITS + 2)


def _describe_sides(event: EventMention) -> Sides:
    """Describe the two sides of an event."""
    described = [mention.reason == "description" for mention in (event.subject, event.object)]
    return Sides(described[0], described[1], event.object.kind not in ACTOR_KINDS)


def _code(scored: ScoredSentence, pair: tuple[int, int], predicate: str, coder: Coder) -> Iterator[EventMention]:
    """Make the events of a fact of the model: one for each of those for whom the words stand."""
    subject, object_ = (scored.candidates[number] for number in pair)
    doc = scored.sentence.doc
    trigger = _choose_trigger(doc[subject.head], doc[object_.head])
    row = Row(f"{RULE}/{predicate}.{lemma(trigger)}", predicate, "verb", lemma(trigger), (), ())
    for subject_mention in subject.mentions:
        for object_mention in object_.mentions:
            if subject_mention.name == object_mention.name:
                continue
            sides = (
                Argument(subject_mention, doc[subject.head], 1.0),
                Argument(object_mention, doc[object_.head], 1.0),
            )
            event = coder.code(Match(row, trigger, None, *sides))
            if event is not None:
                yield event


def _choose_trigger(subject: Token, object_: Token) -> Token:
    """Choose the word on which a fact hangs: where the branches meet, or the next content word above an argument."""
    branch = {object_, *object_.ancestors}
    meeting = next((token for token in (subject, *subject.ancestors) if token in branch), subject)
    for token in (meeting, *meeting.ancestors, object_.head, subject.head):
        if token.pos_ in _CONTENT and token not in (subject, object_):
            return token
    return meeting

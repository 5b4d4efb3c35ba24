"""Choose the sentences of an article that the network reads, and encode them window by window."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from graphkit.extract.reader.candidates import KIND_ORDER, Candidate, choose_pairs, find_candidates
from graphkit.extract.reader.encoder import Array, Encoder
from graphkit.extract.reader.features import PREDICATES, SentenceFeatures, make_features
from graphkit.extract.reader.paths import read_words
from graphkit.extract.reader.windows import Pieces, Window, cut_pieces, make_windows
from graphkit.model import EventMention
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Span as TokenSpan


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its candidates, the pairs between which there may be a fact, and what the network reads."""

    sentence: TokenSpan
    candidates: list[Candidate]
    pairs: list[tuple[int, int]]
    features: SentenceFeatures


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """The states of the word pieces of a window, and its sentences."""

    states: Array
    sentences: list[ReadSentence]


class WindowReader:
    """Reads the sentences of articles for a network that tells some predicates."""

    def __init__(self, tokenizer: Tokenizer, encoder: Encoder, predicates: Sequence[str]) -> None:
        self.tokenizer, self.encoder, self.predicates = tokenizer, encoder, predicates
        #: Taught predicates may need no second actor.
        self.fewest_actors = 2 if set(predicates) <= set(PREDICATES) else 1

    def read(self, annotated: Annotated, told: Sequence[EventMention] | None = None) -> Iterator[ReadWindow]:
        """Yield the windows of an article.

        With the facts that the rules have `told`, only sentences are read that hold two actors or such a fact.
        """
        text = annotated.doc.text
        triggers = sorted(event.trigger.start for event in told) if told is not None else None
        chosen = list(self._choose(annotated, triggers))
        pieces = [cut_pieces(self.tokenizer, text, *_find_bounds(sentence)) for sentence, _ in chosen]
        for window in make_windows(pieces):
            numbers = zip(window.sentences, window.offsets, strict=True)
            read = [self._read_sentence(annotated, *chosen[n], pieces[n], window, offset) for n, offset in numbers]
            sentences = [sentence for sentence in read if sentence is not None]
            if sentences:
                yield ReadWindow(self.encoder.encode(window.ids), sentences)

    def _choose(
        self, annotated: Annotated, triggers: Sequence[int] | None
    ) -> Iterator[tuple[TokenSpan, list[Candidate]]]:
        for sentence in annotated.doc.sents:
            candidates = find_candidates(annotated, sentence)
            actors = sum(candidate.is_actor for candidate in candidates)
            if not choose_pairs(candidates):
                continue
            is_told = triggers is None or _has_between(triggers, *_find_bounds(sentence))
            if is_told or actors >= self.fewest_actors:
                yield sentence, candidates

    def _read_sentence(
        self,
        annotated: Annotated,
        sentence: TokenSpan,
        candidates: list[Candidate],
        pieces: Pieces,
        window: Window,
        offset: int,
    ) -> ReadSentence | None:
        room = min(len(pieces.ids), len(window.ids) - 1 - offset)
        if room < 2:
            return None
        words = read_words(sentence, annotated.resources.lexicon, self.predicates)
        rows = [(c.start, c.end, sentence.doc[c.head].idx, KIND_ORDER.index(c.kind)) for c in candidates]
        features = make_features(pieces, offset, room, words, rows, len(self.predicates))
        return ReadSentence(sentence, candidates, choose_pairs(candidates), features)


def _find_bounds(sentence: TokenSpan) -> tuple[int, int]:
    """Return the characters of a sentence without the space behind it."""
    return sentence[0].idx, sentence[-1].idx + len(sentence[-1])


def _has_between(places: Sequence[int], first: int, last: int) -> bool:
    """Tell whether one of some places in order lies in [first, last)."""
    next_ = bisect_left(places, first)
    return next_ < len(places) and places[next_] < last

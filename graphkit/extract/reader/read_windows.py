"""Choose the sentences of an article that the network reads, and encode them window by window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from graphkit.extract.reader.candidates import KIND_ORDER, Candidate, choose_pairs, find_candidates
from graphkit.extract.reader.encoder import Array, Encoder
from graphkit.extract.reader.features import SentenceFeatures, make_features
from graphkit.extract.reader.paths import read_words
from graphkit.extract.reader.windows import Pieces, Window, cut_pieces, make_windows
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import TokenSpan


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

    def read(self, annotated: Annotated) -> Iterator[ReadWindow]:
        """Yield the windows of an article: its sentences in which an actor and another stand."""
        text = annotated.doc.text
        sentences = ((sentence, find_candidates(annotated, sentence)) for sentence in annotated.doc.sents)
        chosen = [(sentence, candidates) for sentence, candidates in sentences if choose_pairs(candidates)]
        pieces = [cut_pieces(self.tokenizer, text, s[0].idx, s[-1].idx + len(s[-1])) for s, _ in chosen]
        for window in make_windows(pieces):
            numbers = zip(window.sentences, window.offsets, strict=True)
            read = [self._read_sentence(annotated, *chosen[n], pieces[n], window, offset) for n, offset in numbers]
            held = [sentence for sentence in read if sentence is not None]
            if held:
                yield ReadWindow(self.encoder.encode(window.ids), held)

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

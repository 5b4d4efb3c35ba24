"""Cut an article into windows of word pieces that the encoder reads in one pass."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

#: Word pieces that a window holds at most.
WINDOW = 192
#: Word pieces of the end of the sentence before, that a window begins with.
BEFORE_PIECES = 48
#: Ids of [CLS] and [SEP] in the vocabulary of uncased BERT.
CLS, SEP = 101, 102
#: With what a window begins; the shipped network has learned to expect an empty headline there.
_START = (CLS, SEP)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one sentence: ids, and the character of the article's text where each begins and ends."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last piece that overlap a range of characters."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        top = len(self.ids) - 1
        first = min(first, top)
        return first, max(first, min(last, top))


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces that are read together. `offsets` give the place of each of its sentences among them."""

    ids: tuple[int, ...]
    sentences: tuple[int, ...]
    offsets: tuple[int, ...]


def cut_pieces(tokenizer: Tokenizer, text: str, start: int, end: int) -> Pieces:
    """Cut the characters [start, end) of a text into word pieces."""
    encoding = tokenizer.encode(text[start:end], add_special_tokens=False)
    return Pieces(
        tuple(encoding.ids),
        tuple(start + first for first, _ in encoding.offsets),
        tuple(start + last for _, last in encoding.offsets),
    )


def make_windows(sentences: Sequence[Pieces]) -> list[Window]:
    """Put the sentences of an article that are read into as few windows as hold them, each with the one before.

    A sentence that is longer than a window is cut at its end.
    """
    windows: list[Window] = []
    ids: list[int] = [*_START]
    numbers: list[int] = []
    offsets: list[int] = []
    for number, pieces in enumerate(sentences):
        if numbers and len(ids) + len(pieces.ids) + 1 > WINDOW:
            windows.append(Window((*ids, SEP), tuple(numbers), tuple(offsets)))
            ids, numbers, offsets = [*_START, *sentences[number - 1].ids[-BEFORE_PIECES:]], [], []
        offsets.append(len(ids))
        numbers.append(number)
        ids.extend(pieces.ids[: WINDOW - len(ids) - 1])
    if numbers:
        windows.append(Window((*ids, SEP), tuple(numbers), tuple(offsets)))
    return windows

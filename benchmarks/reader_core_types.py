"""Show that the facts of the learned reader do not depend on the processor: kernels of four kinds, and emulated ones.

    python benchmarks/reader_core_types.py                                  2,000 sentences, about 5 minutes
    python benchmarks/reader_core_types.py 30 --emulate Nehalem --emulate Haswell   some sentences under qemu-user too

The sentences are those of the corpus. They are parsed once; the network then reads them in a process of its own for
each kind of processor: OpenBLAS takes its kernels and numpy leaves out what such a processor lacks. What each process
computes is combined with the rules, and the facts with all that is told of them are compared. An emulated processor is
compared with its kind besides, bit by bit. Emulation takes some seconds a sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from core_types import CORE_TYPES, find_core_type  # noqa: E402 beside this file

from graphkit.extract.reader.encoder import Array, Encoder  # noqa: E402
from graphkit.extract.reader.pair_scorer import PairScorer, SentencePairs  # noqa: E402
from graphkit.extract.reader.weights import read_weights  # noqa: E402

if TYPE_CHECKING:
    from graphkit.extract.reader.reader import LearnedReader

READER = HERE.parent / "graphkit" / "assets" / "reader"
#: The instructions, newest last, that numpy has code of its own for, and how many of them each kind has.
_INSTRUCTIONS = ("X86_V3", "X86_V4", "AVX512_ICL", "AVX512_SPR")
_KNOWN = {"Nehalem": 0, "Sandybridge": 0, "Haswell": 1, "SkylakeX": 2}
#: The processors that are emulated, as qemu calls them.
_EMULATED = {"Nehalem": "Nehalem-v1", "Sandybridge": "SandyBridge-v1", "Haswell": "Haswell-v1"}


@dataclass
class Work:
    """The windows that the network reads: word pieces, and the pairs of each sentence."""

    ids: list[Sequence[int]] = field(default_factory=list)
    pairs: list[Sequence[SentencePairs]] = field(default_factory=list)


#: Facts are told from some confidence on; none is left out from 0.
THRESHOLDS = (0, 0.25, 0.35, 0.5, 0.55, 0.57, 0.6)


class CallRecorder:
    """Stands for the encoder and the scorer of a reader: notes what they are asked."""

    def __init__(self, reader: LearnedReader, work: Work) -> None:
        self.encoder, self.scorer, self.work = reader.windows.encoder, reader.scorer, work
        reader.windows.encoder = reader.scorer = self  # type: ignore[assignment]

    def encode(self, ids: Sequence[int]) -> Array:
        """Encode a window, and keep its word pieces."""
        self.work.ids.append(ids)
        return self.encoder.encode(ids)

    def score(self, states: Array, sentences: Sequence[SentencePairs]) -> list[Array]:
        """Score its pairs, and keep them."""
        self.work.pairs.append(sentences)
        return self.scorer.score(states, sentences)


class Replay:
    """Stands for the encoder and the scorer of a reader: gives the scores of another process."""

    def __init__(self, reader: LearnedReader, scores: Iterator[list[Array]]) -> None:
        self.scores = scores
        reader.windows.encoder = reader.scorer = self  # type: ignore[assignment]

    def encode(self, ids: Sequence[int]) -> Array:
        """Give no states; none are looked at."""
        return np.zeros((len(ids), 0), np.float32)

    def score(self, states: Array, sentences: Sequence[SentencePairs]) -> list[Array]:
        """Give the scores of the next window."""
        return next(self.scores)


def annotate_corpus(sentences: int) -> list[Any]:
    """Annotate articles of the corpus with at least so many sentences."""
    from graphkit.annotate import annotate_articles, load_model
    from graphkit.resources.resources import Resources
    from training.corpus import read_corpus
    from training.prepare import as_article

    articles = (
        as_article(marked) for marked in read_corpus(*sorted((HERE.parent / "data/training").glob("[A-E]-*.txt")))
    )
    chosen: list[Any] = []
    for annotated in annotate_articles(articles, load_model(), Resources.load()):
        chosen.append(annotated)
        if sum(len(list(known.doc.sents)) for known in chosen) >= sentences:
            break
    return chosen


def tell_facts(articles: Sequence[Any], reader: LearnedReader) -> list[str]:
    """Return a line for each fact of some articles, with all that is told of it."""
    from graphkit.extract import extract_events
    from graphkit.pipeline.json_records import article_record

    records = [article_record(annotated.article, extract_events(annotated, reader)) for annotated in articles]
    return [json.dumps([record["id"], fact], sort_keys=True) for record in records for fact in record["facts"]]


def score_here(source: Path, target: Path) -> None:
    """Compute the scores of the windows of a file in this process, and write them with the kind of its kernels."""
    work: Work = pickle.loads(source.read_bytes())  # noqa: S301  (written by this program)
    weights = read_weights(READER).weights
    encoder, scorer = Encoder(weights), PairScorer(weights)
    scores = [scorer.score(encoder.encode(ids), pairs) for ids, pairs in zip(work.ids, work.pairs, strict=True)]
    target.write_bytes(pickle.dumps((find_core_type(), scores)))


def score_apart(folder: Path, kind: str, threads: int, emulator: str | None = None) -> tuple[str, list[list[Array]]]:
    """Do the same in a process of its own, as a kind of processor would; under an emulator it chooses by itself."""
    hidden = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "NPY_DISABLE_CPU_FEATURES")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"OPENBLAS_NUM_THREADS": str(threads), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [os.path.realpath(sys.executable), __file__, "--here", str(folder)]
    if emulator:
        command[:0] = [emulator, "-cpu", _EMULATED[kind]]
    else:
        environment["OPENBLAS_CORETYPE"] = kind
        if lacking := find_lacking(kind):
            environment["NPY_DISABLE_CPU_FEATURES"] = " ".join(lacking)
    subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
    result: tuple[str, list[list[Array]]] = pickle.loads((folder / "scores").read_bytes())  # noqa: S301
    return result


def find_lacking(kind: str) -> list[str]:
    """Return the instructions that numpy may use here and that a kind of processor lacks."""
    features = np._core._multiarray_umath.__cpu_features__  # type: ignore[attr-defined]
    return [name for name in _INSTRUCTIONS[_KNOWN[kind] :] if features.get(name)]


def find_difference(scores: list[list[Array]], others: list[list[Array]]) -> float:
    """Return the largest difference between two processes' scores."""
    pairs = zip((s for window in scores for s in window), (s for window in others for s in window), strict=True)
    return max((float(np.abs(first - second).max()) for first, second in pairs if first.size), default=0.0)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("sentences", type=int, nargs="?", default=2_000)
    parser.add_argument("--emulate", action="append", default=[], choices=sorted(_EMULATED))
    parser.add_argument("--here", type=Path, metavar="FOLDER", help="compute the scores in this process")
    return parser.parse_args()


def main() -> int:
    """Print a line for each kind; return 1 where facts differ, or an emulated processor from its kind."""
    warnings.filterwarnings("ignore")
    options = read_options()
    if options.here:
        score_here(options.here / "work", options.here / "scores")
        return 0
    from graphkit.extract.reader.reader import LearnedReader

    files = read_weights(READER)
    articles, work, recorded = annotate_corpus(options.sentences), Work(), LearnedReader(files)
    CallRecorder(recorded, work)
    facts = tell_facts(articles, recorded)
    count = sum(len(list(annotated.doc.sents)) for annotated in articles)
    print(f"{count:,} sentences, {sum(map(len, work.pairs)):,} read, {len(facts):,} facts", flush=True)
    with tempfile.TemporaryDirectory(prefix="graphkit-bench-") as name:
        folder = Path(name)
        (folder / "work").write_bytes(pickle.dumps(work))
        bench = CoreTypeBench(folder, articles, files, facts)
        for kind in CORE_TYPES:
            bench.compare(kind, 1)
        bench.compare(next(reversed(bench.scores)), 2)
        for kind in options.emulate:
            bench.emulate(kind)
    print("all the same" if not bench.faults else f"{bench.faults} differ")
    return int(bench.faults > 0)


@dataclass
class CoreTypeBench:
    """Compares the scores and facts of kinds of processors with those of this process."""

    folder: Path
    articles: Sequence[Any]
    files: Any
    facts: list[str]
    scores: dict[str, list[list[Array]]] = field(default_factory=dict)
    faults: int = 0

    def compare(self, kind: str, threads: int) -> None:
        """Compare a kind of kernels; those that this processor cannot run are left out."""
        used, scores = score_apart(self.folder, kind, threads)
        if used not in (kind, None):
            print(f"{kind:12} not on this processor")
            return
        first = self.scores.setdefault(kind, scores)
        self._report(f"{kind}, {threads} threads", scores)
        if threads == 1 and len(self.scores) > 1:
            others = ((name, find_difference(first, known)) for name, known in self.scores.items() if name != kind)
            print("    largest difference of a score: " + ", ".join(f"{far:.1e} to {name}" for name, far in others))

    def emulate(self, kind: str) -> None:
        """Compare an emulated processor with its kind."""
        emulator = shutil.which("qemu-x86_64")
        if emulator is None:
            print(f"{kind}: qemu-user is not installed")
            self.faults += 1
            return
        used, scores = score_apart(self.folder, kind, 1, emulator)
        far = find_difference(scores, self.scores[kind]) if kind in self.scores else None
        self._report(f"{kind}, emulated", scores)
        print(f"    its kernels: {used}; largest difference to {kind} above: {far}")
        self.faults += far is not None and far > 0

    def _report(self, name: str, scores: list[list[Array]]) -> None:
        """Print how far the facts are the same: what is told at each threshold, and all that is told of it."""
        from graphkit.extract.reader.reader import LearnedReader

        reader = LearnedReader(self.files)
        Replay(reader, iter(scores))
        facts = tell_facts(self.articles, reader)
        moved = sum(choose(facts, threshold) != choose(self.facts, threshold) for threshold in THRESHOLDS)
        other = len(set(facts) - set(self.facts))
        print(
            f"{name:24} {len(facts):,} facts, {moved} thresholds with others; {other} with another confidence",
            flush=True,
        )
        self.faults += moved


def choose(facts: Sequence[str], threshold: float) -> list[dict[str, Any]]:
    """Return the facts that are at least so sure, without their confidence."""
    read = [{"article": article, **fact} for article, fact in map(json.loads, facts)]
    sure = [fact for fact in read if fact["confidence"] is None or fact["confidence"] >= threshold]
    return [{name: value for name, value in fact.items() if name != "confidence"} for fact in sure]


if __name__ == "__main__":
    sys.exit(main())

"""Train a reader from a file of examples, measure it, and write it into a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from graphkit.annotate import load_model
from graphkit.datasets import find_samples
from graphkit.errors import AssetError
from graphkit.evaluate.scores import Tally
from graphkit.extract.reader.example_file import ExampleFile, read_examples
from graphkit.extract.reader.last_layers import STEPS, TaughtPairs, add_predicates, teach
from graphkit.extract.reader.reader import LearnedReader
from graphkit.extract.reader.weights import CARD, TOKENIZER, WEIGHTS, ReaderFiles, read_weights, write_weights
from graphkit.ingest import read_articles
from graphkit.model import Article, OwnPredicate
from graphkit.pipeline.own_reader.example_texts import ExampleTexts, ReadExample
from graphkit.pipeline.own_reader.measure import Measure, SideEffects
from graphkit.pipeline.reader_card import find_own_predicates
from graphkit.pipeline.spec import SHIPPED_READER
from graphkit.rdf.ontology import find_terms
from graphkit.resources.own_predicates import read_own_predicates, write_own_predicates
from graphkit.resources.resources import Resources
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime import lock_output
from graphkit.runtime.output_folder import check_output, publish_folder

#: Facts of each predicate that examples must hold and graphkit must find.
LEAST_FACTS = 15
#: Without a test file the examples are measured in so many turns, each time trained on the others.
TURNS = 5
#: What a reader changes elsewhere is measured in so many turns, each time on articles that were not rehearsed on.
HALVES = 2
#: Articles that are rehearsed on at most; each takes about a second.
MOST_ARTICLES = 60
#: What a reader's folder may hold besides, for the licence of what it was made from.
_NOTICES = ("LICENSE-APACHE", "NOTICE")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """The specification of a training: examples, perhaps others to test on, and what they are read with.

    `rehearse` are articles without what is taught, beside the sample articles; `least` is the confidence from which a
    fact of them counts when it is measured what changes elsewhere.
    """

    examples: Path
    test: Path | None = None
    rehearse: tuple[str, ...] = ()
    reader_model: Path = SHIPPED_READER
    model: str | None = None
    gazetteer: tuple[Path, ...] = ()
    lexicon: tuple[Path, ...] = ()
    least: float = 0.35


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """The result of a training.

    `unfound` are facts, with file and line, whose sides graphkit does not find in their text. `before` and `after`
    count facts on `tested` examples that the reader was not trained on; in `turns` where there was no test file.
    """

    predicates: tuple[str, ...]
    examples: int
    facts: int
    unfound: tuple[str, ...]
    tested: int
    turns: int
    before: Tally
    after: Tally
    side_effects: SideEffects
    digest: str


def train_reader(spec: TrainingSpec, out: Path, tell: Tell = lambda step: None) -> TrainingReport:
    """Train a reader and write it; `tell` is told each step. The same examples give the same bytes.

    Raises AssetError with file and line for examples that do not hold together or are too few, and OutputError.
    """
    check_output(out, CARD)
    base = read_weights(spec.reader_model)
    training = _Training(spec, base, find_own_predicates(spec.reader_model), tell)
    with lock_output(out), publish_folder(out, CARD, _is_part) as draft:
        files = training.files
        write_weights(draft, training.teach(training.examples), files.tokenizer, dict(files.card))
        for name in _NOTICES:
            if (spec.reader_model / name).is_file():
                shutil.copyfile(spec.reader_model / name, draft / name)
        return training.measure(read_weights(draft))


def _is_part(name: str) -> bool:
    return name in (CARD, WEIGHTS, TOKENIZER, *_NOTICES)


class _Training:
    """A training: the examples as graphkit reads them, and the network that goes on from another."""

    def __init__(self, spec: TrainingSpec, base: ReaderFiles, known: tuple[OwnPredicate, ...], tell: Tell) -> None:
        self.spec, self.base, self.tell = spec, base, tell
        file = read_examples(spec.examples, known)
        test = read_examples(spec.test, (*file.predicates, *known)) if spec.test is not None else None
        self.taught = file.taught
        self.files = _extend(base, file, known)
        tell("loading")
        own = read_own_predicates(self.files.card["own_predicates"], str(spec.examples))
        resources = Resources.load(gazetteer=spec.gazetteer, lexicon=spec.lexicon, predicates=own)
        nlp = load_model(spec.model) if spec.model else load_model()
        self.texts = ExampleTexts(nlp, resources, self.files, self.taught)
        tell("reading the examples")
        self.examples = self.texts.read(file.examples)
        self.test = self.texts.read(test.examples) if test is not None else None
        self._check_examples()
        tell("reading what is rehearsed")
        lexicon = self.texts.annotate(self.texts.list_lexicon())
        self.lexicon = [pairs for text in lexicon for pairs in self.texts.rehearse(text)]
        self.articles = list(self.texts.annotate(_read_articles([str(find_samples()), *spec.rehearse])))
        self.rehearsed = [self.texts.rehearse(text) for text in self.articles]

    def teach(self, examples: Iterable[ReadExample], left_out: int | None = None) -> dict[str, Any]:
        """Teach the network some examples while it rehearses all articles, or those of the turns that are not left out.

        Returns the weights.
        """
        pairs = TaughtPairs.join(pairs for example in examples for pairs in example.pairs)
        chosen = [pairs for number, pairs in enumerate(self.rehearsed) if number % HALVES != left_out]
        rehearsal = TaughtPairs.join([*self.lexicon, *chain.from_iterable(chosen)])
        return teach(self.files.weights, self.texts.rows, pairs, rehearsal, self._tell_step)

    def measure(self, written: ReaderFiles) -> TrainingReport:
        """Measure the reader that was written."""
        measure = Measure(self.texts, frozenset(self.taught), self.spec.least)
        tested = self.examples if self.test is None else self.test
        self.tell("measuring")
        before = measure.score(self.base, tested)
        after = measure.score(written, tested) if self.test else self._measure_turns(measure)
        return TrainingReport(
            predicates=self.taught,
            examples=len(self.examples),
            facts=sum(len(example.facts) for example in self.examples),
            unfound=tuple(_list_unfound([*self.examples, *(self.test or ())])),
            tested=len(tested),
            turns=0 if self.test else TURNS,
            before=before,
            after=after,
            side_effects=self._measure_side_effects(measure),
            digest=written.digest,
        )

    def _measure_turns(self, measure: Measure) -> Tally:
        """Measure every example with a reader that was taught the examples of the other turns."""
        total = Tally()
        for turn in range(TURNS):
            self.tell(f"measuring, turn {turn + 1} of {TURNS}")
            rest = [example for number, example in enumerate(self.examples) if number % TURNS != turn]
            total += measure.score(replace(self.files, weights=self.teach(rest)), self.examples[turn::TURNS])
        return total

    def _measure_side_effects(self, measure: Measure) -> SideEffects:
        """Measure on every article what a reader changes that has rehearsed the other half of them."""
        total = SideEffects()
        before = LearnedReader(self.base)
        for half in range(HALVES):
            self.tell(f"measuring what changes elsewhere, turn {half + 1} of {HALVES}")
            after = LearnedReader(replace(self.files, weights=self.teach(self.examples, half)))
            total += measure.compare(before, after, self.articles[half::HALVES])
        return total

    def _check_examples(self) -> None:
        """Raise AssetError where graphkit finds too few facts of a predicate."""
        for name in self.taught:
            count = sum(any(key[1] == name for key in fact) for example in self.examples for fact in example.facts)
            if count < LEAST_FACTS:
                lost = [row for row in _list_unfound(self.examples) if f", {name}, " in row]
                what = f"{LEAST_FACTS} facts of {name!r} are needed, and {count} were found in the examples"
                remedy = "give more examples; 30 to 200 are good, a third of them without the fact"
                if name in Vocabulary.load().predicates:
                    remedy += "; leave out facts of predicates that need no lesson"
                if lost:
                    remedy += f". Not found: {lost[0]}" + (f" and {len(lost) - 1} more" if len(lost) > 1 else "")
                raise AssetError(what, where=str(self.spec.examples), remedy=remedy)

    def _tell_step(self, step: int) -> None:
        if step % 20 == 0:
            self.tell(f"training, step {step} of {STEPS}")


def _read_articles(sources: Sequence[str]) -> list[Article]:
    """Read the first articles of some sources."""
    articles = (item for item in read_articles(sources) if isinstance(item, Article))
    return list(islice(articles, MOST_ARTICLES))


def _list_unfound(examples: Iterable[ReadExample]) -> list[str]:
    return [f"{example.where} {fact}" for example in examples for fact in example.unfound]


def _extend(base: ReaderFiles, file: ExampleFile, known: Sequence[OwnPredicate]) -> ReaderFiles:
    """Return the files of a reader that can be taught the predicates of a file of examples. Raises AssetError."""
    for predicate in file.predicates:
        camel = Vocabulary.load().extend([predicate]).predicates[predicate.name].camel
        if camel in find_terms():
            what = f"the ontology has the term gk:{camel} already"
            raise AssetError(what, where=predicate.name, remedy="choose another name for the predicate")
    own = {predicate.name: predicate for predicate in (*known, *file.predicates)}
    names = list(base.card["predicates"])
    new = [name for name in own if name not in names]
    card = {
        **base.card,
        "predicates": [*names, *new],
        "own_predicates": write_own_predicates(tuple(own.values())),
        "made_from": base.digest,
        "taught": list(file.taught),
    }
    return ReaderFiles(add_predicates(base.weights, len(new)), base.tokenizer, card)

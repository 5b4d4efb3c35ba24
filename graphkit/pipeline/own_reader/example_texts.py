"""Annotate examples, find their facts among the mentions, and make of them what the last layers are taught with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from spacy.language import Language

from graphkit.annotate import annotate_articles
from graphkit.extract.reader.candidates import Candidate
from graphkit.extract.reader.example_file import AnnotatedExample, ExampleFact
from graphkit.extract.reader.last_layers import TaughtPairs, answer
from graphkit.extract.reader.reader import LearnedReader
from graphkit.extract.reader.taught_pairs import Pair, find_pair, make_pairs
from graphkit.extract.reader.weights import ReaderFiles
from graphkit.model import Article
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources

#: The day on which examples are read as published.
_DAY = "2024-03-05"
#: Of the example sentences of the lexicon's rows every so many is rehearsed on.
_EVERY = 4

#: A fact by the names of its sides: subject, predicate, object; the sides are sorted where direction means nothing.
FactKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReadExample:
    """An example as graphkit reads it: its facts by name, those that it could not find, and its pairs."""

    annotated: Annotated
    facts: tuple[frozenset[FactKey], ...]
    unfound: tuple[ExampleFact, ...]
    pairs: tuple[TaughtPairs, ...]
    where: str


class ExampleTexts:
    """Reads examples with the network that is to be taught: `files` name all predicates, `taught` some of them."""

    def __init__(self, nlp: Language, resources: Resources, files: ReaderFiles, taught: Sequence[str]) -> None:
        self.nlp, self.resources, self.weights = nlp, resources, files.weights
        self.reader = LearnedReader(files)
        self.rows = [1 + self.reader.rows[name] for name in taught]
        self.new_rows = [1 + self.reader.rows[own.name] for own in resources.vocabulary.own if own.name in taught]

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotated]:
        """Annotate articles."""
        return annotate_articles(articles, self.nlp, self.resources)

    def read(self, examples: Sequence[AnnotatedExample]) -> list[ReadExample]:
        """Read examples in order."""
        annotated = self.annotate(make_articles(example.text for example in examples))
        return [self._read(example, text) for example, text in zip(examples, annotated, strict=True)]

    def list_lexicon(self) -> list[Article]:
        """List some of the lexicon's example sentences as articles."""
        return list(make_articles([row.example for row in self.resources.lexicon.rows if row.example][::_EVERY]))

    def rehearse(self, text: Annotated) -> list[TaughtPairs]:
        """Make pairs of a text in which nothing new is told: the answers are the network's own."""
        return [
            make_pairs(inputs, answer(self.weights, inputs), candidates, {}, self.new_rows)
            for _, candidates, inputs in self.reader.describe(text)
        ]

    def _read(self, example: AnnotatedExample, annotated: Annotated) -> ReadExample:
        left = list(example.facts)
        facts: list[frozenset[FactKey]] = []
        pairs: list[TaughtPairs] = []
        for sentence, candidates, inputs in self.reader.describe(annotated):
            marked: dict[Pair, set[int]] = {}
            for fact in tuple(left):
                pair = find_pair(fact, sentence, candidates)
                if pair is not None:
                    left.remove(fact)
                    facts.append(self._name_fact(fact.predicate, pair, candidates))
                    self._mark(marked, fact.predicate, pair, candidates)
            pairs.append(make_pairs(inputs, answer(self.weights, inputs), candidates, marked, self.rows))
        return ReadExample(annotated, tuple(facts), tuple(left), tuple(pairs), example.where)

    def _mark(self, marked: dict[Pair, set[int]], predicate: str, pair: Pair, candidates: Sequence[Candidate]) -> None:
        row = 1 + self.reader.rows[predicate]
        marked.setdefault(pair, set()).add(row)
        if self._is_symmetric(predicate) and candidates[pair[1]].is_actor:
            marked.setdefault((pair[1], pair[0]), set()).add(row)

    def _name_fact(self, predicate: str, pair: Pair, candidates: Sequence[Candidate]) -> frozenset[FactKey]:
        """Name a fact by all for whom the words of its sides stand."""
        sides = [[mention.name for mention in candidates[number].mentions] for number in pair]
        return frozenset(self.make_key(subject, predicate, object_) for subject, object_ in product(*sides))

    def make_key(self, subject: str, predicate: str, object_: str) -> FactKey:
        """Make the key of a fact."""
        if self._is_symmetric(predicate) and object_ < subject:
            subject, object_ = object_, subject
        return subject, predicate, object_

    def _is_symmetric(self, predicate: str) -> bool:
        return self.resources.vocabulary.predicates[predicate].symmetric


def make_articles(texts: Iterable[str]) -> Iterator[Article]:
    """Make an article of each text."""
    return (Article(f"example-{number}", text, published=_DAY) for number, text in enumerate(texts, 1))

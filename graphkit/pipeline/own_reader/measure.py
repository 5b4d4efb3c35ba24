"""Measure a reader on examples that it was not trained on, and what it changes in other texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graphkit.evaluate.scores import Tally
from graphkit.extract import extract_events
from graphkit.extract.reader.combination import trust_the_model
from graphkit.extract.reader.reader import LearnedReader
from graphkit.extract.reader.weights import ReaderFiles
from graphkit.model import EventMention
from graphkit.nlp.document import Annotated
from graphkit.pipeline.own_reader.example_texts import ExampleTexts, ReadExample

#: The probability from which a fact is likelier than not.
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class SideEffects:
    """The decisions of a reader on other texts: facts of other predicates, how many changed, and the new facts.

    `listed` are the changed and the new facts, with + or - and their sentences.
    """

    sentences: int = 0
    facts: int = 0
    changed: int = 0
    new: int = 0
    listed: tuple[str, ...] = ()

    def __add__(self, other: SideEffects) -> SideEffects:
        return SideEffects(
            self.sentences + other.sentences,
            self.facts + other.facts,
            self.changed + other.changed,
            self.new + other.new,
            self.listed + other.listed,
        )


def ask_alone(files: ReaderFiles) -> LearnedReader:
    """Make a reader whose facts have the probability that its network gives them by the sentence alone."""
    return LearnedReader(replace(files, card={**files.card, "combination": trust_the_model()}))


@dataclass(frozen=True, slots=True)
class Measure:
    """Judges the facts of some predicates; elsewhere facts count from a confidence."""

    texts: ExampleTexts
    taught: Collection[str]
    least: float

    def score(self, files: ReaderFiles, examples: Iterable[ReadExample]) -> Tally:
        """Count the right facts among those that a network by itself finds likelier than not, and those of examples."""
        total = Tally()
        reader = ask_alone(files)
        for example in examples:
            predicted = {
                self.texts.make_key(event.subject.name, event.predicate, event.object.name)
                for event in extract_events(example.annotated, reader, alone=True)
                if event.predicate in self.taught and event.confidence > EVEN
            }
            right = sum(any(key in fact for fact in example.facts) for key in predicted)
            matched = sum(not predicted.isdisjoint(fact) for fact in example.facts)
            total += Tally(right, len(predicted), matched, len(example.facts) + len(example.unfound))
        return total

    def compare(self, before: LearnedReader, after: LearnedReader, texts: Sequence[Annotated]) -> SideEffects:
        """Compare what two readers tell in some texts."""
        total = SideEffects()
        for text in texts:
            facts_before, facts_after = (self._read(text, reader) for reader in (before, after))
            others = sum(event.predicate not in self.taught for event in facts_before.values())
            changes = [
                (facts_before.get(fact) or facts_after[fact], fact in facts_after)
                for fact in facts_before.keys() ^ facts_after.keys()
            ]
            new = sum(event.predicate in self.taught and is_told for event, is_told in changes)
            changed = sum(event.predicate not in self.taught for event, _ in changes)
            listed = tuple(sorted(_list_change(event, is_told) for event, is_told in changes))
            total += SideEffects(len(list(text.doc.sents)), others, changed, new, listed)
        return total

    def _read(self, text: Annotated, reader: LearnedReader) -> dict[tuple[object, ...], EventMention]:
        events = (event for event in extract_events(text, reader) if event.confidence >= self.least)
        return {_locate(event): event for event in events}


def _locate(event: EventMention) -> tuple[object, ...]:
    return event.subject.name, event.predicate, event.object.name, event.status, event.trigger


def _list_change(event: EventMention, is_told: bool) -> str:
    sentence = " ".join(event.evidence.sentence.split())
    sign = "+" if is_told else "-"
    return f"{sign} {event.subject.name} {event.predicate} {event.object.name} ({event.confidence}): {sentence}"

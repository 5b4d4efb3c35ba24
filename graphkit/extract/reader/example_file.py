"""Read a file of examples from which a reader learns an event type: sentences with the facts that they tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import OwnPredicate
from graphkit.resources.gazetteer.entity_rows import find_line, load_text_yaml
from graphkit.resources.own_predicates import read_own_predicates
from graphkit.resources.vocabulary import Vocabulary

_SECTIONS = ("predicates", "examples")


@dataclass(frozen=True, slots=True)
class ExampleFact:
    """A fact of an example: the words of its two sides, and its predicate."""

    subject: str
    predicate: str
    object: str

    def __str__(self) -> str:
        return f"[{self.subject}, {self.predicate}, {self.object}]"


@dataclass(frozen=True, slots=True)
class AnnotatedExample:
    """A text of one sentence or more with all facts of the taught predicates in it; `where` is its file and line."""

    text: str
    facts: tuple[ExampleFact, ...]
    where: str


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """The own predicates and the examples of a file."""

    predicates: tuple[OwnPredicate, ...]
    examples: tuple[AnnotatedExample, ...]

    @property
    def taught(self) -> tuple[str, ...]:
        """The predicates that the file is about, sorted: its own, and those of its facts."""
        facts = {fact.predicate for example in self.examples for fact in example.facts}
        return tuple(sorted(facts | {predicate.name for predicate in self.predicates}))


def read_examples(path: Path, known: tuple[OwnPredicate, ...] = ()) -> ExampleFile:
    """Read a file of examples; `known` are own predicates that its facts may name besides.

    Raises AssetError with file and line for whatever does not hold together.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "check the path; the file is YAML in UTF-8"
        raise AssetError("the file of examples cannot be read", where=str(path), remedy=remedy) from error
    return _ExampleReader(path, text, known).read()


class _ExampleReader:
    """Reads the sections of one file."""

    def __init__(self, path: Path, text: str, known: tuple[OwnPredicate, ...]) -> None:
        self.path, self.text, self.known = path, text, known

    def read(self) -> ExampleFile:
        data = load_text_yaml(self.text, str(self.path))
        sections = set(data) if isinstance(data, Mapping) else set()
        if "examples" not in sections or not isinstance(data["examples"], list) or sections - set(_SECTIONS):
            remedy = "begin with `examples:` and a list of rows; `predicates:` may stand before it"
            raise AssetError("a file of examples has a list `examples:`", where=f"{self.path}:1", remedy=remedy)
        own: tuple[OwnPredicate, ...] = ()
        if "predicates" in sections:
            where = f"{self.path}:{find_line(self.text, 'predicates')}"
            own = read_own_predicates(data["predicates"], where)
        vocabulary = Vocabulary.load().extend((*own, *self.known))
        rows = (self._read_example(row, index, vocabulary) for index, row in enumerate(data["examples"]))
        return ExampleFile(own, tuple(rows))

    def _read_example(self, row: Any, index: int, vocabulary: Vocabulary) -> AnnotatedExample:
        text = row.get("text") if isinstance(row, Mapping) else None
        if not isinstance(text, str) or not text.strip():
            raise self._fault(index, "an example without a text", "write text: and a sentence")
        if set(row) != {"text", "facts"} or not isinstance(row["facts"], list):
            remedy = "write facts: [[subject, predicate, object]], or facts: [] where there is none"
            raise self._fault(index, "an example has `text:` and a list `facts:`", remedy)
        facts = tuple(self._read_fact(fact, index, vocabulary) for fact in row["facts"])
        return AnnotatedExample(" ".join(text.split()), facts, f"{self.path}:{find_line(self.text, 'examples', index)}")

    def _read_fact(self, fact: Any, index: int, vocabulary: Vocabulary) -> ExampleFact:
        if (
            not isinstance(fact, list)
            or len(fact) != 3
            or not all(isinstance(phrase, str) and phrase for phrase in fact)
        ):
            raise self._fault(index, "a fact is [subject, predicate, object]", "write three phrases in brackets")
        subject, name, object_ = fact
        predicate = vocabulary.predicates.get(name)
        if predicate is None or predicate.static:
            names = [other.name for other in vocabulary.predicates.values() if not other.static]
            remedy = f"describe it under `predicates:`, or use one of {', '.join(names)}"
            raise self._fault(index, f"unknown predicate {name!r}", remedy)
        return ExampleFact(subject, name, object_)

    def _fault(self, index: int, what: str, remedy: str) -> AssetError:
        return AssetError(what, where=f"{self.path}:{find_line(self.text, 'examples', index)}", remedy=remedy)

"""Extract the facts of articles in a process that does nothing else, or in this one.

All that is imported here costs its time once more in every worker, so nothing is that only reading or writing needs.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.model import Article, EventMention, Section
from graphkit.pipeline.reader_card import explain_missing, find_own_predicates
from graphkit.runtime.garbage import rest_collector

if TYPE_CHECKING:
    from graphkit.pipeline.spec import Recipe

#: Longer articles are read in parts of this many characters, each by itself, so that neither time nor memory of an
#: article grows without bound. A name that only an earlier part gives in full stays a surname; news hardly ever
#: comes near this length (3,300 words).
PART_CHARS = 20_000
#: The same for the number of paragraphs.
PART_SECTIONS = 400

_worker: dict[str, Any] = {}


def prepare_worker(settings: dict[str, Any]) -> None:
    """Load what every article needs, once in each process; `own_process` tells that it does nothing else."""
    from graphkit.nlp.lean_import import defer_commands, hide_torch

    with ExitStack() as hidden:
        if settings.get("own_process"):
            hidden.enter_context(hide_torch(settings["model"]))
            hidden.enter_context(defer_commands())
        from graphkit.annotate import load_model
    from graphkit.resources.resources import Resources

    own = {name: [Path(path) for path in settings[name]] for name in ("gazetteer", "lexicon")}
    folder = settings.get("reader_model")
    predicates = find_own_predicates(Path(folder) if folder else None)
    _worker["resources"] = Resources.load(**own, predicates=predicates)
    _worker["resources"].gazetteer.open_doors()
    _worker["nlp"] = load_model(settings["model"])
    if "zone" in _worker:
        _worker["zone"].end()
    _worker["zone"] = MemoryZone(_worker["nlp"])
    _worker["reader"] = load_reader(settings)
    gc.freeze()  # what is loaded stays, and need not be looked through for garbage


def load_reader(settings: Mapping[str, Any]) -> Any:
    """Load the trained network that the settings name; None where only the rules read.

    Raises AssetError for a damaged reader and UsageError where its library is not installed.
    """
    _worker["alone"] = settings.get("alone", False)
    if settings.get("reader_model") is None:
        return None
    try:
        from graphkit.extract.reader.reader import LearnedReader
    except ImportError as error:
        raise explain_missing(error) from error
    return LearnedReader.load(Path(settings["reader_model"]))


def open_explainer(recipe: Recipe) -> Callable[[str, str, str], str]:
    """Make a function of (article id, sentence, predicate) that names the nearest lexicon row and what it lacked."""
    from graphkit.annotate import annotate_articles
    from graphkit.extract import explain_sentence

    prepare_worker({"model": recipe.model, "gazetteer": list(recipe.gazetteer), "lexicon": list(recipe.lexicon)})

    def explain(article: str, sentence: str, wanted: str) -> str:
        read = annotate_articles([Article(article, sentence)], _worker["nlp"], _worker["resources"])
        return explain_sentence(next(iter(read)), wanted)

    return explain


def extract_batch(batch: list[Article]) -> list[list[EventMention]]:
    """Extract the event mentions of some articles."""
    from graphkit.annotate import annotate_articles
    from graphkit.extract import extract_events

    passages = [(number, passage) for number, article in enumerate(batch) for passage in _split_long(article)]
    mentions: list[list[EventMention]] = [[] for _ in batch]
    _worker["zone"].begin_batch()
    with rest_collector():  # once for each batch is enough, and 8 % cheaper
        annotated = annotate_articles([passage for _, passage in passages], _worker["nlp"], _worker["resources"])
        for (number, _), document in zip(passages, annotated, strict=True):
            mentions[number] += extract_events(document, _worker["reader"], alone=_worker["alone"])
    gc.collect()
    return mentions


class MemoryZone:
    """Makes the language pipeline forget the words of some batches, or its vocabulary would grow without end.

    To forget costs time, as common words are learnt again: 20 batches cost 4 % less than each by itself.
    """

    def __init__(self, nlp: Any, batches: int = 20) -> None:
        self._nlp = nlp
        self._batches = batches
        self._count = 0
        self._zone = ExitStack()

    def begin_batch(self) -> None:
        """Begin a batch: nothing of the language pipeline that an earlier batch made may be used any more."""
        if self._count % self._batches == 0:
            self.end()
            self._zone.enter_context(self._nlp.memory_zone())
        self._count += 1

    def end(self) -> None:
        """Forget the words of all batches so far."""
        self._zone.close()


def _split_long(article: Article) -> Iterator[Article]:
    """Split an article over PART_CHARS into parts: the same text with a run of its sections each."""
    held: list[Section] = []
    size = 0
    for section in article.sections:
        length = section.span.end - section.span.start
        if held and (size + length > PART_CHARS or len(held) >= PART_SECTIONS):
            yield replace(article, sections=tuple(held))
            held, size = [], 0
        held.append(section)
        size += length
    yield replace(article, sections=tuple(held))

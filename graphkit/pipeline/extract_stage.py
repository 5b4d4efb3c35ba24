"""Extract the facts of each article in supervised processes, with the results of earlier runs."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from importlib import metadata, resources
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.model import Article, EventMention, Section, Skip
from graphkit.pipeline.fingerprint import hash_tree
from graphkit.pipeline.import_graph import hash_code
from graphkit.pipeline.spec import LEARNED, RULES, Recipe
from graphkit.runtime import (
    Done,
    Raw,
    ResultStore,
    connect_scheduler,
    decode,
    encode,
    find_cache_folder,
    hash_parts,
    map_executor,
    map_supervised,
)
from graphkit.runtime.garbage import rest_collector

#: The packages whose code, with all that they import, decides what is extracted from an article.
_STAGES = ("graphkit.annotate", "graphkit.extract")
#: The card of a trained reader, which names the digest of its weights.
CARD = "reader.json"
#: Articles looked up in the store at a time.
_LOOK_UP = 256
#: Articles that may wait, with their mentions, for one before them; each takes about 40 kilobytes.
_AHEAD = 1_000
#: Results written to the store at a time: what is lost at most when the process is killed.
_WRITE = 16

#: Longer articles are read in parts of this many characters, each by itself, so that neither time nor memory of an
#: article grows without bound. A name that only an earlier part gives in full stays a surname; news hardly ever
#: comes near this length (3,300 words).
PART_CHARS = 20_000
#: The same for the number of paragraphs.
PART_SECTIONS = 400

_REMEDIES = {
    "timeout": "raise article_seconds, or shorten the article",
    "out-of-memory": "raise worker_megabytes, or shorten the article",
    "worker-died": "report the article: it ends the process that reads it",
}


def extract_articles(
    articles: Iterable[Article], recipe: Recipe, *, config: Config | None = None, store: ResultStore | None = None
) -> Iterator[tuple[Article, list[EventMention]] | Skip]:
    """Yield each article with its event mentions, in order, or a Skip for one that cannot be worked on.

    Results found in `store` are used and new ones are added to it. An article that kills, stalls or bursts its process
    costs only itself (codes worker-died, timeout, out-of-memory, error:NAME). Raises GraphkitError when no process
    can be prepared, for example for want of the model.
    """
    config = config or Config()
    settings = {
        "model": recipe.model,
        "gazetteer": [str(path.absolute()) for path in recipe.gazetteer],
        "lexicon": [str(path.absolute()) for path in recipe.lexicon],
        **describe_reader(recipe),
    }
    looked_up = _look_up(articles, store)
    for article, mentions in looked_up:
        if mentions is not None:
            yield article, mentions
        else:
            yield from _extract_run(chain([(article, None)], looked_up), settings, config, store)


def _extract_run(
    looked_up: Iterator[_LookedUp], settings: dict[str, Any], config: Config, store: ResultStore | None
) -> Iterator[tuple[Article, list[EventMention]] | Skip]:
    """Extract the articles up to a long row of known ones, which need no processes and would pile up meanwhile."""
    waiting: dict[int, tuple[Article, list[EventMention]] | Skip] = {}
    fresh: dict[str, Any] = {}
    position = 0
    outcomes = _map_articles(_pass_unknown(looked_up, waiting), settings, config)
    try:
        for outcome in outcomes:
            number, article = outcome.item
            if outcome.code:
                waiting[number] = _skip(article, outcome.code, outcome.detail)
            else:
                waiting[number] = article, decode(list[EventMention], outcome.result)
                fresh[_key(article)] = outcome.result
            if store and len(fresh) >= _WRITE:
                store.put_many(fresh)
                fresh.clear()
            while position in waiting:
                yield waiting.pop(position)
                position += 1
        while position in waiting:
            yield waiting.pop(position)
            position += 1
    finally:
        outcomes.close()
        if store:
            store.put_many(fresh)


_LookedUp = tuple[Article, list[EventMention] | None]
_Numbered = tuple[int, Article]


def _map_articles(
    items: Iterator[_Numbered], settings: dict[str, Any], config: Config
) -> Generator[Done[_Numbered], None, None]:
    """Map articles to their outcomes, in processes of our own or on a cluster."""
    function = "graphkit.pipeline.extract_stage:extract_batch"
    options: dict[str, Any] = {
        "prepare": "graphkit.pipeline.extract_stage:prepare_worker",
        "settings": settings,
        "seconds": config.article_seconds,
        "megabytes": config.worker_megabytes,
        "pack": itemgetter(1),
        "result": Raw,  # it is kept as it is
        "weigh": lambda item: len(item[1].text) // 6,
        "batch_weight": config.batch_words,
    }
    if config.scheduler is None:
        options["settings"] = {**settings, "own_process": True}
        yield from map_supervised(function, items, workers=config.workers, keep=True, **options)
        return
    with connect_scheduler(config.scheduler) as (executor, threads):
        yield from map_executor(executor, function, items, in_flight=2 * threads + 2, **options)


def open_store(recipe: Recipe, folder: Path | None = None) -> ResultStore:
    """Open the results kept for this recipe, in the user's cache folder or another one."""
    return ResultStore((folder or find_cache_folder()) / "results.sqlite3", find_parts(recipe))


def find_parts(recipe: Recipe) -> dict[str, str]:
    """Hash all on which the facts depend: code, lexicon, gazetteer and model."""
    package = resources.files("graphkit")
    assets = package / "assets"
    stage = (package / "pipeline" / "extract_stage.py").read_bytes()
    words = [
        hash_tree(part) for part in sorted(assets.iterdir(), key=lambda part: part.name) if part.name.endswith(".yaml")
    ]
    return {
        "code": hash_parts(hash_code(*_STAGES), stage),
        "lexicon": hash_parts(hash_tree(assets / "lexicon"), *words, *_hash_files(recipe.lexicon)),
        "gazetteer": hash_parts(hash_tree(assets / "gazetteer"), *_hash_files(recipe.gazetteer)),
        "model": hash_parts(recipe.model, _find_version(recipe.model), _find_version("spacy"), sys.version.split()[0]),
        "reader": hash_parts(recipe.reader, *_hash_files([recipe.reader_model / CARD] if recipe.reader_model else [])),
    }


def _look_up(articles: Iterable[Article], store: ResultStore | None) -> Iterator[_LookedUp]:
    """Look up the mentions of articles in the store."""
    for held in _in_groups(articles, _LOOK_UP if store else 1):
        keys = [_key(article) for article in held]
        known = store.find_many(keys, list[EventMention]) if store else {}
        for article, key in zip(held, keys, strict=True):
            yield article, known.pop(key, None)


def _pass_unknown(
    looked_up: Iterator[_LookedUp], waiting: dict[int, tuple[Article, list[EventMention]] | Skip]
) -> Iterator[tuple[int, Article]]:
    """Yield the articles, numbered, without known mentions; the others go to `waiting`, until too many wait."""
    for number, (article, mentions) in enumerate(looked_up):
        if mentions is None:
            yield number, article
        else:
            waiting[number] = article, mentions
            if len(waiting) >= _AHEAD:
                return


def _in_groups(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    held: list[Article] = []
    for article in articles:
        held.append(article)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held


def _key(article: Article) -> str:
    """Hash all that the results of an article depend on: its text, its metadata, and the id that they carry."""
    return hash_parts(encode(replace(article, copy_of=None)))


def _skip(article: Article, code: str, detail: str) -> Skip:
    return Skip(article.id, code, detail or code, _REMEDIES.get(code, "report the article with this message"))


# ---- in the worker -------------------------------------------------------------------------------------------------

_worker: dict[str, Any] = {}


def prepare_worker(settings: dict[str, Any]) -> None:
    """Load what every article needs, once in each process; `own_process` tells that it does nothing else."""
    from graphkit.nlp.torch_free import hide_torch

    with hide_torch(settings["model"]) if settings.get("own_process") else nullcontext():
        from graphkit.annotate import load_model
    from graphkit.resources.resources import Resources

    own = {name: [Path(path) for path in settings[name]] for name in ("gazetteer", "lexicon")}
    _worker["resources"] = Resources.load(**own)
    _worker["nlp"] = load_model(settings["model"])
    if "zone" in _worker:
        _worker["zone"].end()
    _worker["zone"] = MemoryZone(_worker["nlp"])
    _worker["reader"] = load_reader(settings)
    gc.collect()
    gc.freeze()  # what is loaded stays, and need not be looked through for garbage


def describe_reader(recipe: Recipe) -> dict[str, Any]:
    """Describe who reads as plain values, for a worker."""
    folder = str(recipe.reader_model.absolute()) if recipe.reader_model is not None else None
    return {"reader": recipe.reader, "reader_model": folder}


def name_reader(recipe: Recipe) -> dict[str, str | None]:
    """Name who reads, with the SHA-256 of the weights where a network does."""
    card = json.loads((recipe.reader_model / CARD).read_text(encoding="utf-8")) if recipe.reader_model else {}
    return {"name": recipe.reader, "weights_sha256": card.get("weights_sha256")}


def load_reader(settings: Mapping[str, Any]) -> Any:
    """Load the trained network that the settings name; None where only the rules read.

    Raises AssetError for a damaged reader and UsageError where its library is not installed.
    """
    _worker["alone"] = settings.get("reader") == LEARNED
    if settings.get("reader", RULES) == RULES:
        return None
    try:
        from graphkit.extract.reader.reader import LearnedReader
    except ImportError as error:
        remedy = "install it: pip install 'graphkit[reader]'"
        raise UsageError(f"the learned reader needs {error.name}", remedy=remedy) from error
    return LearnedReader.load(Path(settings["reader_model"]))


def open_explainer(recipe: Recipe) -> Callable[[str, str, str], str]:
    """Make a function of (article id, sentence, predicate) that names the nearest lexicon row and what it lacked."""
    from graphkit.annotate import annotate_articles
    from graphkit.extract import explain_sentence

    prepare_worker(
        {"model": recipe.model, "gazetteer": list(recipe.gazetteer), "lexicon": list(recipe.lexicon), "reader": RULES},
    )

    def explain(article: str, sentence: str, wanted: str) -> str:
        read = annotate_articles([Article(article, sentence)], _worker["nlp"], _worker["resources"])
        return explain_sentence(next(iter(read)), wanted)

    return explain


def extract_batch(batch: list[Article]) -> list[list[EventMention]]:
    """Extract the event mentions of some articles."""
    from graphkit.annotate import annotate_articles
    from graphkit.extract import extract_events

    parts = [(number, part) for number, article in enumerate(batch) for part in _split_long(article)]
    mentions: list[list[EventMention]] = [[] for _ in batch]
    _worker["zone"].begin_batch()
    with rest_collector():  # once for each batch is enough, and 8 % cheaper
        annotated = annotate_articles([part for _, part in parts], _worker["nlp"], _worker["resources"])
        for (number, _), document in zip(parts, annotated, strict=True):
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


# ---- hashes ----------------------------------------------------------------------------------------------------------


def _hash_files(paths: Sequence[Path]) -> Iterator[str]:
    return (hash_parts(path.read_bytes()) for path in paths)


def _find_version(name: str) -> str:
    """Find the version of an installed package; for a model in a folder the state of its files."""
    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError):
        folder = Path(name)
        if not folder.is_dir():
            return "unknown"
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        stats = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
        return hash_parts(repr(stats))

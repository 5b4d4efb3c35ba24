"""Extract the facts of each article in supervised processes, with the results of earlier runs."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import metadata, resources
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from graphkit.config import Config
from graphkit.model import Article, EventMention, Skip
from graphkit.pipeline.fingerprint import hash_tree
from graphkit.pipeline.import_graph import hash_code
from graphkit.pipeline.reader_card import read_card
from graphkit.pipeline.spec import LEARNED, Recipe
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

#: The packages whose code, with all that they import, decides what is extracted from an article.
_STAGES = ("graphkit.annotate", "graphkit.extract")
#: Articles looked up in the store at a time: few at first, so that processes are started as soon as one is unknown.
_FIRST_LOOK_UP, _LOOK_UP = 16, 256
#: Articles that may wait, with their mentions, for one before them; each takes about 40 kilobytes.
_AHEAD = 1_000
#: Results written to the store at a time: what is lost at most when the process is killed.
_WRITE = 16

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
    function = "graphkit.pipeline.extract_worker:extract_batch"
    options: dict[str, Any] = {
        "prepare": "graphkit.pipeline.extract_worker:prepare_worker",
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
    worker = (package / "pipeline" / "extract_worker.py").read_bytes()
    words = [
        hash_tree(asset)
        for asset in sorted(assets.iterdir(), key=lambda asset: asset.name)
        if asset.name.endswith(".yaml")
    ]
    return {
        "code": hash_parts(hash_code(*_STAGES), worker),
        "lexicon": hash_parts(hash_tree(assets / "lexicon"), *words, *_hash_files(recipe.lexicon)),
        "gazetteer": hash_parts(hash_tree(assets / "gazetteer"), *_hash_files(recipe.gazetteer)),
        "model": hash_parts(recipe.model, _find_version(recipe.model), _find_version("spacy"), sys.version.split()[0]),
        "reader": hash_parts(recipe.reader, encode(read_card(recipe.reader_model))),
    }


def _look_up(articles: Iterable[Article], store: ResultStore | None) -> Iterator[_LookedUp]:
    """Look up the mentions of articles in the store."""
    for held in _in_groups(articles, _FIRST_LOOK_UP, _LOOK_UP) if store else ([article] for article in articles):
        keys = [_key(article) for article in held]
        kept = store.find_many(keys, list[EventMention]) if store else {}
        for article, key in zip(held, keys, strict=True):
            yield article, kept.pop(key, None)


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


def _in_groups(articles: Iterable[Article], first: int, most: int) -> Iterator[list[Article]]:
    """Group articles, each group twice as large as the one before it, up to a limit."""
    source, size = iter(articles), first
    while held := list(islice(source, size)):
        yield held
        size = min(2 * size, most)


def _key(article: Article) -> str:
    """Hash all that the results of an article depend on: its text, its metadata, and the id that they carry."""
    return hash_parts(encode(replace(article, copy_of=None)))


def _skip(article: Article, code: str, detail: str) -> Skip:
    return Skip(article.id, code, detail or code, _REMEDIES.get(code, "report the article with this message"))


def describe_reader(recipe: Recipe) -> dict[str, Any]:
    """Describe who reads as plain values, for a worker."""
    folder = str(recipe.reader_model.absolute()) if recipe.reader_model is not None else None
    return {"reader": recipe.reader, "alone": recipe.reader == LEARNED, "reader_model": folder}


def name_reader(recipe: Recipe) -> dict[str, str | None]:
    """Name who reads, with the SHA-256 of the weights where a network does."""
    return {"name": recipe.reader, "weights_sha256": read_card(recipe.reader_model).get("weights_sha256")}


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

"""Commands about sources: how they are read, and the sample articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graphkit.cli.console import Talk, clean_text, write_data, write_json
from graphkit.cli.options import (
    AsJson,
    ConfigFile,
    DateField,
    DateOrder,
    FollowLinks,
    Gazetteer,
    IdField,
    Languages,
    Lexicon,
    Limit,
    Model,
    PublisherField,
    Quiet,
    TextField,
    TitleField,
    UrlField,
)

_MOST_CHARACTERS = 160


def inspect(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files or folders with articles.")],
    model: Model = None,
    gazetteer: Gazetteer = None,
    lexicon: Lexicon = None,
    config: ConfigFile = None,
    text_field: TextField = None,
    title_field: TitleField = None,
    date_field: DateField = None,
    url_field: UrlField = None,
    publisher_field: PublisherField = None,
    id_field: IdField = None,
    date_order: DateOrder = None,
    language: Languages = None,
    follow_links: FollowLinks = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """Show how articles are read: date, sections, sentences, names, facts.

    For each article: where its date came from, the role of each section, what
    is left out, the sentences with the names in them, and the facts. Use it
    where a fact is missing or a date is wrong.

    Examples:
      graphkit inspect data/articles/2016-03-22-havana-readout.txt
      graphkit inspect data/articles --limit 1 --json
    """
    from dataclasses import fields

    from graphkit.config import DEFAULT_MODEL, Config, load_config
    from graphkit.pipeline.inspection import inspect_sources
    from graphkit.pipeline.spec import Recipe

    flags = {field.name: context.params.get(field.name) for field in fields(Config)}
    flags["languages"] = tuple(language) if language else None
    settings, _ = load_config(flags, path=config)
    recipe = Recipe(model or DEFAULT_MODEL, tuple(gazetteer or ()), tuple(lexicon or ()))
    for record in inspect_sources(files, recipe=recipe, config=settings, limit=limit):
        if as_json:
            write_json(record)
        else:
            _show_record(record)


def _show_record(record: dict[str, Any]) -> None:
    if "skipped" in record:
        line = f":{record['line']}" if record["line"] else ""
        _write(f"{record['skipped']}{line} is skipped: {record['detail']} ({record['code']}); {record['remedy']}\n")
        return
    _write(record["id"])
    for name in ("title", "publisher", "author", "url", "dateline"):
        if record[name]:
            _write(f"  {name:10} {record[name]}")
    _write(f"  {'date':10} {record['published'] or 'none'} (from {record['date_source']})")
    _write("  sections")
    for section in record["sections"]:
        _write(f"    {section['role']:12} {_shorten(section['text'])}")
    _write("  sentences")
    for sentence in record["sentences"]:
        _write(f"    {_shorten(sentence['text'])}")
        names = (
            f"{name['text']} = {name['name']}" if name["text"] != name["name"] else name["text"]
            for name in sentence["names"]
        )
        if told := ", ".join(f"{name} ({kind['kind']})" for name, kind in zip(names, sentence["names"], strict=True)):
            _write(f"      {told}")
    _write("  facts")
    for fact in record["facts"]:
        parts = (fact["status"], fact["date"], fact["place"])
        _write(f"    {fact['s']} {fact['p']} {fact['o']} ({', '.join(filter(None, parts))})")
    _write("")


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_CHARACTERS else line[: _MOST_CHARACTERS - 1] + "\u2026"


def _write(text: str) -> None:
    write_data(clean_text(text))


def samples(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write; it is made where it is missing.")],
    quiet: Quiet = False,
) -> None:
    """Write the sample articles into a folder.

    They are the articles that the examples of the documentation use: write
    them to data/articles, and each example works as it stands. Files that are
    there are left as they are.

    Examples:
      graphkit samples data/articles
      graphkit samples tour --quiet
    """
    from graphkit.datasets import write_samples

    written, kept = write_samples(folder)
    talk = Talk(quiet=quiet)
    talk.say(f"{written:,} sample articles -> {folder}" + (f", {kept:,} were there" if kept else ""))

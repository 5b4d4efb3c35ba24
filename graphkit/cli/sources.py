"""Commands about sources: how they are read, and the sample articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graphkit.cli.console import Talk, clean_text, write_data, write_json
from graphkit.cli.option_groups import RuleOptions, SourceOptions
from graphkit.cli.options import AsJson, Quiet

_MOST_CHARACTERS = 160


def inspect(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files or folders with articles.")],
    *,
    rules: RuleOptions,
    reading: SourceOptions,
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
    from graphkit.pipeline.inspection import inspect_sources

    recipe, settings = rules.make_recipe(), reading.load_config()
    for record in inspect_sources(files, recipe=recipe, config=settings, limit=reading.limit):
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
        labels = (
            f"{name['text']} = {name['name']}" if name["text"] != name["name"] else name["text"]
            for name in sentence["names"]
        )
        if entities := ", ".join(
            f"{label} ({name['kind']})" for label, name in zip(labels, sentence["names"], strict=True)
        ):
            _write(f"      {entities}")
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
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write; it is made if it is missing.")],
    quiet: Quiet = False,
) -> None:
    """Write the sample articles into a folder.

    The examples of the documentation use them: write them to data/articles, and
    each example works as it stands. Existing files are not overwritten.

    Examples:
      graphkit samples data/articles
      graphkit samples tour --quiet
    """
    from graphkit.datasets import write_samples

    written, kept = write_samples(folder)
    talk = Talk(quiet=quiet)
    talk.say(f"{written:,} sample articles -> {folder}" + (f", {kept:,} were there" if kept else ""))

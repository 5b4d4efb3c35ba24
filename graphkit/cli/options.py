"""Options that several commands share, so that they are called and explained alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCES", help="Files or folders with articles; - reads from standard input."),
]
Graph = Annotated[
    Path, typer.Argument(metavar="GRAPH", help="A folder that `graphkit build` has made, a Turtle file or a store.")
]
Model = Annotated[
    str | None,
    typer.Option("--model", envvar="GRAPHKIT_MODEL", metavar="NAME", help="Another installed spaCy pipeline."),
]
Gazetteer = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", metavar="FILE", help="Your own actors, on top of the built-in ones; may be repeated."),
]
Lexicon = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", metavar="FILE", help="Your own verbs, on top of the built-in ones; may be repeated."),
]
Reader = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="NAME",
        help="The method of reading: rules (the default), learned (a trained network) or both.",
    ),
]
ReaderModel = Annotated[
    Path | None,
    typer.Option(
        "--reader-model",
        envvar="GRAPHKIT_READER_MODEL",
        metavar="DIR",
        help="The folder of another trained reader.",
    ),
]
Corrections = Annotated[
    Path | None,
    typer.Option(
        "--corrections", metavar="FILE", help="Merges and splits made by hand, in place of OUT/corrections.toml."
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", envvar="GRAPHKIT_CONFIG", metavar="FILE", help="Settings to use in place of graphkit.toml."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=0, metavar="N", help="How many processes read articles; 0 is one for each core."),
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers read the articles.")
]
Partitions = Annotated[
    Path | None,
    typer.Option("--partitions", metavar="DIR", help="A folder of Parquet shards that one or many machines fill."),
]
TextField = Annotated[
    str | None, typer.Option("--text-field", metavar="NAME", help="The field (or column) with the text of an article.")
]
TitleField = Annotated[str | None, typer.Option("--title-field", metavar="NAME", help="The field with the headline.")]
DateField = Annotated[str | None, typer.Option("--date-field", metavar="NAME", help="The field with the day.")]
UrlField = Annotated[str | None, typer.Option("--url-field", metavar="NAME", help="The field with the web address.")]
PublisherField = Annotated[
    str | None, typer.Option("--publisher-field", metavar="NAME", help="The field with the publisher.")
]
DateOrder = Annotated[
    str | None,
    typer.Option(
        "--date-order", metavar="dmy|mdy", help="How to read days such as 06/04/2021 if the file does not show it."
    ),
]
IdField = Annotated[str | None, typer.Option("--id-field", metavar="NAME", help="The field with the id.")]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="CODE", help="A language to read in place of English; may be repeated."),
]
FollowLinks = Annotated[
    bool | None, typer.Option("--follow-links", help="Follow symbolic links, which are skipped otherwise.")
]
Urls = Annotated[
    list[str] | None, typer.Option("--url", metavar="ADDRESS", help="Fetch this web page too; may be repeated.")
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0,
        max=1,
        metavar="P",
        help="Leave out facts read with less confidence (0.5 if not given; 0 keeps all).",
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Read the first N articles only.")]
Strict = Annotated[bool, typer.Option("--strict", help="Fail (exit code 4) if anything is skipped.")]
MaxSkip = Annotated[
    str | None,
    typer.Option(
        "--max-skip", metavar="N|N%", help="Fail (exit code 4) if more than N (or N%) of the inputs are skipped."
    ),
]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What the page is called.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: each skipped article, and why.")]
NoProgress = Annotated[
    bool, typer.Option("--no-progress", envvar="GRAPHKIT_NO_PROGRESS", help="Show no progress while working.")
]

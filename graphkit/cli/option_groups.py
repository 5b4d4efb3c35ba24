"""Groups of options that several commands share: a command takes each group as one parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from graphkit.cli.console import Talk
from graphkit.cli.options import (
    ConfigFile,
    DateField,
    DateOrder,
    FollowLinks,
    Gazetteer,
    IdField,
    Languages,
    Lexicon,
    Limit,
    MaxSkip,
    MinConfidence,
    Model,
    NoProgress,
    Partitions,
    PublisherField,
    Quiet,
    Reader,
    ReaderModel,
    Scheduler,
    Strict,
    TextField,
    TitleField,
    UrlField,
    Urls,
    Verbose,
    Workers,
)

if TYPE_CHECKING:
    from graphkit.config import Config
    from graphkit.pipeline.spec import Recipe, RunSpec


@dataclass(frozen=True)
class RuleOptions:
    """Options for the data that the rules read by."""

    model: Model = None
    gazetteer: Gazetteer = None
    lexicon: Lexicon = None

    def make_recipe(self) -> Recipe:
        """Make the recipe of a run that reads by rules."""
        from graphkit.config import DEFAULT_MODEL
        from graphkit.pipeline.spec import Recipe

        return Recipe(self.model or DEFAULT_MODEL, tuple(self.gazetteer or ()), tuple(self.lexicon or ()))


@dataclass(frozen=True)
class SourceOptions:
    """Options for the way in which sources become articles."""

    config: ConfigFile = None
    text_field: TextField = None
    title_field: TitleField = None
    date_field: DateField = None
    url_field: UrlField = None
    publisher_field: PublisherField = None
    id_field: IdField = None
    date_order: DateOrder = None
    language: Languages = None
    follow_links: FollowLinks = None
    limit: Limit = None

    def load_config(self, **flags: object) -> Config:
        """Load the settings of file and environment, and put the given options over them."""
        from graphkit.config import Config, load_config

        given = vars(self) | flags | {"languages": tuple(self.language) if self.language else None}
        settings = {field.name: given.get(field.name) for field in fields(Config)}
        return load_config(settings, path=Path(self.config) if self.config else None)[0]


@dataclass(frozen=True)
class RunOptions:
    """Options for a run of extraction."""

    reader: Reader = None
    reader_model: ReaderModel = None
    workers: Workers = None
    min_confidence: MinConfidence = None
    scheduler: Scheduler = None
    partitions: Partitions = None
    url: Urls = None
    strict: Strict = False
    max_skip: MaxSkip = None

    def make_spec(
        self, articles: list[str] | None, rules: RuleOptions, reading: SourceOptions, **more: object
    ) -> RunSpec:
        """Make the spec of a run; `more` are further fields of a spec, of which None stands for the default."""
        from graphkit.pipeline.spec import RunSpec

        given = {
            **vars(rules),
            "reader": self.reader,
            "reader_model": self.reader_model,
            "partitions": self.partitions,
            **more,
        }
        options: dict[str, Any] = {name: value for name, value in given.items() if value}
        return RunSpec(
            articles or [],
            **options,
            limit=reading.limit,
            max_skip="0" if self.strict else self.max_skip,
            config=reading.load_config(**vars(self)),
            urls=self.url or [],
        )


@dataclass(frozen=True)
class TalkOptions:
    """Options for what a command says on standard error."""

    quiet: Quiet = False
    verbose: Verbose = False
    no_progress: NoProgress = False

    def make_talk(self) -> Talk:
        """Make the voice of a command."""
        return Talk(quiet=self.quiet, verbose=self.verbose, progress=not self.no_progress)


def spread_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function: each parameter that is a group becomes the options of the group."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    parameters: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        if name in groups:
            parameters += _list_options(groups[name])
        else:
            parameters.append(parameter.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY))

    @wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # inspect reads it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _list_options(group: Any) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=_find_default(field), annotation=hints[field.name])
        for field in fields(group)
    ]


def _find_default(field: Field[Any]) -> Any:
    return Parameter.empty if field.default is MISSING else field.default

"""Add generated pages to the documentation site: the command reference, and files outside docs/ that it links to."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
#: Where the site keeps what stands outside docs/, under its path in the project.
OUTSIDE = "project"
#: Pages from outside docs/ that the navigation names.
CARRIED = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "data/training/README.md")

_LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
_MERMAID = re.compile(r"^```mermaid\n.*?^```$", re.M | re.S)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages and the linked files to the site's files."""
    files.append(File.generated(config, "reference/commands.md", content=write_commands()))
    for name in CARRIED:
        files.append(File.generated(config, f"{OUTSIDE}/{name}", abs_src_path=str(ROOT / name)))
    for name in sorted(_find_linked_files()):
        files.append(File.generated(config, f"{OUTSIDE}/{name}", abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links that leave docs/ to the copies in the site, and show drawn diagrams in place of their source."""
    place = page.file.src_uri
    markdown = _LINK.sub(lambda match: f"]({_lead(match[1], place)}{match[2] or ''})", markdown)
    return _MERMAID.sub("![The three layers of a graph file](img/layers.svg)", markdown)


def _find_linked_files() -> set[str]:
    """Return the files outside docs/ that a page links to and that are no pages of the site themselves."""
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in CARRIED)]
    linked = set()
    for page in pages:
        for target, _ in _LINK.findall(page.read_text(encoding="utf-8")):
            path = posixpath.normpath(posixpath.join(page.parent.relative_to(ROOT).as_posix(), target))
            if ":" not in target and (ROOT / path).is_file() and not path.startswith("docs/"):
                linked.add(path)
    return linked - set(CARRIED)


def _lead(target: str, place: str) -> str:
    """Return where a link of the page at `place` leads within the site."""
    if ":" in target:
        return target
    is_outside = place.startswith(f"{OUTSIDE}/")
    source = place.removeprefix(f"{OUTSIDE}/") if is_outside else f"docs/{place}"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    goal = path.removeprefix("docs/") if path.startswith("docs/") else f"{OUTSIDE}/{path}"
    return posixpath.relpath(goal, posixpath.dirname(place) or ".")


def write_commands() -> str:
    """Write the page of all commands from the command line itself."""
    from graphkit.cli import app

    group: Any = typer.main.get_command(app)
    lines = [
        "# Command reference",
        "",
        "This page is made from the program: it holds what `graphkit COMMAND --help` prints. "
        "[The commands](../cli.md) explains each command with its files and exit codes.",
        "",
    ]
    for name, command in group.commands.items():
        lines += _write_command(name, command)
    return "\n".join(lines) + "\n"


def _write_command(name: str, command: Any) -> list[str]:
    text, _, examples = (command.help or "").partition("Examples:\n")
    parameters = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    places = [_name_argument(parameter) for parameter in parameters if parameter.param_type_name == "argument"]
    lines = [f"## graphkit {name}", "", text.strip(), "", "```text", " ".join(["graphkit", name, "[OPTIONS]", *places])]
    lines += ["```", "", "| argument or option | meaning |", "|---|---|", *map(_write_row, parameters), ""]
    return [*lines, "Examples:", "", "```text", *(line.strip() for line in examples.strip().splitlines()), "```", ""]


def _name_argument(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _write_row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        name = f"`{_name_argument(parameter)}`"
    else:
        name = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
        name += "" if parameter.is_flag else f" `{parameter.metavar or 'VALUE'}`"
    meaning = parameter.help or ""
    if parameter.envvar:
        meaning += f" Environment: `{parameter.envvar}`."
    return f"| {name} | {meaning.replace('|', '&#124;')} |"  # a bar in backticks divides no cell

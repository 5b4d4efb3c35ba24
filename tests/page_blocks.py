"""Run the code blocks of a documentation page from top to bottom, as a reader would.

A block with a title is a file that is written: ```yaml title="my-verbs.yaml". Of the others

- `sh` is run line by line; lines that install something are left out, since the tests run in such an installation;
- `console` is run, and what follows a command must be what it prints; a line `...` stands for any lines;
- `python` is run with the names of the blocks before it;
- `sparql` must find something in the graph in `out`;
- `toml`, `yaml`, `json` and `turtle` must be well formed;
- `text` and `mermaid` are shown only.

`<!-- not run: REASON -->` before a block leaves it out.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from typing import Any

import yaml

INSTALLS = re.compile(r"(pip|(\S*python3?|py) -m (pip|venv)|make|git|cd|\.|pre-commit) ")

_BLOCK = re.compile(
    r"^(?P<indent> *)(?:<!-- not run: (?P<reason>[^\n]+?) -->\n\s*)?"
    r"^ *```(?P<language>\w+)(?P<options>[^\n]*)\n(?P<text>.*?)^ *```$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Block:
    """A code block of a page."""

    language: str
    title: str | None
    text: str
    reason: str | None
    line: int


@dataclass
class BlockReader:
    """Somebody who types what a page says, in a folder."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def follow(self, block: Block) -> None:
        """Do what a block says. Raises AssertionError where it does not do what the page says."""
        if block.title is not None:
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language in ("sh", "bash"):
            for line in read_lines(block.text):
                run_line(line)
        elif block.language == "console":
            for command, wanted in read_dialogue(block.text):
                compare(run_line(command, may_fail=wanted[:1] != [] and wanted[0].startswith("Error:")), wanted)
        elif block.language == "python":
            self._run_python(block.text)
        else:
            check_form(block.language, block.text)

    def _run_python(self, text: str) -> None:
        import ast

        for statement in ast.parse(text).body:  # one by one, as they are typed
            exec(compile(ast.Module([statement], []), "<page>", "exec"), self.names)  # noqa: S102  # the page's own lines


def find_blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return list(_read_blocks(text))


def _read_blocks(text: str) -> Iterator[Block]:
    for match in _BLOCK.finditer(text):
        title = re.search(r'title="([^"]+)"', match["options"])
        lines = [line.removeprefix(match["indent"]) for line in match["text"].splitlines(keepends=True)]
        line = text[: match.start("language")].count("\n") + 1
        yield Block(match["language"], title and title[1], "".join(lines), match["reason"], line)


def read_lines(text: str) -> list[str]:
    """The commands of a shell block: without remarks, continued lines joined, quotes over several lines kept whole."""
    lines: list[str] = []
    for line in text.replace("\\\n", " ").splitlines():
        if lines and lines[-1].count("'") % 2:
            lines[-1] += "\n" + line
        else:
            lines.append(re.sub(r"(^|\s+)# .*", "", line).strip())
    return [line for line in lines if line]


def read_dialogue(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that it prints."""
    entries = re.split(r"^\$ ", text, flags=re.M)[1:]
    dialogue = []
    for entry in entries:
        lines = entry.splitlines()
        size = next(size for size in range(1, len(lines) + 1) if "\n".join(lines[:size]).count("'") % 2 == 0)
        dialogue.append(("\n".join(lines[:size]), [line for line in lines[size:] if line.strip()]))
    return dialogue


def run_line(line: str, *, may_fail: bool = False) -> str:
    """Run a command in the current folder and return what it prints: graphkit in this process, all else in a shell."""
    if INSTALLS.match(line):
        check_extras(line)
        return ""
    try:
        words = shlex.split(line)
    except ValueError:
        words = ["sh"]
    if words[0] == "graphkit" and not {"|", ">", "<", "&"} & set(words) and "$" not in line:
        return _run_graphkit(words[1:], may_fail=may_fail)
    places = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-eo", "pipefail", "-c", line]
    done = subprocess.run(
        shell, capture_output=True, text=True, env={**os.environ, "PATH": places}, timeout=120, check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    return done.stdout + done.stderr


def _run_graphkit(words: list[str], *, may_fail: bool) -> str:
    from graphkit.cli import app
    from graphkit.cli.error_boundary import run_app

    arguments = [str(name) for word in words for name in sorted(glob(word)) or [word]]  # as a shell does
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run_app(app, arguments)
    assert (code == 0) is not may_fail, f"graphkit {shlex.join(words)}\n{out.getvalue()}"
    return out.getvalue()


def check_extras(line: str) -> None:
    """The extras that a line installs must be there."""
    path = Path(__file__).resolve().parent.parent / "pyproject.toml"
    extras = tomllib.loads(path.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for names in re.findall(r"\[([a-z,]+)\]", line):
        assert set(names.split(",")) <= set(extras), line


def compare(printed: str, wanted: list[str]) -> None:
    """Each line that a page shows must be printed, in its order; only `...` stands for others between them."""
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    place, may_skip = 0, False
    for line in map(str.rstrip, wanted):
        if line.strip() == "...":
            may_skip = True
            continue
        if may_skip:
            assert line in lines[place:], f"{line!r} is not printed:\n{printed}"
            place = lines.index(line, place)
        assert lines[place : place + 1] == [line], f"expected {line!r}, printed\n{printed}"
        place, may_skip = place + 1, False
    assert may_skip or place == len(lines) or not wanted, f"more is printed than shown:\n{printed}"


def check_form(language: str, text: str) -> None:
    """Check that a block of data is well formed."""
    if language == "toml":
        tomllib.loads(text)
    elif language == "yaml":
        yaml.safe_load(text)
    elif language == "json":
        json.loads(text)
    elif language == "sparql":
        from graphkit import KnowledgeGraph

        assert len(KnowledgeGraph.load("out").sparql(text)) > 0, text
    elif language == "turtle":
        import rdflib

        from graphkit.rdf.terms import find_prefixes

        prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in dict(find_prefixes()).items())
        rdflib.Graph().parse(data=prefixes + text, format="turtle")
    else:
        assert language in ("text", "mermaid"), f"what is a block of {language}?"

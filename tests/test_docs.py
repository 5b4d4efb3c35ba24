"""Test that the documentation is true: every command and option is documented, every example runs."""

from __future__ import annotations

import glob
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

from graphkit.cli import app
from graphkit.config import Config
from tests.page_blocks import BlockReader, find_blocks

ROOT = Path(__file__).resolve().parent.parent
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group has commands
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
#: Pages that the site makes.
GENERATED = {"commands.md", "reference/commands.md"}
#: How many code blocks may be left out when the pages are followed.
MOST_LEFT_OUT = 12


def read_section(command: str) -> str:
    """The part of docs/cli.md about a command."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    match = re.search(rf"^## graphkit {command}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert match, f"docs/cli.md has no section '## graphkit {command}'"
    return match.group(1)


def find_examples(command: str) -> list[str]:
    """The examples in the help of a command."""
    _, _, block = (COMMANDS[command].help or "").partition("Examples:\n")
    return [line.strip() for line in block.splitlines() if line.strip()]


def find_options(command: str) -> set[str]:
    return {
        name
        for parameter in COMMANDS[command].params
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--") and name != "--help"
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command: str) -> None:
    words = set(re.findall(r"--[a-z-]+", read_section(command)))
    assert find_options(command) - words == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_documented_that_is_not_there(command: str) -> None:
    words = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", read_section(command)))
    known = find_options(command) | {"--help", "--version"}
    assert words - known == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_that_name_it(command: str) -> None:
    examples = find_examples(command)
    assert len(examples) >= 2
    assert all(f"graphkit {command}" in example for example in examples)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_holds_words_that_the_terminal_leaves_out(command: str) -> None:
    """The terminal takes a small letter in square brackets for a style, and prints nothing of it."""
    texts = [COMMANDS[command].help or "", *(getattr(option, "help", "") or "" for option in COMMANDS[command].params)]
    assert [text for text in texts if re.search(r"\[[a-z#/@]", text)] == []


def test_every_setting_is_documented_with_its_default() -> None:
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]*?) ?\|", read_section("config"), re.M)
    shown = {name: value.strip("` ") for names, value in rows for name in re.findall(r"`(\w+)`", names)}
    assert set(shown) == {setting.name for setting in fields(Config)}
    for setting in fields(Config):
        value = setting.default
        if isinstance(value, int) and not isinstance(value, bool):
            assert f"{value:,}" in shown[setting.name].split(", "), setting.name


def find_lines(page: Path) -> list[str]:
    """The lines of the shell blocks of a page, without remarks."""
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    return [re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_written_commands_and_options_exist(page: Path) -> None:
    for line in find_lines(page) + re.findall(r"`(graphkit [^`]+)`", page.read_text(encoding="utf-8")):
        match = re.match(r"(?:\$ )?graphkit ([a-z]+)(.*)", line)
        if not match:
            continue
        command, rest = match.groups()
        assert command in COMMANDS, f"{page.name} speaks of `graphkit {command}`"
        used = set(re.findall(r"(?<!\S)--[a-z-]+", rest.split("|")[0]))
        assert used <= find_options(command) | {"--help"}, f"{page.name}: {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"https?://|mailto:", target) and target not in GENERATED:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.fixture(scope="module")
def bench(workshop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workshop that examples may change, with an older graph, a store and extracted facts beside it."""
    from graphkit.pipeline.build import build, extract_facts
    from graphkit.rdf import write_store

    folder = tmp_path_factory.mktemp("examples") / "bench"
    shutil.copytree(workshop, folder)
    build(folder / "data" / "articles", out=folder / "old", limit=3)
    write_store(folder / "out", folder / "store")
    records = extract_facts(folder / "data" / "articles")
    (folder / "facts.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    story = next(block for block in find_blocks(ROOT / "docs" / "explorer.md") if block.language == "toml")
    (folder / "story.toml").write_text(story.text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("command", "example"), [(name, line) for name in COMMANDS for line in find_examples(name)])
def test_examples_run(
    command: str, example: str, bench: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs each example as it is printed: plain ones in this process, those with a pipe or redirection in a shell."""
    monkeypatch.chdir(bench)
    if command == "serve":
        run_server(example)
    else:
        run_line(example, capsys)


def run_server(line: str) -> None:
    """Starts a server as it is printed, but on a free port; asks it for its page and stops it."""
    command = [sys.executable, "-m", *shlex.split(line), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
        assert address
        with urllib.request.urlopen(address.group(), timeout=60) as answer:  # noqa: S310  # our own address
            assert b"<title>" in answer.read()
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in talk
    finally:
        process.kill()


#: Pages that are read in an empty folder; the others speak of the folder of the sample articles.
FROM_NOTHING = [
    page
    for page in PAGES
    if (page.parent.name in ("tutorials", "howto") and page.stem != "own_event_types")
    or page.stem in ("README", "organisation", "statuses")
]


@pytest.mark.model
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_blocks_of_a_page_do_what_it_says(
    page: Path, bench: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Follows each page from top to bottom."""
    from graphkit import KnowledgeGraph

    blocks = find_blocks(page)
    folder = tmp_path if page in FROM_NOTHING else bench
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "120")
    reader = BlockReader(folder, {} if page in FROM_NOTHING else {"kg": KnowledgeGraph.load("out")})
    for block in blocks:
        if block.reason is None:
            try:
                reader.follow(block)
            except Exception as error:
                error.add_note(f"{page.name}, line {block.line}")
                raise


@pytest.mark.model
def test_the_path_of_one_sentence_has_the_values_that_graphkit_gives(tmp_path: Path) -> None:
    """Build the text of the page on the organisation, and find the figures of its event there."""
    from graphkit.pipeline.build import build

    page = ROOT / "docs" / "organisation.md"
    source = next(block for block in find_blocks(page) if block.title)
    assert source.title
    path = tmp_path / source.title
    path.parent.mkdir()
    path.write_text(source.text, encoding="utf-8")
    (event,) = (event for event in build(path).events if event.recipient == "niger")
    shown = page.read_text(encoding="utf-8")
    assert event.id in shown
    assert f"| confidence | {event.confidence:g} |" in shown
    assert re.search(rf"^confidence  {event.confidence:g} ", shown, re.M)
    assert re.search(rf"^belief      {event.belief:.3g} ", shown, re.M)


def test_few_blocks_are_not_run() -> None:
    """Only what needs other machines, a network, minutes of training or a desktop is left out, and each says why."""
    left_out = [(page.name, block) for page in PAGES for block in find_blocks(page) if block.reason is not None]
    assert len(left_out) <= MOST_LEFT_OUT, [name for name, _ in left_out]
    assert all(len(str(block.reason)) > 10 for _, block in left_out)


def run_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    from graphkit.cli.error_boundary import run_app

    words = shlex.split(line)
    if {"|", ">", "<"} & set(words):
        places = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": places}
        shell = ["bash", "-eo", "pipefail", "-c", line]
        done = subprocess.run(shell, capture_output=True, text=True, env=environment, timeout=120)
        assert done.returncode == 0, done.stderr
        return
    arguments = [str(name) for word in words[1:] for name in sorted(glob.glob(word)) or [word]]  # as a shell does
    code = run_app(app, arguments)
    captured = capsys.readouterr()
    assert code == 0, captured.err
    assert captured.out or captured.err or "--quiet" in words


def test_every_figure_of_the_readme_is_on_the_page_of_figures() -> None:
    """Find each figure of the README beside its texts and its command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    figures = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8")
    shares = {f"0.{hundredths}" for hundredths in re.findall(r"\b(\d\d) of 100\b", readme)}
    shares |= set(re.findall(r"\b0\.\d\d\b", readme))
    assert len(shares) >= 10
    assert {share for share in shares if not re.search(rf"{re.escape(share)}(?!\d)", figures)} == set()


def test_the_figures_of_our_samples_are_the_same_on_every_page() -> None:
    """Compare the page on reading with the table that `make figures` renews."""
    figures = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8")
    renewed = re.search(r"^\| facts of our samples \| precision (\S+), recall (\S+), F1 (\S+);", figures, re.M)
    coder = (ROOT / "docs" / "coder.md").read_text(encoding="utf-8")
    stated = re.search(r"^\| eight sample articles[^|]+\| (\S+) \| (\S+) \| (\S+) \|", coder, re.M)
    assert renewed
    assert stated
    assert stated.groups() == renewed.groups()


def test_the_readme_counts_relations_and_ready_questions() -> None:
    from graphkit.resources.vocabulary import Vocabulary
    from graphkit.sparql import list_queries

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"sorted into {len(Vocabulary.load().predicates)} relations" in readme
    assert f"shows {len(list_queries())} of them" in readme

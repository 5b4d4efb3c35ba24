"""Share among the tests the sample data, one built graph and a way to run the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from spacy.language import Language

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class CommandOutcome:
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str


RunCli = Callable[..., CommandOutcome]


@pytest.fixture(scope="session", autouse=True)
def _own_results(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep results where the tests of this run keep theirs, not where the user's builds do."""
    os.environ["GRAPHKIT_CACHE"] = str(tmp_path_factory.mktemp("results"))


@pytest.fixture
def run_cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> RunCli:
    """Run a graphkit command in this process."""
    from graphkit.cli import app
    from graphkit.cli.error_boundary import run_app

    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments: str | Path) -> CommandOutcome:
        capsys.readouterr()
        code = run_app(app, [str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return CommandOutcome(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, headless, once for all tests. Where it is missing they are skipped, but not in CI."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        reason = f"no browser at {CHROMIUM}: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default language model, loaded once."""
    from graphkit.annotate import load_model

    return load_model()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample articles."""
    return ROOT / "data" / "articles"


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A folder as the examples of the commands expect it: data/ with the samples, out/ with their graph."""
    from graphkit.pipeline.build import build

    folder = tmp_path_factory.mktemp("workshop")
    shutil.copytree(samples.parent, folder / "data")
    build(folder / "data" / "articles", out=folder / "out")
    return folder

"""Outputs that are no folder, own output among the sources, losses that may pass, a graph that is not emptied."""

from __future__ import annotations

import builtins
import errno
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphkit.config import DEFAULT_MODEL, Config, load_config
from graphkit.errors import MachineError, OutputError, SkipLimitError, UsageError
from graphkit.explorer import write_page
from graphkit.export import EXPORTERS
from graphkit.ingest import language, read_articles
from graphkit.model import Article, Skip
from graphkit.pipeline import extract_stage
from graphkit.pipeline.shards.partitions import write_partitions
from graphkit.pipeline.shards.shard_file import read_about, write_shard
from graphkit.pipeline.skip_limit import find_problem, has_passing_losses
from graphkit.pipeline.spec import Recipe, Shard
from graphkit.rdf import write_store
from graphkit.runtime import Done
from graphkit.runtime.lock import lock_output
from graphkit.runtime.output_folder import check_output, publish_folder
from graphkit.runtime.worker_process import WorkerProcess
from tests.conftest import RunCli
from tests.sample import make_findings, write_form

STORY = "OSLO, 4 March 2024 - The king of Norway met the president of Finland and praised Sweden for its help."


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_file(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")


def make_dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


@pytest.mark.parametrize("make", [make_pipe, make_file, make_dangling_link])
def test_what_is_no_folder_is_refused_and_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    out = tmp_path / "out"
    make(out)
    before = os.lstat(out)
    with pytest.raises(OutputError, match="not a folder"):
        check_output(out)
    assert (os.lstat(out).st_ino, os.lstat(out).st_mode) == (before.st_ino, before.st_mode)
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("out", ["/dev/null", "/dev/null/graph"])
def test_a_device_is_refused(out: str) -> None:
    with pytest.raises(OutputError):
        check_output(Path(out))


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        check_output(tmp_path / ("n" * 300))
    assert os.listdir(tmp_path) == []


#: Every way to name a file, with the exit code for a name that no file can have: {long} is one, {graph} and {news} are.
LONG_NAMES = [
    (5, "build {news} -o {long}"),
    (5, "export {graph} --format csv -o {long}"),
    (5, "export {graph} --format store -o {long}"),
    (5, "export {graph} --format ntriples -o {long}"),
    (5, "view {graph} -o {long}.html"),
    (5, "samples {long}"),
    (2, "build {long} -o out"),
    (2, "build {news} -o out --lexicon {long}"),
    (2, "build {news} -o out --corrections {long}"),
    (2, "build {news} -o out --reader learned --reader-model {long}"),
    (2, "query {long} top-actors"),
    (2, "query {graph} {long}.rq"),
    (2, "check {long}"),
    (2, "diff {graph} {long}"),
    (2, "serve {long}"),
]


@pytest.mark.parametrize(("code", "command"), LONG_NAMES, ids=[command for _, command in LONG_NAMES])
def test_a_name_that_no_file_can_have_is_told_by_every_command(
    tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, code: int, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    graph = write_form("file", tmp_path)
    news = tmp_path / "story.txt"
    news.write_text(STORY, encoding="utf-8")
    before = sorted(os.listdir(tmp_path))
    places = {"graph": graph, "news": news, "long": "n" * 300}
    outcome = run_cli(*(argument.format(**places) for argument in command.split()))
    assert (outcome.code, outcome.out) == (code, "")
    assert "fault in graphkit" not in outcome.err
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize(
    ("error", "code"),
    [(OSError(errno.EMFILE, "no handles"), 5), (MemoryError(), 5), (OSError(errno.ENOTDIR, "a file", "x/y"), 2)],
)
def test_what_the_system_refuses_is_no_fault_of_ours(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("graphkit.datasets.write_samples", fail)
    outcome = run_cli("samples", "somewhere")
    assert outcome.code == code
    assert "fault in graphkit" not in outcome.err


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    with lock_output(link), publish_folder(link) as draft:
        (draft / "run.json").write_text("{}", encoding="utf-8")
    assert link.is_symlink()
    assert (real / "run.json").is_file()


def test_own_output_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "events.jsonl").write_text(json.dumps({"text": STORY}) + "\n", encoding="utf-8")
    (out / "run.json").write_text(json.dumps({"graphkit": "1", "format": 1, "outputs": {}}), encoding="utf-8")
    items = list(read_articles([tmp_path]))
    assert [item.id for item in items if isinstance(item, Article)] == ["story"]
    assert [item.code for item in items if isinstance(item, Skip)] == ["own-output"]


@pytest.mark.parametrize("form", ["csv", "parquet", "store", "page"])
def test_no_other_form_of_a_graph_is_a_source(tmp_path: Path, form: str) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    if form == "store":
        write_store(make_findings(), tmp_path / "store")
    elif form == "page":
        write_page(make_findings(), tmp_path / "page.html")
    else:
        EXPORTERS[form](make_findings(), tmp_path / "tables")
    items = list(read_articles([tmp_path]))
    assert [item.id for item in items if isinstance(item, Article)] == ["story"]
    assert [item.code for item in items if isinstance(item, Skip)] == ["own-output"]


@pytest.mark.model
def test_a_folder_that_holds_its_own_output_gives_the_same_again(
    tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    graphs = []
    for out in ("out", "out", "other"):
        assert run_cli("build", ".", "-o", out).code == 0
        graphs.append((tmp_path / out / "graph.ttl").read_bytes())
    assert graphs[1:] == graphs[:1] * 2


def test_a_run_of_somebody_else_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "run.json").write_text(json.dumps({"text": STORY + " It rained."}), encoding="utf-8")
    assert len([item for item in read_articles([tmp_path]) if isinstance(item, Article)]) == 2


def test_followed_links_stay_within_the_named_sources(tmp_path: Path) -> None:
    named, other = tmp_path / "named", tmp_path / "other"
    for folder in (named, other):
        folder.mkdir()
        (folder / "story.txt").write_text(f"{STORY} {folder.name}", encoding="utf-8")
    (named / "out.txt").symlink_to(other / "story.txt")
    (named / "in.txt").symlink_to(named / "story.txt")
    items = list(read_articles([named], config=Config(follow_links=True)))
    assert len([item for item in items if isinstance(item, Article)]) == 1
    assert [item.detail for item in items if isinstance(item, Skip)] == ["a link that leads out of the named sources"]


def lose(count: int, code: str = "unreadable") -> list[Skip]:
    return [Skip(f"{number}.txt", code, "it cannot be read", "try again") for number in range(count)]


def test_a_graph_is_not_replaced_when_most_inputs_are_lost() -> None:
    assert find_problem(["in"], 8, lose(2_955), None) is None  # there is nothing to lose yet
    problem = find_problem(["in"], 8, lose(2_955), None, replaced=2_963)
    assert isinstance(problem, SkipLimitError)
    assert "--max-skip" in (problem.remedy or "")
    assert find_problem(["in"], 8, lose(2_955), (1.0, True), replaced=2_963) is None
    assert find_problem(["in"], 8, lose(8, "bad-line"), None, replaced=2_963) is None


def test_a_graph_is_not_replaced_by_a_small_part_of_it_after_a_loss_that_may_pass() -> None:
    """One file that a disk does not give may have held nearly all articles."""
    lost = lose(1, "unreadable")
    assert isinstance(find_problem(["in"], 8, lost, None, replaced=2_000), SkipLimitError)
    assert find_problem(["in"], 8, [], None, replaced=2_000) is None  # the others were taken away on purpose
    assert find_problem(["in"], 1_900, lost, None, replaced=2_000) is None
    assert find_problem(["in"], 8, lost, (1.0, True), replaced=2_000) is None


@pytest.mark.parametrize(
    ("code", "passes"),
    [("timeout", True), ("worker-died", True), ("out-of-memory", True), ("unreadable", True), ("no-text", False)],
)
def test_losses_that_may_pass_are_told_apart(code: str, passes: bool) -> None:
    assert has_passing_losses(lose(1, code)) is passes


def lose_once(monkeypatch: pytest.MonkeyPatch, article: str, code: str) -> None:
    """Let the extraction of an article fail with this code, the first time only."""
    extract, lost = extract_stage._map_articles, set[str]()

    def lose(items: Iterator[Any], *rest: Any) -> Iterator[Done[Any]]:
        for done in extract(items, *rest):
            name = done.item[1].id
            yield Done(done.item, code=code) if name == article and name not in lost else done
            if name == article:
                lost.add(name)

    monkeypatch.setattr(extract_stage, "_map_articles", lose)


@pytest.mark.model
@pytest.mark.parametrize("code", ["timeout", "worker-died", "out-of-memory"])
def test_the_same_command_reads_what_was_lost_the_first_time(
    tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "news").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "news" / f"{name}.txt").write_text(f"{STORY} {name}", encoding="utf-8")
    lose_once(monkeypatch, "b", code)
    runs = []
    for _ in range(3):
        outcome = run_cli("build", tmp_path / "news", "-o", tmp_path / "out")
        run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
        runs.append((run["articles_ok"], run["digest"] is None, "nothing has changed" in outcome.err))
    assert runs == [(2, True, False), (3, False, False), (3, False, True)]


@pytest.mark.model
def test_a_shard_with_a_loss_that_may_pass_is_made_again(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    recipe = Recipe(DEFAULT_MODEL)

    def fill() -> Shard:
        (shard,) = write_partitions([tmp_path / "a.txt"], tmp_path / "shards", recipe)
        return shard

    path = fill().path
    assert not fill().is_new
    assert [item.code for item in read_articles([path]) if isinstance(item, Skip)] == ["own-output"]
    write_shard(path, [(0, lose(1, "timeout")[0])], replace(read_about(path), articles=0, facts=0))
    again = fill()
    assert (again.is_new, again.articles, again.skips) == (True, 1, ())
    assert not fill().is_new


def fail_to_open(monkeypatch: pytest.MonkeyPatch, number: int, name: str) -> None:
    """Let the system refuse one file of the sources as it would with this error."""
    open_file = builtins.open

    def refuse(path: Any, *rest: Any, **named: Any) -> Any:
        if str(path).endswith(name):
            raise OSError(number, os.strerror(number), str(path))
        return open_file(path, *rest, **named)

    monkeypatch.setattr("graphkit.ingest.sources.open", refuse, raising=False)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.ENOMEM])
def test_a_fault_of_the_machine_ends_the_run_and_is_no_skip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{STORY} {name}", encoding="utf-8")
    fail_to_open(monkeypatch, number, "b.txt")
    with pytest.raises(MachineError) as caught:
        list(read_articles([tmp_path]))
    assert caught.value.exit_code == 5
    assert caught.value.where == str(tmp_path / "b.txt")


def test_a_fault_of_one_input_costs_that_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{STORY} {name}", encoding="utf-8")
    fail_to_open(monkeypatch, errno.EIO, "b.txt")
    items = list(read_articles([tmp_path]))
    assert [item.id for item in items if isinstance(item, Article)] == ["a"]
    assert [item.code for item in items if isinstance(item, Skip)] == ["unreadable"]


def test_a_process_that_cannot_start_is_a_fault_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text(f"<html><body><p>{STORY}</p></body></html>", encoding="utf-8")
    unable = WorkerProcess("graphkit.no_such_module:parse")
    monkeypatch.setattr("graphkit.ingest.readers.web_page._page_process", lambda megabytes: unable)
    with pytest.raises(MachineError, match="cannot start"):
        list(read_articles([tmp_path]))


def test_the_language_model_needs_no_room_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", None)  # who asks for one fails
    language._identifier.cache_clear()
    assert language.judge_language(STORY * 8, Config(languages=("en", "de"))) == ("en", None)


@pytest.mark.parametrize("variable", ["GRAPHKIT_WORKER", "GRAPHKIT_MIN_CONFIDENC"])
def test_an_unknown_variable_is_an_error(variable: str) -> None:
    with pytest.raises(UsageError, match="there is no variable"):
        load_config(environ={variable: "1"})
    assert load_config(environ={"GRAPHKIT_CACHE": "/somewhere", "GRAPHKIT_DEBUG": "1"})[0] == Config()


@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_limit_of_nothing_is_an_error(value: str) -> None:
    with pytest.raises(UsageError, match="above 0"):
        load_config(environ={"GRAPHKIT_ARTICLE_SECONDS": value})

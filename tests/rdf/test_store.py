"""A store says what its graph says, appears whole or not at all, and never answers by half when it is damaged."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graphkit.errors import (
    DamagedGraphError,
    GraphkitError,
    OutputError,
    OutputLockedError,
    QueryError,
    UsageError,
)
from graphkit.rdf import check_graph, read_graph, write_store
from graphkit.rdf import store as stores
from graphkit.rdf.store import read_graph_bytes
from graphkit.rdf.store_manifest import FORMAT, MANIFEST, check_store, list_files, read_manifest
from graphkit.rdf.turtle import read_turtle, serialise_turtle, write_turtle
from graphkit.runtime import lock_output
from graphkit.sparql import query_graph
from graphkit.sparql.process import GraphProcess
from tests.conftest import RunCli
from tests.sample import make_findings
from tests.sparql.test_guard import SERVICES

ALL = "SELECT ?a ?b ?c { ?a ?b ?c }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(make_findings(), path)
    return path


@pytest.fixture(scope="module")
def whole(graph: Path) -> Path:
    """A store that no test changes."""
    write_store(graph, graph.parent / "store")
    return graph.parent / "store"


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    """A store that a test may damage."""
    shutil.copytree(whole, tmp_path / "store")
    return tmp_path / "store"


def ask(path: Path) -> list[list[str]]:
    return sorted(query_graph(path, ALL).to_rows(iris=True))


def test_a_store_says_what_its_graph_says(graph: Path, whole: Path) -> None:
    assert read_graph(whole) == read_turtle(graph) == read_graph(graph)
    assert read_graph_bytes(whole) == read_graph_bytes(graph) == graph.read_bytes()
    assert ask(whole) == ask(graph)


def test_the_manifest_tells_what_the_store_is(graph: Path, whole: Path) -> None:
    manifest = check_store(whole, thorough=True)
    assert manifest.format == FORMAT
    assert manifest.graph == hashlib.sha256(graph.read_bytes()).hexdigest()
    assert manifest.triples == check_graph(graph).triples == check_graph(whole).triples
    assert check_graph(whole).conforms
    assert set(manifest.files) | {MANIFEST} == {path.name for path in whole.iterdir()}
    assert str(whole.parent) not in (whole / MANIFEST).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["file", "folder", "findings", "store"])
def test_a_store_is_made_of_whatever_holds_a_graph(graph: Path, whole: Path, tmp_path: Path, kind: str) -> None:
    source = {"file": graph, "folder": graph.parent, "findings": make_findings(), "store": whole}[kind]
    assert write_store(source, tmp_path / "new") == [tmp_path / "new"]
    assert read_graph(tmp_path / "new") == read_turtle(graph)
    assert read_manifest(tmp_path / "new").graph == read_manifest(whole).graph


def test_a_graph_with_another_base_keeps_it(tmp_path: Path) -> None:
    write_turtle(make_findings(), tmp_path / "graph.ttl", base="https://example.org/kb/")
    write_store(tmp_path, tmp_path / "one")
    write_store(tmp_path / "one", tmp_path / "two")
    for name in ("one", "two"):
        assert len(query_graph(tmp_path / name, "SELECT ?x { id:ana-duarte gk:meets ?x }").rows) == 1
        assert read_graph_bytes(tmp_path / name) == (tmp_path / "graph.ttl").read_bytes()


def test_hostile_names_come_back_whole(tmp_path: Path) -> None:
    label = 'a"b\\c\n\t</script>\u202e\x01'
    findings = make_findings()
    findings = replace(findings, entities=tuple(replace(entity, label=label) for entity in findings.entities))
    write_store(findings, tmp_path / "store")
    assert query_graph(tmp_path / "store", "SELECT ?l { id:norway rdfs:label ?l }").rows[0][0].value == label
    assert read_graph_bytes(tmp_path / "store") == serialise_turtle(findings)


def test_a_graph_is_read_as_a_stream(tmp_path: Path, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine asks for pieces, and none is large: the graph is never in memory as a whole."""
    pieces: list[int] = []

    class Watched(stores._Hashed):
        def read(self, size: int = -1) -> bytes:
            pieces.append(size)
            return super().read(size)

    large = tmp_path / "large.ttl"
    lines = (f'<http://example.org/{n}> <http://example.org/p> "{n:0100}" .\n' for n in range(20_000))
    large.write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(stores, "_Hashed", Watched)
    write_store(large, tmp_path / "store")
    assert min(pieces) > 0
    assert max(pieces) < large.stat().st_size / 10


def test_several_processes_ask_one_store_at_once_and_leave_it_as_it_was(whole: Path) -> None:
    before = list_files(whole)
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda _: ask(whole), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert list_files(whole) == before
    assert {path.name for path in whole.iterdir()} == {*before, MANIFEST}


# Damage


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


DAMAGES: dict[str, Callable[[Path], None]] = {
    "deleted": Path.unlink,
    "cut": cut,
    "emptied": lambda p: p.write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_file_that_is_damaged_is_told(whole: Path, tmp_path: Path, damage: str) -> None:
    tested = 0
    for number, name in enumerate(sorted(path.name for path in whole.iterdir())):
        store = tmp_path / str(number)
        shutil.copytree(whole, store)
        if damage != "deleted" and not (store / name).stat().st_size:
            continue
        DAMAGES[damage](store / name)
        for use in (ask, check_graph, read_graph):
            with pytest.raises(DamagedGraphError) as caught:
                use(store)
            assert name in f"{caught.value}{caught.value.where}"
            assert "graphkit export" in str(caught.value.remedy)
            assert caught.value.exit_code == 1
        tested += 1
    assert tested > 5


def test_a_changed_byte_never_gives_another_answer(whole: Path, tmp_path: Path) -> None:
    """Anywhere in any file: the answer is right or an error, and the check always tells."""
    right, chance, errors = ask(whole), random.Random(7), 0  # noqa: S311  # the same bytes in each run
    for number, name in enumerate(sorted(path.name for path in whole.iterdir() if path.stat().st_size)):
        for round_ in range(4):
            store = tmp_path / f"{number}-{round_}"
            shutil.copytree(whole, store)
            data = bytearray((store / name).read_bytes())
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            (store / name).write_bytes(data)
            try:
                assert ask(store) == right
            except (DamagedGraphError, UsageError):
                errors += 1
            with pytest.raises((DamagedGraphError, UsageError)):
                check_graph(store)
            shutil.rmtree(store)
    assert errors > 10


def test_damage_that_shows_only_in_a_query_is_told(store: Path) -> None:
    """The list of files says nothing here: the engine's own checksums do."""
    manifest = read_manifest(store)
    for path in store.glob("*.sst"):
        data = bytearray(path.read_bytes())
        if len(data) > 4096:  # a small one is read already when the store is opened
            data[10:20] = bytes(10)
            path.write_bytes(data)
    (store / MANIFEST).write_text(replace(manifest, files=list_files(store)).to_json(), encoding="utf-8")
    for use in (ask, check_graph, read_graph, lambda path: write_store(path, store.parent / "copy")):
        with pytest.raises(DamagedGraphError) as caught:
            use(store)
        assert caught.value.remedy
    assert not (store.parent / "copy").exists()
    with GraphProcess(store, None) as process, pytest.raises(DamagedGraphError):
        process.ask({"query": ALL, "parameters": {}, "prefixes": {}, "max_rows": 10**6, "insert_at": 0}, 20)


def test_triples_that_are_missing_are_told(store: Path) -> None:
    manifest = read_manifest(store)
    (store / MANIFEST).write_text(replace(manifest, triples=manifest.triples + 1).to_json(), encoding="utf-8")
    with pytest.raises(DamagedGraphError, match="holds"):
        check_graph(store)


def test_what_another_program_wrote_into_it_is_told(store: Path) -> None:
    other = Store(store)
    other.add(Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/b"), Literal("c")))
    other.flush()
    del other
    with pytest.raises(DamagedGraphError):
        ask(store)


@pytest.mark.parametrize(
    ("form", "error"), [(FORMAT + 1, UsageError), (FORMAT - 1, UsageError), ("x", DamagedGraphError)]
)
def test_a_store_of_another_version_is_told(store: Path, form: object, error: type[GraphkitError]) -> None:
    row = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    (store / MANIFEST).write_text(json.dumps({**row, "format": form, "graphkit": "9.9"}), encoding="utf-8")
    for use in (ask, check_graph, read_graph):
        with pytest.raises(error) as caught:
            use(store)
        assert "graphkit export" in str(caught.value.remedy)
        assert error is DamagedGraphError or "9.9" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "graphkit": "x", "more": 2}', "\xff"]
)
def test_a_broken_manifest_is_told(store: Path, text: str) -> None:
    (store / MANIFEST).write_bytes(text.encode("latin-1"))
    with pytest.raises(DamagedGraphError, match=MANIFEST):
        ask(store)


def test_a_store_of_another_program_is_told(tmp_path: Path) -> None:
    made = Store(tmp_path / "foreign")
    made.flush()
    del made
    with pytest.raises(DamagedGraphError, match=MANIFEST):
        ask(tmp_path / "foreign")


# Writing


def test_a_store_is_replaced_and_what_the_user_put_there_stays(store: Path) -> None:
    findings = make_findings()
    (store / "notes.txt").write_text("mine", encoding="utf-8")
    write_store(replace(findings, events=findings.events[:1]), store)
    assert len(read_graph(store).events) == 1
    assert (store / "notes.txt").read_text(encoding="utf-8") == "mine"
    check_store(store, thorough=True)


def test_a_store_may_be_written_over_itself(store: Path, graph: Path) -> None:
    write_store(store, store)
    assert read_graph(store) == read_turtle(graph)


def test_a_graph_that_is_cut_off_leaves_nothing_behind(graph: Path, store: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_bytes(graph.read_bytes()[:-20])
    with pytest.raises(DamagedGraphError, match="not a whole Turtle file"):
        write_store(broken, store)
    assert read_graph(store) == read_turtle(graph)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.ttl", "store"]


@pytest.mark.parametrize("what", ["file", "foreign", "build"])
def test_what_is_no_store_is_never_replaced(graph: Path, tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    if what == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        out.mkdir()
        (out / ("run.json" if what == "build" else "mine.txt")).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        write_store(graph, out)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert "mine" in (out if what == "file" else next(out.iterdir())).read_text(encoding="utf-8")


def test_two_cannot_write_one_store(graph: Path, tmp_path: Path) -> None:
    with lock_output(tmp_path / "store"), pytest.raises(OutputLockedError):
        write_store(graph, tmp_path / "store")


def test_a_killed_export_leaves_the_older_store(store: Path, graph: Path) -> None:
    """The process ends while the engine reads the graph; the next run takes away what it left."""
    code = (
        "import os, sys; from pathlib import Path; from graphkit.rdf import store\n"
        "read = store._Hashed.read\n"
        "def die(self, size=-1):\n"
        "    os.kill(os.getpid(), 9)\n"
        "store._Hashed.read = die\n"
        "store.write_store(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(graph), str(store)], check=False)
    assert done.returncode == -9
    assert any(path.name.startswith(".store.tmp-") for path in store.parent.iterdir())
    assert read_graph(store) == read_turtle(graph)
    write_store(graph, store)
    assert [path.name for path in store.parent.iterdir()] == ["store"]


def test_a_signal_stops_it_and_leaves_nothing(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: object, size: int = -1) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(stores._Hashed, "read", stop)
    with pytest.raises(KeyboardInterrupt):
        write_store(graph, tmp_path / "store")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told_and_leaves_nothing(graph: Path, tmp_path: Path) -> None:
    """A bound on the size of files stands for a disk without room."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from graphkit.cli import app\n"
        "from graphkit.cli.error_boundary import run_app; import graphkit.sparql\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "sys.exit(run_app(app, ['export', sys.argv[1], '--format', 'store', '-o', sys.argv[2]]))"
    )
    command = [sys.executable, "-c", code, str(graph), str(tmp_path / "store")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


# Commands


@pytest.mark.parametrize(
    "command",
    [
        ["query", "GRAPH", "top-actors"],
        ["why", "GRAPH", "Norway", "Portugal"],
        ["check", "GRAPH"],
        ["diff", "GRAPH", "GRAPH"],
        ["view", "GRAPH", "-o", "OUT"],
        ["export", "GRAPH", "--format", "csv", "-o", "OUT"],
        ["export", "GRAPH", "--format", "turtle", "-o", "OUT"],
        ["export", "GRAPH", "--format", "gexf", "-o", "OUT"],
    ],
    ids=lambda command: "-".join(command[:1] + command[3:4]),
)
def test_commands_take_a_store_in_place_of_a_graph(
    graph: Path, whole: Path, tmp_path: Path, run_cli: RunCli, command: list[str]
) -> None:
    said, written = [], []
    for number, source in enumerate((graph, whole)):
        out = tmp_path / f"out{number}"
        names = {"GRAPH": str(source), "OUT": str(out)}
        outcome = run_cli(*(names.get(word, word) for word in command))
        assert outcome.code == 0, outcome.err
        said.append(outcome.out.replace(str(source), "GRAPH"))
        files = sorted(out.rglob("*")) if out.is_dir() else [out] if out.exists() else []
        written.append([path.read_bytes() for path in files])
    assert said[0] == said[1]
    assert written[0] == written[1]
    assert said[0] or written[0] or command[0] == "diff"


def test_what_a_store_does_not_tell_is_said(whole: Path, run_cli: RunCli) -> None:
    outcome = run_cli("explain", whole, "Norway")
    assert outcome.code == 2
    assert "a store does not keep" in outcome.err.lower()


def test_a_damaged_store_ends_a_command_with_one(store: Path, run_cli: RunCli) -> None:
    next(store.glob("*.sst")).unlink()
    for command in (["query", store, "top-actors"], ["check", store], ["why", store, "Norway", "Portugal"]):
        outcome = run_cli(*command)
        assert outcome.code == 1
        assert not outcome.out
        assert "graphkit export GRAPH --format store" in outcome.err
        assert len(outcome.err.splitlines()) <= 3


# Confinement

MANY = 24


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of more files than the engine opens at once."""
    folder = tmp_path_factory.mktemp("scattered") / "store"
    made = Store(folder)
    triples = 0
    for batch in range(MANY):
        subjects = (NamedNode(f"http://example.org/{batch}-{number}") for number in range(50))
        made.bulk_extend(
            [Quad(subject, NamedNode(f"http://example.org/p{batch}"), Literal(f"{batch}")) for subject in subjects]
        )
        triples += 50
    made.flush()
    assert len(made) == triples
    del made
    for name in ("LOG", "LOCK"):
        (folder / name).unlink()
    files = list_files(folder)
    manifest = stores.Manifest(FORMAT, "0", "pyoxigraph", "http://example.org/", triples, "0" * 64, files)
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return folder


def test_a_store_of_many_files_answers_whole(scattered: Path) -> None:
    assert len(list(scattered.glob("*.sst"))) > 16
    assert len(query_graph(scattered, ALL).rows) == MANY * 50


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of calls is Linux's")
@pytest.mark.parametrize("service", SERVICES)
def test_a_store_of_many_files_cannot_connect_either(scattered: Path, service: str) -> None:
    """Its process may open further files, but no connection, even where nothing refuses the words of a query."""
    with socket.create_server(("127.0.0.1", 0)) as listener, GraphProcess(scattered, None) as process:
        listener.settimeout(0.05)
        query = service.replace("URL", f"http://127.0.0.1:{listener.getsockname()[1]}/")
        process.ask({"query": query, "parameters": {}, "prefixes": {}, "max_rows": 10, "insert_at": 0}, 20)
        with pytest.raises(TimeoutError):
            listener.accept()


REACHING = {
    "socket": "import socket; socket.socket()",
    "writing": "open('made', 'w')",
    "appending": "open(__import__('sys').argv[1], 'a')",
    "programs": "import subprocess; subprocess.run(['true'])",
    "execution": "import os; os.execv('/bin/true', ['true'])",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of calls is Linux's")
@pytest.mark.parametrize("what", REACHING)
def test_the_filter_alone_forbids_what_a_query_never_needs(tmp_path: Path, what: str) -> None:
    target = tmp_path / "there"
    target.write_text("x", encoding="utf-8")
    code = (
        "from graphkit.sparql import sandbox as confine\nassert confine.refuse_calls()\n"
        "assert open(__import__('sys').argv[1]).read() == 'x'\n"
        f"try:\n    {REACHING[what]}\nexcept PermissionError:\n    print('refused')\n"
    )
    command = [sys.executable, "-c", code, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60)
    assert done.stdout == "refused\n", done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize("filtered", [True, False])
def test_the_bounds_alone_forbid_it_where_all_files_are_open(whole: Path, filtered: bool) -> None:
    code = (
        "import _socket, os, sys, pathlib\nfrom pyoxigraph import Store\n"
        "from graphkit.sparql import sandbox as confine\n"
        "store = Store.read_only(sys.argv[1])\n"
        "confine.lock_down(None, pathlib.Path(sys.argv[1]), calls_refused=sys.argv[2] == 'True')\n"
        "assert len(list(store)) > 300\n"
        "for reach in (lambda: _socket.socket(), lambda: os.open('/etc/passwd', os.O_RDONLY)):\n"
        "    try:\n        reach()\n    except OSError as error:\n        print(error.errno)\n"
    )
    command = [sys.executable, "-c", code, str(whole), str(filtered)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "24\n24\n", done.stderr


def test_few_open_files_are_allowed_or_it_says_so(whole: Path) -> None:
    """A shell that lets a process have 64 files: the soft bound is raised, a hard one is told."""
    code = (
        "import resource, sys; soft, hard = int(sys.argv[1]), int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))\n"
        "from graphkit.cli import app; from graphkit.cli.error_boundary import run_app\n"
        "sys.exit(run_app(app, ['query', sys.argv[3], 'ASK {}', '--format', 'csv']))"
    )

    def run(soft: int, hard: int) -> Any:
        command = [sys.executable, "-c", code, str(soft), str(hard), str(whole)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert run(64, 4096).returncode == 0
    bounded = run(64, 64)
    assert bounded.returncode == 2
    assert "ulimit -n" in bounded.stderr


def test_a_query_that_the_store_cannot_run_is_the_querys_fault(whole: Path) -> None:
    with pytest.raises(QueryError):
        query_graph(whole, "SELECT * { ?a ?b }")


def test_a_reader_goes_on_with_the_older_store(store: Path, graph: Path) -> None:
    """While a process asks, another store takes the place of the one that it has open."""
    request = {"query": ALL, "parameters": {}, "prefixes": {}, "max_rows": 10**6, "insert_at": 0}
    with GraphProcess(store, None) as process:
        before = process.ask(request, 20)["rows"]
        findings = make_findings()
        write_store(replace(findings, events=findings.events[:1]), store)
        assert process.ask(request, 20)["rows"] == before
    assert len(ask(store)) < len(before)

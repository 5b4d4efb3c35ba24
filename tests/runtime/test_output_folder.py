"""Output folders are whole or absent, and nobody's files are lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graphkit.errors import DamagedGraphError, OutputError, UsageError
from graphkit.pipeline.fingerprint import hash_outputs
from graphkit.runtime import output_folder as publish
from graphkit.runtime.output_folder import FORMAT, SIGNATURE, check_published, publish_folder

FILES = ("graph.ttl", "events.jsonl", SIGNATURE)


def write_edition(out: Path, text: str) -> None:
    with publish_folder(out) as draft:
        for name in FILES:
            (draft / name).write_text(text, encoding="utf-8")


def read_edition(out: Path) -> set[str]:
    return {(out / name).read_text(encoding="utf-8") for name in FILES}


def test_a_new_folder_appears_with_its_parents(tmp_path: Path) -> None:
    out = tmp_path / "news" / "2024" / "out"
    write_edition(out, "first")
    assert read_edition(out) == {"first"}
    assert list(out.parent.iterdir()) == [out]


def test_an_older_edition_is_replaced(tmp_path: Path) -> None:
    write_edition(tmp_path / "out", "first")
    write_edition(tmp_path / "out", "second")
    assert read_edition(tmp_path / "out") == {"second"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_systems_without_an_atomic_exchange_get_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda first, second: False)
    write_edition(tmp_path / "out", "first")
    write_edition(tmp_path / "out", "second")
    assert read_edition(tmp_path / "out") == {"second"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_a_user_put_into_the_folder_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_edition(out, "first")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "figures").mkdir()
    (out / "figures" / "one.svg").write_text("drawn", encoding="utf-8")
    write_edition(out, "second")
    assert read_edition(out) == {"second"}
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (out / "figures" / "one.svg").read_text(encoding="utf-8") == "drawn"


def test_a_failure_leaves_the_old_edition(tmp_path: Path) -> None:
    write_edition(tmp_path / "out", "first")

    def fail_halfway() -> None:
        with publish_folder(tmp_path / "out") as draft:
            (draft / "graph.ttl").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert read_edition(tmp_path / "out") == {"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_told_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, publish_folder(tmp_path / "out"):
        raise OSError(28, os.strerror(28))
    assert "No space left" in str(caught.value)
    assert "--out" in (caught.value.remedy or "")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("moment", ["_sync_folder", "_carry_over", "_replace_folder"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_around_the_swap_leaves_one_whole_edition(moment: str, when: str, tmp_path: Path) -> None:
    """A process of its own kills itself before or after each step of publishing."""
    write_edition(tmp_path / "out", "first")
    code = f"""
import os, signal
from pathlib import Path
from graphkit.runtime import output_folder as publish
step = publish.{moment}
def killed(*arguments):
    if {when!r} == "after":
        step(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
publish.{moment} = killed
with publish.publish_folder(Path({str(tmp_path / "out")!r})) as draft:
    for name in {FILES!r}:
        (draft / name).write_text("second", encoding="utf-8")
"""
    done = subprocess.run([sys.executable, "-c", code], timeout=60)
    assert done.returncode == -signal.SIGKILL
    replaced = moment == "_replace_folder" and when == "after"
    assert read_edition(tmp_path / "out") == {"second" if replaced else "first"}
    write_edition(tmp_path / "out", "third")
    assert read_edition(tmp_path / "out") == {"third"}


def write_run(folder: Path, **values: object) -> None:
    (folder / SIGNATURE).write_text(json.dumps(values), encoding="utf-8")


def test_a_file_that_is_not_what_the_build_wrote_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("one .\n\ntwo .\n", encoding="utf-8")
    assert not check_published(path)
    write_run(tmp_path, graphkit="0.1.0", format=FORMAT, outputs=hash_outputs(tmp_path))
    assert check_published(path)
    path.write_text("one .\n", encoding="utf-8")
    with pytest.raises(DamagedGraphError, match="not what the build wrote"):
        check_published(path)
    check_published(tmp_path / "notes.txt")
    for damaged in ("", "[]", '{"outputs": ', '{"outputs": 3}'):
        (tmp_path / SIGNATURE).write_text(damaged, encoding="utf-8")
        with pytest.raises(DamagedGraphError, match="cannot be told"):
            check_published(path)


def test_a_folder_that_a_build_exchanges_meanwhile_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old", encoding="utf-8")
    write_run(tmp_path, outputs=hash_outputs(tmp_path))
    path.write_text("new", encoding="utf-8")
    read = publish._read_signature

    def exchange(data: bytes, path: Path) -> object:
        answer = read(data, path)
        write_run(path.parent, outputs=hash_outputs(path.parent))
        return answer

    monkeypatch.setattr(publish, "_read_signature", exchange)
    check_published(path)


def test_another_form_names_the_version_that_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("x", encoding="utf-8")
    write_run(tmp_path, graphkit="7.2.0", format=FORMAT + 1, outputs=hash_outputs(tmp_path))
    with pytest.raises(UsageError, match=r"graphkit 7\.2\.0"):
        check_published(path)
    write_run(tmp_path, graphkit="0.0.9", outputs=hash_outputs(tmp_path))
    check_published(path)

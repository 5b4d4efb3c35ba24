"""Test the faults that a build withstands: kills, signals, a second build, a full disk, damage to what it kept.

Each test runs the command in a process of its own, with results of the articles kept beforehand, so that a kill
falls on every stage.
"""

import json
import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphkit.datasets import find_samples

pytestmark = [pytest.mark.model, pytest.mark.slow]

OUTPUTS = ("graph.ttl", "graph.html", "events.jsonl", "links.jsonl", "articles.jsonl", "skipped.jsonl")


class Site:
    """A folder with articles, an output, and results kept between runs."""

    def __init__(self, root: Path, sources: Path) -> None:
        self.root, self.sources, self.out = root, sources, root / "out"
        self.environ = {**os.environ, "GRAPHKIT_CACHE": str(root / "cache"), "GRAPHKIT_WORKERS": "1"}

    def start(self, *options: str, out: Path | None = None, **settings) -> subprocess.Popen:
        command = [sys.executable, "-m", "graphkit", "build", str(self.sources), "-o", str(out or self.out), *options]
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, env=self.environ, start_new_session=True, **pipes, **settings)

    def build(self, *options: str, out: Path | None = None, **settings) -> tuple[int, str]:
        process = self.start(*options, out=out, **settings)
        errors = process.communicate(timeout=300)[1]
        return process.returncode, errors

    def wait_for_lock(self) -> None:
        deadline = time.monotonic() + 60
        while not (self.root / ".out.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def add_copies(self, count: int = 400) -> None:
        """Add so many articles that even a fast machine reads for several seconds."""
        text = min(self.sources.glob("*.txt")).read_text()
        for number in range(count):
            (self.sources / f"copy-{number:03}.txt").write_text(f"{text}\nThis is copy {number}.\n")

    def read(self, out: Path | None = None) -> dict[str, bytes]:
        return {name: ((out or self.out) / name).read_bytes() for name in OUTPUTS}

    def left_over(self) -> list[str]:
        return sorted(path.name for path in self.root.iterdir() if path.name.startswith(".out"))


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished build of five articles: (folder, outputs)."""
    root = tmp_path_factory.mktemp("finished")
    sources = root / "articles"
    sources.mkdir()
    for path in sorted(find_samples().glob("*.txt"))[:5]:
        shutil.copy(path, sources)
    site = Site(root, sources)
    code, errors = site.build("-q")
    assert code == 0, errors
    return site, site.read()


@pytest.fixture
def site(finished, tmp_path):
    """The same articles and kept results, no output yet."""
    whole, _ = finished
    shutil.copytree(whole.sources, tmp_path / "articles")
    shutil.copytree(whole.root / "cache", tmp_path / "cache")
    return Site(tmp_path, tmp_path / "articles")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def find_group(group: int) -> list[int]:
    """The living processes of a process group."""
    pids = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]
    members = []
    for pid in pids:
        try:
            if os.getpgid(pid) == group and is_running(pid):
                members.append(pid)
        except OSError:
            continue
    return members


def wait_until_gone(group: int, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not find_group(group):
            return True
        time.sleep(0.1)
    return False


def test_a_kill_at_any_moment_leaves_the_old_output_or_the_new_one(site, finished):
    _, expected = finished
    begun = time.monotonic()
    assert site.build("-q")[0] == 0
    whole = time.monotonic() - begun
    shutil.rmtree(site.out)
    for number in range(int(os.environ.get("KILLS", "6"))):
        process = site.start("-q")
        time.sleep(whole * random.Random(number).random())  # noqa: S311 no secret
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert wait_until_gone(process.pid)
        assert not site.out.exists() or site.read() == expected
    assert site.build("-q")[0] == 0
    assert site.read() == expected
    assert site.left_over() == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_around_the_last_rename(site, finished, moment):
    _, expected = finished
    (site.sources / "late.txt").write_text("The king of Norway met the king of Denmark in Oslo on 3 May 2019.\n")
    assert site.build("-q")[0] == 0
    later = site.read()
    (site.sources / "late.txt").unlink()
    assert later != expected
    script = (
        "import os, signal, sys\nfrom graphkit.runtime import output_folder\nfrom graphkit.cli import main\n"
        "replace = output_folder._replace_folder\n"
        "def cut(*folders):\n"
        f"    {'replace(*folders)' if moment == 'after' else 'pass'}\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "output_folder._replace_folder = cut\nsys.argv = ['graphkit', *sys.argv[1:]]\nsys.exit(main())\n"
    )
    command = [sys.executable, "-c", script, "build", str(site.sources), "-o", str(site.out), "-q"]
    assert subprocess.run(command, env=site.environ, capture_output=True).returncode == -signal.SIGKILL
    assert site.read() == (later if moment == "before" else expected)
    assert site.build("-q")[0] == 0
    assert site.read() == expected
    assert site.left_over() == []


@pytest.mark.parametrize(
    ("number", "code", "to_all"),
    [
        pytest.param(signal.SIGINT, 130, True, id="Ctrl-C, which reaches all processes of a terminal"),
        pytest.param(signal.SIGTERM, 143, False, id="kill"),
        pytest.param(signal.SIGHUP, 129, False, id="a closed terminal"),
    ],
)
def test_a_signal_stops_the_build_within_five_seconds_and_says_how_to_go_on(site, number, code, to_all):
    shutil.rmtree(site.root / "cache")
    site.add_copies()
    process = site.start()
    site.wait_for_lock()
    time.sleep(2)  # the language model is being loaded, or articles are being read
    assert process.poll() is None, "the build ended before the signal"
    begun = time.monotonic()
    (os.killpg if to_all else os.kill)(process.pid, number)
    errors = process.communicate(timeout=30)[1]
    assert time.monotonic() - begun < 5
    assert process.returncode == code
    assert "same command" in errors
    assert "Traceback" not in errors
    assert wait_until_gone(process.pid)
    assert not site.out.exists()
    assert site.left_over() == []


def test_a_second_build_of_the_same_output_is_refused_and_the_first_goes_on(site, finished):
    _, expected = finished
    shutil.rmtree(site.root / "cache")
    first = site.start("-q")
    site.wait_for_lock()
    os.kill(first.pid, signal.SIGSTOP)  # so that it cannot end before the second begins
    code, errors = site.build("-q")
    os.kill(first.pid, signal.SIGCONT)
    assert code == 6
    assert str(first.pid) in errors
    first.communicate(timeout=300)
    assert first.returncode == 0
    assert site.read() == expected


def test_a_limit_on_file_size_keeps_the_old_output(site, finished):
    _, expected = finished
    assert site.build("-q")[0] == 0

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    (site.sources / "late.txt").write_text("The king of Norway met the king of Denmark in Oslo on 3 May 2019.\n")
    code, errors = site.build("-q", preexec_fn=limit)
    assert code == 5, errors
    assert "Traceback" not in errors
    assert site.read() == expected
    assert site.left_over() == []


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root may mount a small disk")
def test_a_full_disk_is_named_and_leaves_nothing_behind_and_is_no_hindrance_to_what_may_be_lost(site, finished):
    _, expected = finished
    disk = site.root / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "t", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        code, errors = site.build("-q", out=disk / "out")
        assert code == 5
        assert "No space left" in errors
        assert [path.name for path in disk.iterdir()] == []
        (disk / "filler").write_bytes(bytes(200 * 1024))
        site.environ |= {"GRAPHKIT_CACHE": str(disk / "cache"), "TMPDIR": str(disk)}
        code, errors = site.build()
        assert code == 0, errors
        assert "results are not kept" in errors
        assert site.read() == expected
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("damage", ["cut", "noise", "pickle"])
def test_damaged_results_are_made_again(site, finished, damage):
    _, expected = finished
    path = site.root / "cache" / "results.sqlite3"
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[:-10]
    elif damage == "noise":
        rng = random.Random(3)  # noqa: S311 no secret
        for _ in range(100):
            data[rng.randrange(len(data))] = rng.randrange(256)
    else:
        data = bytearray(pickle.dumps({"results": []}))
    path.write_bytes(data)
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    code, errors = site.build("-q")
    assert code == 0, errors
    assert site.read() == expected


def test_a_cache_that_cannot_be_written_is_no_hindrance(site, finished):
    _, expected = finished
    (site.root / "file").write_text("x")
    site.environ["GRAPHKIT_CACHE"] = str(site.root / "file" / "cache")
    code, errors = site.build()
    assert code == 0, errors
    assert site.read() == expected


def test_a_worker_killed_from_outside_costs_nothing(site, finished):
    _, expected = finished
    shutil.rmtree(site.root / "cache")
    process = site.start("-q")
    workers = []
    deadline = time.monotonic() + 60
    while not workers and time.monotonic() < deadline:
        time.sleep(0.02)
        workers = [pid for pid in find_group(process.pid) if pid != process.pid]
    os.kill(workers[0], signal.SIGKILL)
    assert process.wait(timeout=300) == 0
    assert site.read() == expected


def test_deleted_and_edited_articles_leave_no_trace(site, finished):
    _, expected = finished
    canary = "Canarystan"
    path = site.sources / "canary.txt"
    path.write_text(f"{canary} President Zed Canary condemned Norway in Oslo on 3 May 2019.\n")
    assert site.build("-q")[0] == 0
    assert any(canary.encode() in data for data in site.read().values())
    path.unlink()
    assert site.build("-q")[0] == 0
    assert site.read() == expected


def test_nothing_new_is_told_at_once_and_changes_no_byte(site, finished):
    _, expected = finished
    assert site.build("-q")[0] == 0
    run = (site.out / "run.json").read_bytes()
    begun = time.monotonic()
    code, errors = site.build()
    assert time.monotonic() - begun < 10
    assert code == 0
    assert "nothing has changed" in errors.lower()
    assert (site.out / "run.json").read_bytes() == run
    assert site.read() == expected


def test_worker_counts_and_shuffled_files_give_the_same_bytes(site, finished):
    _, expected = finished
    shutil.rmtree(site.root / "cache")
    for workers in ("1", "2"):
        site.environ["GRAPHKIT_WORKERS"] = workers
        assert site.build("-q", out=site.root / f"out{workers}")[0] == 0
        assert site.read(site.root / f"out{workers}") == expected
        shutil.rmtree(site.root / "cache")


def test_run_json_tells_what_was_done(site):
    assert site.build("-q")[0] == 0
    run = json.loads((site.out / "run.json").read_text())
    assert run["articles_ok"] == 5
    assert set(run["outputs"]) == set(OUTPUTS)


def test_few_file_handles_are_enough(site, finished):
    _, expected = finished
    assert site.build("-q", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))[0] == 0
    assert site.read() == expected

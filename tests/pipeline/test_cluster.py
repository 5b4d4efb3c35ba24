"""Two cluster workers, started as docs/scale.md says, give the bytes of the plain build. All texts are invented."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="graphkit[cluster] is not installed")
pytest.importorskip("pyarrow", reason="graphkit[parquet] is not installed")
pytestmark = [pytest.mark.model, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Kenya", "Peru", "Japan", "Norway", "Egypt", "Chile", "Ghana", "Nepal")


def make_text(n: int) -> str:
    first, second, third = (NAMES[(n * step + step) % len(NAMES)] for step in (1, 3, 5))
    return (
        f"{first} and {second} signed a treaty on fishing on Monday. The president of {third} thanked {first}. "
        f"{second} denied that it had sold weapons to {third}. {third} imposed sanctions on {second} {n} weeks ago."
    )


class Cluster:
    """A scheduler and two workers, each a command of its own."""

    def __init__(self, root: Path) -> None:
        self.note = root / "scheduler.json"
        self.processes: list[subprocess.Popen] = []
        self.environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.note))
        deadline = time.monotonic() + 60
        while not self.note.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.address = json.loads(self.note.read_text())["address"]
        self.workers = [self.start("worker", self.address, "--nthreads", "1", "--nworkers", "1") for _ in range(2)]

    def start(self, *command: str) -> subprocess.Popen:
        whole = [sys.executable, "-m", "dask", *command, "--no-dashboard"]
        # Each in a group of its own, so that a worker can be killed with the process that would start it again.
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes.append(subprocess.Popen(whole, env=self.environ, start_new_session=True, **pipes))
        return self.processes[-1]

    def kill(self, process: subprocess.Popen) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def end(self) -> None:
        for process in self.processes:
            self.kill(process)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.end()


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    file = tmp_path_factory.mktemp("sources") / "news.jsonl"
    records = [{"id": f"wire-{n}", "publisher": f"Wire {n % 3}", "text": make_text(n)} for n in range(100)]
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file


def start_build(root: Path, *options: object) -> subprocess.Popen:
    settings = {"GRAPHKIT_CACHE": str(root / "cache"), "GRAPHKIT_PARTITION_KILOBYTES": "4", "GRAPHKIT_WORKERS": "1"}
    command = [sys.executable, "-m", "graphkit", "build", *map(str, options), "-o", str(root / "out"), "--no-progress"]
    return subprocess.Popen(
        command, env={**os.environ, **settings, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    )


def finish(build: subprocess.Popen, root: Path) -> dict[str, bytes]:
    errors = build.communicate(timeout=300)[1]
    assert build.returncode == 0, errors
    return {path.name: path.read_bytes() for path in (root / "out").iterdir() if path.name != "run.json"}


@pytest.fixture(scope="module")
def plain(sources, tmp_path_factory):
    root = tmp_path_factory.mktemp("plain")
    outputs = finish(start_build(root, sources), root)
    assert len(outputs["events.jsonl"].splitlines()) > 50
    return outputs


def test_a_cluster_gives_the_bytes_of_the_plain_build(sources, plain, cluster, tmp_path):
    build = start_build(tmp_path, sources, "--scheduler", cluster.address)
    assert finish(build, tmp_path) == plain


def test_shards_made_by_a_cluster_survive_the_loss_of_a_worker(sources, plain, cluster, tmp_path):
    shards = tmp_path / "shards"
    build = start_build(tmp_path, sources, "--partitions", shards, "--scheduler", cluster.address)
    deadline = time.monotonic() + 120
    while not list(shards.glob("*.parquet")) and build.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert build.poll() is None, "the build ended before a worker could be killed"
    cluster.kill(cluster.workers[0])
    assert finish(build, tmp_path) == plain
    made = sorted(path.stat().st_mtime_ns for path in shards.glob("*.parquet"))
    assert len(made) > 5
    # The shards alone give the same, on a machine that has neither sources nor scheduler.
    second = tmp_path / "second"
    second.mkdir()
    assert finish(start_build(second, "--partitions", shards), second) == plain

"""Measure large collections: words a second, peak memory, one process and two, shards, a Dask cluster.

    python benchmarks/scale.py                         1,000 articles
    python benchmarks/scale.py 10000                   takes about an hour on two free cores
    python benchmarks/scale.py 10000 --skip shards     without the lines that have this word in their names

Every line is one measurement in processes of its own, with an empty store of results unless it says otherwise.
Processor time and memory are those of the command and its children, without the workers of a cluster; memory is that
of all processes together and, behind it, of the largest. `build.py` compares versions and takes medians.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from articles import write_articles  # noqa: E402 beside this file
from build import BARE  # noqa: E402 the same
from measured_run import Cost, measure_family  # noqa: E402 the same

Step = tuple[str, int, list[str], str]


def run(command: list[str], cache: Path) -> tuple[Cost, float]:
    """Run a command; return what it cost, and the peak megabytes of all its processes (proportional share)."""
    environment = {**os.environ, "GRAPHKIT_CACHE": str(cache), "OPENBLAS_NUM_THREADS": "1"}
    wrapped = [sys.executable, str(HERE / "measured_run.py"), *command]
    process = psutil.Popen(wrapped, env=environment, stdout=subprocess.PIPE, text=True)
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.5):
            peak = max(peak, measure_family(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(**json.loads(output)), peak


@contextmanager
def start_cluster(folder: Path) -> Iterator[str]:
    """Start a Dask scheduler with two workers of one thread in processes of their own; yield its address."""
    note = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--scheduler-file", str(note), "--no-dashboard"]
    processes = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *options], **quiet)]
    try:
        while not note.exists():
            time.sleep(0.1)
        worker = [*dask, "worker", "--nthreads", "1", "--nworkers", "2", *options]
        processes.append(subprocess.Popen(worker, **quiet))
        yield json.loads(note.read_text())["address"]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def main() -> None:
    """Print a table and the ratios that matter."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("articles", type=int, nargs="?", default=1000)
    parser.add_argument("--skip", action="append", default=[], metavar="WORD", help="leave out lines with this word")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="graphkit-bench-"))
    try:
        measure(given.articles, folder, given.skip)
    finally:
        shutil.rmtree(folder)


class Measurement:
    """Seconds, processor time and memory of commands, by the name of their line."""

    def __init__(self, folder: Path, words: dict[int, int]) -> None:
        self.folder, self.words = folder, words
        self.seconds: dict[str, float] = {}
        self.busy: dict[str, float] = {}
        self.memory: dict[str, float] = {}
        self.largest: dict[str, float] = {}

    def measure_line(self, name: str, articles: int, command: list[str], workers: str) -> None:
        """Run a command and print its line."""
        os.environ["GRAPHKIT_WORKERS"] = workers if workers != "-" else "1"
        is_kept = name.startswith(("again", "build, two"))
        place = self.folder / ("kept" if is_kept else name.replace(" ", "-"))
        cost, self.memory[name] = run(command, place)
        self.seconds[name], self.busy[name], self.largest[name] = cost.seconds, cost.processor, cost.megabytes
        row = f"{cost.seconds:8.1f} s {cost.processor:8.1f} s cpu {self.words[articles] / cost.seconds:8,.0f} words/s"
        print(f"{name:30} {row} {self.memory[name]:7,.0f} MB, {cost.megabytes:5,.0f} MB", flush=True)

    def print_ratios(self) -> None:
        """Print the ratios of those lines that were measured."""
        ratios = [
            ("build / bare spaCy", self.seconds, "build, one process", "bare spaCy, one process"),
            ("the same in processor time", self.busy, "build, one process", "bare spaCy, one process"),
            ("one process / two", self.seconds, "build, one process", "build, two processes"),
            ("largest process, all / a tenth", self.largest, "build, one process", "build, one process, a tenth"),
        ]
        for label, figures, dividend, divisor in ratios:
            if dividend in figures and divisor in figures:
                print(f"{label:30}  {figures[dividend] / figures[divisor]:6.2f}")


def list_steps(count: int, folder: Path, files: dict[int, Path]) -> list[Step]:
    """List the lines to measure: name, articles, command, processes."""
    build = [sys.executable, "-m", "graphkit", "build", "--quiet", "--no-progress"]
    whole = [*build, str(files[count])]
    shards = ["--partitions", str(folder / "shards")]
    steps = [
        ("bare spaCy, one process", count, [sys.executable, "-c", BARE, str(files[count])], "-"),
        ("build, one process, a tenth", count // 10, [*build, str(files[count // 10]), "-o", str(folder / "t")], "1"),
        ("build, one process", count, [*whole, "-o", str(folder / "a")], "1"),
        ("build, two processes", count, [*whole, "-o", str(folder / "b")], "2"),
        ("again, results kept", count, [*whole, "-o", str(folder / "c")], "2"),
        ("again, nothing changed", count, [*whole, "-o", str(folder / "b")], "2"),
    ]
    if find_spec("pyarrow"):
        steps += [
            ("through shards, two processes", count, [*whole, *shards, "-o", str(folder / "d")], "2"),
            ("from those shards alone", count, [*build, *shards, "-o", str(folder / "e")], "2"),
        ]
    return steps


def measure(count: int, folder: Path, skipped: list[str]) -> None:
    """Measure all lines but those with a skipped word, then print ratios and figures."""
    files = {n: folder / f"{n}.jsonl" for n in (count, count // 10)}
    measurement = Measurement(folder, {n: write_articles(path, n) for n, path in files.items()})
    words, cores = measurement.words[count], os.cpu_count()
    print(f"{count:,} articles, {words:,} words, {cores} cores, load {os.getloadavg()[0]:.1f}")
    os.environ["GRAPHKIT_PARTITION_KILOBYTES"] = str(max(64, min(1_000, count // 5)))
    for step in list_steps(count, folder, files):
        if not any(word in step[0] for word in skipped):
            measurement.measure_line(*step)
    if find_spec("distributed") and "Dask" not in skipped:
        with start_cluster(folder) as address:
            command = [sys.executable, "-m", "graphkit", "build", "--quiet", "--no-progress", str(files[count])]
            command += ["--scheduler", address, "-o", str(folder / "f")]
            measurement.measure_line("through Dask, two workers", count, command, "-")
    for extra, package in (("parquet", "pyarrow"), ("cluster", "distributed")):
        if not find_spec(package):
            print(f"left out, for want of graphkit[{extra}]: the lines that need {package}")
    measurement.print_ratios()
    made = [path for name in "abcdef" if (path := folder / name).exists()]
    print(f"{'same bytes':30}  {all(same_bytes(*pair) for pair in pairwise(made))!s:>6}")
    figures = {"seconds": measurement.seconds, "processor": measurement.busy, "megabytes": measurement.memory}
    figures["largest"] = measurement.largest
    print(json.dumps({"articles": count, **figures}))


def same_bytes(first: Path, second: Path) -> bool:
    names = sorted(path.name for path in first.iterdir() if path.name != "run.json")
    return all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


if __name__ == "__main__":
    main()

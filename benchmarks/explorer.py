"""Times the explorer page beside pyvis's own default page, in one run, in headless Chromium.

    python benchmarks/explorer.py [--sizes 200 1000 5000 20000] [--pyvis-limit 240] [--json FILE]

"Usable" is the moment when the graph stands still and answers: for our page its first drawing, for pyvis's the end of
its stabilisation. Frames per second are counted over one second of panning. Both pages hold the same relations; ours
opens on the strongest part, which the column "drawn" tells, and is measured with everything drawn where it offers that.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Error, Page, sync_playwright
from pyvis.network import Network

from graphkit.explorer import write_page
from graphkit.explorer.scope import MOST_EDGES, MOST_NODES
from graphkit.model import Findings
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.explorer.generate import generate_findings

WATCH_PYVIS = """
let held;
Object.defineProperty(window, "network", {
  get: () => held,
  set(network) { held = network; network.once("stabilizationIterationsDone", () => performance.mark("gk-usable")); },
});
"""
COUNT_FRAMES = """
() => new Promise(done => {
  const network = typeof gk === "undefined" ? window.network : gk.graph.network;
  const start = performance.now();
  const from = network.getViewPosition();
  if (typeof gk !== "undefined") gk.graph.sliding = true;
  let frames = 0;
  const step = now => {
    const passed = now - start;
    if (passed > 1000) return done(Math.round(frames * 1000 / passed * 10) / 10);
    frames += 1;
    network.moveTo({position: {x: from.x + 200 * Math.sin(passed / 160), y: from.y}, animation: false});
    network.redraw();
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""
USABLE = (
    "() => { const [mark] = performance.getEntriesByName('gk-usable'); return mark ? mark.startTime / 1000 : null; }"
)


def write_pyvis(findings: Findings, path: Path) -> None:
    """Writes what `pyvis` makes by itself: default options, default template."""
    network = Network(directed=True, cdn_resources="in_line")
    labels = {entity.id: entity.label for entity in findings.entities}
    ends = sorted({end for event in findings.events for end in (event.agent, event.recipient)})
    network.add_nodes(ends, label=[labels[end] for end in ends])
    for event in findings.events:
        network.add_edge(event.agent, event.recipient, id=event.id)
    path.write_text(network.generate_html(), encoding="utf-8")


def measure(browser: Browser, path: Path, limit: float, init: str | None = None, fragment: str = "") -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    if init:
        page.add_init_script(init)
    page.goto(path.as_uri() + fragment, wait_until="commit")
    usable = wait_until_usable(page, limit)
    frames = page.evaluate(COUNT_FRAMES) if usable is not None else None
    context.close()
    return {"usable_s": usable and round(usable, 2), "frames_per_s": frames}


def wait_until_usable(page: Page, limit: float) -> float | None:
    """Waits for the mark; None where the limit is reached first. A page that computes does not answer meanwhile."""
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
    parser.add_argument("--pyvis-limit", type=float, default=240, help="seconds after which pyvis's page is given up")
    parser.add_argument("--pyvis-most", type=int, default=1000, help="largest size at which pyvis's page is tried")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows = []
    print(f"{'edges':>6} {'page':>9} {'write s':>8} {'MB':>6} {'drawn':>6} {'usable s':>9} {'frames/s':>9}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        for size in arguments.sizes:
            findings = generate_findings(size)
            path = Path(folder) / "page.html"
            start = time.perf_counter()
            report = write_page(findings, path)
            written = time.perf_counter() - start
            row = {"edges": size, "page": "graphkit", "write_s": round(written, 2), "mb": round(report.bytes / 1e6, 2)}
            rows.append({**row, "drawn": report.drawn_relations, **measure(browser, path, 60)})
            show(rows[-1])
            if report.drawn_relations < report.relations <= MOST_EDGES and report.entities <= MOST_NODES:
                row = {**row, "page": "all drawn", "drawn": report.relations}
                rows.insert(-1, {**row, **measure(browser, path, 60, fragment="#draw=all")})
                show(rows[-2])
            if size > arguments.pyvis_most:
                continue
            start = time.perf_counter()
            write_pyvis(findings, path)
            written = time.perf_counter() - start
            row = {
                "edges": size,
                "page": "pyvis",
                "write_s": round(written, 2),
                "mb": round(path.stat().st_size / 1e6, 2),
            }
            rows.append({**row, "drawn": size, **measure(browser, path, arguments.pyvis_limit, WATCH_PYVIS)})
            show(rows[-1])
            if rows[-1]["usable_s"]:
                print(f"{'':>6} {rows[-1]['usable_s'] / rows[-2]['usable_s']:.0f} times faster to usable")
        browser.close()
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def show(row: dict[str, Any]) -> None:
    usable = row["usable_s"] if row["usable_s"] is not None else "too long"
    frames = row["frames_per_s"] if row["frames_per_s"] is not None else "-"
    cells = (row["write_s"], row["mb"], row["drawn"], usable, frames)
    print(f"{row['edges']:>6} {row['page']:>9} {'{:>8} {:>6} {:>6} {:>9} {:>9}'.format(*cells)}", flush=True)


if __name__ == "__main__":
    main()

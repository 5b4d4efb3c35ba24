"""Makes graphkit/assets/explorer/world.json: the borders of states for the explorer's map.

    python benchmarks/make_world.py countries-110m.json codes.json

The first file is Natural Earth's 1:110m countries (public domain) as TopoJSON, from the npm package world-atlas 2.0.2
(ISC); the second holds the ISO 3166-1 codes, from the npm package i18n-iso-countries 7.14.0 (MIT). Neither is needed to
run graphkit. Borders are rounded to a tenth of a degree and stored once, as runs that the two neighbours share.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

SOURCE = "Natural Earth 1:110m (public domain), by way of world-atlas 2.0.2"
TARGET = Path(__file__).resolve().parent.parent / "graphkit" / "assets" / "explorer" / "world.json"
#: Kosovo has no ISO 3166-1 code; this one is in general use. The two others are drawn as land without a state.
WITHOUT_CODE = {"Kosovo": "XKX", "N. Cyprus": "", "Somaliland": ""}
#: Tenths of a degree.
GRAIN = 10


def read_arcs(topology: dict[str, Any]) -> list[list[int]]:
    """Round each run of points; give it as its first point and the steps from there."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[tuple[int, int]] = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            point = (round((x * scale_x + shift_x) * GRAIN), round((y * scale_y + shift_y) * GRAIN))
            if not points or point != points[-1]:
                points.append(point)
        flat = [*points[0]]
        for before, after in pairwise(points):
            flat += [after[0] - before[0], after[1] - before[1]]
        arcs.append(flat)
    return arcs


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("countries", type=Path)
    parser.add_argument("codes", type=Path)
    arguments = parser.parse_args()
    topology = json.loads(arguments.countries.read_text(encoding="utf-8"))
    alpha = {number: iso3 for _, iso3, number, _ in json.loads(arguments.codes.read_text(encoding="utf-8"))}
    states: dict[str, list[list[int]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = alpha[shape["id"]] if "id" in shape else WITHOUT_CODE[shape["properties"]["name"]]
        if code == "ATA":
            continue
        rings = shape["arcs"] if shape["type"] == "Polygon" else [ring for polygon in shape["arcs"] for ring in polygon]
        states.setdefault(code, []).extend(rings)
    world = {"source": SOURCE, "grain": GRAIN, "arcs": read_arcs(topology), "states": dict(sorted(states.items()))}
    TARGET.write_text(json.dumps(world, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB, {len(states)} states")


if __name__ == "__main__":
    main()

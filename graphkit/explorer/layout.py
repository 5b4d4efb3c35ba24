"""Layout of the picture: stress majorization, then room for every label.

Distances on paper follow distances in the graph (Gansner, Koren and North, "Graph Drawing by Stress Majorization",
2004), with longer edges around busy nodes so that their neighbours have room. No clock and no unseeded chance: the same
graph gives the same picture. Coordinates are CSS pixels at zoom 1, integers, centred on 0.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

#: Above this many nodes in one component a spring layout is used: stress takes time and memory with the square.
STRESS_LIMIT = 700
#: Width by height of the picture beside a panel, and on a phone held upright.
WIDE, TALL = 1.28, 0.74
#: Up to so many separate components are fitted into free room; more are set in rows.
PACK_LIMIT = 40
#: Average width of a character of a label, pixels, measured for 12.5 px sans-serif text.
CHARACTER = 6.9


def lay_out(
    sizes: Mapping[int, float], labels: Mapping[int, str], edges: Sequence[tuple[int, int]]
) -> dict[int, tuple[int, int, int, int]]:
    """Place every node of `sizes` (node to radius in pixels) so that neither nodes nor labels overlap.

    Returns x and y for a wide picture, then x and y for a tall one.
    """
    nodes = sorted(sizes)
    if not nodes:
        return {}
    boxes = np.array([_box(sizes[node], labels[node]) for node in nodes])
    components = _find_components(nodes, edges)
    pack = _pack if len(components) <= PACK_LIMIT else _shelve
    rough = [_place_component(len(component.nodes), component.edges) for component in components]
    pictures = []
    for aspect, points in ((WIDE, rough), (TALL, [spots[:, ::-1] for spots in rough])):
        placed = [
            _make_room(spots, boxes[component.nodes], component.edges, aspect)
            for spots, component in zip(points, components, strict=True)
        ]
        pictures.append(pack([component.nodes for component in components], placed, boxes, aspect))
    both = np.rint(np.hstack(pictures)).astype(int)
    return {node: (int(a), int(b), int(c), int(d)) for node, (a, b, c, d) in zip(nodes, both, strict=True)}


@dataclass(frozen=True, slots=True)
class _Component:
    """A connected part of the picture: numbers of its nodes, and its edges with the number of events on each.

    Edges name nodes by their place in `nodes`.
    """

    nodes: list[int]
    edges: dict[tuple[int, int], int]


def _find_components(nodes: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[_Component]:
    """Find the connected components of the picture, the largest first."""
    index = {node: number for number, node in enumerate(nodes)}
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(nodes))))
    counted = Counter((min(index[a], index[b]), max(index[a], index[b])) for a, b in edges if a != b)
    pairs = sorted(counted)
    graph.add_edges_from([(a, b, 1.0) for a, b in pairs])
    members = sorted((sorted(numbers) for numbers in rx.connected_components(graph)), key=lambda p: (-len(p), p[0]))
    components = []
    for numbers in members:
        inner = {number: place for place, number in enumerate(numbers)}
        own = {(inner[a], inner[b]): counted[a, b] for a, b in pairs if a in inner}
        components.append(_Component(numbers, own))
    return components


def _box(size: float, label: str) -> tuple[float, float]:
    """Measure width and height of a node with the label beneath it; the page breaks long labels in two."""
    wrapped = len(label) > 20
    letters = min(len(label) / 2 + 3, 24) if wrapped else len(label)
    return max(2 * size, letters * CHARACTER) + 10, 2 * size + (40 if wrapped else 25)


def _place_component(count: int, edges: Mapping[tuple[int, int], int]) -> Floats:
    if count == 1:
        return np.zeros((1, 2))
    if count == 2:
        return np.array([[-70.0, 0.0], [70.0, 0.0]])
    if count > STRESS_LIMIT:
        return _spring(count, edges)
    distance = _distances(count, edges)
    best, lowest = None, math.inf
    for seed in range(6 if count <= 120 else 2):
        points, stress = _majorize(distance, seed)
        if stress < lowest - 1e-6:
            best, lowest = points, stress
    assert best is not None  # noqa: S101 - stress is finite, so the first start is always taken
    return _turn(best) * 62.0


def _distances(count: int, edges: Mapping[tuple[int, int], int]) -> Floats:
    """Compute shortest paths; an edge is longer the more neighbours its ends do not share, and the more it holds."""
    around: list[set[int]] = [set() for _ in range(count)]
    for a, b in edges:
        around[a].add(b)
        around[b].add(a)
    graph: rx.PyGraph[int, float] = rx.PyGraph()
    graph.add_nodes_from(list(range(count)))
    for (a, b), parallel in edges.items():
        apart = 0.33 * math.sqrt(len(around[a] ^ around[b])) + 0.4 * (min(parallel, 5) - 1)
        graph.add_edge(a, b, 1.0 + apart)
    lengths = rx.all_pairs_dijkstra_path_lengths(graph, float)
    distance = np.zeros((count, count))
    for a in range(count):
        for b, length in lengths[a].items():
            distance[a, b] = length
    return np.maximum(distance, distance.T)


def _majorize(distance: Floats, seed: int, steps: int = 220) -> tuple[Floats, float]:
    """Lower the stress from one seeded start; return the points and the stress reached."""
    count = len(distance)
    chance = random.Random(seed)  # noqa: S311 - a repeatable start, no secret
    points = np.array([[chance.uniform(-1, 1), chance.uniform(-1, 1)] for _ in range(count)]) * math.sqrt(count)
    away = distance + np.eye(count)
    weight = away**-2.0
    np.fill_diagonal(weight, 0.0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1.0 / count)
    pull = weight * distance
    stress = math.inf
    for _ in range(steps):
        dx = points[:, 0, None] - points[None, :, 0]
        dy = points[:, 1, None] - points[None, :, 1]
        length = np.sqrt(dx * dx + dy * dy)
        now = float((weight * (length - distance) ** 2).sum()) / 2
        if stress - now < 3e-5 * now:
            break
        stress = now
        ratio = pull / np.maximum(length, 1e-9)
        points = inverse @ np.stack([(ratio * dx).sum(axis=1), (ratio * dy).sum(axis=1)], axis=1)
        points -= points.mean(axis=0)
    return points, stress


def _turn(points: Floats) -> Floats:
    """Lay the longer axis flat; the side with more nodes far out goes right and down."""
    centred = points - points.mean(axis=0)
    xx, yy = float((centred[:, 0] ** 2).sum()), float((centred[:, 1] ** 2).sum())
    xy = float((centred[:, 0] * centred[:, 1]).sum())
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    turned = centred @ np.array([[cos, -sin], [sin, cos]])
    signs = np.where((turned**3).sum(axis=0) < 0, -1.0, 1.0)
    return np.asarray(turned * signs, dtype=np.float64)


def _spring(count: int, edges: Mapping[tuple[int, int], int]) -> Floats:
    graph: rx.PyGraph[int, float] = rx.PyGraph()
    graph.add_nodes_from(list(range(count)))
    graph.add_edges_from([(a, b, 1.0) for a, b in edges])
    spread: Any = rx.spring_layout(graph, seed=7, num_iter=120, scale=round(34 * math.sqrt(count)))
    return _turn(np.array([spread[i] for i in range(count)], dtype=np.float64))


def _make_room(points: Floats, boxes: Floats, edges: Mapping[tuple[int, int], int], aspect: float) -> Floats:
    """Push overlapping boxes apart and nodes off edges that are not theirs, keeping the shape."""
    count = len(points)
    if count < 3 or count > STRESS_LIMIT:
        return points
    wide = math.sqrt(float((boxes[:, 0] * boxes[:, 1]).sum()) * (3.4 if count > 8 else 1.9) * aspect)
    target = np.array([wide, wide / aspect])
    points = points.copy()
    pairs = np.triu_indices(count, 1)
    for round_ in range(8):
        extent = np.maximum(np.ptp(points, axis=0), 1.0)
        factor = target / extent
        mean = math.sqrt(float(factor[0] * factor[1]))
        points *= np.clip(factor, mean * 0.72, mean * 1.4) if round_ == 0 else np.minimum(factor, 1.0) ** 0.5
        for _ in range(40):
            if not _separate(points, boxes, pairs):
                break
        if count <= 160 and round_ < 7:
            _clear_edges(points, boxes, edges)
    for _ in range(120):
        if not _separate(points, boxes, pairs):
            break
    return np.asarray(points - (points.max(axis=0) + points.min(axis=0)) / 2, dtype=np.float64)


def _separate(points: Floats, boxes: Floats, pairs: tuple[Numbers, Numbers]) -> bool:
    """Push boxes apart by one step along the axis that needs less; tell whether any overlapped."""
    first, second = pairs
    gap = points[first] - points[second]
    need = (boxes[first] + boxes[second]) / 2 - np.abs(gap)
    clash = np.flatnonzero((need > 0.5).all(axis=1))
    if not len(clash):
        return False
    first, second, gap, need = first[clash], second[clash], gap[clash], need[clash]
    push = np.where(gap >= 0, need, -need) * 0.42
    along_x = need[:, 0] < need[:, 1]
    for axis, chosen in ((0, along_x), (1, ~along_x)):
        move = np.where(chosen, push[:, axis], 0.0)
        points[:, axis] += np.bincount(first, move, len(points)) - np.bincount(second, move, len(points))
    return True


def _clear_edges(points: Floats, boxes: Floats, edges: Mapping[tuple[int, int], int]) -> None:
    """Move each node a little away from the foreign edges that run through it."""
    if not edges:
        return
    ends = np.array(list(edges))
    a, b = points[ends[:, 0]], points[ends[:, 1]]
    along = b - a
    length = np.maximum((along**2).sum(axis=1), 1.0)
    for node in range(len(points)):
        room = boxes[node, 1] / 2 + 8
        own = (ends == node).any(axis=1)
        share = ((points[node] - a) * along).sum(axis=1) / length
        foot = a + share[:, None] * along
        away = points[node] - foot
        distance = np.sqrt((away**2).sum(axis=1))
        near = ~own & (share > 0.04) & (share < 0.96) & (distance < room)
        if near.any():
            normal = np.stack([-along[near, 1], along[near, 0]], axis=1) / np.sqrt(length[near])[:, None]
            side = np.where((away[near] * normal).sum(axis=1) >= 0, 1.0, -1.0)
            points[node] += (normal * (side * (room - distance[near]))[:, None]).sum(axis=0) * 0.5


def _pack(components: list[list[int]], placed: list[Floats], boxes: Floats, aspect: float) -> Floats:
    """Set the largest component in the middle and fit each other one where it makes the picture grow least."""
    points = np.zeros((len(boxes), 2))
    taken = np.zeros((0, 4))  # centre x, centre y, width, height
    for turn, (component, inner) in enumerate(zip(components, placed, strict=True)):
        shape = inner - (inner.max(axis=0) + inner.min(axis=0)) / 2
        spot = _free_spot(shape, boxes[component], taken, aspect) if turn else np.zeros(2)
        points[component] = shape + spot
        taken = np.vstack([taken, np.hstack([points[component], boxes[component]])])
    half = boxes / 2
    middle = ((points + half).max(axis=0) + (points - half).min(axis=0)) / 2
    return np.asarray(points - middle, dtype=np.float64)


def _free_spot(shape: Floats, boxes: Floats, taken: Floats, aspect: float, gap: float = 26.0) -> Floats:
    """Find a place for a component that touches no taken box and keeps the aspect of the whole best."""
    low = (taken[:, :2] - taken[:, 2:] / 2).min(axis=0)
    high = (taken[:, :2] + taken[:, 2:] / 2).max(axis=0)
    under, over = (shape - boxes / 2).min(axis=0), (shape + boxes / 2).max(axis=0)
    step = max(float((high - low).max()) / 26, 24.0)
    grid_x = np.arange(low[0] + under[0] - gap, high[0] + over[0] + gap + step, step)
    grid_y = np.arange(low[1] + under[1] - gap, high[1] + over[1] + gap + step, step)
    spots = np.array([(x, y) for x in grid_x for y in grid_y])
    free = np.ones(len(spots), dtype=bool)
    for point, box in zip(shape, boxes, strict=True):
        room = (box + taken[:, 2:]) / 2 + gap
        near = np.abs(spots[:, None, :] + point - taken[None, :, :2]) < room
        free &= ~near.all(axis=2).any(axis=1)
    left = np.minimum(low, spots + under)
    right = np.maximum(high, spots + over)
    wide, tall = (right - left).T
    cost = np.maximum(wide, tall * aspect) + 0.12 * np.sqrt((spots**2).sum(axis=1)) + np.where(free, 0.0, 1e9)
    return np.asarray(spots[int(np.argmin(np.round(cost, 3)))], dtype=np.float64)


def _shelve(components: list[list[int]], placed: list[Floats], boxes: Floats, aspect: float) -> Floats:
    """Set components in rows, largest first."""
    points = np.zeros((len(boxes), 2))
    area = float((boxes[:, 0] * boxes[:, 1]).sum())
    width = math.sqrt(area * 3 * aspect)
    x = y = row = 0.0
    for component, inner in zip(components, placed, strict=True):
        half = boxes[component] / 2
        low, high = (inner - half).min(axis=0), (inner + half).max(axis=0)
        span = high - low
        if x > 0 and x + span[0] > width:
            x, y, row = 0.0, y + row + 20.0, 0.0
        points[component] = inner - low + np.array([x, y])
        x += float(span[0]) + 28.0
        row = max(row, float(span[1]))
    return np.asarray(points - (points.max(axis=0) + points.min(axis=0)) / 2, dtype=np.float64)

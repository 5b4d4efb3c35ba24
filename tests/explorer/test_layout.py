"""Test the layout of nodes: apart, repeatably, whatever the shape of the graph."""

from __future__ import annotations

import math
import random

import pytest

from graphkit.explorer.layout import lay_out


def overlaps(spots: dict[int, tuple[int, int, int, int]], sizes: dict[int, float], axis: int) -> int:
    count = 0
    nodes = sorted(spots)
    for position, node in enumerate(nodes):
        for other in nodes[:position]:
            apart = math.dist(spots[node][axis : axis + 2], spots[other][axis : axis + 2])
            count += apart < sizes[node] + sizes[other]
    return count


def made(count: int, edges: int) -> tuple[dict[int, float], dict[int, str], list[tuple[int, int]]]:
    chance = random.Random(4)  # noqa: S311 - made-up graph
    ends = [(chance.randrange(count), min(chance.randrange(count), chance.randrange(count))) for _ in range(edges)]
    return dict.fromkeys(range(count), 10.0), {n: f"Actor number {n}" for n in range(count)}, ends


@pytest.mark.parametrize(("count", "edges"), [(1, 0), (2, 1), (3, 3), (12, 11), (60, 90), (120, 60), (90, 0)])
def test_no_two_nodes_touch(count: int, edges: int) -> None:
    sizes, labels, ends = made(count, edges)
    spots = lay_out(sizes, labels, ends)
    assert sorted(spots) == sorted(sizes)
    assert overlaps(spots, sizes, 0) == 0
    assert overlaps(spots, sizes, 2) == 0


def test_nothing_has_no_places() -> None:
    assert lay_out({}, {}, []) == {}


def test_order_of_edges_and_repeats_do_not_matter() -> None:
    sizes, labels, ends = made(40, 60)
    first = lay_out(sizes, labels, ends)
    assert lay_out(sizes, labels, ends[::-1]) == first
    assert lay_out(dict(reversed(sizes.items())), labels, [(b, a) for a, b in ends]) == first


def test_the_wide_picture_is_wide_and_the_tall_one_tall() -> None:
    sizes, labels, ends = made(60, 90)
    spots = list(lay_out(sizes, labels, ends).values())
    spans = [max(spot[axis] for spot in spots) - min(spot[axis] for spot in spots) for axis in range(4)]
    assert spans[0] > spans[1]
    assert spans[2] < spans[3]


def test_neighbours_stand_closer_than_strangers() -> None:
    sizes, labels, _ = made(30, 0)
    ring = [(n, (n + 1) % 30) for n in range(30)]
    spots = lay_out(sizes, labels, ring)
    near = [math.dist(spots[a][:2], spots[b][:2]) for a, b in ring]
    far = [math.dist(spots[n][:2], spots[(n + 15) % 30][:2]) for n in range(30)]
    assert max(near) < min(far)


def test_a_component_beyond_the_limit_of_stress_is_placed_too() -> None:
    sizes, labels, ends = made(900, 1500)
    assert len(lay_out(sizes, labels, ends)) == 900

"""Paragraphs broken at any width, indented or not, and lists that stay lists. All texts are invented."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.ingest.layout.segments import divide
from graphkit.model import Role

LONG = (
    "The king of Norland, Olaf Berg, sailed to Sudville on Tuesday to meet the queen of Sudland, Carla Lund. The two "
    "agreed to share the herring of the northern waters. Fishers in Norville rejected the accord, and accused the "
    "court of selling their cod to the gulls of Westland without a word to the harbour council."
)
SHORT = "Sudland thanked the king for his visit to the harbour and to the market."


def list_bodies(text):
    layout = divide(text)
    assert len(layout.text) == len(text)
    return [layout.text[s.span.start : s.span.end] for s in layout.sections if s.role is Role.BODY]


@pytest.mark.parametrize("width", [36, 45, 60, 72, 80, 100, 120])
@pytest.mark.parametrize("title", ["", "Kings share the fish\n\n"])
def test_a_paragraph_broken_at_any_width_is_one_line(width, title):
    text = f"{title}{textwrap.fill(LONG, width)}\n\n{textwrap.fill(SHORT, width)}"
    assert [" ".join(body.split()) for body in list_bodies(text)] == [LONG, SHORT]
    assert "\n" not in "".join(list_bodies(text))


@settings(max_examples=60, deadline=None)
@given(st.integers(36, 120), st.booleans())
def test_offsets_and_words_stay_whatever_the_width(width, is_indented):
    text = textwrap.fill(LONG, width, initial_indent="   " if is_indented else "")
    if not is_indented:
        assert list_bodies(text) == [LONG]
        return
    other = LONG.replace("king", "duke")
    assert list_bodies(f"{text}\n{textwrap.fill(other, width, initial_indent='   ')}") == [LONG, other]


def test_paragraphs_without_a_blank_line_end_where_a_line_has_room():
    text = f"{textwrap.fill(LONG, 70)}\n{textwrap.fill(LONG.replace('king', 'duke'), 70)}"
    assert list_bodies(text) == [LONG, LONG.replace("king", "duke")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Norland condemns Westland over gulls", "Sudland recalls envoy from Norland", "Eastland thanks Sudland"],
        ["1. Norland recognises Sudland.", "2. Sudland thanks Norland for the cod.", "3. Both share the herring."],
        ["Norland condemned Westland on Monday.", "Sudland recalled its envoy.", "Eastland thanked Sudland for it."],
        ["- Norland met Sudland in the harbour of Norville on", "- Sudland met Eastland in the harbour of Sudville"],
    ],
)
def test_lists_of_headlines_statements_and_sentences_stay_lines(lines):
    text = "Kings share the fish\n\nThe courts said this on Monday.\n\n" + "\n".join(lines)
    bodies = list_bodies(text)[1:]
    assert len(bodies) == len(lines)
    for body, line in zip(bodies, lines, strict=True):
        assert line.endswith(body)


def test_a_headline_over_two_lines_is_one():
    layout = divide(
        f"Norland condemns Westland over the gulls of the north and\nrecalls its envoy\n\n{SHORT}\n\n{LONG}"
    )
    assert layout.title == "Norland condemns Westland over the gulls of the north and recalls its envoy"


def test_a_text_broken_at_several_widths_is_read_by_its_sentences():
    words, rows, widths = f"{LONG} {SHORT} {LONG}".split(), [], (1, 12, 2, 11, 9, 1)
    while words:
        width = widths[len(rows) % len(widths)]
        rows.append(" ".join(words[:width]))
        words = words[width:]
    assert " ".join(" ".join(list_bodies("\n".join(rows))).split()) == f"{LONG} {SHORT} {LONG}"

"""Test the opening picture: lines of folded actors, without ties and phrases, and each group's strongest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkit.explorer.opening import OPENING_LINES, PairLine, choose_opening, ends_of, is_phrase, merge_lines
from graphkit.model import Entity, Kind
from graphkit.resources.vocabulary import Vocabulary
from tests.explorer.generate import generate_findings
from tests.explorer.sample import sample_findings

SAMPLE = sample_findings()
VOCABULARY = Vocabulary.load()


def test_a_line_stands_for_all_that_one_actor_does_to_another() -> None:
    lines = merge_lines(SAMPLE.events, SAMPLE.entities, {}, VOCABULARY)
    pairs = [(line.source, line.target) for line in lines]
    assert len(set(pairs)) == len(pairs)
    ids = [entity.id for entity in SAMPLE.entities]
    named = {(ids[a], ids[b]) for a, b in pairs}
    assert ("north-korea", "russia") in named
    assert not any("us-secretary-of-state" in pair for pair in named)  # an office is a tie, no act
    assert not any("seoul-protesters" in pair for pair in named)  # described, not named


def test_folded_actors_act_as_their_state_and_inner_acts_are_left_out() -> None:
    folds = {"kim-jong-un": "north-korea", "vladimir-putin": "russia", "antony-blinken": "united-states"}
    ids = [entity.id for entity in SAMPLE.entities]
    lines = merge_lines(SAMPLE.events, SAMPLE.entities, folds, VOCABULARY)
    ends = {ids[end] for end in ends_of(lines)}
    assert not ends & set(folds)
    inner = replace(SAMPLE.events[0], predicate="meets", agent="kim-jong-un", recipient="north-korea")
    assert merge_lines([inner], SAMPLE.entities, folds, VOCABULARY) == []


def test_acts_without_direction_join_the_stronger_line() -> None:
    first = replace(SAMPLE.events[0], predicate="accuses", agent="russia", recipient="japan", publishers=3)
    talks = replace(first, predicate="meets", agent="japan", recipient="russia", publishers=1)
    [line] = merge_lines([first, talks], SAMPLE.entities, {}, VOCABULARY)
    ids = [entity.id for entity in SAMPLE.entities]
    assert (ids[line.source], ids[line.target], line.group) == ("russia", "japan", "criticism")


@pytest.mark.parametrize("size", [60, 700, 5_000])
def test_the_opening_is_bounded_and_keeps_the_strongest_line_of_each_group(size: int) -> None:
    findings = generate_findings(size)
    lines = merge_lines(findings.events, findings.entities, {}, VOCABULARY)
    opening = choose_opening(lines)
    assert len(opening) <= OPENING_LINES
    assert len(ends_of(opening)) <= 54
    strongest: dict[str, PairLine] = {}
    for line in sorted(lines, key=lambda line: -line.strength):
        strongest.setdefault(line.group, line)
    assert len(opening) == OPENING_LINES or set(strongest.values()) <= set(opening)


def test_phrases_are_known_by_kind_or_by_a_small_letter() -> None:
    assert is_phrase(Entity("a", Kind.GROUP, "Protesters"))
    assert is_phrase(Entity("a", Kind.PERSON, "two envoys"))
    assert not is_phrase(Entity("a", Kind.STATE, "Chad"))

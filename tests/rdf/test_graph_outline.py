"""A graph file read by half answers as the whole one does."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from graphkit.errors import DamagedGraphError, UsageError
from graphkit.model import Findings
from graphkit.pipeline.fingerprint import hash_outputs
from graphkit.rdf import GraphOutline, read_graph, read_outline
from graphkit.rdf.turtle import write_turtle
from graphkit.runtime.output_folder import SIGNATURE
from graphkit.sparql import PairEvidence, explain_pair
from tests.sample import make_findings, write_form


def publish(folder: Path, base: str = "https://w3id.org/graphkit/id/") -> Path:
    """Write the sample graph as the output folder of a build."""
    write_turtle(make_findings(), folder / "graph.ttl", base)
    (folder / SIGNATURE).write_text(json.dumps({"format": 1, "outputs": hash_outputs(folder)}), encoding="utf-8")
    return folder


def explain(graph: Findings | GraphOutline, first: str, second: str) -> PairEvidence | str:
    try:
        return explain_pair(graph, first, second)
    except UsageError as error:
        return str(error)


@pytest.mark.parametrize("base", ["https://w3id.org/graphkit/id/", "https://example.org/kb#x/"])
def test_every_pair_is_explained_as_from_the_whole_graph(tmp_path: Path, base: str) -> None:
    folder = publish(tmp_path, base)
    whole = read_graph(folder)
    answers = []
    for first, second in permutations((entity.id for entity in whole.entities), 2):
        outline = read_outline(folder)
        assert isinstance(outline, GraphOutline)
        answers.append(explain(outline, first, second))
        assert answers[-1] == explain(whole, first, second)
    shared = [answer for answer in answers if isinstance(answer, PairEvidence) and answer.shared_sentences]
    assert shared
    assert len(shared) < len(answers)


def test_one_outline_answers_again_and_again(tmp_path: Path) -> None:
    outline, whole = read_outline(publish(tmp_path)), read_graph(tmp_path)
    for first, second in permutations((entity.id for entity in whole.entities), 2):
        assert explain(outline, first, second) == explain(whole, first, second)


def test_events_have_their_mentions_when_these_are_asked_for(tmp_path: Path) -> None:
    outline, whole = read_outline(publish(tmp_path)), read_graph(tmp_path)
    assert isinstance(outline, GraphOutline)
    assert [event.id for event in outline.findings.events] == [event.id for event in whole.events]
    assert not any(event.mentions for event in outline.findings.events)
    assert tuple(map(outline.count_mentions, whole.events)) == tuple(len(event.mentions) for event in whole.events)
    assert tuple(outline.read_events(whole.events)) == whole.events
    assert (outline.findings.entities, outline.findings.articles) == (whole.entities, whole.articles)


@pytest.mark.parametrize("form", ["file", "store"])
def test_what_no_build_vouches_for_is_read_as_a_whole(tmp_path: Path, form: str) -> None:
    assert read_outline(write_form(form, tmp_path)) == read_graph(tmp_path / "graph.ttl")


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    graph = publish(tmp_path) / "graph.ttl"
    graph.write_bytes(graph.read_bytes().replace(b"Lisbon", b"Lisboa"))
    with pytest.raises(DamagedGraphError, match="not what the build wrote"):
        read_outline(tmp_path)


def test_a_mention_without_its_words_is_damage(tmp_path: Path) -> None:
    graph = publish(tmp_path) / "graph.ttl"
    graph.write_bytes(graph.read_bytes().replace(b"gk:sentence", b"gk:words"))
    (tmp_path / SIGNATURE).write_text(json.dumps({"format": 1, "outputs": hash_outputs(tmp_path)}), encoding="utf-8")
    outline = read_outline(tmp_path)
    with pytest.raises(DamagedGraphError, match="sentence"):
        explain_pair(outline, "Norway", "Portugal")

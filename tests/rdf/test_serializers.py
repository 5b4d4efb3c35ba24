"""The other forms of RDF hold the same triples as the Turtle file."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from graphkit.errors import OutputError
from graphkit.model import Findings
from graphkit.rdf.serializers import DUMPERS, dump_jsonld, dump_ntriples, dump_trig
from graphkit.rdf.writer import find_triples
from tests.sample import make_findings


@pytest.fixture
def hostile() -> Findings:
    findings = make_findings()
    label = "a\"b\\c\n\t\r</script>\u202e\x01 '''"
    return replace(findings, entities=tuple(replace(entity, label=label) for entity in findings.entities))


def find_strings(graph: rdflib.Graph) -> set[str]:
    lines = graph.serialize(format="nt")
    return {str(quad.triple) for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)}


def test_ntriples_are_the_same_triples_plain_and_compressed(hostile: Findings, tmp_path: Path) -> None:
    (plain,) = dump_ntriples(hostile, tmp_path / "graph.nt")
    (packed,) = dump_ntriples(hostile, tmp_path / "graph.nt.gz")
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert find_strings(rdflib.Graph().parse(plain, format="nt")) == {str(triple) for triple in find_triples(hostile)}


def test_json_ld_is_the_same_triples(hostile: Findings, tmp_path: Path) -> None:
    (path,) = dump_jsonld(hostile, tmp_path / "graph.jsonld")
    wanted = {str(triple) for triple in find_triples(hostile)}
    assert find_strings(rdflib.Graph().parse(path, format="json-ld")) == wanted
    ours = pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.JSON_LD)
    assert {str(quad.triple) for quad in ours} == wanted


def test_trig_has_a_graph_for_each_article_and_all_triples(hostile: Findings, tmp_path: Path) -> None:
    (path,) = dump_trig(hostile, tmp_path / "graph.trig")
    quads = list(pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TRIG))
    assert {str(quad.triple) for quad in quads} == {str(triple) for triple in find_triples(hostile)}
    assert len(quads) == len({str(quad.triple) for quad in quads})
    dataset = rdflib.Dataset()
    dataset.parse(path, format="trig")
    named = {str(graph.identifier) for graph in dataset.graphs() if "/article/" in str(graph.identifier)}
    assert len(named) == len(hostile.articles)


def test_dumps_of_equal_findings_are_equal(tmp_path: Path) -> None:
    findings = make_findings()
    turned = replace(findings, events=findings.events[::-1], entities=findings.entities[::-1])
    for name, dump in DUMPERS.items():
        (first,), (second,) = dump(findings, tmp_path / f"one.{name}"), dump(turned, tmp_path / f"two.{name}")
        assert first.read_bytes() == second.read_bytes()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        dump_trig(make_findings(), tmp_path / "file" / "graph.trig")

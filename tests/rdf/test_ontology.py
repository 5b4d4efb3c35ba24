"""The ontology, the vocabulary, the code book and the graph files say the same."""

from __future__ import annotations

from importlib import resources

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Namespace
from rdflib.namespace import SH

from graphkit.model import Kind
from graphkit.rdf.turtle import serialise_turtle
from graphkit.resources.cameo import Cameo
from graphkit.resources.vocabulary import Vocabulary
from tests.sample import make_findings

GK = Namespace("https://w3id.org/graphkit/ns#")
PLOVER = Namespace("https://w3id.org/graphkit/plover#")
CAMEO = Namespace("https://w3id.org/graphkit/cameo#")


def read_asset(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(
        data=(resources.files("graphkit") / "assets" / name).read_text("utf-8"), format="turtle"
    )


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return read_asset("ontology.ttl")


def test_every_predicate_is_a_property_with_its_label_and_type(ontology: rdflib.Graph) -> None:
    predicates = Vocabulary.load().predicates
    assert set(ontology.subjects(GK.plover, None)) == {GK[predicate.camel] for predicate in predicates.values()}
    for predicate in predicates.values():
        assert str(ontology.value(GK[predicate.camel], RDFS.label)) == predicate.label
        assert ontology.value(GK[predicate.camel], GK.plover) == PLOVER[predicate.plover]
        assert ((GK[predicate.camel], RDF.type, OWL.SymmetricProperty) in ontology) == predicate.symmetric


def test_every_predicate_that_is_an_event_has_its_usual_code(ontology: rdflib.Graph) -> None:
    codes = Cameo.load().defaults
    for name, predicate in Vocabulary.load().predicates.items():
        assert (name in codes) == (not predicate.static)
        if not predicate.static:
            assert ontology.value(GK[predicate.camel], GK.usualCode) == CAMEO[codes[name]]


def test_every_code_and_type_is_a_concept_with_a_quad_class(ontology: rdflib.Graph) -> None:
    cameo = Cameo.load()
    for code in cameo.codes.values():
        assert str(ontology.value(CAMEO[code.code], SKOS.prefLabel)) == code.name
        assert float(str(ontology.value(CAMEO[code.code], GK.goldstein))) == code.goldstein
        assert ontology.value(CAMEO[code.code], GK.quadClass) == GK[f"quad{cameo.find_quad(code.code)}"]
    for name, quad in cameo.plover_quads.items():
        assert ontology.value(PLOVER[name], GK.quadClass) == GK[f"quad{quad}"]
    assert len(cameo.plover_quads) == 16


def test_everything_of_ours_has_a_label_and_a_comment(ontology: rdflib.Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    ours = {term for kind in kinds for term in ontology.subjects(RDF.type, kind) if str(term).startswith(str(GK))}
    assert len(ours) > 60
    for term in ours:
        assert ontology.value(term, RDFS.label), term
        assert ontology.value(term, RDFS.comment), term


def test_every_term_of_a_graph_file_is_in_the_ontology(ontology: rdflib.Graph) -> None:
    graph = rdflib.Graph().parse(data=serialise_turtle(make_findings()), format="turtle")
    known = set(ontology.subjects()) | {
        RDF.type,
        RDFS.label,
        RDF.subject,
        RDF.predicate,
        RDF.object,
        SKOS.altLabel,
        OWL.sameAs,
    }
    assert set(graph.predicates()) <= known
    assert set(graph.objects(None, RDF.type)) <= known
    assert {GK[kind.value] for kind in Kind} <= known


def test_shapes_cover_every_class_of_the_ontology(ontology: rdflib.Graph) -> None:
    targets = set(read_asset("shapes.ttl").objects(None, SH.targetClass))
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if str(term).startswith(str(GK))}
    assert classes - targets == {GK.Entity}  # never written itself: only what it divides into

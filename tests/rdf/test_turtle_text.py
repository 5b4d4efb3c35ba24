"""Turtle that is written as text is, byte for byte, what the engine writes."""

from __future__ import annotations

import pyoxigraph
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.rdf import terms, text_terms
from graphkit.rdf.statement_shapes import StatementShapes
from graphkit.rdf.turtle import TripleSorter, serialise_triples
from graphkit.runtime import SpillStorage

LOCALS = st.text(alphabet="abz09-_.é/~", max_size=6)
SPACES = st.sampled_from([*terms.find_prefixes().values(), "https://elsewhere.example/", "https://w3id.org/graphkit/"])
IRIS = st.builds(lambda space, local: f"<{space}{local}>", SPACES, LOCALS)
TYPED = st.builds(
    lambda value, name: f'"{value}"^^<{terms.XSD}{name}>',
    st.sampled_from(["5", "-5", "05", "0.5", ".5", "5.", "1e3", "true", "2021-03-04", "x"]),
    st.sampled_from(["integer", "decimal", "double", "boolean", "date", "dateTime", "anyURI", "gYear"]),
)
TEXTS = st.text(alphabet='a"\\\n\t\x01\x7f\u2028é😀 ', max_size=6).map(lambda value: str(pyoxigraph.Literal(value)))
STATEMENTS = st.tuples(IRIS, IRIS | st.just(f"<{terms.RDF}type>"), IRIS | TYPED | TEXTS | st.just('"chat"@fr'))


@settings(max_examples=300, deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=12))
def test_text_is_written_as_the_engine_writes_it(statements):
    lines = "".join(f"{' '.join(statement)} .\n" for statement in statements).encode()
    parsed = [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)]
    with SpillStorage(room=300) as storage:
        sorter = TripleSorter(storage)
        for statement in statements:
            sorter.add([statement])
        assert b"".join(sorter.serialise()) == serialise_triples(parsed)


@given(st.text(), st.floats(0, 1), st.integers(0))
def test_terms_are_written_as_the_engine_writes_them(value, score, number):
    clean = terms.clean_text(value)
    assert text_terms.text(value) == str(pyoxigraph.Literal(clean))
    assert text_terms.decimal(score) == str(terms.decimal(score))
    assert text_terms.day("2021-03-04") == str(terms.day("2021-03-04"))
    assert text_terms.number(number) == str(pyoxigraph.Literal(number))


SAID = st.lists(STATEMENTS.map(lambda statement: statement[1:]), min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["<x:a>", "<x:b%20>"]), SAID, st.booleans()), min_size=1, max_size=5))
def test_nodes_that_come_whole_are_written_as_their_triples_are(nodes):
    statements = [(subject, *pair) for subject, said, _ in nodes for pair in said]
    lines = "".join(f"{' '.join(statement)} .\n" for statement in statements).encode()
    parsed = [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)]
    with SpillStorage(room=300) as storage:
        sorter = TripleSorter(storage)
        for subject, said, is_whole in nodes:
            if is_whole:
                sorter.add_nodes([(subject, said)])
            else:
                sorter.add((subject, *pair) for pair in said)
        assert b"".join(sorter.serialise()) == serialise_triples(parsed)


def test_a_shape_orders_objects_by_their_predicates_and_keeps_to_different_ones():
    shapes = StatementShapes(str.lower, lambda predicate: f"{predicate}%s", "; ")
    assert shapes.fill([("b", ""), ("A", "")], ["1", "2"]) == "A%s 2; b%s 1"
    assert shapes.fill([("b", ""), ("A", "")], ["50%", "%d"]) == "A%s %d; b%s 50%"
    assert shapes.fill([("b", ""), ("b", "")], ["1", "2"]) is None
    assert shapes.fill([("b", "")], ["1"]) is None

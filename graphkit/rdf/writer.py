"""Write all triples of findings that memory holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyoxigraph

from graphkit.model import Findings
from graphkit.rdf import terms as terms
from graphkit.rdf.text_terms import Triple
from graphkit.rdf.triple_writer import TripleWriter, Voice
from graphkit.resources.code_tables import CodeTables
from graphkit.runtime.external_sort import SpillStorage

#: Triples that are parsed at a time.
_PARSED = 2_000


def find_triples(
    findings: Findings, base: str = terms.DEFAULT_BASE, *, full: bool = False
) -> Iterator[pyoxigraph.Triple]:
    """Yield what `write_triples` yields as objects of the engine."""
    triples = write_triples(findings, base, full=full)
    while some := list(islice(triples, _PARSED)):
        lines = "".join(f"{subject} {predicate} {object_} .\n" for subject, predicate, object_ in some)
        for quad in pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
            yield quad.triple


def write_triples(findings: Findings, base: str = terms.DEFAULT_BASE, *, full: bool = False) -> Iterator[Triple]:
    """Yield every triple of the findings as text, in no particular order and possibly more than once.

    `full` writes out what otherwise follows from the ontology or is the usual case.
    """
    entities = {entity.id: entity for entity in findings.entities}
    publishers = {article.id: article.publisher for article in findings.articles}
    links = {(link.article, link.mention): link.entity for link in findings.links}
    with SpillStorage() as storage:
        writer = TripleWriter(entities.get, storage, CodeTables.load().extend(findings.predicates), base, full=full)
        for entity in findings.entities:
            yield from writer.find_entity(entity)
        for article in findings.articles:
            yield from writer.find_article(article)
        for event in findings.events:
            voices = []
            for mention in event.mentions:
                name, ends = mention.evidence.article, (mention.subject, mention.object)
                voices.append(Voice(publishers.get(name), *(links.get((name, end)) for end in ends)))
            writer.note_relation(event)
            for subject, said in writer.describe_nodes(event, voices):
                yield from ((subject, predicate, object_) for predicate, object_ in said)
        yield from writer.find_relations()

"""Networks: GEXF with dates for Gephi, GraphML for Cytoscape and igraph, CSV with load.cypher for Neo4j.

A node is an entity that takes part in an event, an edge is one event from its agent to its recipient.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from graphkit.export.common import Lookup, clean_xml, write_bytes, write_csv_rows, write_text
from graphkit.model import Entity, Event, Findings, Kind
from graphkit.resources.vocabulary import Vocabulary

#: Attributes of nodes and edges with their types.
NODE_FIELDS = {"kind": "string", "wikidata": "string", "events": "integer"}
EDGE_FIELDS = {
    "predicate": "string",
    "plover": "string",
    "status": "string",
    "date": "string",
    "cameo": "string",
    "confidence": "double",
    "articles": "integer",
}


def find_nodes(lookup: Lookup) -> list[Entity]:
    """The entities that take part in events, by id."""
    return [lookup.find_entity(name) for name in sorted(lookup.counts)]


def describe_node(lookup: Lookup, entity: Entity) -> dict[str, Any]:
    wikidata = dict(entity.external).get("wikidata")
    return {"kind": entity.kind.value, "wikidata": wikidata, "events": lookup.counts[entity.id]}


def describe_edge(lookup: Lookup, event: Event) -> dict[str, Any]:
    code = lookup.find_code(event)
    return {
        "predicate": event.predicate,
        "plover": event.plover,
        "status": event.status.value,
        "date": event.date.iso if event.date else None,
        "cameo": code.code if code else None,
        "confidence": event.confidence,
        "articles": len(lookup.find_articles(event)),
    }


def write_gexf(findings: Findings, path: Path) -> list[Path]:
    """Writes GEXF 1.3 with typed attributes; dated events have start and end, so Gephi shows a timeline."""
    lookup = Lookup(findings)
    root = Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "graphkit"
    SubElement(meta, "description").text = "Who did what to whom"
    graph = SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"})
    for name, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        attributes = SubElement(graph, "attributes", {"class": name, "mode": "static"})
        for title, kind in fields.items():
            SubElement(attributes, "attribute", {"id": title, "title": title, "type": kind})
    nodes = SubElement(graph, "nodes")
    for entity in find_nodes(lookup):
        node = SubElement(nodes, "node", {"id": clean_xml(entity.id), "label": clean_xml(entity.label)})
        _add_values(node, describe_node(lookup, entity))
    edges = SubElement(graph, "edges")
    labels = Vocabulary.load().predicates
    for event in findings.events:
        given = {
            "id": clean_xml(event.id),
            "source": clean_xml(event.agent),
            "target": clean_xml(event.recipient),
            "label": labels[event.predicate].label,
            "kind": event.predicate,
            "weight": f"{event.confidence:g}",
        }
        if event.date:
            given |= {"start": event.date.earliest, "end": event.date.latest}
        _add_values(SubElement(edges, "edge", given), describe_edge(lookup, event))
    return [write_bytes(path, _to_xml(root))]


def _add_values(element: Element, values: Mapping[str, Any]) -> None:
    holder = SubElement(element, "attvalues")
    for name, value in values.items():
        if value is not None:
            SubElement(holder, "attvalue", {"for": name, "value": clean_xml(str(value))})


def _to_xml(root: Element) -> bytes:
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def write_graphml(findings: Findings, path: Path) -> list[Path]:
    """Writes GraphML with typed keys and plain values, readable by networkx, igraph, Cytoscape and yEd."""
    lookup = Lookup(findings)
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    kinds = {"string": "string", "integer": "int", "double": "double"}
    for name, fields in (("node", {"label": "string", **NODE_FIELDS}), ("edge", {"label": "string", **EDGE_FIELDS})):
        for title, kind in fields.items():
            key = {"id": f"{name}_{title}", "for": name, "attr.name": title, "attr.type": kinds[kind]}
            SubElement(root, "key", key)
    graph = SubElement(root, "graph", {"id": "events", "edgedefault": "directed"})
    for entity in find_nodes(lookup):
        node = SubElement(graph, "node", {"id": clean_xml(entity.id)})
        _add_data(node, "node", {"label": entity.label, **describe_node(lookup, entity)})
    labels = Vocabulary.load().predicates
    for event in findings.events:
        given = {"id": clean_xml(event.id), "source": clean_xml(event.agent), "target": clean_xml(event.recipient)}
        edge = SubElement(graph, "edge", given)
        _add_data(edge, "edge", {"label": labels[event.predicate].label, **describe_edge(lookup, event)})
    return [write_bytes(path, _to_xml(root))]


def _add_data(element: Element, name: str, values: Mapping[str, Any]) -> None:
    for title, value in values.items():
        if value is not None:
            SubElement(element, "data", {"key": f"{name}_{title}"}).text = clean_xml(str(value))


def write_neo4j(findings: Findings, path: Path) -> list[Path]:
    """Writes nodes.csv and rels.csv for neo4j-admin import and LOAD CSV, and load.cypher, into a folder.

    What has only been planned, alleged or denied is an edge as well: filter by its `status`.
    """
    lookup = Lookup(findings)
    nodes = [
        (entity.id, _flatten(entity.label), entity.kind.value.lower(), f"Entity;{entity.kind.value}")
        for entity in find_nodes(lookup)
    ]
    edges = []
    for event in findings.events:
        code = lookup.find_code(event)
        day = event.date.earliest if event.date else None
        cameo = code.code if code else None
        kind = event.predicate.upper()
        edges.append((event.agent, event.recipient, day, cameo, event.confidence, kind, event.status.value, event.id))
    relation = (":START_ID", ":END_ID", "date:date", "cameo", "confidence:double", ":TYPE", "status", "event")
    return [
        write_csv_rows(path / "nodes.csv", ("id:ID", "name", "type", ":LABEL"), nodes),
        write_csv_rows(path / "rels.csv", relation, edges),
        write_text(path / "load.cypher", make_cypher()),
    ]


def _flatten(label: str) -> str:
    """A label on one line: neo4j-admin takes line breaks in a field only when it is told to."""
    return " ".join(label.split()) if any(sign in label for sign in "\n\r\t") else label


def make_cypher() -> str:
    """The statements that load nodes.csv and rels.csv: the same for every graph, so no name can become a command."""
    lines = [
        "// Put nodes.csv and rels.csv into the import folder of Neo4j, then: cypher-shell -f load.cypher",
        "CREATE CONSTRAINT graphkit_entity IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;",
        "",
    ]
    for kind in Kind:
        lines += [
            "LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row",
            f"WITH row WHERE row.`:LABEL` = 'Entity;{kind.value}'",
            f"MERGE (e:Entity {{id: row.`id:ID`}}) SET e.name = row.name, e.type = row.type, e:{kind.value};",
            "",
        ]
    for name in Vocabulary.load().predicates:
        lines += [
            "LOAD CSV WITH HEADERS FROM 'file:///rels.csv' AS row",
            f"WITH row WHERE row.`:TYPE` = '{name.upper()}'",
            "MATCH (a:Entity {id: row.`:START_ID`}) MATCH (b:Entity {id: row.`:END_ID`})",
            f"MERGE (a)-[r:{name.upper()} {{event: row.event}}]->(b)",
            "SET r.status = row.status, r.cameo = row.cameo, r.confidence = toFloat(row.`confidence:double`),",
            "    r.date = CASE WHEN row.`date:date` IS NULL THEN NULL ELSE date(row.`date:date`) END;",
            "",
        ]
    return "\n".join(lines)


#: The formats of this family.
WRITERS = {"gexf": write_gexf, "graphml": write_graphml, "neo4j": write_neo4j}

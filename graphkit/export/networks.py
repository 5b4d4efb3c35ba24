"""Networks: GEXF with dates for Gephi, GraphML for Cytoscape and igraph, CSV with load.cypher for Neo4j.

A node is an entity that takes part in an event, an edge is one event from its agent to its recipient; a symmetric event
(`symmetric` is true) is one edge, whose direction says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from graphkit.export.lookups import Lookup, clean_xml, write_csv_rows, write_text
from graphkit.export.tables import describe_event
from graphkit.model import Entity, Event, Findings, Kind
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime.output_file import write_bytes

#: Attributes of nodes and edges with their types.
NODE_FIELDS = {
    "kind": "string",
    "wikidata": "string",
    "country": "string",
    "iso3": "string",
    "cow": "string",
    "fips": "string",
    "region": "string",
    "latitude": "double",
    "longitude": "double",
    "events": "integer",
}
EDGE_FIELDS = {
    "predicate": "string",
    "plover": "string",
    "status": "string",
    "date": "string",
    "date_precision": "string",
    "first_published": "string",
    "cameo": "string",
    "confidence": "double",
    "symmetric": "boolean",
    "agent_iso3": "string",
    "recipient_iso3": "string",
    "speaker": "string",
    "articles": "integer",
    "first_article": "string",
    "sentence": "string",
    "event_id": "string",
}
#: The names of those types in GraphML and in Neo4j.
_GRAPHML = {"string": "string", "integer": "int", "double": "double", "boolean": "boolean"}
_NEO4J = {"string": "", "integer": ":int", "double": ":double", "boolean": ":boolean"}


def find_nodes(lookup: Lookup) -> list[Entity]:
    """Return the entities that take part in events, by id."""
    return [lookup.find_entity(name) for name in sorted(lookup.counts)]


def describe_node(lookup: Lookup, entity: Entity) -> dict[str, Any]:
    """Return the attributes of a node; its country is that of no certain day."""
    profile = lookup.actors.find_profile(entity.id, None)
    return {
        "kind": entity.kind.value,
        "wikidata": dict(entity.external).get("wikidata"),
        "country": "; ".join(state.label for state in profile.states) or profile.international,
        **{system: profile.join_codes(system) for system in ("iso3", "cow", "fips", "region")},
        "latitude": entity.location.latitude if entity.location else None,
        "longitude": entity.location.longitude if entity.location else None,
        "events": lookup.counts[entity.id],
    }


def describe_edge(lookup: Lookup, event: Event) -> dict[str, Any]:
    """Return the attributes of an edge: what the events table says of the event."""
    row = describe_event(lookup, event)
    return {name: row[name] for name in EDGE_FIELDS}


def write_gexf(findings: Findings, path: str | Path) -> list[Path]:
    """Write GEXF 1.3 with typed attributes; dated events have start and end, so Gephi shows a timeline."""
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
    labels = lookup.tables.vocabulary.predicates
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
    return [write_bytes(Path(path), _to_xml(root))]


def _add_values(element: Element, values: Mapping[str, Any]) -> None:
    holder = SubElement(element, "attvalues")
    for name, value in values.items():
        if value is not None:
            SubElement(holder, "attvalue", {"for": name, "value": write_value(value)})


def write_value(value: object) -> str:
    """Return a value as XML has it: truth in lower case, text without what XML cannot hold."""
    return str(value).lower() if isinstance(value, bool) else clean_xml(str(value))


def _to_xml(root: Element) -> bytes:
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def write_graphml(findings: Findings, path: str | Path) -> list[Path]:
    """Write GraphML with typed keys and plain values, readable by networkx, igraph, Cytoscape and yEd."""
    lookup = Lookup(findings)
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, fields in (("node", {"label": "string", **NODE_FIELDS}), ("edge", {"label": "string", **EDGE_FIELDS})):
        for title, kind in fields.items():
            key = {"id": f"{name}_{title}", "for": name, "attr.name": title, "attr.type": _GRAPHML[kind]}
            SubElement(root, "key", key)
    graph = SubElement(root, "graph", {"id": "events", "edgedefault": "directed"})
    for entity in find_nodes(lookup):
        node = SubElement(graph, "node", {"id": clean_xml(entity.id)})
        _add_data(node, "node", {"label": entity.label, **describe_node(lookup, entity)})
    labels = lookup.tables.vocabulary.predicates
    for event in findings.events:
        given = {"id": clean_xml(event.id), "source": clean_xml(event.agent), "target": clean_xml(event.recipient)}
        edge = SubElement(graph, "edge", given)
        _add_data(edge, "edge", {"label": labels[event.predicate].label, **describe_edge(lookup, event)})
    return [write_bytes(Path(path), _to_xml(root))]


def _add_data(element: Element, name: str, values: Mapping[str, Any]) -> None:
    for title, value in values.items():
        if value is not None:
            SubElement(element, "data", {"key": f"{name}_{title}"}).text = write_value(value)


def write_neo4j(findings: Findings, path: str | Path) -> list[Path]:
    """Write nodes.csv and rels.csv for neo4j-admin import and LOAD CSV, and load.cypher, into a folder.

    What has only been planned, alleged or denied is a relation as well: filter by its `status`. `day` is the first day
    that is possible; `date` and `date_precision` say how exact that is.
    """
    lookup = Lookup(findings)
    nodes = []
    for entity in find_nodes(lookup):
        values = describe_node(lookup, entity)
        row = [values[name] for name in NODE_FIELDS if name != "kind"]
        nodes.append(
            (entity.id, _flatten(entity.label), entity.kind.value.lower(), f"Entity;{entity.kind.value}", *row)
        )
    edges = []
    for event in findings.events:
        values = describe_edge(lookup, event)
        day = event.date.earliest if event.date else None
        row = [_flatten(value) if isinstance(value, str) else value for value in values.values()]
        edges.append((event.agent, event.recipient, event.predicate.upper(), day, *map(write_cell, row)))
    node_head = [f"{name}{_NEO4J[kind]}" for name, kind in NODE_FIELDS.items() if name != "kind"]
    edge_head = [f"{name}{_NEO4J[kind]}" for name, kind in EDGE_FIELDS.items()]
    folder = Path(path)
    return [
        write_csv_rows(folder / "nodes.csv", ("id:ID", "name", "type", ":LABEL", *node_head), nodes, for_people=False),
        write_csv_rows(
            folder / "rels.csv", (":START_ID", ":END_ID", ":TYPE", "day:date", *edge_head), edges, for_people=False
        ),
        write_text(folder / "load.cypher", make_cypher(lookup.tables.vocabulary)),
    ]


def write_cell(value: object) -> object:
    """Return a value as Neo4j reads it from CSV: truth in lower case."""
    return str(value).lower() if isinstance(value, bool) else value


def _flatten(label: str) -> str:
    """Put a label on one line: neo4j-admin takes line breaks in a field only when it is told to."""
    return " ".join(label.split()) if any(sign in label for sign in "\n\r\t") else label


def make_cypher(vocabulary: Vocabulary) -> str:
    """Make the statements that load nodes.csv and rels.csv, the same for every graph: no name becomes a command."""
    lines = [
        "// Put nodes.csv and rels.csv into the import folder of Neo4j, then: cypher-shell -f load.cypher",
        "CREATE CONSTRAINT graphkit_entity IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;",
        "",
    ]
    node_sets = [f"e.{name} = {_read_column(name, kind)}" for name, kind in NODE_FIELDS.items() if name != "kind"]
    edge_sets = [f"r.{name} = {_read_column(name, kind)}" for name, kind in EDGE_FIELDS.items()]
    for kind in Kind:
        lines += [
            "LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row",
            f"WITH row WHERE row.`:LABEL` = 'Entity;{kind.value}'",
            f"MERGE (e:Entity {{id: row.`id:ID`}}) SET e.name = row.name, e.type = row.type, e:{kind.value},",
            "    " + ", ".join(node_sets) + ";",
            "",
        ]
    for name in vocabulary.predicates:
        lines += [
            "LOAD CSV WITH HEADERS FROM 'file:///rels.csv' AS row",
            f"WITH row WHERE row.`:TYPE` = '{name.upper()}'",
            "MATCH (a:Entity {id: row.`:START_ID`}) MATCH (b:Entity {id: row.`:END_ID`})",
            f"MERGE (a)-[r:{name.upper()} {{event_id: row.event_id}}]->(b)",
            "SET r.day = CASE WHEN row.`day:date` IS NULL THEN NULL ELSE date(row.`day:date`) END,",
            "    " + ", ".join(edge_sets) + ";",
            "",
        ]
    return "\n".join(lines)


def _read_column(name: str, kind: str) -> str:
    """Return the Cypher that reads a column with its type."""
    column = f"row.`{name}{_NEO4J[kind]}`"
    reader = {"integer": "toInteger", "double": "toFloat", "boolean": "toBoolean"}.get(kind)
    return f"{reader}({column})" if reader else column


#: The formats of this family.
WRITERS = {"gexf": write_gexf, "graphml": write_graphml, "neo4j": write_neo4j}

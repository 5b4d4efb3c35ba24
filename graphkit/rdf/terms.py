"""Names in RDF: namespaces, prefixes, and the IRIs of entities, events and articles.

An IRI is the base, a folder for what is not an entity, and a local name of `[a-z0-9-]`, so no label can break it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date, datetime
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

DEFAULT_BASE = "https://w3id.org/graphkit/id/"
GK = "https://w3id.org/graphkit/ns#"
PLOVER = "https://w3id.org/graphkit/plover#"
CAMEO = "https://w3id.org/graphkit/cameo#"
STATUS = "https://w3id.org/graphkit/status#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SCHEMA = "https://schema.org/"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
DCTERMS = "http://purl.org/dc/terms/"
VOID = "http://rdfs.org/ns/void#"

#: Keys of Entity.external that become owl:sameAs, and the start and end of their IRIs.
SAME_AS = {"wikidata": (WIKIDATA, ""), "geonames": (GEONAMES, "/")}
#: Keys of Entity.external that have a property of their own.
CODES = ("iso2", "iso3", "fips", "cow")
#: The folder, under the base IRI, of each kind of node that is not an entity.
FOLDERS = ("event", "mention", "relation", "article", "publisher")

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SURROGATES = re.compile("[\ud800-\udfff]")


def find_prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return the prefixes that graph files declare and that queries may use without declaring them."""
    return {
        "gk": GK,
        "id": base,
        **{folder: f"{base}{folder}/" for folder in FOLDERS},
        "plover": PLOVER,
        "cameo": CAMEO,
        "status": STATUS,
        "sem": SEM,
        "schema": SCHEMA,
        "prov": PROV,
        "nif": NIF,
        "skos": SKOS,
        "geo": GEO,
        "dcterms": DCTERMS,
        "void": VOID,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
    }


def clean_text(text: str) -> str:
    """Replace lone surrogates, which no RDF file can hold, by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def slugify(text: str, length: int = 60) -> str:
    """Return the text in lower-case ASCII letters, digits and single hyphens, cut to a length; empty for none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:length].rstrip("-")


def hash_text(*parts: str, digits: int = 8) -> str:
    """Return the first hex digits of a hash over the parts, the same in every process."""
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:digits]


@lru_cache(maxsize=5_000)
def make_local_name(identifier: str) -> str:
    """Return the identifier itself where it is plain already, otherwise its slug and a hash of it."""
    if len(identifier) <= 120 and _PLAIN.fullmatch(identifier):
        return identifier
    slug = slugify(identifier)
    return f"{slug}-{hash_text(identifier)}" if slug else f"x-{hash_text(identifier)}"


@lru_cache(maxsize=5_000)
def make_publisher_name(publisher: str) -> str:
    """Return the slug of a publisher's name and a hash of it, since slugs may be alike."""
    return f"{slugify(publisher) or 'x'}-{hash_text(publisher)}"


def find_local_name(iri: str) -> str:
    """Return the part of an IRI after its last slash or hash."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


@cache
def node(iri: str) -> NamedNode:
    """Make the RDF term of an IRI of a namespace above (kept, since a graph repeats them)."""
    return NamedNode(iri)


def text(value: str) -> Literal:
    """Make a plain literal."""
    return Literal(clean_text(value))


def degrees(value: float) -> Literal:
    """Return a latitude or longitude as xsd:decimal, as exact as a float tells."""
    return Literal(f"{value:.6f}".rstrip("0").rstrip("."), datatype=node(XSD + "decimal"))


def decimal(value: float) -> Literal:
    """Make a score an xsd:decimal with at most four digits."""
    return Literal(f"{round(value, 4):.4f}".rstrip("0").rstrip("."), datatype=node(XSD + "decimal"))


def day(value: str) -> Literal:
    """Give an ISO day or time of day its datatype; what is neither stays plain text."""
    if is_day(value):
        return Literal(value, datatype=node(XSD + "date"))
    if is_moment(value):
        return Literal(value, datatype=node(XSD + "dateTime"))
    return text(value)


def is_day(value: str) -> bool:
    """Tell whether a text is a day of the calendar."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_moment(value: str) -> bool:
    """Tell whether a text is a day with a time."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?", value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True

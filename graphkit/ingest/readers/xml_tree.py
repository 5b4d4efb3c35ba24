"""XML as feeds and agencies write it, sound or not: safe parsing, repair, and access by local names."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import Any

from graphkit.ingest.decoding import decode
from graphkit.ingest.metadata import TextOrigin
from graphkit.model import Skip

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DECLARED = re.compile(rb"^[^<]{0,10}<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.-]{2,40})")
_DOCTYPE = re.compile(r"<!\s*DOCTYPE[^\[>]{0,500}>", re.I)
_UNSAFE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_REFERENCE = re.compile(r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|(?P<number>#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});)?)")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
#: Errors of libxml2 about prefixes without a declared namespace; the tree is sound all the same.
_NAMESPACE_ERRORS = range(200, 206)


def decode_xml(data: bytes, location: TextOrigin) -> str | Skip:
    """Decode a document and remove its declarations; one that declares entities is refused (unsafe-xml).

    A document type without declarations of its own (as RSS 0.91 and NITF have) is dropped and never loaded. Entities
    can fill the memory, read files and reach the network, and no feed needs them.
    """
    declared = _DECLARED.match(data)
    text = _DECLARATION.sub("", decode(data, declared=declared[1].decode("ascii") if declared else None), count=1)
    text = _DOCTYPE.sub("", text, count=1)
    if _UNSAFE.search(_CDATA.sub("", text)):
        return location.skip("unsafe-xml", "it declares entities of its own", "remove the <!DOCTYPE ...> part")
    return text


def parse_xml(text: str, location: TextOrigin) -> tuple[Any, Skip | None]:
    """Parse decoded XML; the root is None where nothing can be read.

    HTML entities that are not declared, single ampersands and undeclared prefixes are mended. What comes before any
    other break is kept, and the second value is then a skip that says where the break is.
    """
    from lxml import etree

    parser: Any = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    mended = "".join(piece if number % 2 else _mend(piece) for number, piece in enumerate(_CDATA.split(text)))
    try:
        root: Any = etree.fromstring(mended.strip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, location.skip("malformed", f"not sound XML: {error}"[:200], "save it again")
    errors = [entry for entry in parser.error_log if entry.type not in _NAMESPACE_ERRORS and entry.level >= 2]
    if errors:
        detail = f"not sound XML: {errors[0].message} (line {errors[0].line})"
        return root, location.skip("malformed", detail[:200], "save it again")
    return root, None


def _mend(text: str) -> str:
    """Replace HTML entities by their characters and single ampersands by `&amp;`."""

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if match["number"] or name in _XML_NAMES:
            return match.group()
        character = html.entities.html5.get(f"{name};") if name else None
        return character if character else f"&amp;{match.group()[1:]}"

    return _REFERENCE.sub(replace, text) if "&" in text else text


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace, in lower case."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def find_all(root: Any, *names: str) -> Iterator[Any]:
    """Find all elements below by their local names, in the order of the document."""
    return (element for element in root.iter() if local_name(element) in names)


def find_text(root: Any, *names: str) -> str | None:
    """Find the text of the first element that has one, by its local name, the first name first."""
    for name in names:
        for element in find_all(root, name):
            if text := " ".join("".join(element.itertext()).split()):
                return text
    return None


def find_attribute(root: Any, element_names: tuple[str, ...], attribute: str) -> str | None:
    """Find an attribute of the first element of some names that has it, the first name first."""
    for name in element_names:
        for element in find_all(root, name):
            if value := element.get(attribute):
                return str(value)
    return None

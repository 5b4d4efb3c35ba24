"""The SPARQL 1.1 Protocol: what a request asks for, and in which form it wants the answer.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

#: Bytes that a request may have: more than any query that is let through.
MOST_BYTES = 200_000
#: How deep the JSON of a request may nest; what is asked for has two levels.
MOST_DEPTH = 10
#: Seconds within which the body of a request must be here.
BODY_SECONDS = 10.0
#: Media types of answers in the order of preference, and the forms they stand for.
TABLES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "terms",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/n-triples": "ntriples",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
PAGES = {"text/html": "html", "application/xhtml+xml": "html"}
#: What a form of an answer is called where someone names it in the address (?format=csv).
TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "terms": "text/tab-separated-values",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "html": "text/html",
}


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


class ProtocolError(Exception):
    """A request that is not answered, with the status that says why."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the form wished for; `query` is None where the request asks what this endpoint is."""

    query: str | None
    form: str | None = None


async def read_question(request: Request) -> Question:
    """Read the query of a protocol request, by any of the three ways to send it. Raises ProtocolError."""
    given = dict_once(parse_form(request.url.query))
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await read_body(request)
        if kind == "application/sparql-query":
            given["query"] = decode(body)
        elif kind == "application/x-www-form-urlencoded":
            given |= dict_once(parse_form(decode(body)))
        elif kind == "application/sparql-update":
            raise ProtocolError(405, "This endpoint only answers queries; it takes no updates.")
        else:
            raise ProtocolError(415, "Send application/sparql-query or application/x-www-form-urlencoded.")
    if "update" in given:
        raise ProtocolError(405, "This endpoint only answers queries; it takes no updates.")
    if "default-graph-uri" in given or "named-graph-uri" in given:
        raise ProtocolError(400, "There is one graph here; no other can be named.")
    if request.method == "POST" and "query" not in given:
        raise ProtocolError(400, "There is no query in the request.")
    return Question(given.get("query"), given.get("format") or given.get("output"))


async def read_ask(request: Request) -> tuple[str, dict[str, str]]:
    """Read the query and parameters that the editor sends. Raises ProtocolError.

    They come as JSON and under this name only, so that no form of another site can send them.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise ProtocolError(415, "Send application/json.")
    text = decode(await read_body(request))
    if count_depth(text) > MOST_DEPTH:
        raise ProtocolError(400, f"The request nests more than {MOST_DEPTH} deep.")
    try:
        given = json.loads(text)
    except ValueError:
        raise ProtocolError(400, "The request is not JSON.") from None
    if not isinstance(given, dict) or not given.keys() <= {"query", "parameters"}:
        raise ProtocolError(400, 'Send {"query": "...", "parameters": {}}.')
    query, parameters = given.get("query"), given.get("parameters", {})
    if not isinstance(query, str) or not isinstance(parameters, dict):
        raise ProtocolError(400, "The query must be text, and its parameters an object.")
    if not all(isinstance(value, str) for value in parameters.values()):
        raise ProtocolError(400, "The parameters must be text.")
    return query, parameters


def count_depth(text: str) -> int:
    """Count how deep JSON nests, before anything parses it."""
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def parse_form(text: str) -> list[tuple[str, str]]:
    """Parse names and values of a form. Raises ProtocolError where they are not UTF-8 text."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError:
        raise ProtocolError(400, "The request is not UTF-8 text.") from None


def dict_once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Make a mapping of pairs. Raises ProtocolError where `query` is given twice, which the protocol forbids."""
    if sum(name == "query" for name, _ in pairs) > 1:
        raise ProtocolError(400, "There is more than one query in the request.")
    return dict(pairs)


async def read_body(request: Request) -> bytes:
    """Read the body, no longer than MOST_BYTES and here within BODY_SECONDS. Raises ProtocolError."""

    async def collect() -> bytes:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise ProtocolError(413, f"The request has more than {MOST_BYTES:,} bytes.")
        return body

    try:
        return await asyncio.wait_for(collect(), BODY_SECONDS)
    except TimeoutError:
        raise ProtocolError(408, "The request did not come to its end.") from None
    except ClientDisconnect:  # nobody reads this answer
        raise ProtocolError(400, "The request was broken off.") from None


def decode(body: bytes) -> str:
    """Decode UTF-8. Raises ProtocolError."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "The request is not UTF-8 text.") from None


def choose_form(accept: str, offers: Mapping[str, str], named: str | None = None) -> str:
    """Choose the form that an Accept header prefers among what is offered (the first where it does not say).

    Raises ProtocolError (406) where it takes none of them.
    """
    if named is not None:
        wanted = named.lower()
        if wanted in offers.values():
            return wanted
        if wanted in offers:
            return offers[wanted]
        raise ProtocolError(
            400, f"There is no format {named!r}; use one of {', '.join(dict.fromkeys(offers.values()))}."
        )
    if not accept.strip():
        return next(iter(offers.values()))
    ranges = []
    for media_range in accept.split(","):
        name, *parameters = [piece.strip().lower() for piece in media_range.split(";")]
        weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            weight = 0.0
        ranges.append((name, weight))
    best: tuple[float, int] | None = None
    chosen = None
    for place, offer in enumerate(offers):
        weight = weigh(offer, ranges)
        if weight > 0 and (best is None or (weight, -place) > best):
            best, chosen = (weight, -place), offer
    if chosen is None:
        raise ProtocolError(406, f"The answer can be had as {', '.join(offers)}.")
    return offers[chosen]


def weigh(offer: str, ranges: list[tuple[str, float]]) -> float:
    """Weigh a media type by the ranges of an Accept header: the most exact range that fits decides."""
    family = offer.partition("/")[0]
    for pattern in (offer, f"{family}/*", "*/*"):
        weights = [weight for name, weight in ranges if name == pattern]
        if weights:
            return max(weights)
    return 0.0

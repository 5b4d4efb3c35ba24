"""Refuse unsafe queries by their tokens, before any engine sees them.

The engine would open connections for SERVICE, and it sets no bound to the size of a query, so both are done here. It
has its own view of where a word begins and ends: a word is refused wherever it stands outside of strings, comments,
IRIs, variables and local names, also as a part of a longer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.errors import QueryError

MOST_CHARACTERS = 50_000
MOST_NESTING = 100
#: Operators, paths and the like can nest without brackets: a query of people has far fewer tokens than this.
MOST_TOKENS = 10_000

_TOKEN = re.compile(
    r"""
    (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<comment>\#[^\n\r]*)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>[\w][\w.\-]*)?:(?P<local>(?:[\w:%-]|\\[_~.\-!$&'()*+,;=/?\#@%]|\.(?=[\w:%.-]))*)
  | (?P<word>[^\W\d]\w*|\w+)
  | (?P<open>[({\[]) | (?P<close>[)}\]])
  | (?P<space>\s+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_REMOTE = "A query sees this graph only and changes nothing."
_FORBIDDEN = {"SERVICE": "asks another server", "LOAD": "loads another file", "FROM": "names another graph"}
_UPDATES = frozenset(["INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "USING"])


@dataclass(frozen=True, slots=True)
class QueryToken:
    """A piece of a query: its kind, its text, and where it begins."""

    kind: str
    text: str
    start: int


def find_tokens(query: str) -> list[QueryToken]:
    """Find the tokens of a query, without white space and comments; code point escapes are read first."""
    plain = decode_escapes(query)
    tokens = []
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup or "other"
        if kind in ("local", "name") or (match["local"] is not None):
            kind = "prefixed"
        if kind not in ("space", "comment"):
            tokens.append(QueryToken(kind, match.group(), match.start()))
    return tokens


def decode_escapes(query: str) -> str:
    """Decode the code point escapes of a query (backslash u and four digits)."""

    def decode(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"

    return _ESCAPE.sub(decode, query)


def refuse_unsafe(query: str) -> list[QueryToken]:
    """Return the tokens of a query that may be run. Raises QueryError for one that may not."""
    if len(query) > MOST_CHARACTERS:
        raise QueryError(
            f"The query has {len(query):,} characters, more than {MOST_CHARACTERS:,}.",
            remedy="Ask in several steps, or put the values into a file and filter the answer.",
        )
    if "\x00" in query:
        raise QueryError("The query holds a NUL character.", remedy="Write the query as plain text.")
    tokens = find_tokens(query)
    _refuse_size(query, tokens)
    for token in tokens:
        _refuse_word(query, token)
    return tokens


def _refuse_size(query: str, tokens: list[QueryToken]) -> None:
    if len(tokens) > MOST_TOKENS:
        raise QueryError(
            f"The query has {len(tokens):,} words and signs, more than {MOST_TOKENS:,}.", remedy="Ask in several steps."
        )
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > MOST_NESTING:
            raise QueryError(
                f"The query nests brackets more than {MOST_NESTING} deep.",
                where=name_place(query, token.start),
                remedy="Write it flatter.",
            )
    run = 0
    for token in tokens:
        run = run + 1 if token.text in ("!", "-", "+") else 0
        if run > MOST_NESTING:
            raise QueryError("The query repeats a sign too often.", where=name_place(query, token.start))


def _refuse_word(query: str, token: QueryToken) -> None:
    if token.kind == "prefixed":
        prefix, _, local = token.text.partition(":")
        # A local name is taken whole by every grammar, up to a dot: what stands after one might be read on its own.
        words = [prefix, *re.split(r"[.\\%]", local)[1:]]
        exact = False
    elif token.kind == "word":
        words, exact = [token.text], True
    else:
        return
    for word in words:
        upper = word.upper()
        hit = next((bad for bad in _FORBIDDEN if bad in upper), None)
        if hit is None and exact and upper in _UPDATES:
            raise QueryError(
                f"{upper} changes a graph, and queries only read.",
                where=name_place(query, token.start),
                remedy="Use SELECT, ASK, CONSTRUCT or DESCRIBE; to change the graph, build it again.",
            )
        if hit is not None:
            raise QueryError(
                f"{hit} {_FORBIDDEN[hit]}, which is refused.", where=name_place(query, token.start), remedy=_REMOTE
            )


def name_place(query: str, offset: int) -> str:
    """Name the place of an offset in the query: "line 2, column 7"."""
    before = decode_escapes(query)[:offset]
    line = before.count("\n") + 1
    return f"line {line}, column {offset - (before.rfind(chr(10)) + 1) + 1} of the query"

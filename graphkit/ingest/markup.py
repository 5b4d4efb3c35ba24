"""Fragments of HTML, as feeds and records carry them, turned into plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: Elements that news texts use; their presence shows that a field holds HTML.
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|ul|ol|li|h[1-6]|blockquote|figure|figcaption|img|table|t[rdh]|section"
    r"|article|sup|sub|time|font|center|iframe|script|style)\b[^<>]*>",
    re.I,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,5});")
_MOST = 1_000_000


def has_markup(text: str) -> bool:
    """Return whether a text holds HTML elements or character references."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def strip_markup(markup: str) -> str:
    """Return the text of a fragment of HTML, a paragraph for each block."""
    if "<" not in markup and "&" not in markup:
        return markup
    parser = _MarkupStripper()
    parser.feed(markup[:_MOST])
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.texts).split("\n"))
    return "\n\n".join(line for line in lines if line)


class _MarkupStripper(HTMLParser):
    _BLOCKS = frozenset(
        {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table", "section"}
    )
    _SILENT = frozenset({"script", "style", "iframe", "noscript", "template", "svg"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._silent: str | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self._SILENT and self._silent is None:
            self._silent = tag
        elif tag in self._BLOCKS:
            self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = None
        elif tag in self._BLOCKS:
            self.texts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._silent is None:
            self.texts.append(data.replace("\n", " "))

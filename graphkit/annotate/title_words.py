"""Read the title that stands before a name: "former US Secretary of State" before "Antony Blinken"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.resources import Resources

#: Offices before which stands what they are for.
PORTFOLIOS = frozenset({"commissioner", "minister", "secretary"})
#: Between two portfolios of one office: "Foreign and Trade Minister".
_BETWEEN = frozenset({"and", "&", ","})
#: An office of more words than this is not looked for before a name.
_LONGEST = 8
#: Between an office and what it is for.
_PURPOSES = frozenset({"for", "to", "on"})
_OF_PURPOSES = frozenset({"NOUN", "PROPN", "ADJ"})
_STOPS = frozenset(',.;:()"')
_OWNERS = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.PLACE, Kind.GROUP})


@dataclass(frozen=True, slots=True)
class TitleWords:
    """A title before a name: token range, the office's words, the serving state or body and "former".

    `also` is the second of two portfolios: "trade minister" of "Foreign and Trade Minister".
    """

    start: int
    end: int
    office: str
    of: Name | None
    former: bool
    also: str | None = None


class TitleFinder:
    """Finds the titles before the names of one Doc."""

    def __init__(self, doc: Doc, names: Mapping[int, Name], resources: Resources) -> None:
        self.doc, self.names, self.words = doc, names, resources.names
        self.offices, self.modifiers = resources.classes["office"], resources.classes["office_modifier"]

    def before(self, start: int) -> TitleWords | None:
        """Return the title that ends right before token `start`; None where there is none."""
        end = start
        while end > 0 and self.doc[end - 1].lower_ in self.words.honorific and not self._is_office(end - 1):
            end -= 1
        first = self._longest_office(end)
        if first is None:
            return None
        office = _plain(self.doc[first:end].text)
        first, office, also = self._second_portfolio(first, end, office)
        return self._with_owner(first, end, office, also)

    def with_purpose(self, start: int) -> TitleWords | None:
        """Return the title before a name that says what it is for: "UN envoy for Syria", "commissioner for trade"."""
        for i in range(start - 1, max(0, start - _LONGEST), -1):
            token = self.doc[i]
            if token.lower_ in _PURPOSES:
                first = self._longest_office(i) if i < start - 1 else None
                title = self._with_owner(first, i, _plain(self.doc[first:i].text), None) if first is not None else None
                return replace(title, end=start) if title is not None else None
            if token.pos_ not in _OF_PURPOSES and token.lower_ not in ("the", "and"):
                return None
        return None

    def _is_office(self, i: int) -> bool:
        return self.doc[i].lower_ in self.offices

    def _longest_office(self, end: int) -> int | None:
        """Return where the longest office begins that ends before token `end`."""
        best = None
        words = self.doc.tokens[max(0, end - _LONGEST) : end]
        stop = words[-1].idx + len(words[-1]) if words else 0
        for token in reversed(words):
            if self._breaks(token, end):
                break
            if _plain(self.doc.text[token.idx : stop]) in self.offices:
                best = token.i
        return best

    def _breaks(self, token: Token, end: int) -> bool:
        """Tell whether a word can be no part of an office that ends before token `end`."""
        if token.is_space:
            return True
        if token.text in _STOPS:
            return True
        if token.i + 1 >= end:
            return False
        if token.is_sent_start is not True:
            return False
        return self.doc.tokens[token.i + 1].is_sent_start is True

    def _second_portfolio(self, first: int, end: int, office: str) -> tuple[int, str, str | None]:
        """Read "Foreign and Trade Minister" and "Interior and Security Minister" as two offices, the first before."""
        kind = office.split()[-1]
        if kind not in PORTFOLIOS:
            return first, office, None
        i = first
        words: list[Token] = []
        while i > 0 and self._is_portfolio_word(self.doc[i - 1]):
            i -= 1
            words.insert(0, self.doc[i])
        while words and words[0].lower_ in _BETWEEN:
            i, words = i + 1, words[1:]
        if not words:
            return first, office, None
        portfolios = _split_portfolios([t.lower_ for t in (*words, *self.doc[first : end - 1])])
        named = [
            portfolio if portfolio in self.offices else f"{portfolio} {kind}" for portfolio in portfolios if portfolio
        ]
        return i, named[0], named[1] if len(named) > 1 else None

    def _is_portfolio_word(self, token: Token) -> bool:
        if token.lower_ in _BETWEEN:
            if token.i == 0:
                return False
            return self.doc[token.i - 1].text[0].isupper()
        if not token.text[0].isupper():
            return False
        if token.is_sent_start:
            return False
        if token.pos_ not in ("PROPN", "NOUN", "ADJ"):
            return False
        name = self.names.get(token.i)
        if name is not None and (name.entry is not None or name.kind is not Kind.ORGANIZATION):
            return False
        if token.lower_ in self.modifiers:
            return False
        return token.lower_ not in self.words.ranked

    def _with_owner(self, first: int, end: int, office: str, also: str | None) -> TitleWords:
        """Walk left over modifiers and the name of whom the office serves."""
        former = office.startswith("ex-")
        of: Name | None = None
        i = first - 1
        while i >= 0:
            token, name = self.doc[i], self.names.get(i)
            if name is not None and of is None and name.kind in _OWNERS:
                of = name
                i = name.start - 1
            elif token.lower_ in self.modifiers or token.text == "-":
                former = former or token.lower_ in self.words.former
                office = self._ranked(token, office)
                i -= 1
            elif token.tag_ == "POS" and i - 1 in self.names:
                i -= 1
            else:
                break
        return TitleWords(i + 1, end, office, of, former, also)

    def _ranked(self, token: Token, office: str) -> str:
        if token.lower_ not in self.words.ranked:
            return office
        if office.startswith(token.lower_):
            return office
        return f"{token.lower_} {office}"


def _plain(words: str) -> str:
    return " ".join(words.lower().split()).replace(" - ", "-")


def _split_portfolios(words: list[str]) -> list[str]:
    portfolios: list[list[str]] = [[]]
    for word in words:
        if word in _BETWEEN:
            portfolios.append([])
        else:
            portfolios[-1].append(word)
    return [" ".join(portfolio) for portfolio in portfolios]

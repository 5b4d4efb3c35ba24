"""Find who of the persons that an article names has an office: by its titles, or by what they hold that day.

A person is found only where exactly one fits; an office that two of the article could have is left as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import head_phrases, span_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.resources import Resources

#: What is no part of what an office is of: "the new head of the Taliban's team" is the head of that team.
_NO_CONTENT = frozenset("DT PRP$ POS IN CC JJ , HYPH".split())
#: So many words an office must have to be known again by its words alone.
_ENOUGH = 3
#: Words for whoever heads a ministry.
_HEADS = frozenset({"boss", "chief", "head", "leader"})
#: Offices that go on behind their noun: "secretary of state".
_FOR = ("of", "for", "in")
#: Words of the longest portfolio: "europe and foreign affairs".
_LONGEST_PORTFOLIO = 4
_LONG = frozenset({"secretary", "minister", "member", "head", "chief", "commander"})


class Holders:
    """The office holders of one article. Titles are read as they are collected, so ask when that is done."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer) -> None:
        self.annotated, self.gazetteer = annotated, gazetteer
        self.persons: dict[str, Mention] = {}
        for name in annotated.names.values():
            if name.kind is not Kind.PERSON:
                continue
            if name.entry is None:
                continue
            if name.entry in self.persons:
                continue
            span = span_of(annotated.doc, name.start, name.end)
            self.persons[name.entry] = Mention(span, name.name, name.name, name.kind, name.entry, None, "office")

    def by_tenure(self, office: str, of: str | None = None, *, former: bool = False) -> Mention | None:
        """Return the one person of the article who holds an office on the day of publication, or held it before."""
        day = self.annotated.article.published
        if day is None:
            return None
        people = self.persons.items()
        return _only(m for entry, m in people if self.gazetteer.held_office(entry, office, day, of, former=former))

    def former(self, office: str, state: str | None, of: str | None) -> Mention | None:
        """Return of "the former president" whom the article calls so, or who held the office before."""
        former = [t for t in self.annotated.titles if t.former and t.office == office]
        titled = [t.holder for t in former if state is None or t.state in (None, state)]
        if titled:
            return _only(titled)
        return self.by_tenure(office, of, former=True)

    def by_words(self, start: int, end: int) -> Mention | None:
        """Return the one whose title has the same words: "the head of the rebels' political office"."""
        words = _content(self.annotated.doc, start, end)
        if len(words) < _ENOUGH:
            return None
        current = [t for t in self.annotated.titles if t.end > t.start and not t.former]
        return _only(t.holder for t in current if _content(self.annotated.doc, t.start, t.end) == words)

    def of_office(self, head: Token, state: str, entry: str | None) -> Iterator[tuple[Mention, ...]]:
        """Yield the holder of an office of a state or body: by the article's last title, or on that day."""
        office = longest_office(head, self.annotated.resources)
        offices = self.annotated.resources.nouns.heads_of_state | {"leader"} if office == "leader" else {office}
        same = [t for t in self.annotated.titles if t.office in offices and t.state == state and not t.former]
        if same:
            yield (same[-1].holder,)
            return
        day = self.annotated.article.published
        if entry is None:
            return
        if day is None:
            return
        if office is None:
            return
        found = self.gazetteer.holders(office, entry, day)
        ministry = self.gazetteer.head_of_ministry(entry)
        if not found and office in _HEADS and ministry is not None:  # "the State Department chief"
            found = self.gazetteer.holders(*ministry, day)
        if len(found) != 1:
            return
        span = span_of(head.doc, head.i, head.i + 1)
        yield (Mention(span, head.text, found[0].name, Kind.PERSON, found[0].id, None, "office"),)


def longest_office(head: Token, resources: Resources) -> str | None:
    """Return the office that a noun names, the longest reading: "deputy secretary of state" before "secretary"."""
    offices = resources.classes["office"]
    phrases = head_phrases(head)[::-1]
    best = next((phrase for phrase in phrases if phrase in offices), None)
    if head.lemma_.lower() not in _LONG:
        return best
    return _find_portfolio(head, phrases, offices) or best


def _find_portfolio(head: Token, phrases: Iterable[str], offices: Collection[str]) -> str | None:
    """Return an office with what it is for, the longest one: "minister of foreign affairs", "member of parliament"."""
    words = [token.lower_ for token in head.doc[head.i + 1 : head.i + 2 + _LONGEST_PORTFOLIO]]
    if len(words) < 2 or words[0] not in _FOR:
        return None
    for length in range(len(words) - 1, 0, -1):
        behind = " ".join(words[1 : length + 1])
        for phrase in phrases:
            linked = next((word for word in _FOR if f"{phrase} {word} {behind}" in offices), None)
            if linked is not None:
                return f"{phrase} {linked if linked == 'in' else 'of'} {behind}"
    return None


def _only(found: Iterable[Mention]) -> Mention | None:
    """Return the mention, where all are of one person."""
    persons = {mention.name: mention for mention in found}
    if len(persons) == 1:
        return next(iter(persons.values()))
    return None


def _content(doc: Doc, start: int, end: int) -> frozenset[str]:
    words = (t for t in doc[start:end] if t.tag_ not in _NO_CONTENT and not t.is_space)
    return frozenset(t.lemma_.lower() if t.tag_ == "NNS" else t.lower_ for t in words)

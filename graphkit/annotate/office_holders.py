"""Find who of the persons that an article names has an office: by its titles, or by what they hold that day.

A person is found only where exactly one fits; an office that two of the article could have is left as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graphkit.annotate.title_list import Titles
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import ask_once, head_phrases, lemma, resources_of, span_of, words_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import pick
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer

#: The words that say what an office is of: "the new head of the Taliban's team" is the head of that team.
_CONTENT = "*/!DT|PRP$|POS|IN|CC|JJ|,|HYPH"
#: So many words an office must have to be known again by its words alone.
_ENOUGH = 3
#: Words for whoever heads a ministry.
_HEADS = frozenset({"boss", "chief", "head", "leader"})
#: Words of the longest portfolio: "europe and foreign affairs".
_LONGEST_PORTFOLIO = 4
#: Offices that go on behind their noun: "secretary of state".
_LONG = frozenset({"secretary", "minister", "member", "head", "chief", "commander"})
#: The prepositions behind an office, and how the office is called with each.
_BEHIND = {"of": "of", "for": "of", "in": "in"}
_LEADING = frozenset({"leader"})


class Holders:
    """The office holders of one article, by its titles and its persons."""

    def __init__(self, annotated: Annotated, titles: Titles, gazetteer: Gazetteer) -> None:
        self.annotated, self.titles, self.gazetteer = annotated, titles, gazetteer
        self.day = annotated.article.published
        self.persons: dict[str, Mention] = {}
        for name in annotated.list_names():
            if name.kind is not Kind.PERSON:
                continue
            if name.entry is None:
                continue
            span = span_of(annotated.doc, name.start, name.end)
            person = Mention(span, name.name, name.name, name.kind, name.entry, None, "office")
            self.persons.setdefault(name.entry, person)

    def by_tenure(self, office: str, of: str | None = None, *, former: bool = False) -> Mention | None:
        """Return the one person of the article who holds an office on the day of publication, or held it before."""
        day = self.day
        if day is None:
            return None
        held = [p for p in self.persons if self.gazetteer.held_office(p, office, day, of, former=former)]
        holders = [self.persons[person] for person in held]
        return _only(holders)

    def former(self, office: str, state: str | None, of: str | None) -> Mention | None:
        """Return of "the former president" whom the article calls so, or who held the office before."""
        titles = self.titles.former().in_office(office)
        if state is not None:
            titles = titles.serving((None, state))
        if titles:
            return _only(titles.holders().values())
        return self.by_tenure(office, of, former=True)

    def by_words(self, start: int, end: int) -> Mention | None:
        """Return the one whose title has the same words: "the head of the rebels' political office"."""
        words = self._content(start, end)
        if len(words) < _ENOUGH:
            return None
        same = [title.holder for title in self.titles.current() if self._content(title.start, title.end) == words]
        return _only(same)

    def _content(self, start: int, end: int) -> frozenset[str]:
        """Return the words of a phrase that say what an office is of."""
        words = [word for word in self.annotated.doc.tokens[start:end] if not word.is_space]
        content = pick(words, _CONTENT)
        plural = pick(content, "*/NNS")
        return words_of(pick(content, "*/!NNS")).union(map(lemma, plural))

    def of_office(self, head: Token, state: str, entry: str | None) -> list[tuple[Mention, ...]]:
        """List the holder of an office of a state or body: by the article's last title, or on that day."""
        office = longest_office(head)
        if office is None:
            return []
        offices = _LEADING.union(self.annotated.resources.nouns.heads_of_state) if office == "leader" else (office,)
        titles = self.titles.current().in_office(*offices).serving((state,))
        if titles:
            *_, last = titles
            return [(last.holder,)]
        if entry is None:
            return []
        holders = self._holders_on_day(office, entry)
        if len(holders) != 1:
            return []
        span = span_of(head.doc, head.i, head.i + 1)
        return [(Mention(span, head.text, holders[0].name, Kind.PERSON, holders[0].id, None, "office"),)]

    def _holders_on_day(self, office: str, body: str) -> tuple[Entry, ...]:
        """Return who holds an office of a state or body on the day of publication."""
        if self.day is None:
            return ()
        holders = self.gazetteer.holders(office, body, self.day)
        ministry = self.gazetteer.head_of_ministry(body) if office in _HEADS else None
        if holders or ministry is None:
            return holders
        return self.gazetteer.holders(*ministry, self.day)  # "the State Department chief"


@ask_once
def longest_office(head: Token) -> str | None:
    """Return the office that a noun names, the longest reading: "deputy secretary of state" before "secretary"."""
    offices = resources_of(head).classes["office"]
    phrases = head_phrases(head)[::-1]
    best = next(filter(offices.__contains__, phrases), None)
    if lemma(head) not in _LONG:
        return best
    return _find_portfolio(head, phrases, offices) or best


def _find_portfolio(head: Token, phrases: Iterable[str], offices: Collection[str]) -> str | None:
    """Return an office with what it is for, the longest one: "minister of foreign affairs", "member of parliament"."""
    words = [token.lower_ for token in head.doc[head.i + 1 : head.i + 2 + _LONGEST_PORTFOLIO]]
    if len(words) < 2:
        return None
    if words[0] not in _BEHIND:
        return None
    for length in range(len(words) - 1, 0, -1):
        behind = " ".join(words[1 : length + 1])
        for phrase in phrases:
            linked = next((word for word in _BEHIND if f"{phrase} {word} {behind}" in offices), None)
            if linked is not None:
                return f"{phrase} {_BEHIND[linked]} {behind}"
    return None


def _only(mentions: Iterable[Mention]) -> Mention | None:
    """Return the mention, where all are of one person."""
    persons = {mention.name: mention for mention in mentions}
    if len(persons) == 1:
        return next(iter(persons.values()))
    return None

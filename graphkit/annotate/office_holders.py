"""Who of the persons that an article names has an office: by the titles that it gives, or by what they hold that day.

A person is found only where exactly one fits; an office that two of the article could have is left as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.document import Annotated
from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: What is no part of what an office is of: "the new head of the Taliban's team" is the head of that team.
_NO_CONTENT = frozenset("DT PRP$ POS IN CC JJ , HYPH".split())
#: So many words an office must have to be known again by its words alone.
_ENOUGH = 3


class Holders:
    """The office holders of one article. Titles are read as they are collected, so ask when that is done."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer) -> None:
        self.annotated, self.gazetteer = annotated, gazetteer
        self.persons: dict[str, Mention] = {}
        for name in annotated.names.values():
            if name.kind is Kind.PERSON and name.entry is not None and name.entry not in self.persons:
                span = span_of(annotated.doc, name.start, name.end)
                self.persons[name.entry] = Mention(span, name.name, name.name, name.kind, name.entry, None, "office")

    def by_tenure(self, office: str, of: str | None = None, *, former: bool = False) -> Mention | None:
        """The one person of the article who holds an office on the day of publication, or held it before."""
        day = self.annotated.article.published
        if day is None:
            return None
        fits = [
            mention
            for entry, mention in self.persons.items()
            if self.gazetteer.held_office(entry, office, day, of, former=former)
        ]
        return _only(fits)

    def former(self, office: str, state: str | None, of: str | None) -> Mention | None:
        """For "the former president": the one whom the article calls so, or who held the office before."""
        titled = [
            t.holder
            for t in self.annotated.titles
            if t.former and t.office == office and (state is None or t.state in (None, state))
        ]
        return _only(titled) if titled else self.by_tenure(office, of, former=True)

    def by_words(self, start: int, end: int) -> Mention | None:
        """The one whose title has the same words: "the head of the rebels' political office"."""
        words = _content(self.annotated.doc, start, end)
        if len(words) < _ENOUGH:
            return None
        return _only(
            t.holder
            for t in self.annotated.titles
            if t.end > t.start and not t.former and _content(self.annotated.doc, t.start, t.end) == words
        )


def _only(found: Iterable[Mention]) -> Mention | None:
    """The mention, where all are of one person."""
    persons = {mention.name: mention for mention in found}
    return next(iter(persons.values())) if len(persons) == 1 else None


def _content(doc: Doc, start: int, end: int) -> frozenset[str]:
    return frozenset(
        t.lemma_.lower() if t.tag_ == "NNS" else t.lower_
        for t in doc[start:end]
        if t.tag_ not in _NO_CONTENT and not t.is_space
    )

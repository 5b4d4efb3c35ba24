"""Find whom of the gazetteer a surname alone can mean, by the title before it, the article's states and the day."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from graphkit.annotate.title_words import TitleWords
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.resources.gazetteer.gazetteer import Entry, covers
from graphkit.resources.person_names import family_name, fold_word, given_name
from graphkit.resources.resources import Resources

#: Years after the last office in which a surname alone may still be that person's.
_GENERATION = 20


class SurnameHolders:
    """Answers for one article who of the gazetteer bears a surname; `states` are the entries that it names."""

    def __init__(self, doc: Doc, resources: Resources, published: str | None, states: AbstractSet[str]) -> None:
        self.doc, self.gazetteer, self.words = doc, resources.gazetteer, resources.names
        self.published, self.states = published, states

    def find(self, name: Name, title: TitleWords | None) -> Name | None:
        """Return who of that surname holds the office of the title, or serves a state of the article, that day."""
        if self.published is None:
            return None
        family = family_name(name.name)
        holders = list(self.gazetteer.by_surname(family, self.published))
        if family != name.name:
            initial = fold_word(name.name)[:1]
            holders = [entry for entry in holders if fold_word(entry.name).startswith(initial)]
        holders = self._of_gender(name, holders)
        fits = self._titled_holders(title, holders) if title is not None else []
        if len(fits) != 1:
            fits = self._serving(title, holders) or self.only_in_office(name, holders)
        if len(fits) != 1 and title is not None:
            fits = self._holding(title, holders)
        if len(fits) != 1:
            return None
        return replace(name, name=fits[0].name, entry=fits[0].id, reason="office")

    def _titled_holders(self, title: TitleWords, holders: list[Entry]) -> list[Entry]:
        """Return who of these holds the office of a title whose state is named."""
        if title.of is None or title.of.entry is None:
            return []
        served = self.gazetteer.holders(title.office, title.of.entry, self.published)
        return [entry for entry in served if entry in holders]

    def _of_gender(self, name: Name, holders: list[Entry]) -> list[Entry]:
        """Return of these whom "Mr" or "Mrs" before the name can mean, by their given names."""
        before = self.doc[name.start - 1].lower_.rstrip(".") if name.start else ""
        others = {"mr": self.words.female, "mrs": self.words.male, "ms": self.words.male}.get(before, frozenset())
        return [entry for entry in holders if given_name(entry.name) not in others]

    def _holding(self, title: TitleWords, holders: list[Entry]) -> list[Entry]:
        """Return who of these holds the office of a title that day, whatever its state."""
        if self.published is None or title.of is not None or title.former:
            return []
        office, day = self.gazetteer.office_key(title.office), self.published
        return [e for e in holders if any(t.office == office and covers(t, day) for t in e.tenures)]

    def _serving(self, title: TitleWords | None, holders: list[Entry]) -> list[Entry]:
        """Return who of these serves a state of the article, in the office of the title where one does."""
        serving = [entry for entry in holders if self.serves_named(entry) and self.is_of_the_time(entry)]
        if title is None or title.of is not None:
            return serving
        return [entry for entry in serving if self._holds(entry, title.office)] or serving

    def only_in_office(self, name: Name, holders: list[Entry]) -> list[Entry]:
        """Return the only person of a rare surname who holds an office that one person has, that day."""
        if self.published is None or fold_word(name.name) in self.words.shared_surname:
            return []
        day, exclusive = self.published, self.words.exclusive_office
        return [e for e in holders if any(t.office in exclusive and covers(t, day) for t in e.tenures)]

    def _holds(self, entry: Entry, office: str) -> bool:
        return any(entry in self.gazetteer.holders(office, state, self.published) for state in self.states)

    def is_of_the_time(self, entry: Entry) -> bool:
        """Tell whether a person's last office did not end a generation before: no king of 1999 in news of 2023."""
        ends = [tenure.end or "9999" for tenure in entry.tenures]
        if not ends or self.published is None:
            return True
        return int(max(ends)[:4]) > int(self.published[:4]) - _GENERATION

    def serves_named(self, entry: Entry) -> bool:
        """Tell whether a person is of a state that the article names."""
        return self.gazetteer.state_of(entry.id) in self.states

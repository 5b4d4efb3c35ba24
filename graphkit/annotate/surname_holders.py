"""Find the person of the gazetteer that a surname alone means: by its title, the states of the article and the day."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from operator import attrgetter

from graphkit.annotate.title_words import TitleWords
from graphkit.nlp.dependencies import word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc
from graphkit.nlp.tree_paths import Shape
from graphkit.resources.gazetteer.gazetteer import Entry, offices_on
from graphkit.resources.person_names import family_name, fold_word, given_name
from graphkit.resources.resources import Resources

#: Years after the last office in which a surname alone may still be that person's.
_GENERATION = 20
#: The end of what still goes on.
_NO_END = "9999"
_OFFICE = attrgetter("office")
_GOVERNING = Shape('"the [Biden] administration"', "compound|poss|nmod", above=["*/NOUN|PROPN{governments}"])


class SurnameHolders:
    """Finds for one article the persons of the gazetteer with a surname; `states` are the entries that it names."""

    def __init__(self, doc: Doc, resources: Resources, published: str | None, states: AbstractSet[str]) -> None:
        self.doc, self.gazetteer, self.words = doc, resources.gazetteer, resources.names
        self.published, self.states = published, states
        keys = map(self.gazetteer.office_key, resources.nouns.heads_of_state)
        self._leading = self.words.exclusive_office.intersection(filter(None, keys))

    def find(self, name: Name, title: TitleWords | None) -> Name | None:
        """Return who of that surname holds the office of the title, or serves a state of the article, that day."""
        if self.published is None:
            return None
        holders = self._list_bearers(name, self.published)
        fits = self._titled_holders(title, holders)
        if len(fits) != 1:
            fits = self._serving(title, holders) or self.only_in_office(name, holders)
        if len(fits) != 1:
            fits = self._holding(title, holders)
        if len(fits) != 1:
            fits = self._governing(name, holders)
        if len(fits) != 1:
            return None
        return replace(name, name=fits[0].name, entry=fits[0].id, reason="office")

    def _list_bearers(self, name: Name, day: str) -> list[Entry]:
        """List who bears a surname, with the initial before it and of the gender of "Mr" or "Mrs"."""
        family, before = family_name(name.name), word_at(self.doc[name.start], -1).rstrip(".")
        initial = fold_word(name.name)[:1] if family != name.name else ""
        others = {"mr": self.words.female, "mrs": self.words.male, "ms": self.words.male}.get(before, frozenset())
        bearers = [entry for entry in self.gazetteer.by_surname(family, day) if given_name(entry.name) not in others]
        return [entry for entry in bearers if fold_word(entry.name).startswith(initial)]

    def _titled_holders(self, title: TitleWords | None, holders: list[Entry]) -> list[Entry]:
        """Return who of these holds the office of a title whose state is named."""
        if title is None:
            return []
        if title.of is None:
            return []
        if title.of.entry is None:
            return []
        served = self.gazetteer.holders(title.office, title.of.entry, self.published)
        return [entry for entry in served if entry in holders]

    def _holding(self, title: TitleWords | None, holders: list[Entry]) -> list[Entry]:
        """Return who of these holds the office of a title that day, whatever its state."""
        if title is None:
            return []
        if title.of is not None:
            return []
        if title.former:
            return []
        office = self.gazetteer.office_key(title.office)
        return [entry for entry in holders if office in offices_on(entry, self.published)]

    def is_governing(self, name: Name) -> bool:
        """Tell whether a name is that of a leader before his government: "the Museveni regime"."""
        if self.published is None:
            return False
        return bool(self._governing(name, list(self.gazetteer.by_surname(name.name, self.published))))

    def _governing(self, name: Name, holders: list[Entry]) -> list[Entry]:
        """Return who of these leads a state, for "the Biden administration": that day, else the last who did."""
        if not _GOVERNING.fits(self.doc[name.end - 1]):
            return []
        leading = [entry for entry in holders if not self._leading.isdisjoint(map(_OFFICE, entry.tenures))]
        of_day = [entry for entry in leading if not self._leading.isdisjoint(offices_on(entry, self.published))]
        leaders = of_day or sorted(filter(self.is_of_the_time, leading), key=_last_day, reverse=True)
        states = {self.gazetteer.state_of(entry.id) for entry in leaders}
        return leaders[:1] if len(states) == 1 else []

    def _serving(self, title: TitleWords | None, holders: list[Entry]) -> list[Entry]:
        """Return who of these serves a state of the article, in the office of the title where one does."""
        native = filter(self.serves_named, holders)
        serving = list(filter(self.is_of_the_time, native))
        if title is None:
            return serving
        if title.of is not None:
            return serving
        return [entry for entry in serving if self._holds(entry, title.office)] or serving

    def _holds(self, entry: Entry, office: str) -> bool:
        """Tell whether a person holds an office of a state of the article."""
        return any(entry in self.gazetteer.holders(office, state, self.published) for state in self.states)

    def only_in_office(self, name: Name, holders: list[Entry]) -> list[Entry]:
        """Return the only person of a rare surname who holds an office that one person has, that day."""
        if fold_word(name.name) in self.words.shared_surname:
            return []
        exclusive = self.words.exclusive_office
        return [entry for entry in holders if not exclusive.isdisjoint(offices_on(entry, self.published))]

    def is_of_the_time(self, entry: Entry) -> bool:
        """Tell whether a person's last office did not end a generation before: no king of 1999 in news of 2023."""
        if self.published is None:
            return True
        return int(_last_day(entry)[:4]) > int(self.published[:4]) - _GENERATION

    def serves_named(self, entry: Entry) -> bool:
        """Tell whether a person is of a state that the article names."""
        return self.gazetteer.state_of(entry.id) in self.states


def _last_day(entry: Entry) -> str:
    """Return the day on which a person's last office ended."""
    return max((tenure.end or _NO_END for tenure in entry.tenures), default=_NO_END)

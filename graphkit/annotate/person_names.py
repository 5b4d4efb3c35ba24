"""Resolve persons: full names, the surnames that stand for them later, and the titles that come with names.

A full name fixes its later surnames in the same article; a surname alone with a title is looked up among the
holders of that office on the day of publication; nothing else is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import replace
from itertools import chain, takewhile
from operator import attrgetter

from graphkit.annotate.missed_surnames import MissedSurnames
from graphkit.annotate.person_spans import can_be_person, is_relative, is_set_off, join_halves
from graphkit.annotate.spellings import same_initial, spelled_alike
from graphkit.annotate.surname_holders import SurnameHolders
from graphkit.annotate.title_words import TitleFinder, TitleWords
from graphkit.model import Kind
from graphkit.nlp.dependencies import word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import Entry, entries_by_id, offices_on
from graphkit.resources.person_names import family_name, fold_word, given_name, is_abbreviated, name_words
from graphkit.resources.resources import Resources

#: So many words has a name with both surnames at least.
_WITH_BOTH = 3
#: A surname of so few letters is too often another word.
_SHORT = 2  # "Xi", "Ma"
#: So far behind a possessive may the name of a relative stand: "Kim's younger sister, Kim Yo Jong".
_RELATIVE_REACH = 6


def resolve_people(
    doc: Doc, names: list[Name], resources: Resources, published: str | None
) -> tuple[list[Name], dict[int, TitleWords]]:
    """Give every person the full name and find surnames that the recogniser missed; names, and titles by start."""
    return _People(doc, resources, published).resolve(names)


class _People:
    """The persons of one article: who is known by which family name, and who was named how often."""

    def __init__(self, doc: Doc, resources: Resources, published: str | None) -> None:
        self.doc, self.resources, self.gazetteer, self.published = doc, resources, resources.gazetteer, published
        self.words, self.offices = resources.names, resources.classes["office"]
        self.titles: dict[int, TitleWords] = {}
        self.known: dict[str, list[Name]] = {}
        self.counts: Counter[str] = Counter()
        self.holders = SurnameHolders(doc, resources, published, frozenset())
        self.people: dict[int, str] = {}

    def resolve(self, names: list[Name]) -> tuple[list[Name], dict[int, TitleWords]]:
        """Resolve the names in three steps: titles, full names, names of one word."""
        by_token = {i: name for name in names for i in range(name.start, name.end)}
        finder = TitleFinder(self.doc, by_token, self.resources)
        names = [self._titled(name, finder) for name in names]
        names += self._add_titled(by_token, finder)
        names += self._add_leaders(by_token)
        names.sort(key=attrgetter("start"))
        names = join_halves(self.doc, names, self.titles)
        self.holders.states = {name.entry for name in names if name.kind is Kind.STATE and name.entry}
        people = map(self._with_second_surname, map(self._namesake, names))
        names = spelled_alike(list(people))
        self._collect(names)
        resolved = list(map(self._resolve_short, names))
        self._collect_holders(resolved)
        resolved = list(map(self._resolve_short, resolved))
        resolved += MissedSurnames(self.doc, self.resources, self.known, self._most_named).find(resolved)
        resolved.sort(key=attrgetter("start"))
        return resolved, self.titles

    def _titled(self, name: Name, finder: TitleFinder) -> Name:
        """Take a name after a title for a person, whatever the recogniser took it for."""
        title = finder.before(name.start)
        if title is None and name.kind is Kind.PERSON:
            title = finder.with_purpose(name.start)
        if title is None:
            is_person = is_relative(self.doc, name, self.resources) or is_set_off(self.doc, name, finder)
            return replace(name, kind=Kind.PERSON, use="person") if is_person else name
        is_person = name.kind is Kind.PERSON
        if not is_person and not can_be_person(self.doc, name, title, self.words.royal):
            return name
        self.titles[name.start] = title
        if is_person:
            return name
        text = self.doc[name.start : name.end].text
        return Name(name.start, name.end, text, Kind.PERSON, "person", None, name.label)

    def _add_titled(self, by_token: dict[int, Name], finder: TitleFinder) -> list[Name]:
        """Find capitalised words right after a capitalised title that nothing else claims: "Gen. Haftar"."""
        added = []
        for token in self.doc.tokens[1:]:
            if token.i in by_token:
                continue
            if not self._may_begin_name(token):
                continue
            title = finder.before(token.i)
            if title is None and word_at(token, -1) not in self.words.honorific:
                continue
            words = list(takewhile(lambda word: _is_name_word(word, by_token), self.doc.tokens[token.i :]))
            if any(map(self._is_office_word, words)):
                continue
            end = token.i + len(words)
            name = Name(token.i, end, self.doc[token.i : end].text, Kind.PERSON, "person", None, None, "title")
            added.append(name)
            by_token.update(dict.fromkeys(range(token.i, end), name))
            if title is not None:
                self.titles[token.i] = title
        return added

    def _add_leaders(self, by_token: Container[int]) -> list[Name]:
        """Find surnames before a government that nothing else claims: "the Kagame government"."""
        free = [token for token in filter(_is_capitalised, self.doc) if token.i not in by_token]
        names = [Name(token.i, token.i + 1, token.text, Kind.PERSON, "person", None, None, "title") for token in free]
        return list(filter(self.holders.is_governing, names))

    def _may_begin_name(self, token: Token) -> bool:
        before = self.doc.tokens[token.i - 1]
        if not _is_capitalised(token):
            return False
        if not before.text[0].isupper():
            return False
        if self._is_office_word(token) or token.lower_ in self.words.honorific:
            return False
        if before.lower_ in self.words.honorific:
            return True
        if before.lower_ in self.offices:
            return True
        return not before.is_sent_start

    def _is_office_word(self, token: Token) -> bool:
        if token.lower_ in self.offices:
            return True
        return token.lower_ in self.resources.classes["state_body"]

    def _namesake(self, name: Name) -> Name:
        """Choose among persons of one name: who has the office that the text gives, else who has any that day."""
        if name.kind is not Kind.PERSON:
            return name
        if name.entry is None:
            return name
        text = self.doc[name.start : name.end].text
        same = entries_by_id(self.gazetteer.entries_called(text))
        if len(same) < 2:
            return name
        fits = self._titled_namesakes(name, same)
        if not fits:
            fits = [same[person] for person in sorted(same) if offices_on(same[person], self.published)]
        return replace(name, name=fits[0].name, entry=fits[0].id, reason="office") if len(fits) == 1 else name

    def _titled_namesakes(self, name: Name, same: Container[str]) -> list[Entry]:
        """List the persons who have the office of the title before a name, that day."""
        title = self.titles.get(name.start)
        if title is None or title.of is None:
            return []
        if title.of.entry is None or self.published is None:
            return []
        holders = self.gazetteer.holders(title.office, title.of.entry, self.published)
        return [holder for holder in holders if holder.id in same]

    def _with_second_surname(self, name: Name) -> Name:
        """Link a known person who is called by one surname more: "Raúl Castro Ruz", in an article on his state."""
        words = name_words(name.name)
        if name.kind is not Kind.PERSON:
            return name
        if name.entry is not None:
            return name
        if len(words) < _WITH_BOTH:
            return name
        if fold_word(words[-1]) in self.words.suffix or not words[-1].replace("-", "").isalpha():
            return name
        persons = self._called_shorter(words)
        if len(persons) != 1:
            return name
        if not self.holders.is_of_the_time(persons[0]):
            return name
        if not self._has_lineage(words) and not self.holders.serves_named(persons[0]):
            return name
        return replace(name, name=persons[0].name, entry=persons[0].id, reason="alias")

    def _has_lineage(self, words: list[str]) -> bool:
        """Tell whether a name goes on with a grandfather: "Mohammed bin Salman [bin Abdulaziz] Al Saud"."""
        return any(word.lower() in self.words.particle for word in words[_WITH_BOTH:])

    def _called_shorter(self, words: list[str]) -> list[Entry]:
        """List the persons who are called by a name without its last word, or without the last of its lineage."""
        particles = [i for i, word in enumerate(words) if word.lower() in self.words.particle and i >= _WITH_BOTH]
        for length in (len(words) - 1, *reversed(particles)):
            called = self.gazetteer.entries_called(" ".join(words[:length]), Kind.PERSON)
            if called:
                return list(entries_by_id(called).values())
        return []

    def _collect(self, names: list[Name]) -> None:
        """Collect the full names of the article under all that the persons may be called later."""
        people = [name for name in names if name.kind is Kind.PERSON]
        self.people = {name.start: name.name for name in people}
        full = [name for name in people if name.entry is not None or len(name_words(name.name)) > 1]
        for name in full:
            self.counts[name.name] += 1
            for family in self._families(name):
                same = self.known.setdefault(fold_word(family), [])
                if name.name not in map(attrgetter("name"), same):
                    same.append(name)
        for name in full:  # "Rana" of "Arzu Rana Deuba", where nobody else is called so
            inner = [word for word in name_words(name.name)[1:-1] if len(word) > _SHORT]
            for word in inner:
                self.known.setdefault(fold_word(word), [name])

    def _collect_holders(self, names: list[Name]) -> None:
        """Collect whom an office has told: after "President Clinton" another "Clinton" of the article is the same."""
        for name in names:
            if name.kind is not Kind.PERSON:
                continue
            if name.reason != "office":
                continue
            self.counts[name.name] += 1
            family = family_name(self.doc[name.start : name.end].text)
            self.known.setdefault(fold_word(family), [name])

    def _families(self, name: Name) -> set[str]:
        """Return what a person may be called alone: as known, as the article spells it, without "ibn" or "ould"."""
        words = self.doc[name.start : name.end].text.split()
        surname = self.gazetteer.entries[name.entry].surname if name.entry else None
        families = {surname or family_name(name.name)}
        spelled = family_name(" ".join(words))
        if surname and len(words) > 1 and same_initial(spelled, surname):
            families.add(spelled)  # "Kanani" of Nasser Kanani, who is known as Nasser Kanaani
        for family in list(families):
            particle, _, rest = family.partition(" ")
            if rest and particle.lower() in self.words.left_out_particle:
                families.add(rest)
        if len(words) > 1 and words[-2].lower() in self.words.particle:
            families.add(" ".join(words[-2:]))  # "da Silva" of Lula
        return families

    def _resolve_short(self, name: Name) -> Name:
        """Resolve a name of one word, or of initials and a word, to the person of the article or of the office."""
        if name.entry is not None:
            return name
        if len(name_words(name.name)) > 1 and not is_abbreviated(name.name):
            return self._longer(name) or name
        if name.kind is not Kind.PERSON and not self._is_mislabelled(name):
            return name
        name = replace(name, kind=Kind.PERSON, use="person")
        person = self._person_of_article(name)
        if person is not None:
            return person
        title = self.titles.get(name.start)
        return self.holders.find(name, title) or name

    def _longer(self, name: Name) -> Name | None:
        """Return the one person whose longer name begins or ends so: "Abdo Silva" of "Ana Abdo Silva"."""
        if name.kind is not Kind.PERSON:
            return None
        words, fits = fold_word(name.name), []
        for longer in self._known_people():
            full = fold_word(longer.name)
            is_other = longer.name != name.name
            if is_other and f"{full} ".startswith(f"{words} "):
                fits.append(longer)
            if is_other and full.endswith(f" {words}"):
                fits.append(longer)
        return replace(name, name=fits[0].name, entry=fits[0].entry, reason="surname") if len(fits) == 1 else None

    def _known_people(self) -> list[Name]:
        """List the persons of the article, each once, by the last of their names."""
        names = chain.from_iterable(self.known.values())
        people = {name.name: name for name in names}
        return list(people.values())

    def _is_mislabelled(self, name: Name) -> bool:
        """Tell whether a name that the recogniser takes for a place or a body is a surname: "Hollande", "Valls"."""
        if name.use != "other":
            return False
        if fold_word(name.name) in self.known:
            return True
        if name.end - name.start > 1:
            return False
        if self.holders.is_governing(name):
            return True
        bearers = self.gazetteer.by_surname(name.name, self.published)
        holders = list(filter(self.holders.serves_named, bearers))
        return len(self.holders.only_in_office(name, holders)) == 1

    def _person_of_article(self, name: Name) -> Name | None:
        """Return the person of the article that a short name means; None where there is none."""
        candidates = self._called(name) or self._by_given_name(name)
        if not candidates:
            return None
        full = self._most_named(candidates)
        return replace(name, name=full.name, entry=full.entry, reason="surname")

    def _called(self, name: Name) -> list[Name]:
        """List the persons of the article with a surname, with the particle or the initial before it."""
        family, folded = family_name(name.name), fold_word(name.name)
        particle = self.doc[name.start - 1].text if name.start else ""
        longer = f"{particle} {name.name}" if particle in self.words.particle else name.name
        same = map(self.known.get, map(fold_word, (longer, name.name, family)))
        named, others = next(filter(None, same), []), self._relatives(name)
        candidates = [person for person in named if person.name not in others]
        if family == name.name or folded in self.known:
            return candidates
        spelled_out = [person for person in candidates if not is_abbreviated(person.name)]
        return [person for person in spelled_out if fold_word(person.name).startswith(folded[:1])]

    def _by_given_name(self, name: Name) -> list[Name]:
        """Return the one person of "Sir Alan", of "Saddam" alone, or of "Ms Huo", whose family name stands first."""
        before, word = word_at(self.doc[name.start], -1).rstrip("."), fold_word(name.name)
        is_of_family = before in self.words.before_family_name
        if name.start in self.titles and not is_of_family and before not in self.words.before_given_name:
            return []
        called = _first_word if is_of_family else given_name
        fits = [person for person in self._known_people() if called(person.name) == word]
        return fits if len(fits) == 1 else []

    def _relatives(self, name: Name) -> set[str]:
        """Return the relative that a possessive introduces: the sister in "Kim's sister, Kim Yo Jong"."""
        following = self.doc.tokens[name.end : name.end + 1 + _RELATIVE_REACH]
        if not following or following[0].tag_ != "POS":
            return set()
        for word in following[1:]:
            if word.i in self.people:
                return {self.people[word.i]}
            if word.pos_ == "VERB":
                break
        return set()

    def _most_named(self, candidates: list[Name]) -> Name:
        """Return the person whom the article names most; of equals the first."""
        return max(candidates, key=lambda n: (self.counts[n.name], -n.start))


def _is_capitalised(token: Token) -> bool:
    """Tell whether a word is a proper noun with a capital."""
    if token.pos_ != "PROPN":
        return False
    return token.text[0].isupper()


def _is_name_word(token: Token, by_token: Container[int]) -> bool:
    """Tell whether a word can be part of a name that nothing else claims."""
    if token.i in by_token:
        return False
    return _is_capitalised(token)


def _first_word(name: str) -> str:
    return fold_word(name.split()[0])

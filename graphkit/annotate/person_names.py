"""Resolve persons: full names, the surnames that stand for them later, and the titles that come with names.

A full name fixes its later surnames in the same article; a surname alone with a title is looked up among the
holders of that office on the day of publication; nothing else is guessed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from graphkit.annotate.missed_surnames import MissedSurnames
from graphkit.annotate.person_spans import can_be_person, is_relative, is_set_off, join_halves
from graphkit.annotate.spellings import same_initial, spelled_alike
from graphkit.annotate.surname_holders import SurnameHolders
from graphkit.annotate.title_words import TitleFinder, TitleWords
from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import covers
from graphkit.resources.person_names import family_name, fold_word, given_name, is_abbreviated, name_words
from graphkit.resources.resources import Resources

#: So many words has a name with both surnames at least.
_WITH_BOTH = 3
#: A surname of so few letters is too often another word.
_SHORT = 2  # "Xi", "Ma"
#: Before a given name alone: "Sir Alan", "Queen Margrethe".
_GIVEN_NAME_TITLES = frozenset({"sir", "dame", "lady", "king", "queen", "prince", "princess", "pope", "emir", "sultan"})
#: Before a family name alone, never before a given name.
_FAMILY_NAME_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr."})
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
        names = sorted([*names, *self._add_titled(by_token, finder)], key=lambda name: name.start)
        names = join_halves(self.doc, names, self.titles)
        self.holders.states = {name.entry for name in names if name.kind is Kind.STATE and name.entry}
        names = spelled_alike([self._with_second_surname(self._namesake(name)) for name in names])
        self._collect(names)
        resolved = [self._resolve_short(name) for name in names]
        self._collect_holders(resolved)
        resolved = [self._resolve_short(name) for name in resolved]
        resolved += MissedSurnames(self.doc, self.resources, self.known, self._most_named).find(resolved)
        return sorted(resolved, key=lambda name: name.start), self.titles

    def _titled(self, name: Name, finder: TitleFinder) -> Name:
        """Take a name after a title for a person, whatever the recogniser took it for."""
        title = finder.before(name.start)
        if title is None:
            is_person = is_relative(self.doc, name, self.resources) or is_set_off(self.doc, name, finder)
            return replace(name, kind=Kind.PERSON, use="person") if is_person else name
        if name.kind is Kind.PERSON:
            self.titles[name.start] = title
            return name
        if not can_be_person(self.doc, name, title):
            return name
        self.titles[name.start] = title
        return Name(name.start, name.end, self.doc[name.start : name.end].text, Kind.PERSON, "person", None, name.label)

    def _add_titled(self, by_token: dict[int, Name], finder: TitleFinder) -> list[Name]:
        """Find capitalised words right after a capitalised title that nothing else claims: "Gen. Haftar"."""
        added = []
        for token in self.doc[1:]:
            if token.i in by_token:
                continue
            if not self._may_begin_name(token):
                continue
            title = finder.before(token.i)
            if title is None and self.doc[token.i - 1].lower_ not in self.words.honorific:
                continue
            end = token.i + 1
            while end < len(self.doc) and end not in by_token and self._continues_name(self.doc[end]):
                end += 1
            words = self.doc[token.i : end]
            if any(self._is_office_word(t) for t in words):
                continue
            name = Name(token.i, end, words.text, Kind.PERSON, "person", None, None, "title")
            added.append(name)
            by_token.update(dict.fromkeys(range(token.i, end), name))
            if title is None:
                continue
            self.titles[token.i] = title
        return added

    def _may_begin_name(self, token: Token) -> bool:
        if token.pos_ != "PROPN":
            return False
        if not token.text[0].isupper():
            return False
        if self._is_office_word(token):
            return False
        before = self.doc[token.i - 1]
        if not before.text[0].isupper():
            return False
        titled = before.lower_ in self.words.honorific or before.lower_ in self.offices
        if titled:
            return True
        return not before.is_sent_start

    def _continues_name(self, token: Token) -> bool:
        return bool(token.pos_ == "PROPN" and token.text[0].isupper())

    def _is_office_word(self, token: Token) -> bool:
        if token.lower_ in self.offices:
            return True
        return token.lower_ in self.resources.classes["state_body"]

    def _namesake(self, name: Name) -> Name:
        """Choose of several persons of one name who has the office that the text gives, else who has any that day."""
        if name.entry is None or name.kind is not Kind.PERSON or self.published is None:
            return name
        same = {r.entry for r in self.gazetteer.references(self.doc[name.start : name.end].text)}
        if len(same) < 2:
            return name
        title, day = self.titles.get(name.start), self.published
        fits = []
        if title is not None and title.of is not None and title.of.entry is not None:
            fits = [e for e in self.gazetteer.holders(title.office, title.of.entry, day) if e.id in same]
        if not fits:
            entries = [self.gazetteer.entries[entry] for entry in sorted(same)]
            fits = [e for e in entries if any(covers(t, day) for t in e.tenures)]
        return replace(name, name=fits[0].name, entry=fits[0].id, reason="office") if len(fits) == 1 else name

    def _with_second_surname(self, name: Name) -> Name:
        """Link a known person who is called by one surname more: "Raúl Castro Ruz", in an article on his state."""
        words = name_words(name.name)
        if name.kind is not Kind.PERSON or name.entry is not None or len(words) < _WITH_BOTH:
            return name
        if fold_word(words[-1]) in self.words.suffix or not words[-1].isalpha():
            return name
        same = {ref.entry: self.gazetteer.entries[ref.entry] for ref in self.gazetteer.references(" ".join(words[:-1]))}
        known = [entry for entry in same.values() if entry.kind is Kind.PERSON]
        if len(known) != 1 or not self.holders.is_of_the_time(known[0]) or not self.holders.serves_named(known[0]):
            return name
        return replace(name, name=known[0].name, entry=known[0].id, reason="alias")

    def _collect(self, names: list[Name]) -> None:
        """Collect the full names of the article under all that the persons may be called later."""
        people = [name for name in names if name.kind is Kind.PERSON]
        self.people = {name.start: name.name for name in people}
        full = [name for name in people if name.entry is not None or len(name_words(name.name)) > 1]
        for name in full:
            self.counts[name.name] += 1
            for family in self._families(name):
                same = self.known.setdefault(fold_word(family), [])
                if not all(other.name != name.name for other in same):
                    continue
                same.append(name)
        for name in full:  # "Rana" of "Arzu Rana Deuba", where nobody else is called so
            for word in name_words(name.name)[1:-1]:
                if len(word) <= _SHORT:
                    continue
                self.known.setdefault(fold_word(word), [name])

    def _collect_holders(self, names: list[Name]) -> None:
        """Collect whom an office has told: after "President Clinton" another "Clinton" of the article is the same."""
        for name in names:
            if name.kind is Kind.PERSON and name.reason == "office":
                self.counts[name.name] += 1
                self.known.setdefault(fold_word(family_name(self.doc[name.start : name.end].text)), [name])

    def _families(self, name: Name) -> set[str]:
        """Return what a person may be called alone: as known, as the article spells it, without "ibn" or "ould"."""
        text = " ".join(self.doc[name.start : name.end].text.split())
        entry = self.gazetteer.entries[name.entry] if name.entry else None
        families = {entry.surname if entry and entry.surname else family_name(name.name)}
        spelled = family_name(text)
        if entry is not None and entry.surname and " " in text and same_initial(spelled, entry.surname):
            families.add(spelled)  # "Kanani" of Nasser Kanani, who is known as Nasser Kanaani
        for family in list(families):
            particle, _, rest = family.partition(" ")
            if not rest:
                continue
            if particle.lower() not in self.words.left_out_particle:
                continue
            families.add(rest)
        particle, _, last = " ".join(text.split(" ")[-2:]).partition(" ")
        if particle.lower() in self.words.particle and last:
            families.add(f"{particle} {last}")  # "da Silva" of Lula
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
        return self._person_of_article(name) or self.holders.find(name, self.titles.get(name.start)) or name

    def _longer(self, name: Name) -> Name | None:
        """Return the one person whose longer name begins or ends so: "Abdo Silva" of "Ana Abdo Silva"."""
        if name.kind is not Kind.PERSON:
            return None
        words = fold_word(name.name)
        full = {n.name: n for same in self.known.values() for n in same if n.name != name.name}
        fits = [n for n in full.values() if f" {fold_word(n.name)} ".startswith(f" {words} ")]
        fits += [n for n in full.values() if fold_word(n.name).endswith(f" {words}")]
        return replace(name, name=fits[0].name, entry=fits[0].entry, reason="surname") if len(fits) == 1 else None

    def _is_mislabelled(self, name: Name) -> bool:
        """Tell whether a name that the recogniser takes for a place or a body is a surname: "Hollande", "Valls"."""
        if fold_word(name.name) in self.known:
            return name.use == "other"
        if name.use != "other" or name.end - name.start > 1:
            return False
        known = self.gazetteer.by_surname(name.name, self.published)
        holders = [entry for entry in known if self.holders.serves_named(entry)]
        return len(self.holders.only_in_office(name, holders)) == 1

    def _person_of_article(self, name: Name) -> Name | None:
        family = family_name(name.name)
        given = fold_word(name.name)[:1] if family != name.name else ""
        others = self._relatives(name)
        particle = self.doc[name.start - 1].text if name.start else ""
        longer = f"{particle} {name.name}" if particle in self.words.particle else name.name
        named = next(filter(None, (self.known.get(fold_word(word)) for word in (longer, name.name, family))), [])
        candidates = [c for c in named if c.name not in others]
        if given and fold_word(name.name) not in self.known:
            candidates = [c for c in candidates if fold_word(c.name).startswith(given) and not is_abbreviated(c.name)]
        candidates = candidates or self._by_given_name(name)
        if not candidates:
            return None
        full = self._most_named(candidates)
        return replace(name, name=full.name, entry=full.entry, reason="surname")

    def _by_given_name(self, name: Name) -> list[Name]:
        """Return the one person of "Sir Alan", of "Saddam" alone, or of "Ms Huo", whose family name stands first."""
        before = self.doc[name.start - 1].lower_ if name.start else ""
        titled = before in _GIVEN_NAME_TITLES or before in _FAMILY_NAME_TITLES
        if not titled and name.start in self.titles:
            return []
        word = fold_word(name.name)
        people = {n.name: n for same in self.known.values() for n in same}
        if before not in _FAMILY_NAME_TITLES:
            fits = [n for n in people.values() if given_name(n.name) == word]
        else:
            fits = [n for n in people.values() if fold_word(n.name.split()[0]) == word]
        if len(fits) == 1:
            return fits
        return []

    def _relatives(self, name: Name) -> set[str]:
        """Return whom a possessive cannot be: in "Kim's sister, Kim Yo Jong" the sister."""
        after = name.end
        if after >= len(self.doc):
            return set()
        if self.doc[after].tag_ != "POS":
            return set()
        for i in range(after + 1, min(len(self.doc), after + 1 + _RELATIVE_REACH)):
            if i in self.people:
                return {self.people[i]}
            if self.doc[i].pos_ != "VERB":
                continue
            break
        return set()

    def _most_named(self, candidates: list[Name]) -> Name:
        """Return whom the article names most, of those the first."""
        return max(candidates, key=lambda n: (self.counts[n.name], -n.start))

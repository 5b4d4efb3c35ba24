"""Collect the offices that the text gives to persons: before a name, in apposition, behind "is"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import filterfalse

from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.annotate.office_holders import longest_office
from graphkit.annotate.owners import OWNING
from graphkit.annotate.title_words import TitleWords
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import PLURAL, conjuncts, conjuncts_of, has_child, left_edge, right_edge, span_of
from graphkit.nlp.document import Annotated, Name, Title
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, path, pick

#: Tokens back within which an office stands before a name.
_LONG_TITLE = 12
#: Small words within an office: "High Representative for Foreign Affairs and Security Policy".
_IN_TITLES = frozenset({"of", "for", "to", "the", "and", "on", "in", "'s"})
_BEHIND = frozenset({"of", "for", "to"})
_IS_CALLED = Shape('"[Ana Duarte] is the envoy"', "nsubj", above=["*[be]"])
#: Offices of a city or of a part of a state, also where its name is that of a capital.
_LOCAL = frozenset({"governor", "gov.", "mayor", "councillor", "sheriff"})


def collect_titles(annotated: Annotated, reader: PhraseReader, before: Mapping[int, TitleWords]) -> None:
    """Collect who holds which office; `before` are the titles before names, by the first token of the name."""
    _TitleCollector(annotated, reader).collect(before)


class _TitleCollector:
    """Reads the titles of one annotated article."""

    def __init__(self, annotated: Annotated, reader: PhraseReader) -> None:
        self.annotated, self.reader, self.doc = annotated, reader, annotated.doc
        self.resources, self.gazetteer = annotated.resources, annotated.resources.gazetteer
        self.words = annotated.resources.names

    def collect(self, before: Mapping[int, TitleWords]) -> None:
        """Add the titles of every named person, in order of the text."""
        for i, mentions in sorted(self.annotated.mentions.items()):
            name, person = self.annotated.names.get(i), mentions[0]
            if name is None:
                continue
            if person.kind is not Kind.PERSON:
                continue
            title = before.get(name.start)
            if title is None:
                self._add_long(name, person)
            else:
                person = self._with_title(i, name, person, title)
            self._add_apposed(self.doc[i], person)

    def _with_title(self, i: int, name: Name, person: Mention, title: TitleWords) -> Mention:
        """Add a title before a name, and count its words to the mention."""
        start = min(title.start, name.start)
        person = replace(person, span=span_of(self.doc, start, name.end), text=self.doc[start : name.end].text)
        self.annotated.refer(i, (person,))
        for word in self.doc[title.start : title.end]:
            self._join(word, person)
        owner = title.of or self._owner_behind(name)
        for office in filter(None, (title.office, title.also)):
            self._add(person, office, owner, (title.start, title.end), former=title.former)
        return person

    def _owner_behind(self, name: Name) -> Name | None:
        """Return the state or body behind the name of a titled person: "President Ana Duarte of Peru"."""
        if self.doc[name.end : name.end + 1].text not in ("of", "from"):
            return None
        start = name.end + 1
        while self.doc[start : start + 1].text == "the":
            start += 1
        owner = self.annotated.names.get(start)
        if owner is None:
            return None
        return owner if owner.kind in OWNING else None

    def _add_apposed(self, head: Token, person: Mention) -> None:
        """Add offices in apposition and behind "is": "Park Jin, the Korean minister," and "the minister, Park Jin,"."""
        for office in path(head, ">appos"):
            if self._is_named_next(office) or self._is_of_another(office, person):
                continue
            self._add_coordinated(person, office)
        if head.dep_ == "appos":
            self._add_coordinated(person, head.head)
            beside = self._persons_beside(head) if head.head.tag_ in PLURAL else []
            self._add_in_order(beside, head.head)
            for office in self._shared_offices(head.head, person):
                if office == head.head or not has_child(office, "det"):
                    self._join(office, person, beside)
        if _IS_CALLED.fits(head):
            for office in path(head.head, "attr"):
                self._add_coordinated(person, office)

    def _add_in_order(self, beside: list[Mention], head: Token) -> None:
        """Add the offices of the second and further: "the presidents of Peru and Oman, Ana Diaz and [Ali Rashid]"."""
        owners = self.annotated.names_at(conjuncts_of(path(head, "prep:of", "pobj")))
        office = longest_office(head)
        if office is None or len(owners) != len(beside) + 1:
            return
        for person, owner in zip(beside, owners[1:], strict=True):
            self._add(person, office, owner, (left_edge(head), right_edge(head)), former=False)

    def _persons_beside(self, name: Token) -> list[Mention]:
        """Return the persons coordinated with the first name behind an office: "the envoys A and B"."""
        others = [word for word in conjuncts(name) if word.i > name.i]
        mentions = filter(None, map(self.annotated.mention, others))
        return [mention for mention in mentions if mention.kind is Kind.PERSON]

    def _add_coordinated(self, person: Mention, head: Token) -> None:
        """Add an office and those coordinated with it: "the premier and defence minister of Estonia"."""
        offices = list(filter(longest_office, self._shared_offices(head, person))) or [head]
        owners = list(map(self.reader.owner, offices))
        *_, last = (None, *filter(None, owners))
        shared = last or self._owner_within(head)
        for office, owner in zip(offices, owners, strict=True):
            self._add_phrase(person, office, owner or shared)

    def _shared_offices(self, head: Token, person: Mention) -> list[Token]:
        """List an office and those coordinated with it, but for those that another person's name follows."""
        others = filterfalse(lambda office: self._is_of_another(office, person), conjuncts(head))
        return list(others) or [head]

    def _is_of_another(self, office: Token, person: Mention) -> bool:
        """Tell whether an office introduces somebody else: "Ana Duarte, and Peru's [premier], Igor Petrov"."""
        names = self.annotated.names_at(path(office, ">appos"))
        persons = {name.name for name in names if name.kind is Kind.PERSON}
        return not persons <= {person.name}

    def _owner_within(self, head: Token) -> Name | None:
        """Return the owner that hangs on the last word of an office: "the president and commander in chief of Peru"."""
        for word in pick(head.subtree, "*:of"):
            if word.head.dep_ != "pobj":
                continue
            if self.doc[max(0, word.i - 3) : word.i].text.lower() not in self.resources.classes["office"]:
                continue
            named = self.annotated.names_at(word.children)
            owners = [name for name in named if name.kind in OWNING]
            return owners[0] if owners else None
        return None

    def _add_phrase(self, person: Mention, head: Token, owner: Name | None) -> None:
        office = longest_office(head)
        if office is None:
            return
        if head.i in self.annotated.names:
            return
        before = [word.lower_ for word in head.lefts]
        ranked = [word for word in before if word in self.words.ranked]
        if ranked and ranked[0] not in office.split():
            office = f"{ranked[0]} {office}"
        former = not self.words.former.isdisjoint(before)
        self._add(person, office, owner, (left_edge(head), right_edge(head)), former=former)

    def _add_long(self, name: Name, person: Mention) -> None:
        """Add the office before a name, long or with a comma: "head of Senate Ana Duarte"."""
        last = name.start - 1
        while last > 0 and self.doc[last].lower_ in self.words.honorific:
            last -= 1
        comma = last > 0 and self.doc[last].text == ","
        for head in self._offices_before(last - comma):
            long = self.doc[head.i + 1].lower_ in _BEHIND
            if comma and not self._stands_apart(head, last, long, styled=long and last < name.start - 1):
                continue
            if not (comma or long):
                continue
            self._add_before(person, head, self.doc[head.i : last + 1 - comma].text.lower(), comma, last)
            return

    def _offices_before(self, last: int) -> Iterator[Token]:
        """Yield the offices within the capitalised words that end at a token, the nearest first."""
        for i in range(last, max(0, last - _LONG_TITLE), -1):
            head = self.doc[i]
            if not head.text[0].isupper() and head.lower_ not in _IN_TITLES:
                return
            if i in self.annotated.names:
                continue
            if head.tag_ not in ("NN", "NNP"):
                continue
            if longest_office(head) is None:
                continue
            if i + 1 >= len(self.doc):
                continue
            yield head

    def _stands_apart(self, head: Token, last: int, long: bool, *, styled: bool) -> bool:
        """Tell whether an office before a comma is that of the name: "the Peru envoy, Igor Petrov"."""
        if styled:
            return True  # "the Minister of Health, Dr Ana Duarte"
        if self.reader.owner(head) is None:
            return False
        if long:
            return True
        return head.i == last - 1

    def _add_before(self, person: Mention, head: Token, words: str, comma: bool, last: int) -> None:
        owner = self.reader.owner(head)
        named = any(t.i in self.annotated.names for t in self.doc[head.i : last + 1])
        if comma or named:
            self._add_phrase(person, head, owner)
        else:  # "Minister of Maritime Affairs Ana Duarte"
            office = longest_office(head) or ""
            rest = words.partition(" ")[2]
            long = office if office.endswith(rest) else f"{office} {rest}"
            self._add(person, long, owner, (head.i, last + 1), former=False)
        self._join(head, person)

    def _is_named_next(self, office: Token) -> bool:
        """Tell whether an office in a list is that of the next name: "Ana Duarte, the Omani envoy, Igor Petrov"."""
        i = right_edge(office)
        if self.doc[i : i + 1].text != ",":
            return False
        i += 1
        while i < len(self.doc) and self.doc[i].lower_ in self.words.honorific:
            i += 1
        name = self.annotated.names.get(i)
        if name is None:
            return False
        return name.kind is Kind.PERSON

    def _join(self, head: Token, person: Mention, beside: Sequence[Mention] = ()) -> None:
        """Let an office phrase refer to its holder, the nearest name in apposition, and those beside him."""
        if head.i in self.annotated.names:
            return
        if head.i not in self.annotated.mentions:
            return
        own = self.annotated.mentions[head.i][0]
        if own.reason == "apposition":
            return
        if longest_office(head) is None:
            return
        joined = [
            replace(own, name=holder.name, kind=Kind.PERSON, entry=holder.entry, reason="apposition")
            for holder in (person, *beside)
        ]
        self.annotated.refer(head.i, tuple(joined))

    def _served(self, entry: str, office: str) -> str | None:
        """Return the state or body that a known person serves in an office, where the text does not name it."""
        tenures = self.gazetteer.entries[entry].tenures
        for tenure in tenures:
            if self.gazetteer.office_key(office, tenure.of) != tenure.office:
                continue
            return tenure.of
        if any(self.gazetteer.entries[t.of].kind is not Kind.STATE for t in tenures):
            return None
        return self.gazetteer.state_of(entry)

    def _add(self, person: Mention, office: str, owner: Name | None, place: tuple[int, int], *, former: bool) -> None:
        state: str | None = None
        government = self.annotated.governments.get(owner.start) if owner is not None else None
        if office.split()[-1] in _LOCAL:
            government = None  # "the Tokyo governor"
        if government is not None:
            state = government.name
        elif owner is not None and owner.kind in OWNING:
            state = self.reader.state_of(owner)[0]
        elif person.entry is not None and not former:
            served = self._served(person.entry, office)
            state = self.gazetteer.entries[served].name if served is not None else None
        self.annotated.titles.append(Title(person.name, office, person, *place, state, former))

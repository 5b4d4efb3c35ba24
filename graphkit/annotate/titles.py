"""Offices that the text gives to persons: before a name, in apposition, or standing for the person alone."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.annotate.office_holders import Holders
from graphkit.annotate.title_words import TitleWords
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import head_phrases, left_edge, lemma, right_edge, span_of
from graphkit.nlp.document import Annotated, Name, Title

#: Tokens back within which an office stands before a name.
_LONG_TITLE = 12
#: Small words within an office: "High Representative for Foreign Affairs and Security Policy".
_IN_TITLES = frozenset({"of", "for", "to", "the", "and", "on", "in", "'s"})

#: Before an office: it is nobody's in particular, or another one.
_OTHERS = frozenset({"a", "an", "any", "no", "deputy"})
#: Words for whoever heads a ministry.
_HEADS = frozenset({"boss", "chief", "head", "leader"})


class TitleReader:
    """Collects the titles of one annotated article and lets an office alone stand for its holder."""

    def __init__(self, annotated: Annotated, reader: PhraseReader) -> None:
        resources = annotated.resources
        self.annotated, self.reader, self.gazetteer = annotated, reader, resources.gazetteer
        self.offices, self.honorifics = resources.classes["office"], resources.names.honorific
        self.of_leaders = (resources.nouns.governments | resources.nouns.states) - {"state"}
        self.former, self.shared = resources.names.former, resources.names.shared_office

    def collect(self, before: dict[int, TitleWords]) -> None:
        """Collects who holds which office; `before` are the titles before names, by the first token of the name."""
        doc = self.annotated.doc
        for i, found in sorted(self.annotated.mentions.items()):
            mention = found[0]
            if mention.kind is not Kind.PERSON or i not in self.annotated.names:
                continue
            name = self.annotated.names[i]
            title = before.get(name.start)
            if title is not None:
                start = min(title.start, name.start)
                mention = replace(mention, span=span_of(doc, start, name.end), text=doc[start : name.end].text)
                self.annotated.mentions[i] = (mention,)
                self._add(mention, title.office, title.of, title.start, title.end, title.former)
            head = doc[i]
            if title is None:
                self._add_long(name, mention)
            for child in head.children:  # "Park Jin, South Korea's foreign minister,"
                if child.dep_ == "appos" and child.i > i and not self._is_named_next(child):
                    self._add_phrase(mention, child)
            if head.dep_ == "appos":  # "South Korea's foreign minister, Park Jin,"
                self._add_phrase(mention, head.head)
                self._join(head.head, mention)
            if head.dep_ == "nsubj" and head.head.lemma_ == "be":
                for child in head.head.children:
                    if child.dep_ == "attr":
                        self._add_phrase(mention, child)

    def resolve_alone(self) -> None:
        """Lets "the South Korean president" stand for its holder, by the article's titles or who held it that day."""
        doc = self.annotated.doc
        holders = Holders(self.annotated, self.gazetteer)
        for i, found in sorted(self.annotated.mentions.items()):
            mention, head = found[0], doc[i]
            if i in self.annotated.names or head.tag_ not in ("NN", "NNP") or mention.reason != "description":
                continue
            words = {c.lower_ for c in head.children}
            office = self._office(head)
            if office is None or words & _OTHERS or (head.tag_ == "NNP" and "the" not in words):
                continue
            owner = self.reader.owner(head)
            if owner is None and " of " in office:  # "the Secretary of State of the United States"
                owner = self.reader.owner(doc[head.i + 2])
            state, entry = self.reader.state_of(owner) if owner is not None else (None, None)
            made = None
            if words & self.former:
                if "the" in words or owner is not None:
                    made = _stand_for(mention, holders.former(office, state, entry), "title")
            else:
                made = _stand_for(mention, holders.by_words(left_edge(head), right_edge(head)), "title")
                if made is None and state is not None and office not in self.shared:
                    made = self._held(mention, office, state, entry)
            if made is not None:
                self.annotated.mentions[i] = (made,)

    def read_owned(self, head: Token, owner: Mention) -> Mention | None:
        """The holder of an office of a state that is no name: "its president"; None where that is nobody."""
        found = self.annotated.mentions.get(head.i, ())
        if owner.kind is Kind.PERSON and lemma(head) in self.of_leaders and found:
            return self._governed(found[0], owner)
        office = self._office(head)
        words = {c.lower_ for c in head.children}
        if (
            office is None
            or office in self.shared
            or owner.kind is not Kind.STATE
            or [m.reason for m in found] != ["description"]
            or head.tag_ != "NN"
            or words & (_OTHERS | self.former)
        ):
            return None
        return self._held(found[0], office, owner.name, owner.entry)

    def _governed(self, mention: Mention, person: Mention) -> Mention | None:
        """The state of "his government" or "her country": whom the person serves by the titles of the article."""
        states = {t.state for t in self.annotated.titles if t.person == person.name and not t.former} - {None}
        refs = self.gazetteer.references(next(iter(states)) or "") if len(states) == 1 else ()
        entry = self.gazetteer.entries[refs[0].entry] if refs else None
        if entry is None or entry.kind is not Kind.STATE:
            return None
        return replace(mention, name=entry.name, kind=entry.kind, entry=entry.id, reason="agent of state")

    def _held(self, mention: Mention, office: str, state: str, entry: str | None) -> Mention | None:
        """The holder of an office of a state or body: by the article's last title, or on the day of publication."""
        same = [t for t in self.annotated.titles if t.office == office and t.state == state and not t.former]
        if same:
            return _stand_for(mention, same[-1].holder, "title")
        day = self.annotated.article.published
        if entry is None or day is None:
            return None
        found = self.gazetteer.holders(office, entry, day)
        ministry = self.gazetteer.head_of_ministry(entry)
        if not found and office in _HEADS and ministry is not None:  # "the State Department chief"
            found = self.gazetteer.holders(*ministry, day)
        if len(found) != 1:
            return None
        return replace(mention, name=found[0].name, kind=Kind.PERSON, entry=found[0].id, reason="office")

    def _office(self, head: Token) -> str | None:
        """The office that a noun names, the longest reading: "secretary of state" before "secretary"."""
        known = [p for p in head_phrases(head) if p in self.offices]
        base = head.lemma_.lower()
        if head.i + 2 < len(head.doc) and base in ("secretary", "minister", "member", "head", "chief"):
            longer = f"{known[0] if known else base} of {head.doc[head.i + 2].lower_}"
            if head.doc[head.i + 1].lower_ in ("of", "for") and (
                longer in self.offices or longer.replace(" of ", " for ") in self.offices
            ):
                return longer
        return max(known, key=len) if known else None

    def _add_phrase(self, person: Mention, head: Token) -> None:
        office = self._office(head)
        if office is None or head.i in self.annotated.names:
            return
        owner = self.reader.owner(head)
        former = any(c.lower_ in self.former for c in head.lefts)
        self._add(person, office, owner, left_edge(head), right_edge(head), former)

    def _add_long(self, name: Name, person: Mention) -> None:
        """The office before a name, long or with a comma: "head of Senate Ana Duarte", "Peru envoy, Igor Petrov"."""
        doc, last = self.annotated.doc, name.start - 1
        while last > 0 and doc[last].lower_ in self.honorifics:
            last -= 1
        comma = last > 0 and doc[last].text == ","
        at = last - comma
        while at > max(0, last - _LONG_TITLE) and (doc[at].text[0].isupper() or doc[at].lower_ in _IN_TITLES):
            head = doc[at]
            at -= 1
            if head.i in self.annotated.names or head.tag_ not in ("NN", "NNP") or self._office(head) is None:
                continue
            following = doc[head.i + 1]
            long = following.lower_ in ("of", "for", "to")
            styled = long and last < name.start - 1  # "the Minister of Health, Dr Ana Duarte"
            if comma and not styled and (self.reader.owner(head) is None or not (long or head.i == last - 1)):
                continue  # but "Peru President, Ana Duarte"
            if not (comma or long):
                continue
            words = doc[head.i : last + 1 - comma]
            if comma or any(t.i in self.annotated.names for t in words):
                self._add_phrase(person, head)
            else:  # "Minister of Maritime Affairs Ana Duarte"
                office = f"{self._office(head)} {words[1:].text.lower()}"
                self._add(person, office, self.reader.owner(head), head.i, name.start, former=False)
            self._join(head, person)
            return

    def _is_named_next(self, office: Token) -> bool:
        """Whether an office in a list is that of the next name: "her host Ana Duarte, the Omani envoy, Igor Petrov"."""
        doc, at = self.annotated.doc, right_edge(office)
        if doc[at : at + 1].text != ",":
            return False
        at += 1
        while at < len(doc) and doc[at].lower_ in self.honorifics:
            at += 1
        name = self.annotated.names.get(at)
        return name is not None and name.kind is Kind.PERSON

    def _join(self, head: Token, person: Mention) -> None:
        """An office phrase whose apposition names its holder refers to that person."""
        if self._office(head) is not None and head.i in self.annotated.mentions and head.i not in self.annotated.names:
            own = self.annotated.mentions[head.i][0]
            if own.reason == "apposition":
                return  # the nearest name was there first
            self.annotated.mentions[head.i] = (
                replace(own, name=person.name, kind=Kind.PERSON, entry=person.entry, reason="apposition"),
            )

    def _served(self, entry: str, office: str) -> str | None:
        """Whom a known person serves in an office that is named without it: by the office held, else the state."""
        tenures = self.gazetteer.entries[entry].tenures
        for tenure in tenures:
            if self.gazetteer.office_key(office, tenure.of) == tenure.office:
                return tenure.of
        bodies = [t for t in tenures if self.gazetteer.entries[t.of].kind is not Kind.STATE]
        return None if bodies else self.gazetteer.state_of(entry)

    def _add(self, person: Mention, office: str, owner: Name | None, start: int, end: int, former: bool) -> None:
        state: str | None = None
        government = self.annotated.governments.get(owner.start) if owner is not None else None
        if government is not None:
            state = government.name
        elif owner is not None and owner.kind in (Kind.STATE, Kind.ORGANIZATION):
            state = self.reader.state_of(owner)[0]
        elif person.entry is not None and not former:
            served = self._served(person.entry, office)
            if served is not None:
                state = self.gazetteer.entries[served].name
        self.annotated.titles.append(Title(person.name, office, person, start, end, state, former))


def _stand_for(described: Mention, person: Mention | None, reason: str) -> Mention | None:
    """A described person as the one who is meant; None where nobody is."""
    if person is None:
        return None
    return replace(described, name=person.name, kind=Kind.PERSON, entry=person.entry, reason=reason)

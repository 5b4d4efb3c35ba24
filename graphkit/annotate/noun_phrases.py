"""Read noun phrases: what the head of each phrase refers to, as a Mention with canonical name and kind.

Decided here: forces and officials of a state act as the state, its ministries and courts are its organs, ministers of
a body act as the body, unnamed groups and private people stay as they are described.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graphkit.annotate.described_kind import described_kind, is_of_class
from graphkit.annotate.members import Members
from graphkit.annotate.metonymy import Metonymy
from graphkit.annotate.organ_reader import OrganReader
from graphkit.annotate.owners import Owners, noun_modifiers, senders
from graphkit.annotate.phrases import Phrase, describe, description, is_phrase_head, name_heads
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, head_phrases, left_edge, preps, right_edge, span_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import Entry, Use
from graphkit.resources.resources import Resources

_PLURAL = frozenset({"NNS", "NNPS"})
_NO_PHRASE = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
#: Before the people of a state: they are a part of it, or no longer in it.
_APART = frozenset({"ethnic", "exiled", "exile", "fugitive", "expatriate", "native", "young", "ordinary", "fellow"})


class PhraseReader:
    """Reads noun phrases of one Doc against its names. `organs` says for which state each organ that was read acts."""

    def __init__(self, doc: Doc, names: dict[int, Name], resources: Resources, published: str | None) -> None:
        self.doc, self.names, self.gazetteer = doc, names, resources.gazetteer
        self.classes, self.nouns = resources.classes, resources.nouns
        self.exclusive = resources.names.exclusive_office
        self.owners = Owners(doc, names, resources, published)
        self.metonymy, self.members = Metonymy(self.owners), Members(doc, resources)
        self.organs: dict[int, Mention] = {}
        self.organ_reader = OrganReader(self.owners, self.metonymy, resources, self.organs)

    def read(self, head: Token) -> Mention | None:
        """Give the mention that a noun or name heads; None for a pronoun or a word that names nothing."""
        name = self.names.get(head.i)
        if name is None:
            if head.ent_type_ in _NO_PHRASE or head.pos_ not in _NOMINAL:
                return None
            return self._described(Phrase.of(head))
        last = head.i == name.end - 1
        if not last and head.head.i in range(name.start, name.end):
            return None
        if name.use == Use.DEMONYM and self._is_people_apart(head):
            return self._people(head, name)
        return self._named(head, name)

    def read_shared(self, head: Token) -> tuple[Mention, ...]:
        """Give the several states of one noun: "British and Kenyan negotiators", "ministers from Peru and Chile"."""
        if head.tag_ not in _PLURAL:
            return ()
        if not self._acts(head_phrases(head)):
            return ()
        owners = self._shared_owners(head)
        named = {self.names[t.i].entry: self.names[t.i] for t in owners if t.i in self.names}
        entries = {entry: self.gazetteer.entries[entry] for entry in named if entry is not None}
        bodies = [entry for entry, row in entries.items() if row.kind in (Kind.STATE, Kind.ORGANIZATION)]
        if len(bodies) < max(2, sum(t.pos_ in ("NOUN", "PROPN") for t in owners)):
            return ()
        phrase = Phrase.of(head)
        holders = self._holders_of(phrase, bodies)
        if holders:
            return holders
        made = []
        for entry in bodies:
            canonical, own = self.owners.state_of(named[entry])
            kind = self.gazetteer.entries[own].kind if own else named[entry].kind
            made.append(phrase.mention(canonical, kind, own, "agent of state"))
        return tuple(made)

    def _holders_of(self, phrase: Phrase, bodies: list[str]) -> tuple[Mention, ...]:
        """Return the holders of an office that one person has, of each state: "the presidents of Peru and Chile"."""
        offices = [p for p in phrase.phrases if p in self.classes["office"]]
        office = max(offices, key=len, default=None)
        day = self.owners.published
        if office is None:
            return ()
        if day is None:
            return ()
        if self.gazetteer.office_key(office) not in self.exclusive:
            return ()
        held = [self.gazetteer.holders(office, body, day) for body in bodies]
        if any(len(found) != 1 for found in held):
            return ()
        return tuple(phrase.mention(found[0].name, Kind.PERSON, found[0].id, "office") for found in held)

    def read_owned(self, head: Token, owner: Mention) -> Mention | None:
        """Give a force, official or organ whose owner is a pronoun ("its army"); None for another thing."""
        if owner.kind is not Kind.STATE:
            return None
        if owner.entry is None:
            return None
        return self.organ_reader.of_state(Phrase.of(head), self.gazetteer.entries[owner.entry], None)

    def organ_of(self, head: Token, state: Entry) -> Mention | None:
        """Read a noun as an organ of a state that the phrase does not name."""
        return self.organ_reader.of_state(Phrase.of(head), state, None)

    def owner(self, head: Token) -> Name | None:
        """Return the name of whom a common noun belongs to."""
        return self.owners.owner(head)

    def state_of(self, name: Name) -> tuple[str, str | None]:
        """Return the state behind a name, else the name's own."""
        return self.owners.state_of(name)

    def _acts(self, phrases: tuple[str, ...]) -> bool:
        return is_of_class(phrases, self.classes, "state_agent", "state_agents", "office", "organ")

    def _shared_owners(self, head: Token) -> list[Token]:
        before = [t for c in head.lefts if c.dep_ in ("amod", "compound", "nmod") for t in _with_conjuncts(c)]
        named = [t for t in before if t.i in self.names]
        return named or [t for inner in senders(head, "of|from") for t in conjuncts(inner)]

    def _is_people_apart(self, head: Token) -> bool:
        """Tell whether people of a state are not that state: "Kosovo Serbs", "ethnic Albanians", "a Frenchman"."""
        if head.pos_ == "ADJ" or head.dep_ in ("amod", "compound", "nmod"):
            return False
        if any(c.dep_ == "acl" for c in head.children) and head.tag_ == "NNPS":
            return True
        before = {c.lower_ for c in noun_modifiers(head)}
        if before & _APART:
            return True
        if any(c.i in self.names for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")):
            return True
        if head.i + 1 < len(self.doc) and self.doc[head.i + 1].pos_ in ("PROPN", "NOUN", "NUM"):
            return False  # "a Peruvian M-113"
        return bool({"a", "an"} & {c.lower_ for c in head.lefts if c.dep_ == "det"})

    def _people(self, head: Token, name: Name) -> Mention:
        phrase = Phrase.of(head)
        words = describe(self.doc, phrase.start, name.end)
        return replace(phrase.mention(words, Kind.GROUP, None, "description"), label=name.label)

    def _named(self, head: Token, name: Name) -> Mention:
        end = name.end
        if head.i == name.end - 1 and name.kind is not Kind.PERSON:
            end = max(end, right_edge(head))
        start = min(name.start, left_edge(head))
        span, text = span_of(self.doc, start, end), self.doc[start:end].text
        mention = Mention(span, text, name.name, name.kind, name.entry, name.label, name.reason)
        state = self.metonymy.state_behind(mention)
        if state is not None:
            self.organs[head.i] = state
            if self._is_common_army(name):
                return state  # "the U.S. military" acts as its state
        if name.entry is None and name.kind is Kind.ORGANIZATION:
            return self.organ_reader.read_capitals(head, name, mention) or mention
        return mention

    def _is_common_army(self, name: Name) -> bool:
        if name.entry is None:
            return False
        if not self.doc[name.end - 1].text.islower():
            return False
        return self.gazetteer.entries[name.entry].category == "military"

    def _described(self, phrase: Phrase) -> Mention | None:
        part = self._part(phrase) or self._some_of(phrase)
        if part is not None:
            return part
        owner = self.owners.owner(phrase.head)
        found = self._owned(phrase, owner) if owner is not None else self.organ_reader.without_owner(phrase)
        return found or self._description_of(phrase)

    def _owned(self, phrase: Phrase, owner: Name) -> Mention | None:
        if owner.kind is Kind.PERSON:
            return self.organ_reader.of_leader(phrase, owner)
        name, entry = self.owners.state_of(owner)
        state = self.gazetteer.entries[entry] if entry is not None else None
        if state is not None and state.kind is Kind.STATE:
            found = self.organ_reader.of_state(phrase, state, self._words_after(phrase, owner))
            found = found or self.organ_reader.capital_of(phrase, state)
            if found is not None:
                return found
        body = (state is not None and state.kind is Kind.ORGANIZATION) or owner.kind is Kind.ORGANIZATION
        if (body and self.members.act_as(phrase, state)) or self.members.are_called(phrase, owner):
            mention = phrase.mention(name, Kind.ORGANIZATION, entry, "members of body")
            acting = self.metonymy.state_behind(mention)
            if acting is not None:
                self.organs[phrase.head.i] = acting
            return mention
        return None

    def _words_after(self, phrase: Phrase, owner: Name) -> str:
        """Return the words of a phrase between its owner's name and the end of its head."""
        head = phrase.head
        if owner.end > head.i:
            return describe(self.doc, phrase.start, head.i + 1)
        after = owner.end + (self.doc[owner.end].tag_ == "POS")
        return describe(self.doc, after, head.i + 1)

    def _part(self, phrase: Phrase) -> Mention | None:
        """Return the place that something is a part of: "most of Aleppo", "parts of northern Mali"."""
        if phrase.phrases[0] not in self.nouns.parts:
            return None
        for word, inner in preps(phrase.head):
            name = self.names.get(inner.i)
            if word != "of":
                continue
            if name is None:
                continue
            if name.use == Use.DEMONYM:
                continue
            if name.kind not in (Kind.PLACE, Kind.STATE):
                continue
            return replace(self._named(inner, name), span=phrase.span, text=phrase.text)
        return None

    def _some_of(self, phrase: Phrase) -> Mention | None:
        """Return the group of which some are meant: "one of the rebels", "three of its soldiers"."""
        of = [t for word, t in preps(phrase.head) if word == "of" and t.tag_ in _PLURAL]
        mention = self.read(of[0]) if of and phrase.head.tag_ == "CD" else None
        if mention is None or mention.kind not in (Kind.GROUP, Kind.STATE):
            return None
        return replace(mention, span=phrase.span, text=phrase.text)

    def _description_of(self, phrase: Phrase) -> Mention | None:
        kind = described_kind(phrase.head, self.names, self.classes)
        words = description(phrase, kind, self.names)
        if not any(c.isalpha() for c in words):
            return None
        return phrase.mention(words, kind, None, "description")


def read_phrases(reader: PhraseReader, record: Callable[[int, tuple[Mention, ...]], None]) -> None:
    """Read every noun phrase of a Doc and every name, and record what each refers to."""
    heads: dict[int, Token] = {token.i: token for token in reader.doc if is_phrase_head(token)}
    heads |= name_heads(reader.doc, reader.names, heads)
    for i, head in sorted(heads.items()):
        mention = reader.read(head)
        if mention is None:
            continue
        record(i, reader.read_shared(head) or (mention,))


def _with_conjuncts(token: Token) -> list[Token]:
    return [token, *(t for t in token.subtree if t.dep_ == "conj")]

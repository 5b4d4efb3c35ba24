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
from graphkit.annotate.owners import OWNING, Owners, noun_modifiers, senders
from graphkit.annotate.phrases import Phrase, describe, description, is_phrase_head, name_heads
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import (
    PLURAL,
    behind,
    conjuncts_of,
    head_phrases,
    left_edge,
    right_edge,
    span_of,
    token_at,
    word_at,
    words_of,
)
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits, path, pick
from graphkit.resources.gazetteer.gazetteer import Entry, Use
from graphkit.resources.resources import Resources

_NO_PHRASE = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_TERRITORIAL = frozenset({Kind.PLACE, Kind.STATE})
_GROUPS = frozenset({Kind.GROUP, Kind.STATE})
#: Before the people of a state: they are a part of it, or no longer in it.
_APART = frozenset({"ethnic", "exiled", "exile", "fugitive", "expatriate", "native", "young", "ordinary", "fellow"})
_INTRODUCING = Shape('"the militant [group] Hamas"', "*/NN", has=[">appos/PROPN"])
#: What stands before and behind a name that is set off.
_SET_OFF = frozenset({(",", ","), (",", "."), (",", ";")})
#: What a description may introduce by its name.
_APPOSED = frozenset({Kind.ORGANIZATION, Kind.GROUP, Kind.STATE})
_MODIFIER = "amod|compound|nmod"
_ADJECTIVE = Shapes(Shape('"[Russian] troops"', _MODIFIER), Shape('"the [Russian]"', "*/ADJ"))
_DEFINED_PEOPLE = Shape('"[Serbs] living in Kosovo"', "*/NNPS", has=["acl"])
_ONE_OF_PEOPLE = Shape('"a [Frenchman]"', has=["<det:a|an"])


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
            return self._read_noun(head)
        is_last = head.i == name.end - 1
        if not is_last and name.start <= head.head.i < name.end:
            return None
        if name.use == Use.DEMONYM and self._is_people_apart(head):
            return self._people(head, name)
        return self._named(head, name)

    def _read_noun(self, head: Token) -> Mention | None:
        if head.ent_type_ in _NO_PHRASE:
            return None
        if head.pos_ not in _NOMINAL:
            return None
        return self._described(Phrase.of(head))

    def read_shared(self, head: Token) -> tuple[Mention, ...]:
        """Give the several states of one noun: "British and Kenyan negotiators", "ministers from Peru and Chile"."""
        if head.tag_ not in PLURAL:
            return ()
        if not is_of_class(head_phrases(head), self.classes, "state_agent", "state_agents", "office", "organ"):
            return ()
        owners = self._shared_owners(head)
        names = filter(None, (self.names.get(owner.i) for owner in owners))
        named = {name.entry: name for name in names}
        bodies = [entry for entry in named if entry is not None and self.gazetteer.entries[entry].kind in OWNING]
        if len(bodies) < max(2, len(pick(owners, "*/NOUN|PROPN"))):
            return ()
        phrase = Phrase.of(head)
        acting = [self._agent_of(phrase, named[entry]) for entry in bodies]
        return self._holders_of(phrase, bodies) or tuple(acting)

    def _agent_of(self, phrase: Phrase, owner: Name) -> Mention:
        """Return a phrase as the state or body whose agents it names."""
        name, entry = self.owners.state_of(owner)
        kind = self.gazetteer.entries[entry].kind if entry else owner.kind
        return phrase.mention(name, kind, entry, "agent of state")

    def _holders_of(self, phrase: Phrase, bodies: list[str]) -> tuple[Mention, ...]:
        """Return the holders of an office that one person has, of each state: "the presidents of Peru and Chile"."""
        offices = self.classes["office"].intersection(phrase.phrases)
        office, day = max(offices, key=len, default=None), self.owners.published
        if office is None:
            return ()
        if day is None:
            return ()
        if self.gazetteer.office_key(office) not in self.exclusive:
            return ()
        held = [self.gazetteer.holders(office, body, day) for body in bodies]
        single = [holders[0] for holders in held if len(holders) == 1]
        if len(single) < len(held):
            return ()
        return tuple([phrase.mention(holder.name, Kind.PERSON, holder.id, "office") for holder in single])

    def agents_of(self, head: Token, bodies: list[str]) -> tuple[Mention, ...]:
        """Give the agents of several states or bodies whose names a phrase does not say: "ministers of the two"."""
        phrase, entries = Phrase.of(head), [self.gazetteer.entries[body] for body in bodies]
        acting = [phrase.mention(entry.name, entry.kind, entry.id, "agent of state") for entry in entries]
        return self._holders_of(phrase, bodies) or tuple(acting)

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
        """Return the name of the owner of a common noun."""
        return self.owners.owner(head)

    def state_of(self, name: Name) -> tuple[str, str | None]:
        """Return the state behind a name, else the name's own."""
        return self.owners.state_of(name)

    def _shared_owners(self, head: Token) -> list[Token]:
        """List the names before a noun that say whose it is, with those coordinated with them, else those behind it."""
        before: list[Token] = []
        for modifier in path(head, f"<{_MODIFIER}"):
            before += [modifier, *pick(modifier.subtree, "conj")]
        named = [word for word in before if word.i in self.names]
        return named or conjuncts_of(senders(head, "of|from"))

    def _is_people_apart(self, head: Token) -> bool:
        """Tell whether people of a state are not that state: "Kosovo Serbs", "ethnic Albanians", "a Frenchman"."""
        if _ADJECTIVE.fits(head):
            return False
        if _DEFINED_PEOPLE.fits(head):
            return True
        before = words_of(noun_modifiers(head))
        if not before.isdisjoint(_APART):
            return True
        states = {word.i for word in path(head, f"<{_MODIFIER}")}
        if not states.isdisjoint(self.names):
            return True
        following = token_at(head, 1)
        if following is not None and fits(following, "*/PROPN|NOUN|NUM"):
            return False  # "a Peruvian M-113"
        return _ONE_OF_PEOPLE.fits(head)

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
        is_unknown_body = name.entry is None and name.kind is Kind.ORGANIZATION
        organ = self.organ_reader.read_capitals(head, name, mention) if is_unknown_body else None
        return organ or mention

    def _is_common_army(self, name: Name) -> bool:
        """Tell whether a name is that of an army with its last word in small letters: "the U.S. military"."""
        if name.entry is None:
            return False
        if not self.doc[name.end - 1].text.islower():
            return False
        return self.gazetteer.entries[name.entry].category == "military"

    def _described(self, phrase: Phrase) -> Mention | None:
        other = self._part(phrase) or self._some_of(phrase) or self._apposed(phrase)
        if other is not None:
            return other
        owner = self.owners.owner(phrase.head)
        actor = self._owned(phrase, owner) if owner is not None else self.organ_reader.without_owner(phrase)
        return actor or self._description_of(phrase)

    def _owned(self, phrase: Phrase, owner: Name) -> Mention | None:
        """Read a noun with an owner as the state, body or person that it acts for."""
        if owner.kind is Kind.PERSON:
            return self.organ_reader.of_leader(phrase, owner)
        name, entry = self.owners.state_of(owner)
        row = self.gazetteer.entries.get(entry or "")
        if row is not None and row.kind is Kind.STATE:
            acting = self._of_state(phrase, owner, row)
            if acting is not None:
                return acting
        body = phrase.mention(name, Kind.ORGANIZATION, entry, "members of body")
        is_of_body = Kind.ORGANIZATION in (owner.kind, row and row.kind)
        leader = self._leader(phrase, owner, body) if is_of_body else None
        if leader is not None:
            return leader
        are_members = is_of_body and self.members.act_as(phrase, row)
        if not are_members and not self.members.are_called(phrase, owner):
            return None
        acting = self.metonymy.state_behind(body)
        if acting is not None:
            self.organs[phrase.head.i] = acting
        return body

    def _of_state(self, phrase: Phrase, owner: Name, state: Entry) -> Mention | None:
        """Read a noun of a state as its organ, as the state, or as its capital."""
        organ = self.organ_reader.of_state(phrase, state, self._words_after(phrase, owner))
        return organ or self.organ_reader.capital_of(phrase, state)

    def _leader(self, phrase: Phrase, owner: Name, body: Mention) -> Mention | None:
        """Read who leads a body as the body, and so that the holder of the office can be found where it is his own."""
        if body.entry is None:
            return None
        if not self.organ_reader.leads(phrase):
            return None
        own = [inner for inner in behind(phrase.head, "of") if self.names.get(inner.i) is owner]
        return replace(body, reason="agent of state" if own else "leader of organ")

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
        for inner in behind(phrase.head, "of"):
            name = self.names.get(inner.i)
            if name is None:
                continue
            if name.use == Use.DEMONYM:
                continue
            if name.kind in _TERRITORIAL:
                return replace(self._named(inner, name), span=phrase.span, text=phrase.text)
        return None

    def _some_of(self, phrase: Phrase) -> Mention | None:
        """Return the group of which some are meant: "one of the rebels", "three of its soldiers"."""
        if phrase.head.tag_ != "CD":
            return None
        groups = pick(behind(phrase.head, "of"), "*/NNS|NNPS")
        mention = self.read(groups[0]) if groups else None
        if mention is None:
            return None
        if mention.kind not in _GROUPS:
            return None
        return replace(mention, span=phrase.span, text=phrase.text)

    def _apposed(self, phrase: Phrase) -> Mention | None:
        """Return the body or state that a description introduces: "the militant group Hamas", "the bloc, ASEAN,"."""
        if not _INTRODUCING.fits(phrase.head):
            return None
        if described_kind(phrase.head, self.names, self.classes) is not Kind.GROUP:
            return None
        inner = path(phrase.head, ">appos/PROPN")[0]
        name = self.names.get(inner.i)
        if name is None or name.kind not in _APPOSED:
            return None
        if name.use == Use.DEMONYM:
            return None
        between = self.doc[phrase.head.i + 1 : name.start].text
        if between and (between, word_at(inner, 1)) not in _SET_OFF:
            return None  # "the agency, Oman and Qatar"
        return replace(self._named(inner, name), span=phrase.span, text=phrase.text)

    def _description_of(self, phrase: Phrase) -> Mention | None:
        kind = described_kind(phrase.head, self.names, self.classes)
        words = description(phrase, kind, self.names)
        if not any(map(str.isalpha, words)):
            return None
        return phrase.mention(words, kind, None, "description")


def read_phrases(reader: PhraseReader, record: Callable[[int, tuple[Mention, ...]], None]) -> None:
    """Read every noun phrase of a Doc and every name, and record what each refers to."""
    heads = {token.i: token for token in filter(is_phrase_head, reader.doc)}
    heads |= name_heads(reader.doc, reader.names, heads)
    for i, head in sorted(heads.items()):
        mention = reader.read(head)
        if mention is not None:
            record(i, reader.read_shared(head) or (mention,))

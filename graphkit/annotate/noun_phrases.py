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
from graphkit.annotate.owners import Owners, noun_modifiers, senders
from graphkit.annotate.phrases import Phrase, describe, description, is_phrase_head, name_heads
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, head_phrases, left_edge, lemma, preps, right_edge, span_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import Entry, Use
from graphkit.resources.resources import Resources

_PLURAL = frozenset({"NNS", "NNPS"})
_NO_PHRASE = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
#: Before the people of a state: they are a part of it, or no longer in it.
_APART = frozenset({"ethnic", "exiled", "exile", "fugitive", "expatriate", "native", "young", "ordinary", "fellow"})
#: Categories of organs that are called by their state even as speakers.
_PLAIN_ORGANS = frozenset({"military", "state_media"})
#: Small words in the names of organs.
_LINKING = frozenset({"and", "for", "of", "the"})
#: The longest name of a state before the name of its organ.
_STATE_WORDS = 3


class PhraseReader:
    """Reads noun phrases of one Doc against its names. `organs` says for which state each organ that was read acts."""

    def __init__(self, doc: Doc, names: dict[int, Name], resources: Resources, published: str | None) -> None:
        self.doc, self.names, self.gazetteer = doc, names, resources.gazetteer
        self.classes, self.nouns = resources.classes, resources.nouns
        self.exclusive, self.generic = resources.names.exclusive_office, resources.names.generic
        self.owners = Owners(doc, names, resources, published)
        self.metonymy, self.members = Metonymy(self.owners), Members(doc, resources)
        self.organs: dict[int, Mention] = {}

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
        return self._organ_of(Phrase.of(head), self.gazetteer.entries[owner.entry], None)

    def organ_of(self, head: Token, state: Entry) -> Mention | None:
        """Read a noun as an organ of a state that the phrase does not name."""
        return self._organ_of(Phrase.of(head), state, None)

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
        return named or [t for inner in senders(head, ("of", "from")) for t in conjuncts(inner)]

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
            return self._capitalised_organ(head, name, mention) or mention
        return mention

    def _is_common_army(self, name: Name) -> bool:
        if name.entry is None:
            return False
        if not self.doc[name.end - 1].text.islower():
            return False
        return self.gazetteer.entries[name.entry].category == "military"

    def _capitalised_organ(self, head: Token, name: Name, mention: Mention) -> Mention | None:
        """Read a state's organ written with capitals: "Russia's Defense Ministry", "Foreign Ministry of Austria"."""
        phrase = replace(Phrase.of(head), span=mention.span, text=mention.text)
        owner = self.owners.owner(head)
        if owner is not None and owner.entry is not None and owner.start != name.start:
            state = self.owners.state_of(owner)[1]
            if state:
                return self._capital_organ(phrase, self.gazetteer.entries[state], name.name)
            return None
        for state_words, organ in _splits(name.name):
            entry = self._state_called(state_words)
            found = self._capital_organ(phrase, entry, organ) if entry is not None else None
            if found is None:
                continue
            return found
        agency = self._agency(phrase, name.name, None)
        if agency is None and self._is_of_every_state(name.name):
            home = self.owners.home_by_place(head)
            if home is not None:
                return phrase.mention(home.name, home.kind, home.id, "agent of state")
            return replace(mention, reason="description")
        return agency

    def _is_of_every_state(self, words: str) -> bool:
        """Tell whether capitals name an organ that every state has, and so none: "Foreign Ministry", "Parliament"."""
        folded = words.lower().split()
        if not is_of_class((folded[-1], " ".join(folded)), self.classes, "organ"):
            return False
        return all(word in self.generic or word.rstrip("s") in self.generic for word in folded if word not in _LINKING)

    def _capital_organ(self, phrase: Phrase, state: Entry, words: str) -> Mention | None:
        """Read capitals behind a state's name: its government, an agency, or an organ under whatever name."""
        if words.lower() in self.nouns.governments:
            return phrase.mention(state.name, state.kind, state.id, "agent of state")
        agency = self._agency(phrase, words, state)
        if agency is None and is_of_class((words.lower().split()[-1],), self.classes, "organ"):
            return phrase.mention(state.name, state.kind, state.id, "agent of state")
        return agency

    def _state_called(self, words: str) -> Entry | None:
        entries = (self.gazetteer.entries[reference.entry] for reference in self.gazetteer.references(words))
        return next((entry for entry in entries if entry.kind is Kind.STATE), None)

    def _described(self, phrase: Phrase) -> Mention | None:
        part = self._part(phrase) or self._some_of(phrase)
        if part is not None:
            return part
        owner = self.owners.owner(phrase.head)
        found = self._owned(phrase, owner) if owner is not None else self._unowned(phrase)
        return found or self._description_of(phrase)

    def _owned(self, phrase: Phrase, owner: Name) -> Mention | None:
        if owner.kind is Kind.PERSON:
            return self._leaders_government(phrase, owner)
        name, entry = self.owners.state_of(owner)
        state = self.gazetteer.entries[entry] if entry is not None else None
        if state is not None and state.kind is Kind.STATE:
            found = self._organ_of(phrase, state, self._words_after(phrase, owner))
            found = found or self._capital_of(phrase, state)
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

    def _leaders_government(self, phrase: Phrase, leader: Name) -> Mention | None:
        """Return the state of "the Biden administration" or "the government of Joe Biden"."""
        if leader.entry is None:
            return None
        if lemma(phrase.head) not in self.nouns.governments:
            return None
        state = self.gazetteer.state_of(leader.entry)
        if state is None:
            return None
        entry = self.gazetteer.entries[state]
        return phrase.mention(entry.name, entry.kind, entry.id, "agent of state")

    def _unowned(self, phrase: Phrase) -> Mention | None:
        if not is_of_class(phrase.phrases, self.classes, "state_body", "state_agent", "state_agents", "organ"):
            return None
        home = self.owners.home(phrase.head)
        if home is not None:
            return phrase.mention(home.name, home.kind, home.id, "agent of state")
        sender = next(filter(None, map(self.gazetteer.office_state, phrase.phrases)), None)
        if sender is not None:  # "the papal nuncio"
            state = self.gazetteer.entries[sender]
            return phrase.mention(state.name, state.kind, state.id, "agent of state")
        return self._agency(phrase, describe(self.doc, phrase.start, phrase.end), None)

    def _organ_of(self, phrase: Phrase, state: Entry, words: str | None) -> Mention | None:
        """Read a noun as an organ of a state: a named agency, or the state itself; None for another thing."""
        acting = phrase.mention(state.name, state.kind, state.id, "agent of state")
        if (words or lemma(phrase.head)).lower() in self.nouns.governments:
            return acting
        if words is not None or is_of_class(phrase.phrases, self.classes, "state_body"):
            agency = self._agency(phrase, words or max(phrase.phrases, key=len), state)
            if agency is not None:
                return agency
        if self._acts_as_state(phrase):
            return acting
        return None

    def _acts_as_state(self, phrase: Phrase) -> bool:
        if phrase.head.tag_ in _PLURAL and is_of_class(phrase.phrases, self.classes, "state_agents"):
            return True
        return is_of_class(phrase.phrases, self.classes, "state_agent", "organ")

    def _capital_of(self, phrase: Phrase, state: Entry) -> Mention | None:
        """Return the city that "the Chilean capital" is."""
        if phrase.phrases[0] != "capital":
            return None
        if phrase.head.tag_ != "NN":
            return None
        if state.capital is None:
            return None
        entries = (self.gazetteer.entries[r.entry] for r in self.gazetteer.references(state.capital))
        city = next((entry for entry in entries if entry.kind is Kind.PLACE and entry.state == state.id), None)
        if city is not None:
            return phrase.mention(city.name, city.kind, city.id, "capital")
        return None

    def _agency(self, phrase: Phrase, words: str, state: Entry | None) -> Mention | None:
        """Return the organisation of a state that words name, with the state or alone ("the Foreign Office")."""
        agency = self.gazetteer.agency(words, state.id if state else None)
        if agency is None:
            return None
        name, category = agency
        body = self._entry_named(name)
        mention = phrase.mention(name, Kind.ORGANIZATION, body, "agency")
        home = state or self._home_of(body, words)
        acting = self.metonymy.as_state(mention, home, category) if home is not None else None
        if acting is None:
            return mention
        if category in _PLAIN_ORGANS:
            return acting
        self.organs[phrase.head.i] = acting
        return mention

    def _home_of(self, body: str | None, words: str) -> Entry | None:
        state = self.gazetteer.state_of(body) if body else self.gazetteer.agency_state(words)
        if state:
            return self.gazetteer.entries[state]
        return None

    def _entry_named(self, name: str) -> str | None:
        entries = (self.gazetteer.entries[reference.entry] for reference in self.gazetteer.references(name))
        return next((entry.id for entry in entries if entry.kind is Kind.ORGANIZATION), None)

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


def _splits(name: str) -> list[tuple[str, str]]:
    """Return the ways to read a name as that of a state and of its organ: "Russian Foreign Ministry"."""
    words = name.split()
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(min(_STATE_WORDS, len(words) - 1), 0, -1)]
    front, of, state = name.rpartition(" of ")
    if of:
        splits += [(state, front), (state, front.partition(" ")[2])]
    return [(state, organ) for state, organ in splits if organ]

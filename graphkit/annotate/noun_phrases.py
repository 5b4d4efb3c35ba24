"""Noun phrases: what the head of each phrase refers to, as a Mention with canonical name and kind.

Decided here: forces and officials of a state act as the state, ministries and courts are its organisations, foreign
ministers of a body act as the body, unnamed groups stay as they are described.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from graphkit.model import Kind, Mention, Span
from graphkit.nlp.dependencies import NOUNS, conjuncts, head_phrases, left_edge, lemma, preps, right_edge, span_of
from graphkit.nlp.document import Name
from graphkit.resources.gazetteer.gazetteer import Use
from graphkit.resources.resources import Resources
from graphkit.resources.word_classes import WordClasses

#: Determiners that are no part of what a thing is called.
_DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any all each every both such".split()
)


def describe(doc: Doc, start: int, end: int) -> str:
    """The words of a phrase without leading determiners, white space folded."""
    return _fold(doc[_after_determiners(doc, start, end) : end].text)


def _sent_by(head: Token, words: tuple[str, ...]) -> Iterator[Token]:
    """What stands after a noun with one of these prepositions, or what it represents: "a team representing Peru"."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in words:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
        elif child.dep_ == "acl" and child.lower_ == "representing":
            yield from (inner for inner in child.children if inner.dep_ == "dobj")


def _after_determiners(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and (doc[start].lower_ in _DETERMINERS or doc[start].is_punct or doc[start].is_space):
        start += 1
    return start


def _fold(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:'\"-")


class PhraseReader:
    """Reads noun phrases of one Doc against its names."""

    def __init__(self, doc: Doc, names: dict[int, Name], resources: Resources, published: str | None) -> None:
        self.doc, self.names, self.published = doc, names, published
        self.gazetteer, self.classes, self.nouns = resources.gazetteer, resources.classes, resources.nouns

    def read_shared(self, head: Token) -> tuple[Mention, ...]:
        """The several states of one noun: "British and Kenyan negotiators", "ministers from Peru and Chile"."""
        agents = self.classes["state_agent"] | self.classes["office"]
        if head.tag_ not in ("NNS", "NNPS") or agents.isdisjoint(head_phrases(head)):
            return ()
        owners = [
            t
            for c in head.lefts
            if c.dep_ in ("amod", "compound", "nmod")
            for t in (c, *(g for g in c.subtree if g.dep_ == "conj"))
            if t.i in self.names
        ] or [t for inner in _sent_by(head, ("of", "from")) for t in conjuncts(inner)]
        named = {self.names[t.i].entry: self.names[t.i] for t in owners if t.i in self.names}
        states = [
            n
            for e, n in named.items()
            if e is not None and self.gazetteer.entries[e].kind in (Kind.STATE, Kind.ORGANIZATION)
        ]
        if len(states) < 2 or len(states) < len([t for t in owners if t.pos_ in ("NOUN", "PROPN")]):
            return ()
        span, text = self._words(left_edge(head), right_edge(head))
        made = []
        for name in states:
            canonical, entry = self.state_of(name)
            kind = self.gazetteer.entries[entry].kind if entry else name.kind
            made.append(Mention(span, text, canonical, kind, entry, None, "agent of state"))
        return tuple(made)

    def read_owned(self, head: Token, owner: Mention) -> Mention | None:
        """A force, official or ministry whose owner is a pronoun ("its army"); None for another thing."""
        if owner.kind is not Kind.STATE or owner.entry is None:
            return None
        phrases = head_phrases(head)
        span, text = self._words(left_edge(head), right_edge(head))
        if any(p in self.classes["state_body"] for p in phrases):
            agency = self._agency(max(phrases, key=len), owner.entry, span, text)
            if agency is not None:
                return agency
        if any(p in self.classes["state_agent"] for p in phrases):
            return Mention(span, text, owner.name, owner.kind, owner.entry, None, "agent of state")
        return None

    def owner(self, head: Token) -> Name | None:
        """The state or body that a common noun belongs to: "Russian forces", "Japan's army", "the king of Jordan"."""
        best: Name | None = None
        for child in head.lefts:
            if child.dep_ in ("amod", "compound", "poss", "nmod"):
                for token in (child, *(c for c in child.children if c.dep_ in ("amod", "compound", "nmod"))):
                    name = self.names.get(token.i)
                    if name is None or not (name.entry or name.kind in (Kind.STATE, Kind.ORGANIZATION, Kind.PLACE)):
                        continue
                    if best is None or name.kind is Kind.STATE:
                        best = name
        return best or self._owner_behind(head)

    def _owner_behind(self, head: Token) -> Name | None:
        if lemma(head) in self.nouns.governments:
            for word, inner in preps(head):  # "the government in Niamey", "the administration of Joe Biden"
                name = self.names.get(inner.i)
                if name is not None and (word, name.kind) in (("of", Kind.PERSON), ("in", Kind.PLACE)):
                    return name
        for inner in _sent_by(head, ("of", "from", "for")):
            name = self.names.get(inner.i)
            if name is None and inner.head.lower_ == "representing":
                return self.owner(inner)  # "a delegation representing the Chadian government"
            if (
                name is not None
                and name.kind in (Kind.STATE, Kind.ORGANIZATION)
                and (inner.i == name.end - 1 or self._is_long_state(inner, name))
            ):
                return name
        return None

    def _is_long_state(self, head: Token, name: Name) -> bool:
        """Whether a state's name goes on behind its head: "the United States of America"."""
        return name.kind is Kind.STATE and name.entry is not None and head == self.doc[name.start : name.end].root

    def state_of(self, name: Name) -> tuple[str, str | None]:
        """The state (name, entry id) behind a demonym, capital, seat or the state itself; else the name's own."""
        if name.entry is not None:
            entry = self.gazetteer.entries[name.entry]
            if entry.kind is Kind.PLACE and entry.state and name.use == "capital":
                state = self.gazetteer.entries[entry.state]
                return state.name, state.id
            return entry.name, entry.id
        return name.name, None

    def read(self, head: Token) -> Mention | None:
        """The mention that a noun or name heads; None for a pronoun or a word that names nothing."""
        name = self.names.get(head.i)
        if name is not None and (head.i == name.end - 1 or head.head.i not in range(name.start, name.end)):
            if name.use == Use.DEMONYM and head.tag_ == "NNPS" and any(c.dep_ == "acl" for c in head.children):
                return Mention(*self._words(name.start, name.end), self.doc[head.i].text, Kind.GROUP, None, name.label)
            return self._named(head, name)
        if name is None and head.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"):
            return None
        if head.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "X") or (name is not None and head.i != name.end - 1):
            return None
        return self._described(head)

    def governments(self) -> dict[int, Mention]:
        """For every capital or seat of government in the text: the state that it stands for as an actor."""
        found: dict[int, Mention] = {}
        spoken = {name.entry for name in self.names.values()}
        for i, name in self.names.items():
            if name.entry is None or name.kind is not Kind.PLACE:
                continue
            refs = self.gazetteer.references(self.doc[name.start : name.end].text, self.published)
            bodies = [self.gazetteer.entries[r.entry] for r in refs if r.use in (Use.CAPITAL, Use.SEAT)]
            if bodies:  # "Brussels" is the European Union, unless only Belgium is spoken of
                entry = next((e for e in reversed(bodies) if e.id in spoken), bodies[-1])
                span, text = self._words(name.start, name.end)
                found[i] = Mention(span, text, entry.name, entry.kind, entry.id, name.label, "metonym")
        return found

    def _words(self, start: int, end: int) -> tuple[Span, str]:
        """The characters of tokens [start, end) and their text."""
        return span_of(self.doc, start, end), self.doc[start:end].text

    def _named(self, head: Token, name: Name) -> Mention:
        start = min(name.start, left_edge(head))
        end = max(name.end, right_edge(head) if head.i == name.end - 1 and name.kind is not Kind.PERSON else name.end)
        span, text = self._words(start, end)
        canonical, entry, kind = name.name, name.entry, name.kind
        if (
            entry is not None
            and self.gazetteer.entries[entry].category == "military"
            and self.doc[name.end - 1].text.islower()
        ):
            state = self.gazetteer.entries[entry].state  # "the U.S. military" acts as its state
            if state is not None:
                canonical, entry, kind = self.gazetteer.entries[state].name, state, Kind.STATE
        if entry is None and kind is Kind.ORGANIZATION:
            agency = self._capitalised_agency(head, name, span, text)
            if agency is not None:
                return agency
        return Mention(span, text, canonical, kind, entry, name.label, name.reason)

    def _capitalised_agency(self, head: Token, name: Name, span: Span, text: str) -> Mention | None:
        """A state's organisation written with capitals: "Russia's Defense Ministry", "Russian Foreign Ministry"."""
        owner = self.owner(head)
        if owner is not None and owner.entry is not None and owner.start != name.start:
            return self._agency(name.name, self.state_of(owner)[1], span, text)
        words = name.name.split()
        for cut in range(min(3, len(words) - 1), 0, -1):
            for reference in self.gazetteer.references(" ".join(words[:cut])):
                if self.gazetteer.entries[reference.entry].kind is Kind.STATE:
                    return self._organ(" ".join(words[cut:]), reference.entry, span, text)
        front, of, state = name.name.rpartition(" of ")
        for reference in self.gazetteer.references(state) if of else ():
            if self.gazetteer.entries[reference.entry].kind is Kind.STATE:  # "Federal Foreign Ministry of Austria"
                shorter = front.partition(" ")[2]
                return self._organ(front, reference.entry, span, text) or self._agency(
                    shorter, reference.entry, span, text
                )
        return None

    def _organ(self, words: str, state: str, span: Span, text: str) -> Mention | None:
        """The government of a state, which is the state, or another of its organisations."""
        if words.lower() in self.nouns.governments:
            entry = self.gazetteer.entries[state]
            return Mention(span, text, entry.name, entry.kind, entry.id, None, "agent of state")
        return self._agency(words, state, span, text)

    def _described(self, head: Token) -> Mention | None:
        doc, classes = self.doc, self.classes
        start, end = left_edge(head), right_edge(head)
        span, text = self._words(start, end)
        phrases = head_phrases(head)
        part = self._part(head, phrases)
        if part is not None:
            return replace(part, span=span, text=text)
        owner = self.owner(head)
        agent = any(p in classes["state_agent"] for p in phrases)
        body = any(p in classes["state_body"] for p in phrases)
        if owner is not None and owner.kind is Kind.PERSON and lemma(head) in self.nouns.governments:
            state = self.gazetteer.state_of(owner.entry) if owner.entry else None
            if state is not None:  # "the Biden administration", "the government of Joe Biden"
                entry = self.gazetteer.entries[state]
                return Mention(span, text, entry.name, entry.kind, entry.id, None, "agent of state")
        elif owner is not None:
            owner_name, owner_entry = self.state_of(owner)
            governs = lemma(head) in self.nouns.governments or lemma(head) == "ministry"
            if governs and owner.kind is Kind.PLACE and (seat := self.governments().get(owner.start)) is not None:
                owner_name, owner_entry = seat.name, seat.entry  # "the Mogadishu government"
            is_state = owner.kind is Kind.STATE or (
                owner_entry is not None and self.gazetteer.entries[owner_entry].kind is Kind.STATE
            )
            after = owner.end + (owner.end <= head.i and doc[owner.end].tag_ == "POS")
            words = describe(doc, after, head.i + 1) if after <= head.i else describe(doc, start, head.i + 1)
            if is_state and owner_entry is not None and body:
                agency = self._agency(words, owner_entry, span, text)
                if agency is not None:
                    return agency
            if is_state and agent:
                return Mention(span, text, owner_name, Kind.STATE, owner_entry, None, "agent of state")
            if (
                owner.kind is Kind.ORGANIZATION
                and any(p in self.nouns.members for p in phrases)
                and (head.tag_ in ("NNS", "NNPS") or (head.tag_ == "NN" and lemma(head) in self.nouns.single_members))
            ):
                return Mention(span, text, owner_name, Kind.ORGANIZATION, owner_entry, None, "members of body")
            if self._names_group(head, owner):
                return Mention(span, text, owner_name, Kind.ORGANIZATION, owner_entry, None, "members of body")
        elif body or agent:
            agency = self._agency(describe(doc, start, end), None, span, text)
            if agency is not None:
                return agency
        kind = self._kind(head, phrases)
        description = self._description(head, start, end, kind)
        if not description or not any(c.isalpha() for c in description):
            return None
        return Mention(span, text, description, kind, None, None, "description")

    def _names_group(self, head: Token, owner: Name) -> bool:
        """Whether a noun only says what the name before it is: "the Taliban movement", "the M23 armed group"."""
        if owner.entry is None or lemma(head) not in self.nouns.any_bodies or owner.end > head.i or head.tag_ != "NN":
            return False
        between = [t for t in self.doc[owner.end : head.i] if t.lower_ not in ("armed", "militant", "rebel")]
        return (
            self.gazetteer.entries[owner.entry].category in ("armed_group", "party")
            and not between
            and any(c.lower_ == "the" for c in head.children)
        )

    def _part(self, head: Token, phrases: tuple[str, ...]) -> Mention | None:
        """The place that something is a part of: "most of Aleppo", "parts of northern Mali"."""
        if phrases[0] not in self.nouns.parts:
            return None
        for word, inner in preps(head):
            name = self.names.get(inner.i)
            if word == "of" and name is not None and name.kind in (Kind.PLACE, Kind.STATE) and name.use != Use.DEMONYM:
                return self._named(inner, name)
        return None

    def _description(self, head: Token, start: int, end: int, kind: Kind) -> str:
        """How a described thing is called: acronyms in full, without the place of occasions and agreements."""
        doc = self.doc
        if kind is not Kind.GROUP and kind is not Kind.THING:
            for child in head.rights:
                if child.dep_ == "prep" and child.lower_ in ("in", "at", "on", "near") and head.i < child.i < end:
                    end = child.i
                    break
        if kind is Kind.PLACE and head.i > start and doc[head.i - 1].pos_ == "PROPN":  # "Russia's Vostochny spaceport"
            start = max([start, *(c.i + 1 for c in doc[start : head.i] if c.tag_ == "POS")])
        words: list[str] = []
        if doc[start].head.ent_type_ == "DATE" and doc[start].head.dep_ == "poss":  # "this year's forum"
            start = next((t.i + 1 for t in doc[start : head.i] if t.tag_ == "POS"), start)
        i = _after_determiners(doc, start, end)
        while i < end:
            name = self.names.get(i)
            if name is not None and name.start == i and name.end <= end and name.use == "acronym":
                words.append(name.name + doc[name.end - 1].whitespace_)
                i = name.end
            else:
                words.append(doc[i].text_with_ws)
                i += 1
        return _fold("".join(words))

    def _agency(self, words: str, owner: str | None, span: Span, text: str) -> Mention | None:
        """The organisation of a state that these words name, with the state or alone ("the Foreign Office")."""
        agency = self.gazetteer.agency(words, owner)
        if agency is None:
            return None
        return Mention(span, text, agency[0], Kind.ORGANIZATION, self._entry_named(agency[0]), None, "agency")

    def _entry_named(self, name: str) -> str | None:
        refs = [r for r in self.gazetteer.references(name) if self.gazetteer.entries[r.entry].kind is Kind.ORGANIZATION]
        return refs[0].entry if refs else None

    def _kind(self, head: Token, phrases: tuple[str, ...]) -> Kind:
        classes = self.classes
        if phrases[0] in classes["quantity"]:  # "thousands of refugees" are refugees
            for word, inner in preps(head):
                if word == "of":
                    name = self.names.get(inner.i)
                    if name is not None and name.use == Use.DEMONYM:
                        return Kind.GROUP  # "thousands of Georgians"
                    return self._kind(inner, head_phrases(inner))
        if phrases[0] in classes["vehicle"]:
            return Kind.WEAPON if any(p in classes["weapon"] for p in phrases) else Kind.THING
        for kind, names in (
            (Kind.GROUP, ("actor", "office", "state_agent", "state_body", "prisoner")),
            (Kind.WEAPON, ("tested_weapon", "weapon")),
            (Kind.AGREEMENT, ("agreement",)),
            (Kind.OCCASION, ("occasion",)),
            (Kind.PLACE, ("place",)),
        ):
            if any(p in classes[c] for c in names for p in phrases):
                return kind
        return Kind.GROUP if _is_doer_noun(phrases[0], classes) else Kind.THING


def _is_doer_noun(noun: str, classes: WordClasses) -> bool:
    """Whether a noun is a person by its form: "smuggler", "banker", "lobbyist"."""
    return len(noun) > 4 and noun.endswith(("er", "or", "ist", "ian", "man")) and noun not in classes["no_doer"]


def is_phrase_head(token: Token) -> bool:
    """Whether a token heads a noun phrase rather than modifying one."""
    if token.pos_ not in NOUNS and not (
        token.pos_ in ("ADJ", "X") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj")
    ):
        return False
    return token.dep_ not in ("compound", "nummod", "quantmod", "det", "punct", "amod") or token.pos_ == "PRON"

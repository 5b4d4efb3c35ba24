"""Find whose a common noun is: "Russian forces", "Japan's army", "the king of Jordan", "a court in Lyon"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind
from graphkit.nlp.dependencies import head_phrases, lemma, preps
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.gazetteer.gazetteer import Entry, Use
from graphkit.resources.resources import Resources

_BEFORE = frozenset({"amod", "compound", "poss", "nmod"})
_WITHIN = frozenset({"amod", "compound", "nmod"})
_OWNING = frozenset({Kind.STATE, Kind.ORGANIZATION})
_PLACED = frozenset({"in", "at"})
#: With these before its hyphen a name is no owner: "anti-Taliban fighters".
_PREFIXES = frozenset({"anti", "counter", "ex", "non", "pro"})


def noun_modifiers(head: Token) -> Iterator[Token]:
    """Yield the words before a noun that may say whose it is, with the words before those."""
    for child in head.lefts:
        if child.dep_ not in _BEFORE:
            continue
        yield child
        yield from (inner for inner in child.children if inner.dep_ in _WITHIN)


def senders(head: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
    """Yield what stands after a noun with a preposition, or what it represents: "a team representing Peru"."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
        if child.dep_ != "acl":
            continue
        if child.lower_ != "representing":
            continue
        yield from (inner for inner in child.children if inner.dep_ == "dobj")


class Owners:
    """Answers whose the nouns of one Doc are, by its names."""

    def __init__(self, doc: Doc, names: Mapping[int, Name], resources: Resources, published: str | None) -> None:
        self.doc, self.names, self.published = doc, names, published
        self.gazetteer, self.nouns, self.classes = resources.gazetteer, resources.nouns, resources.classes

    def owner(self, head: Token) -> Name | None:
        """Return the name of the state, body or person that a common noun belongs to."""
        best: Name | None = None
        for token in noun_modifiers(head):
            name = self.names.get(token.i)
            if name is None:
                continue
            if not self._can_own(name):
                continue
            if _is_prefixed(self.doc, name):
                continue
            if not (best is None or name.kind is Kind.STATE):
                continue
            best = name
        return best or self._owner_behind(head)

    def state_of(self, name: Name) -> tuple[str, str | None]:
        """Return the state (name, entry id) behind a demonym, capital or seat; else the name's own."""
        if name.entry is None:
            state = self._governed_by(name)
            return (state.name, state.id) if state is not None else (name.name, None)
        entry = self.gazetteer.entries[name.entry]
        if entry.kind is Kind.PLACE:
            entry = self.government(name) or entry
        return entry.name, entry.id

    def _governed_by(self, name: Name) -> Entry | None:
        """Return the state of a government or organ in capitals: "Colombian Government", "DPRK Foreign Ministry"."""
        words = name.name.split()
        if (
            name.kind is not Kind.ORGANIZATION
            or words[-1].lower() not in self.nouns.governments | self.classes["organ"]
        ):
            return None
        fronts = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
        entries = (self.gazetteer.entries[r.entry] for front in fronts for r in self.gazetteer.references(front))
        return next((entry for entry in entries if entry.kind is Kind.STATE), None)

    def government(self, name: Name) -> Entry | None:
        """Return the state or body that a capital or seat stands for; None for another name."""
        if name.entry is None:
            return None
        if name.kind is not Kind.PLACE:
            return None
        words = self.doc[name.start : name.end].text
        references = self.gazetteer.references(words, self.published)
        bodies = [self.gazetteer.entries[r.entry] for r in references if r.use in (Use.CAPITAL, Use.SEAT)]
        spoken = {other.entry for other in self.names.values()}
        bodies = [entry for entry in bodies if entry.category != "former" or entry.id in spoken]
        if not bodies:
            return None
        return next((entry for entry in reversed(bodies) if entry.id in spoken), bodies[-1])

    def home(self, head: Token) -> Entry | None:
        """Return the state in which an organ that never leaves it sits: "a court in Lyon", "the ministry in Oslo"."""
        return self.home_by_place(head) if self.is_resident(head) else None

    def home_by_place(self, head: Token) -> Entry | None:
        """Return the state of the place in which something is, by the words behind it."""
        inside = (self.names.get(inner.i) for word, inner in preps(head) if word in _PLACED)
        placed = next((name.entry for name in inside if name is not None and name.entry is not None), None)
        state = self.gazetteer.state_of(placed) if placed is not None else None
        return self.gazetteer.entries[state] if state else None

    def is_resident(self, head: Token) -> bool:
        """Tell whether a noun is an organ that sits in its own state."""
        return lemma(head) in self.classes["resident_organ"]

    def _can_own(self, name: Name) -> bool:
        if name.entry is not None:
            return True
        if name.kind in _OWNING:
            return True
        return name.kind is Kind.PLACE

    def _owner_behind(self, head: Token) -> Name | None:
        if lemma(head) in self.nouns.governments:
            leader = self._leader_behind(head)
            if leader is not None:
                return leader
        for inner in senders(head, ("of", "from", "for")):
            name = self.names.get(inner.i)
            if name is None and self._passes_on(inner):
                return self.owner(inner)  # "a delegation representing the Chadian government", "staff of its embassy"
            behind = self._owner_behind(inner) if name is None and self._is_portfolio(head, inner) else None
            if behind is not None:
                return behind  # "the minister of foreign affairs of Norway"
            if name is None or not self._sends(head, name):
                continue
            if inner.i == name.end - 1 or self._is_long_state(inner, name):
                return name
        return None

    def _sends(self, head: Token, name: Name) -> bool:
        """Tell whether what stands behind a noun can own it, also a capital its officials: "envoys of Kyiv"."""
        if name.kind in _OWNING:
            return True
        if name.kind is not Kind.PLACE or self.government(name) is None:
            return False
        return is_of_class(head_phrases(head), self.classes, "state_agent", "state_agents", "organ")

    def _is_portfolio(self, head: Token, inner: Token) -> bool:
        """Tell whether what stands behind an office is what it is for, not whose it is."""
        offices = self.classes["office"]
        if lemma(head) not in offices or inner.i <= head.i:
            return False
        return self.doc[head.i : inner.i + 1].text.lower() in offices

    def _passes_on(self, inner: Token) -> bool:
        """Tell whether what stands behind a noun says itself whose both are: an office or an organ."""
        if inner.head.lower_ == "representing":
            return True
        phrases = head_phrases(inner)
        return not (self.classes["office"] | self.classes["organ"]).isdisjoint(phrases)

    def _leader_behind(self, head: Token) -> Name | None:
        """Return the name after "government": "the government in Niamey", "the administration of Joe Biden"."""
        for word, inner in preps(head):
            name = self.names.get(inner.i)
            if name is None:
                continue
            if (word, name.kind) not in (("of", Kind.PERSON), ("in", Kind.PLACE)):
                continue
            return name
        return None

    def _is_long_state(self, head: Token, name: Name) -> bool:
        """Tell whether a state's name goes on behind its head: "the United States of America"."""
        if name.kind is not Kind.STATE:
            return False
        if name.entry is None:
            return False
        return bool(head == self.doc[name.start : name.end].root)


def _is_prefixed(doc: Doc, name: Name) -> bool:
    """Tell whether a name is only what somebody is against or for: "anti-Taliban fighters"."""
    if name.start < 2 or doc[name.start - 1].text != "-":
        return False
    return doc[name.start - 2].lower_ in _PREFIXES

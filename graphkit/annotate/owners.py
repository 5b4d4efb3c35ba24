"""Find the owner of a common noun: "Russian forces", "Japan's army", "the king of Jordan", "a court in Lyon"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind
from graphkit.nlp.dependencies import behind, head_phrases, lemma, preps, word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import Shape, path
from graphkit.resources.gazetteer.gazetteer import Entry, Use
from graphkit.resources.resources import Resources

#: Kinds of what has forces, officials and organs.
OWNING = frozenset({Kind.STATE, Kind.ORGANIZATION})
_CAN_OWN = OWNING | {Kind.PLACE}
#: Of what kind a name behind "government" is by the preposition before it.
_LEADING = {"of": Kind.PERSON, "in": Kind.PLACE}
#: With these uses a name is that of a state's seat of government.
_SEATS = frozenset({Use.CAPITAL, Use.SEAT})
#: Who leads a body or an organ and acts for it.
LEADER = Shape(
    '"the [head] of the coastguard"',
    "*/NN[head|chief|director|commander|speaker|chairman|chairwoman|chair]",
    has=["det", "prep:of"],
    lacks=["appos", "poss"],
)
#: With these before its hyphen a name is no owner: "anti-Taliban fighters".
_PREFIXES = frozenset({"anti", "counter", "ex", "non", "pro"})


def noun_modifiers(head: Token) -> Iterator[Token]:
    """Yield the words before a noun that may say whose it is, with the words before those."""
    for word in path(head, "<amod|compound|poss|nmod"):
        yield word
        yield from path(word, "amod|compound|nmod")


def senders(head: Token, prepositions: str) -> list[Token]:
    """List what stands after a noun with some prepositions, or what it represents: "a team representing Peru".

    The prepositions stand in one text with "|" between them.
    """
    named = [*path(head, f"prep:{prepositions}", "pobj"), *path(head, "acl:representing", "dobj")]
    return sorted(named, key=attrgetter("i"))


class Owners:
    """Finds the owners of the nouns of one Doc among its names."""

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
            if name.entry is None and name.kind not in _CAN_OWN:
                continue
            if _is_prefixed(self.doc, name):
                continue
            if best is None or name.kind is Kind.STATE:
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
        last = words[-1].lower()
        if name.kind is not Kind.ORGANIZATION:
            return None
        if last not in self.nouns.governments and last not in self.classes["organ"]:
            return None
        fronts = [" ".join(words[:n]) for n in range(len(words) - 1, 0, -1)]
        states = (self.gazetteer.entry_called(front, Kind.STATE) for front in fronts)
        return next(filter(None, states), None)

    def government(self, name: Name) -> Entry | None:
        """Return the state or body that a capital or seat stands for; None for another name."""
        if name.entry is None:
            return None
        if name.kind is not Kind.PLACE:
            return None
        text = self.doc[name.start : name.end].text
        references = self.gazetteer.references(text, self.published)
        bodies = [self.gazetteer.entries[ref.entry] for ref in references if ref.use in _SEATS]
        spoken = {other.entry for other in self.names.values()}
        of_today = [body for body in bodies if body.category != "former" or body.id in spoken]
        if not of_today:
            return None
        named = [body for body in of_today if body.id in spoken]
        return named[-1] if named else of_today[-1]

    def home(self, head: Token) -> Entry | None:
        """Return the state in which an organ that never leaves it sits: "a court in Lyon", "the ministry in Oslo"."""
        return self.home_by_place(head) if self.is_resident(head) else None

    def home_by_place(self, head: Token) -> Entry | None:
        """Return the state of the place in which something is, by the words behind it."""
        names = filter(None, (self.names.get(place.i) for place in behind(head, "in", "at")))
        placed = [name.entry for name in names if name.entry is not None]
        return self.gazetteer.find_state(placed[0]) if placed else None

    def is_resident(self, head: Token) -> bool:
        """Tell whether a noun is an organ that sits in its own state."""
        return lemma(head) in self.classes["resident_organ"]

    def _owner_behind(self, head: Token) -> Name | None:
        """Return the owner of a noun that is named behind it."""
        if lemma(head) in self.nouns.governments:
            leader = self._leader_behind(head)
            if leader is not None:
                return leader
        for inner in senders(head, "of|from|for"):
            name = self.names.get(inner.i)
            if name is None:
                if self._passes_on(inner):
                    return self.owner(inner)  # "a delegation representing the Chadian government"
                behind = self._owner_behind(inner) if self._is_portfolio(head, inner) else None
                if behind is not None:
                    return behind  # "the minister of foreign affairs of Norway"
                continue
            if not self._sends(head, name):
                continue
            if inner.i == name.end - 1 or self._is_long_name(inner, name):
                return name
        return None

    def _sends(self, head: Token, name: Name) -> bool:
        """Tell whether what stands behind a noun can own it, also a capital its officials: "envoys of Kyiv"."""
        if name.kind in OWNING:
            return True
        if self.government(name) is None:
            return False
        phrases = head_phrases(head)
        return is_of_class(phrases, self.classes, "state_agent", "state_agents", "organ")

    def _is_portfolio(self, head: Token, inner: Token) -> bool:
        """Tell whether what stands behind an office is what it is for, not whose it is."""
        offices = self.classes["office"]
        if lemma(head) not in offices or inner.i <= head.i:
            return False
        return self.doc[head.i : inner.i + 1].text.lower() in offices

    def _passes_on(self, inner: Token) -> bool:
        """Tell whether the noun behind another one has the owner of both: an office or an organ."""
        if inner.head.lower_ == "representing":
            return True
        phrases = head_phrases(inner)
        further = ("state_agent",) if LEADER.fits(inner.head.head) else ()
        return is_of_class(phrases, self.classes, "office", "organ", *further)

    def _leader_behind(self, head: Token) -> Name | None:
        """Return the name after "government": "the government in Niamey", "the administration of Joe Biden"."""
        for word, inner in preps(head):
            name = self.names.get(inner.i)
            if name is None:
                continue
            if _LEADING.get(word) is name.kind:
                return name
        return None

    def _is_long_name(self, head: Token, name: Name) -> bool:
        """Tell whether a name goes on behind its head: "the United States of America", "the Organization of States"."""
        if name.kind not in OWNING:
            return False
        if name.entry is None:
            return False
        return bool(head == self.doc[name.start : name.end].root)


def _is_prefixed(doc: Doc, name: Name) -> bool:
    """Tell whether a name is only what somebody is against or for: "anti-Taliban fighters"."""
    first = doc[name.start]
    if word_at(first, -1) != "-":
        return False
    return word_at(first, -2) in _PREFIXES

"""Say for which state or body a capital, a seat or an organ acts: "Seoul", "the Kremlin", "the foreign ministry"."""

from __future__ import annotations

from collections.abc import Mapping

from graphkit.annotate.owners import Owners
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.document import Name
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer

#: Bodies of a state that act as it: categories of the gazetteer.
_ACTING = frozenset({"ministry", "agency", "military", "state_media"})


class Metonymy:
    """Finds the states and bodies for which the capitals, seats and organs of one Doc act."""

    def __init__(self, owners: Owners) -> None:
        self.owners, self.doc, self.names = owners, owners.doc, owners.names
        self.gazetteer: Gazetteer = owners.gazetteer
        self.divided = _divided_states(owners.names, self.gazetteer)

    def governments(self) -> dict[int, Mention]:
        """Give for every capital or seat of government the state or body that it stands for as an actor."""
        metonyms: dict[int, Mention] = {}
        for i, name in self.names.items():
            entry = self.owners.government(name)  # "Brussels" is the European Union, unless only Belgium is spoken of
            if entry is None:
                continue
            span, text = span_of(self.doc, name.start, name.end), self.doc[name.start : name.end].text
            metonyms[i] = Mention(span, text, entry.name, entry.kind, entry.id, name.label, "metonym")
        return metonyms

    def state_behind(self, mention: Mention) -> Mention | None:
        """Return the state for which a named organ acts: "the Pentagon", "Xinhua"; None for any other body."""
        if mention.kind is not Kind.ORGANIZATION:
            return None
        if mention.entry is None:
            return None
        body = self.gazetteer.entries[mention.entry]
        state = self.gazetteer.find_state(body.id)
        if state is None:
            return None
        return self.as_state(mention, state, body.category) if body.category in _ACTING else None

    def as_state(self, mention: Mention, state: Entry, category: str | None = None) -> Mention | None:
        """Return an organ as the state it acts for; None for a known army in a state at war with itself."""
        if category == "military" and mention.entry is not None and state.id in self.divided:
            return None
        return Mention(mention.span, mention.text, state.name, state.kind, state.id, mention.label, "agent of state")


def _divided_states(names: Mapping[int, Name], gazetteer: Gazetteer) -> frozenset[str]:
    """Collect the states whose own armed groups the article names: there the army is one party among others."""
    ids = {name.entry or "" for name in names.values()}
    entries = filter(None, map(gazetteer.entries.get, ids))
    states = {entry.state for entry in entries if entry.category == "armed_group"}
    return frozenset(filter(None, states))

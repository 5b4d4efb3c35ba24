"""Read organs of a state: its government, ministries, forces and officials, in small letters or in capitals."""

from __future__ import annotations

from dataclasses import replace

from graphkit.annotate.described_kind import is_of_class
from graphkit.annotate.metonymy import Metonymy
from graphkit.annotate.owners import LEADER, Owners
from graphkit.annotate.phrases import Phrase, describe
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import PLURAL, lemma
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import has_path
from graphkit.resources.gazetteer.gazetteer import Entry
from graphkit.resources.resources import Resources

#: Categories of organs that are called by their state even as speakers.
_PLAIN_ORGANS = frozenset({"military", "state_media"})
#: Small words in the names of organs.
_LINKING = frozenset({"and", "for", "of", "the"})
#: The longest name of a state before the name of its organ.
_STATE_WORDS = 3


class OrganReader:
    """Reads phrases of one Doc as organs; `organs` collects for which state each acts."""

    def __init__(self, owners: Owners, metonymy: Metonymy, resources: Resources, organs: dict[int, Mention]) -> None:
        self.owners, self.metonymy, self.organs, self.doc = owners, metonymy, organs, owners.doc
        self.gazetteer, self.classes, self.nouns = resources.gazetteer, resources.classes, resources.nouns
        self.generic = resources.names.generic

    def read_capitals(self, head: Token, name: Name, mention: Mention) -> Mention | None:
        """Read a state's organ written with capitals: "Russia's Defense Ministry", "Foreign Ministry of Austria"."""
        phrase = replace(Phrase.of(head), span=mention.span, text=mention.text)
        owner = self.owners.owner(head)
        if owner is not None and owner.entry is not None and owner.start != name.start:
            state = self.owners.state_of(owner)[1]
            if state:
                return self._capital_organ(phrase, self.gazetteer.entries[state], name.name)
            return None
        for state_words, organ in _splits(name.name):
            entry = self.gazetteer.entry_called(state_words, Kind.STATE)
            organ_mention = self._capital_organ(phrase, entry, organ) if entry is not None else None
            if organ_mention is None:
                continue
            return organ_mention
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

    def of_leader(self, phrase: Phrase, leader: Name) -> Mention | None:
        """Return the state of "the Biden administration" or "the government of Joe Biden"."""
        if leader.entry is None:
            return None
        if lemma(phrase.head) not in self.nouns.governments:
            return None
        state = self.gazetteer.find_state(leader.entry)
        if state is None:
            return None
        return phrase.mention(state.name, state.kind, state.id, "agent of state")

    def without_owner(self, phrase: Phrase) -> Mention | None:
        """Read an organ without an owner: of the state where it sits, or of the only state that has such an organ."""
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

    def of_state(self, phrase: Phrase, state: Entry, words: str | None) -> Mention | None:
        """Read a noun as an organ of a state: a named agency, or the state itself; None for another thing."""
        acting = phrase.mention(state.name, state.kind, state.id, "agent of state")
        if (words or lemma(phrase.head)).lower() in self.nouns.governments:
            return acting
        if self.leads(phrase):
            is_of_government = has_path(phrase.head, "prep:of", "pobj{governments}")
            return acting if is_of_government else replace(acting, reason="leader of organ")
        if words is not None or is_of_class(phrase.phrases, self.classes, "state_body"):
            agency = self._agency(phrase, words or max(phrase.phrases, key=len), state)
            if agency is not None:
                return agency
        if self._acts_as_state(phrase):
            return acting
        return None

    def leads(self, phrase: Phrase) -> bool:
        """Tell whether somebody leads a body or an organ: "the [speaker] of the Iraqi parliament"."""
        return LEADER.fits(phrase.head)

    def _acts_as_state(self, phrase: Phrase) -> bool:
        if phrase.head.tag_ in PLURAL and is_of_class(phrase.phrases, self.classes, "state_agents"):
            return True
        return is_of_class(phrase.phrases, self.classes, "state_agent", "organ")

    def capital_of(self, phrase: Phrase, state: Entry) -> Mention | None:
        """Return the city that "the Chilean capital" is."""
        if phrase.phrases[0] != "capital":
            return None
        if phrase.head.tag_ != "NN":
            return None
        if state.capital is None:
            return None
        places = self.gazetteer.entries_called(state.capital, Kind.PLACE)
        cities = [place for place in places if place.state == state.id]
        if not cities:
            return None
        return phrase.mention(cities[0].name, cities[0].kind, cities[0].id, "capital")

    def _agency(self, phrase: Phrase, words: str, state: Entry | None) -> Mention | None:
        """Return the organisation of a state that words name, with the state or alone ("the Foreign Office")."""
        agency = self.gazetteer.agency(words, state.id if state else None)
        if agency is None:
            return None
        name, category = agency
        body = self.gazetteer.entry_called(name, Kind.ORGANIZATION)
        mention = phrase.mention(name, Kind.ORGANIZATION, body.id if body else None, "agency")
        home = state or self._home_of(body, words)
        acting = self.metonymy.as_state(mention, home, category) if home is not None else None
        if acting is None:
            return mention
        if category in _PLAIN_ORGANS:
            return acting
        self.organs[phrase.head.i] = acting
        return mention

    def _home_of(self, body: Entry | None, words: str) -> Entry | None:
        """Return the state of a body, or else the only state that has an agency called so."""
        if body is not None:
            return self.gazetteer.find_state(body.id)
        return self.gazetteer.find_state(self.gazetteer.agency_state(words))


def _splits(name: str) -> list[tuple[str, str]]:
    """Return the ways to read a name as that of a state and of its organ: "Russian Foreign Ministry"."""
    words = name.split()
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(min(_STATE_WORDS, len(words) - 1), 0, -1)]
    front, of, state = name.rpartition(" of ")
    if of:
        splits += [(state, front), (state, front.partition(" ")[2])]
    return [(state, organ) for state, organ in splits if organ]

"""Match names of actors: folding, aliases, offices, and a looser measure for the words of a sentence.

Nothing here links names for the graph; it only judges predictions, so it stays apart from the linker that it judges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property

from graphkit.model import Kind
from graphkit.resources.gazetteer.gazetteer import Gazetteer, Use

_DROPPED = frozenset({"the", "mr", "mrs", "ms", "dr"})
_SMALL = frozenset({"of", "for", "and", "in", "s"})
_OFFICE_SMALL = frozenset({"of", "for", "to", "and", "in", "at"})
_RANKS = ("vice", "deputy", "former", "acting", "assistant", "shadow")
#: Words that say nothing about who an actor of a sentence is.
_WEAK = frozenset(
    {
        *("the", "a", "an", "of", "s", "and", "in", "on", "for", "by", "to", "at", "its", "his", "her", "their"),
        *("mr", "mrs", "president", "minister", "prime", "foreign", "officials", "official", "government"),
    }
)
#: Longer forms of offices first, so that one spelling stands for all.
_OFFICE_FORMS = (
    ("minister of foreign affairs", "foreign minister"),
    ("minister for foreign affairs", "foreign minister"),
    ("secretary of defense", "defense secretary"),
    ("minister of defense", "defense minister"),
    ("department of state", "state department"),
    ("communist party of china", "communist party china"),
    ("cpc", "communist party"),
    ("defence", "defense"),
    ("advisor", "adviser"),
    ("spokesman", "spokesperson"),
    ("spokeswoman", "spokesperson"),
    ("fm", "foreign minister"),
    ("pm", "prime minister"),
)


def fold(name: str) -> str:
    """Fold a name: no case, accents, punctuation, possessive or article.

    >>> fold("the U.S. President's")
    'us president'
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    plain = plain.casefold().replace("\u0441", "c").replace("\u2019", "'").replace("\u0131", "i")
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\.|\s|$)", r"\1", plain)
    plain = re.sub(r"[^\w]+", " ", re.sub(r"'s\b", "", plain))
    return " ".join(word for word in plain.split() if word not in _DROPPED)


class Names:
    """Names that mean the same: `aliases` by canonical name, `nations` from a name to its state.

    `seats` are names that speak for a state and name a place: "Kremlin", "Paris".
    """

    def __init__(
        self, aliases: Mapping[str, Iterable[str]], nations: Mapping[str, str], seats: Mapping[str, str] | None = None
    ) -> None:
        self._keys: dict[str, str] = {}
        for name in aliases:
            self._keys.setdefault(fold(name), fold(name))
        for name, others in aliases.items():
            for other in others:
                self._keys.setdefault(fold(other), fold(name))
        self._nations = {name.lower(): state for name, state in nations.items()}
        self._seats = {fold(name): state for name, state in (seats or {}).items()}

    @classmethod
    def from_gazetteer(cls, gazetteer: Gazetteer) -> Names:
        """Make the names and nations of a gazetteer; capitals and seats stay places."""
        aliases: dict[str, list[str]] = {}
        nations: dict[str, str] = {}
        seats: dict[str, str] = {}
        for form, reference in gazetteer.forms():
            entry = gazetteer.entries[reference.entry]
            others = aliases.setdefault(entry.name, [])
            if reference.use in (Use.ALIAS, Use.ACRONYM, Use.FORMER):
                others.append(form)
            if entry.kind is Kind.STATE:
                names = seats if reference.use in (Use.CAPITAL, Use.SEAT) else nations
                names.setdefault(form.lower(), entry.id)
        return cls(aliases, nations, seats)

    def key(self, name: str) -> str:
        """Make one spelling for all names of an actor."""
        folded = fold(name)
        return self._keys.get(folded, folded)

    @cached_property
    def _nation_pattern(self) -> re.Pattern[str]:
        names = sorted(filter(None, self._nations), key=len, reverse=True)
        return re.compile(r"(?<!\w)(" + ("|".join(map(re.escape, names)) or "(?!)") + r")(?!\w)", re.IGNORECASE)

    def nation(self, text: str) -> str | None:
        """Find the first state that a text names, also by a demonym."""
        match = self._nation_pattern.search(text)
        return self._nations[match[1].lower()] if match else None

    def same_name(self, a: str, b: str) -> bool:
        """Tell whether two names have one canonical name."""
        return self.key(a) == self.key(b)

    def similar_name(self, a: str, b: str) -> bool:
        """Tell whether most content words are shared, for events, weapons and pacts, which have no fixed name."""
        if self.same_name(a, b):
            return True
        left, right = set(self.key(a).split()) - _SMALL, set(self.key(b).split()) - _SMALL
        if not left or not right:
            return False
        shared = left & right
        return len(shared) / len(left | right) >= 0.5 or (len(shared) >= 2 and (left <= right or right <= left))

    def same_speaker(self, predicted: str, gold: str) -> bool:
        """Tell whether two speakers are the same; a state stands for its officials and seats ("Israeli officials")."""
        if self.similar_name(predicted, gold):
            return True
        state = self._nations.get(predicted.lower())
        return state is not None and state in (self._seats.get(fold(gold)), self.nation(gold))

    def same_office(self, a: str, b: str) -> bool:
        """Tell whether two titles name one office; a deputy, a former holder and another state's are others."""
        (left, left_states), (right, right_states) = self._office(a), self._office(b)
        if not left or not right or any((rank in left) != (rank in right) for rank in _RANKS):
            return False
        if left_states and right_states and not left_states & right_states:
            return False
        shared = left & right
        if len(shared) >= 3 and (left <= right or right <= left):
            return True
        return len(shared) / len(left | right) >= 0.66

    def _office(self, title: str) -> tuple[set[str], set[str]]:
        states: set[str] = set()

        def take(match: re.Match[str]) -> str:
            states.add(self._nations[match[1].lower()])
            return " "

        text = " " + self._nation_pattern.sub(take, fold(title)) + " "
        for form, short in _OFFICE_FORMS:
            text = re.sub(rf"\s{form}\s", f" {short} ", " ".join(["", *text.split(), ""]))
        return {word for word in text.split() if word not in _OFFICE_SMALL}, states

    def same_actor(self, gold: str, *predicted: str | None) -> bool:
        """Return whether any of the predicted words names the actor of a sentence; an empty gold actor is anybody.

        Content words must be shared (all of one side, or half of both together), or the first state named is the same.
        """
        if not gold:
            return True
        wanted, nation = _content(gold), self.nation(gold)
        for text in filter(None, predicted):
            words = _content(text)
            shared = wanted & words
            if shared and (wanted <= words or words <= wanted or len(shared) / len(wanted | words) >= 0.5):
                return True
            if nation and nation == self.nation(text):
                return True
        return False


def _content(text: str) -> set[str]:
    every = re.findall(r"[a-z0-9]+", text.lower())
    return {word for word in every if word not in _WEAK} or set(every)

"""Compare descriptions of the same people or things in different reports: "276 girls", "about 200 schoolgirls"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.resolve.entities.name_keys import content_words, fold_body
from graphkit.timex.date_words import NUMBERS

#: Words in front of a count; they say how sure it is and nothing of what is counted.
_APPROXIMATE = frozenset("about almost approximately around between least less more most nearly over than up".split())
#: Nouns that count other nouns: "dozens of girls".
_COUNTING = frozenset("couple dozen group hundred million number pair score thousand total".split())
#: Words before which the head of a description stands.
_LINKS = frozenset("at by for from in near of on that to which who with".split())
_SINGLE = frozenset({"a", "an", "one", "another"})
_NUMBER = re.compile(r"\d[\d.,]*")
#: Nouns under which different reports speak of the same people.
_SAME_PEOPLE = (
    frozenset("child girl pupil schoolchild schoolgirl student teenager".split()),
    frozenset("boy child pupil schoolboy schoolchild student teenager".split()),
    frozenset("serviceman soldier troop".split()),
    frozenset("civilian people person resident villager".split()),
    frozenset("fisherman fishermen sailor seaman crew crewman".split()),
)
#: Letters that the shorter of two heads must have to be found at the end of the longer ("schoolgirl").
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Description:
    """The head noun of a description, the words that narrow it, and whether it speaks of a single one; no counts."""

    head: str
    modifiers: frozenset[str]
    is_single: bool

    def may_equal(self, other: Description) -> bool:
        """Tell whether two reports can mean the same by their descriptions, whatever the counts.

        The heads are equal or one is a compound of the other, and at most one of the two is narrowed further.

        >>> girls, schoolgirls = read_description("276 girls"), read_description("about 200 schoolgirls")
        >>> girls.may_equal(schoolgirls), girls.may_equal(read_description("nine soldiers"))
        (True, False)
        """
        if self.is_single is not other.is_single or not _are_alike(self.head, other.head):
            return False
        return self.modifiers <= other.modifiers or other.modifiers <= self.modifiers


def _are_alike(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if short == long or (len(short) >= _LEAST and long.endswith(short)):
        return True
    return any(first in people and second in people for people in _SAME_PEOPLE)


def read_description(text: str) -> Description | None:
    """Read the description of some people or things; None where no noun is left.

    >>> read_description("dozens of young women from the north").head
    'woman'
    """
    words = fold_body(text).split()
    is_single = text.casefold().partition(" ")[0] in _SINGLE
    phrase: list[str] = []
    for word in words:
        if word in _LINKS:
            if phrase and not _COUNTING.issuperset(phrase):
                break
            phrase = []
        elif word not in _APPROXIMATE and word not in NUMBERS and not _NUMBER.fullmatch(word):
            phrase += [_PLURALS.get(content, content) for content in content_words(word)]
    if not phrase or _COUNTING.issuperset(phrase):
        return None
    return Description(phrase[-1], frozenset(phrase[:-1]) - _COUNTING, is_single)


def is_placed_group(text: str) -> bool:
    """Tell whether a description is of several people by their place alone: "schoolgirls in Chibok".

    >>> [is_placed_group(words) for words in ("sailors from Lima", "Peruvian sailors in Lima", "a court in Lyon")]
    [True, False, False]
    """
    front = _PLACED.split(text, maxsplit=1)
    if len(front) < 2 or any(word[0].isupper() for word in front[0].split()[1:]) or front[0][:1].isupper():
        return False
    last = front[0].split()[-1]
    return last.endswith("s") or last in _PLURALS


#: What stands between people and the place where they were.
_PLACED = re.compile(r" (?:at|from|in|near) ")
#: Plurals that take no s.
_PLURALS = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "schoolchildren": "schoolchild",
    "gunmen": "gunman",
    "policemen": "policeman",
}

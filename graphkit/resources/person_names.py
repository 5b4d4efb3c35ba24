"""Take the names of persons apart: title, given name, family name; and make them comparable.

The only parser of personal names: annotate asks for the family name, resolve for the key under which all
spellings of one name fall together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from graphkit.resources.gazetteer.spelling import fold_name, plain_letters
from graphkit.resources.name_words import NameWords

_WORDS = NameWords.load()

#: Given names of so few capitals are initials: "S.", "JD".
_INITIALS = 2
#: A name of more words than this has its family name last, whatever its first word.
_LONGEST_FAMILY_FIRST = 3
#: A letter that stands more than once in a row.
_REPEATED = re.compile(r"(.)\1+")
#: Letters that usual transliterations write in several ways, and what each is taken for, in this order.
_TRANSLITERATION = (
    (re.compile(r"iy|yi|ij|ei|ey|y"), "i"),
    (re.compile(r"i+"), "i"),
    (re.compile(r"kh|q|ck"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"dj|zh"), "j"),
    (re.compile(r"ts|tz"), "z"),
)
_ALIKE = str.maketrans({"e": "a", "o": "u", "h": None})


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart. `key` is the same for all orders and hyphens of one name.

    `surnames` are the words by which a later mention may call the person; `bare` is a surname alone; `signature`
    holds middle initials and suffixes, which tell apart people who share the rest.
    """

    words: tuple[str, ...]
    key: str
    surnames: frozenset[str]
    signature: tuple[str, ...]
    bare: bool


@lru_cache(maxsize=30_000)
def parse_person(name: str) -> PersonName:
    """Take a person's name apart.

    >>> parse_person("Kim Jong-un").key == parse_person("Jong Un Kim").key
    True
    >>> parse_person("Gen. John R. Allen").words, parse_person("von der Leyen").bare
    (('john', 'allen'), True)
    """
    words = _without_titles(fold_name(name).split())
    suffix = [word for word in words[1:] if word in _WORDS.suffix]
    words = [word for i, word in enumerate(words) if i == 0 or word not in _WORDS.suffix]
    signature = tuple([word for word in words if len(word) == 1] + suffix)
    full = tuple(word for word in words if len(word) > 1) or tuple(words)
    solid = [word for word in full if word not in _WORDS.particle]
    if len(solid) <= 1 or len(full) == 1:
        key = " ".join(full)
        return PersonName(full, key, frozenset({key, full[-1]}), signature, True)
    surnames = {full[-1], " ".join(full[_family_start(full) :])}
    key = " ".join(full)
    if full[0] in _WORDS.family_first:
        surnames.add(full[0])
        key = _order_free_key(full[0], full[1:])
    elif full[-1] in _WORDS.family_first:
        key = _order_free_key(full[-1], full[:-1])
    return PersonName(full, key, frozenset(surnames), signature, False)


@lru_cache(maxsize=30_000)
def loosen(key: str) -> str:
    """Give the key under which the usual transliterations of one name fall together; it needs a second reason to merge.

    >>> loosen("sergei lavrov") == loosen("sergey lavrov"), loosen("muhammad") == loosen("mohamed")
    (True, True)
    """
    key = _REPEATED.sub(itemgetter(1), key)
    for pattern, to in _TRANSLITERATION:
        key = pattern.sub(to, key)
    return _REPEATED.sub(itemgetter(1), key.translate(_ALIKE))


def index_spellings(people: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Index people (id to names) by the key of `loosen`, also with the family name at the other end.

    >>> index_spellings({"lavrov": ["Sergey Lavrov"]})[loosen("lavrovsergei")]
    ['lavrov']
    """
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    for person, names in people.items():
        for name in names:
            words = parse_person(name).words
            for order in (words, (words[-1], *words[:-1])):
                ids[loosen("".join(order))][person] = None
    return {key: list(persons) for key, persons in ids.items()}


def family_name(full: str) -> str:
    """Give the family name of a full name, as it is written.

    >>> [family_name(name) for name in ("Antony Blinken", "Kim Jong-un", "Ole van den Brink", "Mohammed bin Salman")]
    ['Blinken', 'Kim', 'van den Brink', 'bin Salman']
    """
    names = full.split()
    if len(names) == 1:
        return full
    if _begins_with_family(names):
        return names[0]
    folded = [fold_word(name) for name in names]
    return " ".join(names[_family_start(folded) :])


def given_name(full: str) -> str | None:
    """Give the first given name of a full name in small letters; None for a name of one word."""
    parts = full.split()
    if len(parts) == 1:
        return None
    return fold_word(parts[1] if _begins_with_family(parts) else parts[0])


def name_words(name: str) -> list[str]:
    """Return the words of a name without particles; the last word is none: "Jiang Bin"."""
    *front, last = name.split() or [""]
    return [word for word in front if word.lower() not in _WORDS.particle] + [last]


def is_abbreviated(name: str) -> bool:
    """Tell whether a name is initials and one more word: "S. Ortega"."""
    *given, _ = name.split()
    if not given:
        return False
    return all(len(word.replace(".", "")) <= _INITIALS and word.isupper() for word in given)


def fold_word(word: str) -> str:
    """Fold case and accents of a word of a name: "Hernández" is "hernandez"."""
    return plain_letters(word).casefold()


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start] in _WORDS.before_names:
        start += 1
    return words[start:]


def _family_start(words: list[str] | tuple[str, ...]) -> int:
    """Index of the first word of a family name that stands last, its particles with it."""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _WORDS.particle:
        start -= 1
    return start


def _begins_with_family(parts: list[str]) -> bool:
    if len(parts) > _LONGEST_FAMILY_FIRST or parts[0].lower() not in _WORDS.family_first:
        return False
    return len(parts) == 2 or parts[-1].lower() not in _WORDS.family_first  # "Wang Yang"


def _order_free_key(family: str, given: tuple[str, ...]) -> str:
    return " ".join(sorted((family, "".join(given))))

"""Normalise the spelling of names before they are compared."""

# ruff: noqa: RUF001, RUF002  # letters that look alike are what this module is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae",
        "œ": "oe", "Œ": "Oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A",
        "‘": "'", "’": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip
_BREAKS = str.maketrans({"-": " ", ".": " ", ",": " ", "_": " ", "/": " ", "'": None})
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.)+(?:[A-Za-z]\b)?")
_POSSESSIVE = re.compile(r"(?<=\w)'s$|(?<=s)'$", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:US|UN|UK|EU)\b")
_UNPLURAL = ("ese", "ish", "nch", "tch", "ss", "ic", "y", "s", "sh", "sotho", "hosa")


def plain_letters(text: str) -> str:
    """Return the text with straight quotes, plain hyphens and no accents; ligatures may make it longer."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in split if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 16)
def fold_name(text: str) -> str:
    """Fold a name to the key of its look-up: no case, accents, hyphens, apostrophes, full stops or leading "the".

    >>> fold_name("The Côte d’Ivoire's"), fold_name("al-Qaeda"), fold_name("U.S. Army")
    ('cote divoire', 'al qaeda', 'us army')
    """
    text = plain_letters(text).strip()
    if "'" in text:
        text = _POSSESSIVE.sub("", text)
    if "." in text:
        text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    words = text.translate(_BREAKS).casefold().split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def fold_acronym(text: str) -> str:
    """Fold an acronym to its key, which keeps its case: "U.S." is US, "G-7" is G7, "us" stays us."""
    text = _POSSESSIVE.sub("", plain_letters(text).strip())
    if text[:4] in ("the ", "The "):
        text = text[4:]
    return text.replace(".", "").replace("-", "")


def spell_variants(name: str) -> Iterator[str]:
    """List the printed forms of a name: as given, without accents, with spaces for hyphens, with curly quotes."""
    seen = {name}
    yield name
    for variant in (
        plain_letters(name),
        name.replace("-", " "),
        plain_letters(name).replace("-", " "),
        name.replace("'", "’"),
        _SHORT.sub(lambda match: f"{match[0][0]}.{match[0][1]}.", name),
    ):
        if variant not in seen:
            seen.add(variant)
            yield variant


def hyphen_given_name(name: str, surname: str | None) -> str | None:
    """Spell "Yoon Suk Yeol" as "Yoon Suk-yeol" where the family name comes first; None for any other name."""
    words = name.split(" ")
    if len(words) != 3 or words[0] != surname:
        return None
    return f"{words[0]} {words[1]}-{words[2].lower()}"


def dot_acronym(acronym: str) -> str | None:
    """Spell "US" as "U.S."; None for what is not two to four capitals."""
    return ".".join(acronym) + "." if 2 <= len(acronym) <= 4 and acronym.isalpha() and acronym.isupper() else None


def plural_demonym(demonym: str) -> str | None:
    """Form the people of an adjective that takes an s ("Iraqi" -> "Iraqis"); None for "Japanese", "British"."""
    return None if demonym.casefold().endswith(_UNPLURAL) else demonym + "s"


def slug_name(name: str) -> str:
    """Make the entry id of a name whose row gives none: "Côte d'Ivoire" -> "cote-divoire"."""
    return re.sub(r"[^a-z0-9]+", "-", fold_name(name)).strip("-")

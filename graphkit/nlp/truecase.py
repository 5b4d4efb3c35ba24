"""Headlines in title case, read as they would be written in a sentence: "Iran Summons Envoy" as "Iran summons envoy".

Taggers take capitalised verbs for names. A word is made small where the article itself writes it small, or where it is
a form of a trigger of the lexicon, a verb in the present or a small word, unless the article writes it with a capital
within a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from graphkit.resources.resources import Resources

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: A capital after one of these may only open a sentence.
_STOPS = frozenset('.!?:;"\n')
#: Long words of a headline that must be capitalised, as a share, to call it title case.
_SHARE = 0.7
#: A word of more letters is long; so many long words a headline must have to be judged.
_LONG, _ENOUGH = 3, 3
_SMALL = frozenset(
    "a after again against ahead amid among an and are around as at back be before between but by despite during for "
    "from had has have his her if in into is it its more new no not of off on or out over says set than that the "
    "their this to under until up was were will with without would".split()
)


def lower_title(
    headline: str,
    written_small: Counter[str],
    written_large: Counter[str],
    resources: Resources,
    verbs: frozenset[str] = frozenset(),
) -> str:
    """Put all that is no name into small letters, where a headline is in title case; the length stays the same."""
    words = list(_WORD.finditer(headline))
    if not _is_title_case(headline, [word.group() for word in words[1:]]):
        return headline
    kept = list(headline)
    titles, small = _titles(resources), _SMALL | _trigger_forms(resources)
    name_follows = False
    for word in reversed(words[1:]):
        text, low = word.group(), word.group().lower()
        followed, name_follows = name_follows, text[0].isupper()
        if not _is_capitalised(text) or (low in titles and followed):
            continue
        is_common_word = low in titles or low in small or _is_verb_form(low, verbs)
        large = written_large[low]
        if written_small[low] > large or (is_common_word and not large):
            kept[word.start() : word.end()] = low
            name_follows = False
    return "".join(kept)


def _is_title_case(headline: str, words: list[str]) -> bool:
    """Tell whether most long words of a headline are capitalised, and not all letters."""
    long = [word for word in words if len(word) > _LONG]
    if len(long) < _ENOUGH or headline.isupper():
        return False
    return sum(word[0].isupper() for word in long) >= _SHARE * len(long)


def _is_capitalised(word: str) -> bool:
    """Tell whether only the first letter of a word is a capital, and small letters have as many characters."""
    if not word[0].isupper() or word.isupper():
        return False
    return len(word.lower()) == len(word)


def _is_verb_form(word: str, verbs: frozenset[str]) -> bool:
    """Tell whether a word is a verb in the present: "summons"."""
    return word.endswith("s") and not verbs.isdisjoint((word[:-1], word[:-2]))


def count_words(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Count how often each word is written small, and how often with a capital within a sentence."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.finditer(text):
            token = word.group()
            if token.islower():
                small[token] += 1
            elif not token.isupper():
                before = text[: word.start()].rstrip(" '(")
                if before and before[-1] not in _STOPS:
                    large[token.lower()] += 1
    return small, large


@lru_cache(maxsize=4)
def _titles(resources: Resources) -> frozenset[str]:
    """Return the words of titles, which have a capital before a name; no proper names: "Kremlin spokesman".

    An office with a small word in it ("minister of trade") stands behind a name.
    """
    written = [office.split() for office in resources.gazetteer.office_words()]
    small = {word for words in written for word in words if word.islower()}
    proper = {word.lower() for words in written for word in words} - small
    offices = [set(office.split()) for office in resources.classes["office"]]
    return resources.names.honorific.union(*(words for words in offices if words.isdisjoint(_SMALL))) - proper


@lru_cache(maxsize=4)
def _trigger_forms(resources: Resources) -> frozenset[str]:
    """Return the forms that the verbs and nouns of the lexicon can have in a headline."""
    forms: set[str] = set()
    for pos, lemma in resources.lexicon.index:
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        forms |= {lemma, lemma + "s", stem + "es", stem + "ed", stem + "ing"}
        if lemma.endswith("y"):
            forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
        if pos == "verb" and len(lemma) > 2 and lemma[-1] not in "aeiouwxy":
            forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return frozenset(forms)

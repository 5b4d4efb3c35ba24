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
    """The headline with all that is no name in small letters, where it is in title case; of the same length."""
    words = list(_WORD.finditer(headline))
    long = [word.group() for word in words[1:] if len(word.group()) > 3]
    if len(long) < 3 or headline.isupper() or sum(word[0].isupper() for word in long) < _SHARE * len(long):
        return headline
    kept = list(headline)
    keep, triggers = _titles(resources), _trigger_forms(resources)
    name_follows = False
    for word in reversed(words[1:]):
        text, low = word.group(), word.group().lower()
        followed, name_follows = name_follows, text[0].isupper()
        if not text[0].isupper() or text.isupper() or len(low) != len(text) or (low in keep and followed):
            continue
        small, large = written_small[low], written_large[low]
        known = low in keep or low in _SMALL or low in triggers
        known = known or (low.endswith("s") and not verbs.isdisjoint((low[:-1], low[:-2])))
        if small > large or (known and not large):
            kept[word.start() : word.end()] = low
            name_follows = False
    return "".join(kept)


def count_words(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each word is written small, and how often with a capital within a sentence."""
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
    """Words that stand before names, with their capital."""
    offices = (word for office in resources.classes["office"] for word in office.split())
    return resources.names.honorific.union(offices)


@lru_cache(maxsize=4)
def _trigger_forms(resources: Resources) -> frozenset[str]:
    """The forms that the verbs and nouns of the lexicon can have in a headline."""
    forms: set[str] = set()
    for pos, lemma in resources.lexicon.index:
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        forms |= {lemma, lemma + "s", stem + "es", stem + "ed", stem + "ing"}
        if lemma.endswith("y"):
            forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
        if pos == "verb" and len(lemma) > 2 and lemma[-1] not in "aeiouwxy":
            forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return frozenset(forms)

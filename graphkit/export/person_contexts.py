"""The state or body that a sentence gives beside a person's name: "the American envoy, X", "X of Samoa", "UN envoy X".

Only what stands next to the name counts, and only with a word for an office or a sector between the two, so that a
state that the sentence merely mentions is never taken for the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from graphkit.model import Kind
from graphkit.resources.code_tables import CodeTables
from graphkit.resources.gazetteer.gazetteer import Use

#: Words between a state and an office ("the former Dutch deputy prime minister").
_BETWEEN = frozenset(
    "a acting an army attorney border chief convicted defence defense deputy economy energy ex exiled finance "
    "first foreign former head health high his immigration interim interior its jailed justice leading lieutenant "
    "major military new news official old our permanent police policy prime private propaganda public regional "
    "retired ruling security senior special state suspected the their then top trade veteran vice young".split()
)
#: Words for an office, for who acts for a state, for citizens and for bodies that are no sector's.
_ROLES = frozenset(
    "activist actor admiral agency airline artist attache attorney author businessman businesswoman captain "
    "channel citizen cleric coach colonel commander commissioner company director general governor journalist "
    "lawyer magazine man marshal mayor national network newspaper outlet pilot player premier prince princess "
    "professor queen reporter resident sailor scientist singer speaker spokesman spokesperson spokeswoman student "
    "website woman writer".split()
)
_WORD = re.compile(r"[^\W\d_][\w.'\u2019-]*|[,;:()]")
#: A full stop without the blank that ends a sentence.
_RUN_TOGETHER = re.compile(r"(?<=[a-z])\.(?=[A-Z])")
#: Words of the phrase beside a name that are looked at.
_MOST_WORDS = 8
#: Letters of the longest shortened title, with its full stop ("Capt.").
_LONGEST_TITLE = 5
#: What ends a phrase behind a name.
_ENDS = frozenset({",", ";", ":", "(", ")", "who", "whom", "which", "and", "said", "says"})


class PersonContexts:
    """Reads what stands beside names, by the tables of codes and the gazetteer."""

    def __init__(self, tables: CodeTables) -> None:
        """Take the tables; each phrase is looked up once."""
        self._words, self._gazetteer = tables.actors.words, tables.gazetteer
        self._name_owners = cache(self._look_up)

    def find_owners(self, sentences: Iterable[str], names: Iterable[str]) -> set[str]:
        """Return the gazetteer ids of the states, bodies and places that stand beside any of the names of a person.

        >>> PersonContexts(CodeTables.load()).find_owners(["Mara Linde, the Danish envoy, left."], ["Mara Linde"])
        {'denmark'}
        """
        ordered = sorted(names, key=len, reverse=True)
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered))
        owners: set[str] = set()
        for written in sentences:
            sentence = _RUN_TOGETHER.sub(". ", written)
            for match in pattern.finditer(sentence):
                for phrase in self._find_phrases(sentence[: match.start()], sentence[match.end() :]):
                    owners |= self._name_owners(phrase)
        return owners

    def _find_phrases(self, before: str, behind: str) -> Iterator[str]:
        """Yield the phrases beside a name that say whose office it is."""
        ahead = _WORD.findall(before)[-_MOST_WORDS:]
        yield self._take_title(ahead)
        if ahead[-1:] == [","]:  # "Norway's envoy to Chad, NAME"
            start = max((place for place, word in enumerate(ahead[:-1]) if _ends_phrase(word)), default=-1)
            yield from self._take_office(ahead[start + 1 : -1])
        following = _WORD.findall(behind)[: _MOST_WORDS + 1]
        if following[:1] == ["of"]:  # "NAME of Samoa"
            yield _take_names(following[1:])
        elif following[:1] in (["at"], ["from"]):  # "NAME at the State Department"
            yield _take_names([word for word in following[1:] if word != "the"])
        elif following[:1] == [","]:
            end = next((place for place, word in enumerate(following[1:], 1) if word in _ENDS), len(following))
            yield from self._take_office(following[1:end])

    def _take_title(self, words: list[str]) -> str:
        """Return the noun phrase right before a name where it names an owner and then only words of an office."""
        start = len(words)
        while start and (words[start - 1].lower() in _BETWEEN or self._is_role(words[start - 1])):
            start -= 1
        is_owned = words[start - 1 : start] and words[start - 1].endswith(("'s", "\u2019s"))
        has_role = any(self._is_role(word) for word in words[start:])
        if has_role or (is_owned and start == len(words)):
            return _take_names_before(words[:start])
        return self._take_demonym(words)

    def _take_demonym(self, words: list[str]) -> str:
        """Return the nationality right before a name: "American X", "South Korean X"."""
        for size in (2, 1):
            phrase = " ".join(words[-size:])
            if any(each.use is Use.DEMONYM for each in self._gazetteer.references(phrase)):
                return phrase
        return ""

    def _take_office(self, words: list[str]) -> Iterator[str]:
        """Yield the names in an apposition with an office: "the American envoy", "Kiev's envoy to Warsaw"."""
        roles = [place for place, word in enumerate(words) if self._is_role(word)]
        if roles and all(word[:1].isupper() or word in _BETWEEN for word in words[: roles[0]]):
            yield _take_names_before([word for word in words[: roles[0]] if word.lower() not in _BETWEEN])
            if words[roles[-1] + 1 : roles[-1] + 2] == ["of"]:  # "the foreign minister of Chad"
                yield _take_names([word for word in words[roles[-1] + 2 :] if word != "the"])

    def _is_role(self, word: str) -> bool:
        plain = word.lower().rstrip(".")
        return plain in _ROLES or plain in self._words

    def _look_up(self, phrase: str) -> frozenset[str]:
        """Return the one state, body or place that a phrase is or begins with, or the state of a seat ("Kiev's")."""
        words = phrase.rstrip(".").removesuffix("'s").removesuffix("\u2019s").split()
        starts = (" ".join(words[:size]) for size in range(len(words), 0, -1))  # "United Nations Middle East envoy"
        references = next(filter(None, map(self._gazetteer.references, starts)), ())
        seats = {each.entry for each in references if each.use in (Use.CAPITAL, Use.SEAT)}
        by_kind = {
            kind: {each.entry for each in references if self._gazetteer.entries[each.entry].kind is kind} - seats
            for kind in (Kind.STATE, Kind.ORGANIZATION, Kind.PLACE)
        }
        for owners in (*by_kind.values(), seats):
            if owners:
                return frozenset(owners) if len(owners) == 1 else frozenset()
        return frozenset()


def _ends_phrase(word: str) -> bool:
    """Tell whether a word ends a phrase, or a sentence: no title is as long as what stands before a full stop."""
    return word in _ENDS or (word.endswith(".") and len(word) > _LONGEST_TITLE)


def _take_names(words: list[str]) -> str:
    """Return the capitalised words at the start."""
    end = next((place for place, word in enumerate(words) if not word[:1].isupper()), len(words))
    return " ".join(words[:end])


def _take_names_before(words: list[str]) -> str:
    """Return the capitalised words at the end."""
    start = next((place for place in range(len(words), 0, -1) if not words[place - 1][:1].isupper()), 0)
    return " ".join(words[start:])

"""Find surnames of the persons of an article that the recogniser missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.person_names import fold_word
from graphkit.resources.resources import Resources

#: A surname has so many letters at least.
_SHORT = 2  # "Xi", "Ma"
_NOMINAL = ("PROPN", "NOUN")


class MissedSurnames:
    """Finds the words of one Doc that are a known surname; `choose` picks one of several bearers."""

    def __init__(
        self, doc: Doc, resources: Resources, known: Mapping[str, list[Name]], choose: Callable[[list[Name]], Name]
    ) -> None:
        self.doc, self.words, self.offices = doc, resources.names, resources.classes["office"]
        self.known, self.choose = known, choose

    def find(self, names: list[Name]) -> Iterator[Name]:
        """Yield surnames of the persons of the article that are part of no name yet."""
        covered = {i for name in names for i in range(name.start, name.end)}
        for token in self.doc:
            if not _is_capitalised_noun(token):
                continue
            family, start = self._known_family(token, covered)
            if family is None:
                continue
            if not self._can_be_surname(token, start, covered):
                continue
            person = self.choose(self.known[family])
            yield Name(start, token.i + 1, person.name, Kind.PERSON, "person", person.entry, None, "surname")

    def _known_family(self, token: Token, covered: set[int]) -> tuple[str | None, int]:
        """Return the family name that ends at a token and where it begins: "von der Leyen"."""
        start = token.i
        best: tuple[str | None, int] = (None, start)
        while start >= 0 and start not in covered:
            words = fold_word(" ".join(self.doc[start : token.i + 1].text.split()))
            if words in self.known:
                best = (words, start)
            if start == 0:
                break
            if self.doc[start - 1].lower_ not in self.words.particle:
                break
            start -= 1
        return best

    def _can_be_surname(self, token: Token, start: int, covered: set[int]) -> bool:
        if token.i in covered:
            return False
        if start == 0:
            return True
        before = self.doc[start - 1]
        if token.pos_ == "NOUN" and before.pos_ in ("DET", "ADJ"):
            return False
        if before.pos_ != "PROPN" or before.i in covered:  # the end of an unknown name is not the known person
            return True
        return before.lower_ in self.offices or before.lower_ in self.words.before_names


def _is_capitalised_noun(token: Token) -> bool:
    """Tell whether a word can end a family name by its form."""
    if token.pos_ not in _NOMINAL or not token.text[0].isupper():
        return False
    return len(token) >= _SHORT and token.ent_type_ not in ("DATE", "TIME")

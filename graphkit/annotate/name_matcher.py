"""Match the gazetteer's surface forms in a text by their first word; longest form first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from graphkit.nlp.tokens import Doc, Token, TokenSpan
from graphkit.resources.gazetteer.gazetteer import Gazetteer, Reference

_WORD = re.compile(r"\w+")
#: Forms in capitals of so few letters are only found as they are written: US, WHO, AU.
_SHORT_CAPITALS = 5

#: A form with all that it may refer to.
Form = tuple[str, tuple[Reference, ...]]


class NameMatcher:
    """The forms of a gazetteer by their first words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        by_first: dict[str, dict[str, list[Reference]]] = {}
        for form, reference in gazetteer.forms():
            first = _WORD.match(form)
            if first is None:
                continue
            by_first.setdefault(first[0].casefold(), {}).setdefault(form, []).append(reference)
        self._forms: Mapping[str, tuple[Form, ...]] = {
            first: _longest_first(forms) for first, forms in by_first.items()
        }

    def find(self, doc: Doc) -> Iterable[tuple[int, int, tuple[Reference, ...]]]:
        """Yield token ranges and the entries that their words may refer to, longest first at each place."""
        text = doc.text
        exact = len(text.casefold()) == len(text)
        ends = {token.idx + len(token): token.i + 1 for token in doc}
        skip_to = 0
        for token in doc:
            if token.i < skip_to:
                continue
            for form, refs in self._candidates(token):
                end = ends.get(token.idx + len(form))
                if end is None:
                    continue
                if not _is_written(doc[token.i : end], text[token.idx : token.idx + len(form)], form, exact):
                    continue
                yield token.i, end, refs
                skip_to = end
                break

    def _candidates(self, token: Token) -> tuple[Form, ...]:
        if not (token.text[0].isupper() or token.text[0].isdigit()):
            return ()
        first = _WORD.match(token.text)
        if first:
            return self._forms.get(first[0].casefold(), ())
        return ()


@lru_cache(maxsize=4)
def matcher_of(gazetteer: Gazetteer) -> NameMatcher:
    """Return the matcher of a gazetteer, which is built once: building it reads every form."""
    return NameMatcher(gazetteer)


def _longest_first(forms: Mapping[str, list[Reference]]) -> tuple[Form, ...]:
    return tuple(
        sorted(((form, tuple(refs)) for form, refs in forms.items()), key=lambda item: (-len(item[0]), item[0]))
    )


def _is_written(words: TokenSpan, surface: str, form: str, exact: bool) -> bool:
    """Tell whether the words of a text are a form of the gazetteer, with other capitals at most."""
    if surface == form:
        return True
    if not exact:
        return False
    if surface.islower():
        return False
    if surface.casefold() != form.casefold():
        return False
    if form.isupper() and len(form) <= _SHORT_CAPITALS:
        return False
    return not _is_common(words, form)


def _is_common(words: TokenSpan, form: str) -> bool:
    """Tell whether a name is not meant as one: "an Islamic state" after the article, with a small letter."""
    if not words.start:
        return False
    if words.doc[words.start - 1].lower_ not in ("a", "an"):
        return False
    if not words[-1].text.islower():
        return False
    return not form.split()[-1].islower()

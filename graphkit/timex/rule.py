"""Date rules: a pattern, the words it may open with, and the function that makes a date of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graphkit.model import When
from graphkit.timex.calendar import Tense


@dataclass(frozen=True, slots=True)
class DateContext:
    """The point from which incomplete dates are counted; `base` is the publication day."""

    base: date | None
    tense: Tense
    reference: When | None = None


Parts = Mapping[str, str]
Resolve = Callable[[Parts, DateContext], When | None]


@dataclass(frozen=True)
class Rule:
    """`opens` are the lower-case first words that a match can have; "#" stands for a number in digits.

    `needs` must match the text right before the date, where the date alone could be something else. Both expressions
    are compiled when a text first has such a word: to compile all takes as long as to read ten articles.
    """

    name: str
    expression: str
    opens: frozenset[str]
    resolve: Resolve
    tense_free: bool = True
    needed: str | None = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression of the rule."""
        return re.compile(self.expression)

    @cached_property
    def needs(self) -> re.Pattern[str] | None:
        """The expression for what stands before."""
        return re.compile(self.needed) if self.needed else None


def rule(
    name: str,
    pattern: str,
    opens: str | set[str],
    resolve: Resolve,
    *,
    tense_free: bool = True,
    needs: str | None = None,
) -> Rule:
    """Make a rule from its parts as they are written."""
    words = frozenset(opens.split() if isinstance(opens, str) else opens)
    return Rule(name, pattern, words, resolve, tense_free, needs)


def named_year(parts: Parts, context: DateContext) -> int | None:
    """Return the year that the text names, in digits or as "last year"."""
    if "y" in parts:
        return int(parts["y"])
    if "of" in parts and context.base:
        return context.base.year + {"last": -1, "this": 0, "next": 1}[parts["of"].lower()]
    return None

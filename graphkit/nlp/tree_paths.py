"""Ask a parse by patterns: what a word is, which words a path down the tree reaches, what stands around a word.

A pattern says what a word is and where it stands. Each part is left out where it does not matter, and each may have
alternatives, or values that it must not have after "!":

    dobj|obj            its dependency label: an object
    *                   any label
    !ROOT               any label but this one
    prep:in|at          label and lower-case word: "in" or "at" as a preposition
    *:not               the word alone, by whatever label
    acl/VBN|VBD         label and tag of the Penn Treebank: a past participle that describes a noun
    attr/NOUN|PROPN     label and universal part of speech
    conj/VERB&VBG       label, part of speech and tag
    nsubj/!WP|WDT       a subject that is no relative pronoun
    pobj=DATE|TIME      label and entity label: a date
    xcomp[be|remain]    label and lemma
    pcomp{charging}     label, and a lemma of the list `charging` of assets/lexicon/words.yaml; {!charging}: none
    <nsubj              the same before the word that it hangs on
    >ccomp              the same behind the word that it hangs on
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from graphkit.nlp.dependencies import lemma, resources_of, token_at
from graphkit.nlp.tokens import Token
from graphkit.resources.wordlists import NounWords, VerbWords

_PARTS_OF_SPEECH = frozenset(
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split()
)
Test = Callable[[Token], bool]
#: What makes a test of the values that a property of a word may have.
_TESTS: dict[str, Callable[[frozenset[str]], Test]] = {
    "label": lambda values: lambda token: token.dep_ in values,
    "word": lambda values: lambda token: token.lower_ in values,
    "tag": lambda values: lambda token: token.tag_ in values,
    "part": lambda values: lambda token: token.pos_ in values,
    "entity": lambda values: lambda token: token.ent_type_ in values,
    "lemma": lambda values: lambda token: token.lemma_.lower() in values,
}
_LISTS = {
    **{name: attrgetter(f"verbs.{name}") for name in VerbWords.__slots__},
    **{name: attrgetter(f"nouns.{name}") for name in NounWords.__slots__},
}
_PATTERN = re.compile(
    r"(?P<side>[<>]?)(?P<label>\*|!?[A-Za-z|]+)(?::(?P<word>[^/={}\[\]]+))?(?:/(?P<tag>[^={}\[\]]+))?"
    r"(?:=(?P<entity>!?[A-Z_|]+))?(?:\[(?P<lemma>!?[\w|]+)\])?(?:\{(?P<list>!?[\w|]+)\})?"
)


class TokenPattern:
    """A compiled pattern: the labels of a word, and further tests of its properties and of its place."""

    __slots__ = ("fits", "labels", "tests")

    def __init__(self, labels: frozenset[str], tests: Sequence[Test]) -> None:
        self.labels, self.tests = labels, tests
        by_label = [_TESTS["label"](labels)] if labels else []
        #: Tells whether a word is what the pattern says.
        self.fits: Test = _join([*by_label, *tests])

    def below(self, head: Token) -> list[Token]:
        """List the words right below another one that are what the pattern says."""
        words = head.children
        if not words:
            return []
        labels = self.labels
        words = [word for word in words if word.dep_ in labels] if labels else list(words)
        if words:
            for holds in self.tests:
                words = [word for word in words if holds(word)]
        return words

    def select(self, heads: Iterable[Token]) -> list[Token]:
        """List the words right below some others that are what the pattern says."""
        words = []
        for head in heads:
            words += self.below(head)
        return words


def _join(tests: Sequence[Test]) -> Test:
    """Make one test of several that must all hold."""
    if not tests:
        return lambda token: True
    if len(tests) == 1:
        return tests[0]
    first, second, *further = tests
    if not further:
        return lambda token: first(token) and second(token)
    return lambda token: first(token) and second(token) and all(holds(token) for holds in further)


@lru_cache(maxsize=2048)
def compile_pattern(text: str) -> TokenPattern:
    """Compile a pattern. Raises ValueError for what is none."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no pattern of a word")
    parts = {name: values for name, values in match.groupdict().items() if values}
    side, label = parts.pop("side", ""), parts.pop("label")
    tests = [_compile_test(name, value) for name, values in parts.items() for value in values.split("&")]
    if side:
        tests.append(_SIDES[side])
    if label.startswith("!"):
        return TokenPattern(frozenset(), [_compile_test("label", label), *tests])
    return TokenPattern(frozenset(label.split("|")) - {"*"}, tests)


#: On which side of its head a word stands.
_SIDES: dict[str, Test] = {"<": lambda token: token.i < token.head.i, ">": lambda token: token.i > token.head.i}


def _compile_test(name: str, text: str) -> Test:
    values = frozenset(text.removeprefix("!").split("|"))
    if name == "list":
        holds = _compile_lists(sorted(values))
    else:
        holds = _TESTS["part" if values & _PARTS_OF_SPEECH else name](values)
    return holds if not text.startswith("!") else lambda token: not holds(token)


def _compile_lists(names: Sequence[str]) -> Test:
    unknown = [name for name in names if name not in _LISTS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no word list of verbs or nouns")
    lists = [_LISTS[name] for name in names]
    only = lists[0]
    if len(lists) == 1:
        return lambda token: lemma(token) in only(resources_of(token))
    return lambda token: any(lemma(token) in read(resources_of(token)) for read in lists)


def fits(token: Token, pattern: str) -> bool:
    """Tell whether a word is what a pattern says.

    `fits(clause, "<advcl/VBG")` holds for "visiting" in "Visiting Lima, the king urged".
    """
    return compile_pattern(pattern).fits(token)


def path(token: Token, *patterns: str) -> list[Token]:
    """List the words that a path down the tree reaches from a word, step by step.

    `path(token, "*:according", "prep:to", "pobj")` is the ministry of "according to the ministry".
    """
    first, *further = patterns
    reached = compile_pattern(first).below(token)
    for pattern in further:
        reached = compile_pattern(pattern).select(reached)
    return reached


def paths(tokens: Iterable[Token], *patterns: str) -> list[Token]:
    """List the words that a path down the tree reaches from some words."""
    reached = tokens
    for pattern in patterns:
        reached = compile_pattern(pattern).select(reached)
    return list(reached)


def pick(words: Iterable[Token], pattern: str) -> list[Token]:
    """List those of some words that fit a pattern."""
    fits_word = compile_pattern(pattern).fits
    return [word for word in words if fits_word(word)]


def first_on_path(token: Token, *patterns: str) -> Token | None:
    """Find the first word that a path reaches."""
    reached = path(token, *patterns)
    return reached[0] if reached else None


def has_path(token: Token, *patterns: str) -> bool:
    """Tell whether a path reaches any word."""
    return bool(path(token, *patterns))


def climb(token: Token, wanted: str, *, through: str = "*", most: int | None = None) -> Token | None:
    """Find the nearest word above that fits a pattern, through words that fit another; with `most`, so far up only."""
    goal, passed = compile_pattern(wanted), compile_pattern(through)
    for above in token.ancestors[:most]:
        if goal.fits(above):
            return above
        if not passed.fits(above):
            return None
    return None


class Shape:
    """A situation in a parse, in patterns: what a word is, and what stands above, below and before it.

    `what` says in words or by an example what it is. `above` are the patterns of its head, of the head of that, and so
    on. `has` and `lacks` are paths down, each with its steps between spaces: all of `has` must reach a word, none of
    `lacks` may. `before` is the pattern of the word right before it in the text.
    """

    __slots__ = ("above", "before", "has", "lacks", "own", "what")

    def __init__(
        self,
        what: str,
        own: str = "*",
        *,
        above: Sequence[str] = (),
        has: Sequence[str] = (),
        lacks: Sequence[str] = (),
        before: str = "",
    ) -> None:
        self.what, self.own = what, compile_pattern(own)
        self.above = [compile_pattern(pattern) for pattern in above]
        self.has, self.lacks = _compile_paths(has), _compile_paths(lacks)
        self.before = compile_pattern(before) if before else None

    def fits(self, token: Token) -> bool:
        """Tell whether a word stands in this situation."""
        if not self.own.fits(token):
            return False
        head = token
        for pattern in self.above:
            head = head.head
            if not pattern.fits(head):
                return False
        if self.before is not None and not self._fits_before(token):
            return False
        for steps in self.has:
            if not _reach(token, steps):
                return False
        for steps in self.lacks:  # noqa: SIM110  # a loop is faster
            if _reach(token, steps):
                return False
        return True

    def pick(self, words: Iterable[Token]) -> list[Token]:
        """List those of some words that stand in this situation."""
        return [word for word in words if self.fits(word)]

    def below(self, *heads: Token) -> list[Token]:
        """List the words right below some others that stand in this situation."""
        words = self.own.select(heads)
        return self.pick(words) if words else words

    def _fits_before(self, token: Token) -> bool:
        neighbour = token_at(token, -1)
        return neighbour is not None and self.before is not None and self.before.fits(neighbour)


def _compile_paths(paths: Sequence[str]) -> list[list[TokenPattern]]:
    return [[compile_pattern(step) for step in steps.split()] for steps in paths]


def _reach(token: Token, steps: Sequence[TokenPattern]) -> list[Token]:
    reached = steps[0].below(token)
    for pattern in steps[1:]:
        reached = pattern.select(reached)
    return reached


class Shapes:
    """Several situations, of which a word stands in any, looked up by its label."""

    __slots__ = ("_by_label", "_of_any_label")

    def __init__(self, *shapes: Shape) -> None:
        labels = frozenset().union(*(shape.own.labels for shape in shapes))
        self._of_any_label = [shape for shape in shapes if not shape.own.labels]
        self._by_label = {
            label: [shape for shape in shapes if not shape.own.labels or label in shape.own.labels] for label in labels
        }

    def fits(self, token: Token) -> bool:
        """Tell whether a word stands in one of the situations."""
        for shape in self._by_label.get(token.dep_, self._of_any_label):  # noqa: SIM110  # a loop is faster
            if shape.fits(token):
                return True
        return False

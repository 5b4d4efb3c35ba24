"""Define a sieve: one reason to say what a word refers to, with an example that proves it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graphkit.annotate.coref.discourse import Discourse
from graphkit.model import Mention, Role
from graphkit.nlp.dependencies import lemma
from graphkit.nlp.tokens import Token

Referents = tuple[Mention, ...]
NOBODY: Referents = ()

_DETERMINERS = frozenset({"det", "predet", "poss", "nummod"})
_MODIFIERS = frozenset("amod compound poss prep relcl acl appos nmod".split())
_KNOWN = frozenset("the this that these those both all neither each either its his her their our such".split())
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


@dataclass(frozen=True, slots=True)
class Example:
    """A text of one's own in which a sieve finds that `words` are `names`; no names where it must find nothing."""

    text: str
    words: str
    names: tuple[str, ...]
    published: str = "2024-03-14"


class Site:
    """A word that may refer to something, with the article up to it."""

    def __init__(self, token: Token, discourse: Discourse) -> None:
        self.token, self.discourse = token, discourse
        #: What the word was read as before any sieve.
        self.own: Referents = discourse.annotated.mentions.get(token.i, NOBODY)
        #: Whether it is capitalised like a title and part of no name: "the Secretary", in read-outs.
        self.is_title = token.pos_ == "PROPN" and token.i not in discourse.annotated.names
        alone = token.i not in discourse.title_words
        #: Whether it is a common noun, or a number alone, or a title alone, but no title before a name.
        self.is_noun = alone and (self.is_title or token.pos_ in ("NOUN", "NUM"))
        #: Whether it was read as one thing.
        self.is_single = len(self.own) == 1
        #: Whether it was read as a mere description.
        self.is_described = alone and self.is_single and self.own[0].reason == "description"

    @cached_property
    def n(self) -> int:
        """The number of its sentence."""
        return self.discourse.sentence_of[self.token.i]

    @cached_property
    def word(self) -> str:
        """Its lemma in small letters."""
        return lemma(self.token)

    @cached_property
    def determiners(self) -> frozenset[str]:
        """Articles, possessives and numbers before it, in small letters."""
        return frozenset(c.lower_ for c in self.token.children if c.dep_ in _DETERMINERS)

    @cached_property
    def modifiers(self) -> list[Token]:
        """Words that say which one it is."""
        return [c for c in self.token.children if c.dep_ in _MODIFIERS]

    @cached_property
    def count(self) -> int:
        """The number that the phrase counts: "the two sides"; 0 where it does not say."""
        return next((_COUNTS[word] for word in sorted(self.determiners) if word in _COUNTS), 0)

    @property
    def is_plural(self) -> bool:
        """Tell whether it is a noun in the plural."""
        return self.token.tag_ in ("NNS", "NNPS")

    @cached_property
    def is_told_before(self) -> bool:
        """Tell whether what is counted was told of before: "the two", "both", and in headlines a bare number."""
        return bool(_KNOWN & self.determiners) or self.discourse.annotated.roles[self.token.i] is Role.HEADLINE

    @cached_property
    def is_definite(self) -> bool:
        """Tell whether it is one thing with "the", or a title without any determiner."""
        if self.is_title and self.token.tag_ == "NNP":
            if "the" in self.determiners:
                return True
            return not self.determiners
        if self.token.tag_ != "NN":
            return False
        return "the" in self.determiners

    @cached_property
    def is_definite_noun(self) -> bool:
        """Tell whether it is a definite noun that stands for itself: no title of a person, alone or before a name."""
        if not self.is_noun or self.is_title:
            return False
        return self.is_definite and not self.follows_name

    @property
    def follows_name(self) -> bool:
        """Tell whether it is the title of a name that follows."""
        token = self.token
        if token.dep_ != "compound":
            return False
        return token.head.i in self.discourse.annotated.names


class Sieve(ABC):
    """One reason to say what a word refers to. Sieves are asked in order; the first that finds something decides.

    A sieve that is `final` ends the search where it applies, also where it finds nothing.
    """

    id: str
    example: Example
    final: bool = False
    #: The properties that a Site must have for the sieve to be asked at all.
    needs: tuple[str, ...] = ()
    #: The only words, in small letters, about which it is asked; any where there are none.
    words: frozenset[str] = frozenset()

    @abstractmethod
    def applies(self, site: Site) -> bool:
        """Tell whether this sieve speaks of such a word at all."""

    @abstractmethod
    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield what the word may refer to, the likeliest first."""

    def choose(self, candidates: Iterable[Referents]) -> Referents:
        """Choose among the candidates: the first, unless a sieve wants more proof."""
        return next((referents for referents in candidates if referents), NOBODY)

    def find(self, site: Site) -> Referents:
        """Return what the word refers to; nothing where that is not plain."""
        return self.choose(self.candidates(site))


class OnlySieve(Sieve):
    """A sieve that decides only where all candidates are one."""

    def choose(self, candidates: Iterable[Referents]) -> Referents:
        """Choose the candidate where there is no other."""
        distinct = {tuple(mention.name for mention in referents): referents for referents in candidates}
        if len(distinct) == 1:
            return next(iter(distinct.values()))
        return NOBODY

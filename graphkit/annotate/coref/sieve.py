"""Define a sieve: one reason to say what a word refers to, with an example that proves it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Mention, Role
from graphkit.nlp.dependencies import PLURAL, noun_lemma, words_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import has_path, path
from graphkit.resources.gazetteer.gazetteer import Entry, Use
from graphkit.timex.date_words import NUMBERS

Referents = tuple[Mention, ...]
NOBODY: Referents = ()

#: The properties of a Site by which sieves are looked up.
PROPERTIES = ("is_any_noun", "is_described", "is_noun", "is_people", "is_plural", "is_single")
_DETERMINERS = "det|predet|poss|nummod"
_MODIFIERS = "amod|compound|poss|prep|relcl|acl|appos|nmod"
#: What says which one it is, all but clauses and appositions.
_TELLING = "amod|compound|poss|prep|acl|nmod"
_TOLD_BEFORE = frozenset("the this that these those both all neither each either its his her their our such".split())
#: Before an office: it is nobody's in particular, or another one.
_OTHERS = frozenset({"a", "an", "any", "no", "deputy", "another", "every", "some"})
#: Reasons of what no sieve has resolved.
_UNRESOLVED = frozenset({"description", "agent of state"})
#: Words that stand before one of two.
ONE_OF_TWO = frozenset({"neither", "each", "either"})
#: Number words that say how many a phrase counts.
COUNTS = {"both": 2, **{word: int(NUMBERS[word]) for word in ("two", "three", "four", "five", "six", "seven")}}
_COMMON = frozenset({"NOUN", "NUM"})
_NOUNS = frozenset({"NOUN", "PROPN"})
#: Parts of speech of words that may be nouns for a sieve.
NOMINAL = _COMMON | _NOUNS


@dataclass(frozen=True, slots=True)
class SieveExample:
    """A text in which a sieve finds that `words` are `names`; no names where it must find nothing."""

    text: str
    words: str
    names: tuple[str, ...]
    published: str = "2024-03-14"
    dateline: str | None = None


class ReferenceSite:
    """A word that may refer to something, with the article up to it."""

    def __init__(self, token: Token, discourse: Discourse) -> None:
        self.token, self.discourse, self.annotated = token, discourse, discourse.annotated
        #: The name that it is part of.
        self.name = self.annotated.names.get(token.i)
        #: What the word was read as before any sieve.
        self.own: Referents = self.annotated.mentions.get(token.i, NOBODY)
        #: Whether it is capitalised like a title and part of no name: "the Secretary", in read-outs.
        self.is_title = token.pos_ == "PROPN" and self.name is None
        is_alone = token.i not in discourse.title_words
        is_nominal = self.is_title or token.pos_ in _COMMON
        #: Whether it is a common noun, or a number alone, or a title alone, but no title before a name.
        self.is_noun = is_nominal and is_alone
        #: Whether it is a noun, common or proper, also within a name.
        self.is_any_noun = token.pos_ in _NOUNS
        #: Whether it names people by their state: "the Russian".
        self.is_people = self.name is not None and self.name.use == Use.DEMONYM
        #: Whether it was read as one thing.
        self.is_single = len(self.own) == 1
        #: Whether it was read as a mere description.
        self.is_described = is_alone and self.is_single and self.own[0].reason == "description"
        #: Whether it is a noun in the plural.
        self.is_plural = token.tag_ in PLURAL

    @cached_property
    def n(self) -> int:
        """The number of its sentence."""
        return self.discourse.sentence_of[self.token.i]

    @cached_property
    def word(self) -> str:
        """Its lemma in small letters, in the singular also where it is written like a name: "the Ministers"."""
        return noun_lemma(self.token)

    @cached_property
    def determiners(self) -> frozenset[str]:
        """Articles, possessives and numbers before it, in small letters."""
        return words_of(path(self.token, _DETERMINERS))

    @cached_property
    def modifiers(self) -> list[Token]:
        """Words that say which one it is."""
        return path(self.token, _MODIFIERS)

    @cached_property
    def count(self) -> int:
        """The number that the phrase counts: "the two sides"; 0 where it does not say."""
        numbers = sorted(self.determiners & COUNTS.keys())
        return COUNTS[numbers[0]] if numbers else 0

    @cached_property
    def is_bare(self) -> bool:
        """Tell whether no word says which one it is, but for clauses and appositions behind it."""
        return not has_path(self.token, _TELLING)

    @cached_property
    def is_told_before(self) -> bool:
        """Tell whether the phrase refers back: "the two", "both", and in headlines a bare number."""
        if self.annotated.roles[self.token.i] is Role.HEADLINE:
            return True
        return not _TOLD_BEFORE.isdisjoint(self.determiners)

    @cached_property
    def is_definite(self) -> bool:
        """Tell whether it is one thing with "the", or a title without any determiner."""
        tag = self.token.tag_
        if self.is_title and tag == "NNP":
            return not self.determiners or "the" in self.determiners
        if tag != "NN":
            return False
        return "the" in self.determiners

    @cached_property
    def is_definite_noun(self) -> bool:
        """Tell whether it is a definite noun that stands for itself: no title of a person, alone or before a name."""
        if self.is_title:
            return False
        if not self.is_noun:
            return False
        if not self.is_definite:
            return False
        return not self.follows_name

    @cached_property
    def open_office(self) -> str | None:
        """The office of one person that it names, where nothing has resolved it: "the Omani envoy"."""
        if self.name is not None:
            return None
        if self.own[0].reason not in _UNRESOLVED:
            return None
        words = words_of(self.token.children)
        if not words.isdisjoint(_OTHERS):
            return None
        if self.token.tag_ == "NNP" and "the" not in words:
            return None
        return longest_office(self.token)

    @property
    def follows_name(self) -> bool:
        """Tell whether it is the title of a name that follows."""
        head = self.token.head
        if self.token.dep_ != "compound":
            return False
        return head.i in self.annotated.names

    def together(self, *entries: Entry) -> Referents:
        """Return some entries as what the word stands for all together."""
        return tuple([self.discourse.mention_of(entry, self.token) for entry in entries])

    def each(self, *entries: Entry | None) -> list[Referents]:
        """List some entries as what the word may stand for, each by itself; None is left out."""
        given_entries = filter(None, entries)
        return list(map(self.together, given_entries))


class Sieve(ABC):
    """A rule that says what a word refers to. Sieves are asked in order; the first that finds something decides.

    A sieve that is `final` ends the search where it applies, also where it finds nothing. What it asks of every word
    stands in the tables `needs`, `words` and `tags`, by which the sieves for a word are looked up; it has one at least.
    """

    id: str
    example: SieveExample
    final: bool = False
    #: The properties, of PROPERTIES, that a Site must have for the sieve to be asked at all.
    needs: frozenset[str] = frozenset()
    #: The only words, in small letters, about which it is asked; any where there are none.
    words: frozenset[str] = frozenset()
    #: The only tags of the Penn Treebank; any where there are none.
    tags: frozenset[str] = frozenset()

    def may_speak_of(self, word: str, tag: str, has: Iterable[str]) -> bool:
        """Tell whether the tables let this sieve be asked about a word with a tag and some properties."""
        if not self.needs.issubset(has):
            return False
        if self.words and word not in self.words:
            return False
        return not self.tags or tag in self.tags

    def is_for(self, site: ReferenceSite) -> bool:
        """Tell whether this sieve is asked about a word, by its tables and beyond them."""
        has = [name for name in PROPERTIES if getattr(site, name)]
        return self.may_speak_of(site.token.lower_, site.token.tag_, has) and self.applies(site)

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether this sieve speaks of such a word at all, where the tables leave it open."""
        return True

    @abstractmethod
    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield what the word may refer to, the likeliest first."""

    def choose(self, candidates: Iterable[Referents]) -> Referents:
        """Choose among the candidates: the first, unless a sieve wants more proof."""
        return next(filter(None, candidates), NOBODY)

    def find(self, site: ReferenceSite) -> Referents:
        """Return what the word refers to; nothing where that is not plain."""
        return self.choose(self.candidates(site))


class OnlySieve(Sieve):
    """A sieve that decides only where all candidates are one."""

    def choose(self, candidates: Iterable[Referents]) -> Referents:
        """Choose the candidate where there is no other."""
        distinct: dict[tuple[str, ...], Referents] = {}
        for referents in candidates:
            names = tuple([mention.name for mention in referents])
            distinct[names] = referents
        return next(iter(distinct.values())) if len(distinct) == 1 else NOBODY

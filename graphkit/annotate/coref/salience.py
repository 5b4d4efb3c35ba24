"""Rank what was spoken of before a word, so that a pronoun stands for the most salient thing that fits.

Subjects rank first, nearer sentences before farther ones, and two arguments of one verb are never the same (Hobbs 1978;
Lappin and Leass 1994).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from graphkit.annotate.coref.discourse import REACH, clause_of
from graphkit.annotate.coref.gender import agrees_in_gender, is_known_female
from graphkit.annotate.coref.pronoun_words import FEMALE, THING
from graphkit.annotate.coref.sieve import NOBODY, ReferenceSite, Referents
from graphkit.annotate.coref.spoken import names_of
from graphkit.annotate.described_kind import is_of_class
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import (
    SUBJECTS,
    children,
    conjuncts_of,
    examples_of,
    first_conjunct,
    lemma,
    word_at,
)
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits, has_path, path, paths

#: The rank of what is buried in a modifier, which is not salient in a later sentence.
_BURIED = 3
#: How salient a word is by its role, less is more.
_RANKS = {
    **dict.fromkeys(SUBJECTS, 0),
    **dict.fromkeys(("dobj", "dative", "attr", "agent", "appos"), 1),
    **dict.fromkeys(("pobj", "poss"), 2),
}
_SUBORDINATE = frozenset({"relcl", "advcl", "acl"})
_THINGS = frozenset({Kind.THING, Kind.AGREEMENT})
_STANDING = frozenset({"nsubj", "nsubjpass", "poss", "conj"})
_OBJECT_IT = Shape('"opposed [it]"', "dobj|pobj:it")
_OFFICIAL = Shape('"the Omani [envoy] protested"', "nsubj|nsubjpass/NN")
_SAYS = Shape('"[he] said"', "nsubj", above=["*{speech}"])
_OF_SUBJECT = Shape('"The [king]\'s plane landed and he was greeted"', "poss", above=["nsubj|nsubjpass"])
_IN_PHRASE = Shape('"voted for the measure on [Chad]"', "pobj", above=["*", "*/NN"])
_SINGLE_SUBJECT = Shape('"the [ministry] said"', "nsubj|nsubjpass/NN|NNP")
#: How many clauses up the subject of an object is looked for.
_CLAUSES = 4
_SHARING = Shapes(
    Shape('"met him and [praised] him"', "conj|xcomp|advcl"),
    Shape('"a plan to [praise] him"', "acl", has=["aux"]),
)


@dataclass(frozen=True, slots=True)
class Search:
    """The terms of a search: kinds, the first sentence, entries or names where given, or only single officials."""

    kinds: tuple[Kind, ...]
    same_sentence: bool = True
    named: frozenset[str] | None = None
    but: frozenset[str] = field(default_factory=frozenset)
    officials: bool = False

    def allows(self, head: Token, mention: Mention) -> bool:
        """Tell whether a thing is within the terms, by what it is and by the head of its phrase."""
        if mention.kind not in self.kinds:
            return False
        if mention.name in self.but:
            return False
        if self.named is not None and self.named.isdisjoint((mention.entry or "", mention.name)):
            return False
        return not self.officials or _is_official(head)


#: How far a candidate is, with its token and what it is; less is more salient.
_Ranked = tuple[tuple[int, int, int, int], Token, Mention]


def most_salient(site: ReferenceSite, search: Search) -> Referents:
    """Return the most salient thing before a word that fits."""
    nearest = min(_rank_candidates(site, search), key=itemgetter(0), default=None)
    if nearest is None:
        return NOBODY
    _, head, mention = nearest
    is_here = site.discourse.sentence_of[head.i] == site.n
    if is_here and _OBJECT_IT.fits(site.token) and _is_of_thing(site, head):
        return NOBODY
    return (mention,)


def _rank_candidates(site: ReferenceSite, search: Search) -> Iterator[_Ranked]:
    """Yield all that fits with its rank."""
    token = site.token
    barred, names = _disjoint(token), disjoint_names(site)
    for back in range(0 if search.same_sentence else 1, min(REACH, site.n + 1)):
        spoken = site.discourse.said_in(site.n - back).but(names)
        for head, mention in spoken:
            if head.i in barred:
                continue
            if not _fits(site, search, head, mention, back):
                continue
            role = _role_in(site, first_conjunct(head))
            if role == _BURIED and back:
                continue
            is_unsure = token.lower_ in FEMALE and not is_known_female(site, mention, head.i)
            rank = (int(is_unsure), *_distance(site, role, head.i, back))
            yield rank, head, mention


def _distance(site: ReferenceSite, role: int, i: int, back: int) -> tuple[int, int, int]:
    """Return how far a candidate is: sentences back, role, place; who goes on to speak was a subject before."""
    place = i if back else -i
    if role and _SAYS.fits(site.token):
        return back + REACH, role, i
    return back, role, place


def _role_in(site: ReferenceSite, other: Token) -> int:
    """Return the rank of a role; a subject of a subordinate clause is less salient outside that clause."""
    role = role_rank(other)
    if role:
        return role
    clause = clause_of(other)
    if clause.dep_ not in _SUBORDINATE:
        return role
    return role if clause.is_ancestor(site.token) else 1


def _fits(site: ReferenceSite, search: Search, other: Token, mention: Mention, back: int) -> bool:
    token = site.token
    if not search.allows(other, mention):
        return False
    if not agrees_in_gender(site, mention, other.i):
        return False
    if not _can_stand(site, search, other, mention):
        return False
    if not _agrees_in_number(site, other):
        return False
    if back:
        return True
    if other.i >= token.i:
        return False
    if word_at(other, 1) == "-":
        return False  # "Cuba-related"
    if token.tag_ == "PRP$":
        return True
    if _is_co_argument(other, token):
        return False
    return not _is_in_own_words(other, token)


def _is_official(head: Token) -> bool:
    """Tell whether a word is one official who acts as his state: "a Chadian [spokesman]"."""
    return _OFFICIAL.fits(head) and longest_office(head) is not None


def _is_in_own_words(other: Token, token: Token) -> bool:
    """Tell whether a name stands in what its candidate says: in "Mali's Adjei must go, he said" he is another."""
    if not _SAYS.fits(token):
        return False
    above = [other, *other.ancestors]
    said = path(token.head, "ccomp")
    return any(clause in above for clause in said)


def _can_stand(site: ReferenceSite, search: Search, other: Token, mention: Mention) -> bool:
    """Tell whether a pronoun can stand for it: no plural group, no capital that is only where something happened."""
    is_group = mention.kind is Kind.GROUP
    if is_group and Kind.GROUP in search.kinds and not _is_single_body(site, other):
        return False
    is_capital = other.i in site.annotated.governments
    return other.dep_ in _STANDING or not is_capital


def _agrees_in_number(site: ReferenceSite, other: Token) -> bool:
    """Tell whether "it" can stand for a word: for no common noun in the plural, not even one that acts as a state."""
    if site.token.lower_ not in THING:
        return True
    if other.tag_ != "NNS":
        return True
    return other.i in site.annotated.names


def _is_single_body(site: ReferenceSite, head: Token) -> bool:
    """Tell whether "it" can stand for an unnamed body: "the ministry", "a court"."""
    if not _SINGLE_SUBJECT.fits(head) or not head.text.islower():
        return False
    return is_of_class((lemma(head),), site.discourse.resources.classes, "state_body", "collective", "body")


def _is_of_thing(site: ReferenceSite, word: Token) -> bool:
    """Tell whether a word only says what a thing is about: "voted for the measure on Chad, others opposed it"."""
    first = first_conjunct(word)
    if not _IN_PHRASE.fits(first):
        return False
    mentions = site.annotated.mentions.get(first.head.head.i, NOBODY)
    kinds = {mention.kind for mention in mentions}
    return not kinds.isdisjoint(_THINGS)


def disjoint_names(site: ReferenceSite) -> set[str]:
    """Return the names of the other arguments of the verb of a pronoun: none is its antecedent."""
    tokens = site.token.doc.tokens
    arguments = [tokens[i] for i in _disjoint(site.token)]
    return names_of(site.discourse.meant_by(arguments))


def _disjoint(token: Token) -> set[int]:
    """Return the other arguments of the verb of a pronoun, none of which it can be: "Duarte, who met him"."""
    if token.tag_ == "PRP$":
        return set()
    clause = clause_of(token)
    if token.dep_ in SUBJECTS:
        return {noun.i for noun in _co_objects(clause) if noun.i < token.i or noun.pos_ == "PROPN"}
    return _co_subjects(clause)


def _co_objects(verb: Token) -> list[Token]:
    """List the objects of a verb and of those that share its subject: "It condemned Mali and accused [Chad]"."""
    sharing = [other for other in path(verb, "conj") if not has_path(other, "nsubj|nsubjpass")]
    return conjuncts_of(paths([verb, *sharing], "dobj"))


def _co_subjects(verb: Token) -> set[int]:
    """Return the subjects that an object of this verb cannot refer to: its own, or of the verb coordinated with it."""
    for _ in range(_CLAUSES):
        subjects = conjuncts_of(children(verb, *SUBJECTS))
        if subjects:
            examples = chain.from_iterable(map(examples_of, subjects))
            return {noun.i for noun in (*subjects, *examples)}
        if not _SHARING.fits(verb):
            break
        verb = clause_of(verb.head)
    return set()


def _is_co_argument(other: Token, token: Token) -> bool:
    """Tell whether two words are arguments of one verb."""
    if not fits(other, "nsubj|nsubjpass|dobj|pobj"):
        return False
    return clause_of(other) is clause_of(token)


def role_rank(token: Token) -> int:
    """Return how salient a word is by its role; less is more."""
    if _OF_SUBJECT.fits(token):
        return 1
    return _RANKS.get(token.dep_, _BURIED)

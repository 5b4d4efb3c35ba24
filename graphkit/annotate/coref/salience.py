"""Rank what was spoken of before a word, so that a pronoun stands for the most salient thing that fits.

Subjects rank first, nearer sentences before farther ones, and two arguments of one verb are never the same (Hobbs 1978;
Lappin and Leass 1994).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphkit.annotate.coref.discourse import REACH, SUBJECTS, clause_of
from graphkit.annotate.coref.gender import FEMALE, agrees_in_gender, is_known_female
from graphkit.annotate.coref.sieve import NOBODY, Referents, Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, examples_of, first_conjunct, has_child, lemma, resources_of
from graphkit.nlp.tokens import Token

#: The rank of what is buried in a modifier, which is not salient in a later sentence.
_BURIED = 3
_OBJECTS = frozenset({"dobj", "dative", "attr", "agent", "appos"})
_SINGULAR = frozenset({"it", "its", "itself"})
_SUBORDINATE = frozenset({"relcl", "advcl", "acl"})
_STANDING = frozenset({"nsubj", "nsubjpass", "poss", "conj"})


@dataclass(frozen=True, slots=True)
class Search:
    """The terms of a search: kinds, the first sentence, and entries or names where given."""

    kinds: tuple[Kind, ...]
    same_sentence: bool = True
    named: frozenset[str] | None = None
    but: frozenset[str] = field(default_factory=frozenset)


def most_salient(site: Site, search: Search) -> Referents:
    """Return the most salient thing before a word that fits."""
    ranked = [(rank, i, mention) for rank, i, mention in _ranked(site, search)]
    if not ranked:
        return NOBODY
    _, i, mention = min(ranked, key=lambda item: item[0])
    if _is_object_it(site) and site.discourse.sentence_of[i] == site.n and _is_of_thing(site, site.token.doc[i]):
        return NOBODY
    return (mention,)


def _ranked(site: Site, search: Search) -> Iterator[tuple[tuple[int, int, int, int], int, Mention]]:
    """Yield rank, token and mention of all that fits; less is more salient."""
    token = site.token
    barred, names = _disjoint(token), disjoint_names(site)
    for back in range(0 if search.same_sentence else 1, min(REACH, site.n + 1)):
        for i, mention in site.discourse.said[site.n - back]:
            if i in barred or mention.name in names:
                continue
            if not _fits(site, search, i, mention, back):
                continue
            role = _role_in(site, first_conjunct(token.doc[i]))
            if role == _BURIED and back:
                continue
            unsure = int(token.lower_ in FEMALE and not is_known_female(site, mention, i))
            yield (unsure, *_distance(site, role, i, back)), i, mention


def _distance(site: Site, role: int, i: int, back: int) -> tuple[int, int, int]:
    """Return how far a candidate is: sentences back, role, place; who goes on to speak was a subject before."""
    token = site.token
    if role and token.dep_ == "nsubj" and lemma(token.head) in site.discourse.resources.verbs.speech:
        return back + REACH, role, i
    return back, role, -i if back == 0 else i


def _role_in(site: Site, other: Token) -> int:
    """Return the rank of a role; a subject of a subordinate clause is less salient outside that clause."""
    role = role_rank(other)
    if role:
        return role
    clause = clause_of(other)
    if clause.dep_ not in _SUBORDINATE:
        return role
    if clause.is_ancestor(site.token):
        return role
    return 1


def _fits(site: Site, search: Search, i: int, mention: Mention, back: int) -> bool:
    token, other = site.token, site.token.doc[i]
    if mention.kind not in search.kinds:
        return False
    if mention.name in search.but:
        return False
    if search.named is not None and search.named.isdisjoint((mention.entry or "", mention.name)):
        return False
    if not agrees_in_gender(site, mention, i):
        return False
    if not _can_stand(site, search, i, mention) or not _agrees_in_number(site, other):
        return False
    if back:
        return True
    if i >= token.i:
        return False
    if _is_hyphened(other):
        return False
    if token.tag_ == "PRP$":
        return True
    return not _is_co_argument(other, token) and not _is_in_own_words(other, token)


def _is_in_own_words(other: Token, token: Token) -> bool:
    """Tell whether a name stands in what its candidate says: in "Mali's Adjei must go, he said" he is another."""
    clause = token.head
    if token.dep_ != "nsubj" or lemma(clause) not in resources_of(token).verbs.speech:
        return False
    return any(c.dep_ == "ccomp" and (c == other or c.is_ancestor(other)) for c in clause.children)


def _can_stand(site: Site, search: Search, i: int, mention: Mention) -> bool:
    """Tell whether a pronoun can stand for it: no plural group, no capital that is only where something happened."""
    other = site.token.doc[i]
    if mention.kind is Kind.GROUP and Kind.GROUP in search.kinds and not _is_single_body(site, other):
        return False
    if i in site.discourse.annotated.governments:
        return other.dep_ in _STANDING
    return True


def _agrees_in_number(site: Site, other: Token) -> bool:
    """Tell whether "it" can stand for a word: for no common noun in the plural, not even one that acts as a state."""
    return other.tag_ != "NNS" or site.token.lower_ not in _SINGULAR or other.i in site.discourse.annotated.names


def _is_single_body(site: Site, head: Token) -> bool:
    """Tell whether "it" can stand for an unnamed body: "the ministry", "a court"."""
    classes = site.discourse.resources.classes
    if head.tag_ != "NN":
        return False
    if head.dep_ not in SUBJECTS:
        return False
    if lemma(head) in classes["state_body"]:
        return True
    return lemma(head) in classes["collective"]


def _is_hyphened(word: Token) -> bool:
    """Tell whether a name is only half of a word: "Cuba-related"."""
    if word.i + 1 >= len(word.doc):
        return False
    return word.doc[word.i + 1].text == "-"


def _is_object_it(site: Site) -> bool:
    if site.token.lower_ != "it":
        return False
    return site.token.dep_ in ("dobj", "pobj")


def _is_of_thing(site: Site, word: Token) -> bool:
    """Tell whether a word only says what a thing is about: "voted for the measure on Chad, others opposed it"."""
    first = first_conjunct(word)
    noun = first.head.head
    if first.dep_ != "pobj":
        return False
    if noun.tag_ != "NN":
        return False
    return any(m.kind in (Kind.THING, Kind.AGREEMENT) for m in site.discourse.annotated.mentions.get(noun.i, ()))


def disjoint_names(site: Site) -> set[str]:
    """Return the names of what is no antecedent of a pronoun, since it is another argument of its verb."""
    doc = site.token.doc
    return {mention.name for i in _disjoint(site.token) for mention in site.discourse.meant(doc[i])}


def _disjoint(token: Token) -> set[int]:
    """Return the arguments of the verb of a pronoun, of which it can be none: "Duarte, who met him", "whom he met"."""
    clause = clause_of(token)
    if token.tag_ == "PRP$":
        return set()
    if token.dep_ in SUBJECTS:
        return {c.i for c in clause.children if c.dep_ == "dobj" and c.i < token.i}
    return _co_subjects(clause)


def _co_subjects(verb: Token) -> set[int]:
    """Return the subjects that an object of this verb cannot refer to: its own, or of the verb coordinated with it."""
    for _ in range(4):
        subjects = [t for child in verb.children if child.dep_ in SUBJECTS for t in conjuncts(child)]
        found = {t.i for t in subjects} | {t.i for subject in subjects for t in examples_of(subject)}
        if found:
            return found
        if verb.head == verb:
            return found
        if verb.dep_ not in ("conj", "xcomp", "advcl") and not (verb.dep_ == "acl" and has_child(verb, "aux")):
            return found
        verb = clause_of(verb.head)
    return set()


def _is_co_argument(other: Token, token: Token) -> bool:
    if other.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"):
        return False
    return clause_of(other) == clause_of(token)


def role_rank(token: Token) -> int:
    """Return how salient a word is by its role; less is more."""
    if token.dep_ in SUBJECTS:
        return 0
    if token.dep_ in _OBJECTS:
        return 1
    if token.dep_ == "poss" and token.head.dep_ in SUBJECTS:  # "The king's plane landed and he was greeted"
        return 1
    if token.dep_ in ("pobj", "poss"):
        return 2
    return _BURIED

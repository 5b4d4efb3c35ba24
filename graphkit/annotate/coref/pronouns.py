"""Resolve pronouns: relative, possessive by their clause, of persons, "it" and "they"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.annotate.coref.discourse import SUBJECTS, clause_of
from graphkit.annotate.coref.possessives import Charged, OwnSubject
from graphkit.annotate.coref.salience import Search, disjoint_names, most_salient
from graphkit.annotate.coref.sieve import NOBODY, Example, Referents, Sieve, Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, lemma, resources_of
from graphkit.nlp.tokens import Token

_PERSON = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_BODIES = (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP)
#: Verbs whose object is a deed or a claim where it is "it".
_ON_DEEDS = frozenset("call term deem think consider deny dismiss deplore believe find brand label confirm".split())


class Relative(Sieve):
    """A relative pronoun stands for the head of its clause."""

    id = "pronoun.relative"
    example = Example("Chad, which condemned Mali, thanked Niger.", "which", ("Chad",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a relative pronoun in a role that a noun can have."""
        token = site.token
        if token.tag_ not in ("WP", "WDT") and not (token.lower_ == "that" and token.tag_ == "IN"):
            return False
        return token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the noun that the clause modifies; of a list its last where the verb is singular."""
        token = site.token
        verb = token.head.head if token.dep_ == "pobj" else token.head
        while verb.dep_ in ("conj", "ccomp", "xcomp", "prep") and verb.head != verb:
            verb = verb.head
        if verb.dep_ != "relcl":
            return
        before = [c for c in conjuncts(verb.head) if c.i < token.i]
        if _is_singular(verb):
            before = before[-1:]
        yield tuple(m for c in before for m in site.discourse.annotated.meant(c.i))


class Reflexive(Sieve):
    """A reflexive is who acts in its clause, and nobody else: "tried to defend himself"."""

    id = "pronoun.reflexive"
    example = Example("Ana Duarte praised Peru. Igor Petrov defended himself.", "himself", ("Igor Petrov",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a reflexive pronoun."""
        return site.token.lower_ in _REFLEXIVE

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the subject of the clause, or of the clause above an infinitive."""
        verb = clause_of(site.token)
        for _ in range(3):
            for child in verb.children:
                if child.dep_ in SUBJECTS and child.i < site.token.i:
                    yield site.discourse.annotated.meant(child.i)
                    return
            if verb.dep_ not in ("xcomp", "ccomp", "conj", "advcl"):
                return
            verb = verb.head


class UnnamedPerson(Sieve):
    """A person pronoun in an infinitive is whom the clause above acts on: "summoned the envoy to hand him a note"."""

    id = "pronoun.unnamed-person"
    words = _PERSON
    example = Example("Norway summoned the envoy to hand him a note.", "him", ("envoy",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is no subject of a clause below another."""
        token = site.token
        if token.lower_ not in _PERSON:
            return False
        if token.dep_ in SUBJECTS:
            return False
        return clause_of(token).dep_ in ("advcl", "xcomp")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one unnamed person that is the object above."""
        verb = clause_of(site.token)
        for child in verb.head.children:
            if child.dep_ != "dobj":
                continue
            if child.i >= verb.i:
                continue
            if child.tag_ != "NN":
                continue
            found = site.discourse.annotated.mentions.get(child.i, NOBODY)
            if len(found) != 1:
                continue
            if found[0].kind is not Kind.GROUP:
                continue
            yield found


class Person(Sieve):
    """Resolve "he" and "she" to the most salient person of that gender."""

    id = "pronoun.person"
    words = _PERSON
    example = Example("Ana Duarte met Igor Petrov in Lima. She thanked Peru.", "She", ("Ana Duarte",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is a pronoun of a person."""
        return site.token.lower_ in _PERSON

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the most salient person."""
        yield most_salient(site, Search((Kind.PERSON,)))


class It(Sieve):
    """Resolve "it" to the most salient state or body."""

    id = "pronoun.it"
    words = _IT
    example = Example("Armenia protested on Monday. It condemned Turkey.", "It", ("Armenia",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is "it" or "its"."""
        if site.token.lower_ not in _IT:
            return False
        return site.token.tag_ in ("PRP", "PRP$")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the most salient state or body; nothing for "it is clear that"."""
        token = site.token
        if token.dep_ == "nsubj" and _is_expletive(token):
            return
        if _is_of_unknown(site) or _is_deed(token):
            return
        kinds = (*_BODIES, Kind.AGREEMENT) if token.dep_ in ("dobj", "pobj") else _BODIES
        yield most_salient(site, Search(kinds))


class They(Sieve):
    """Resolve "they" to coordinated subjects, or one plural group, of this sentence or the one before."""

    id = "pronoun.they"
    words = _THEY
    example = Example("Chad and Niger agreed on Monday. They condemned Mali.", "They", ("Chad", "Niger"))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is "they", "them" or "their"."""
        return site.token.lower_ in _THEY

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the groups that the pronoun can stand for, the nearest sentence first."""
        yield from self._same_object(site)
        yield from self._told(site)
        barred = disjoint_names(site)
        for n in (site.n, site.n - 1):
            if n < 0:
                return
            for i, mention in site.discourse.said[n]:
                head = site.token.doc[i]
                if n == site.n and (i >= site.token.i or self._is_own_argument(site, head)):
                    continue
                if head.dep_ not in SUBJECTS:
                    continue
                together = _unique(m for c in conjuncts(head) for m in site.discourse.annotated.meant(c.i))
                if barred & {m.name for m in together}:
                    continue
                if len(together) > 1:
                    yield _named_of(together)
                elif mention.kind is Kind.ORGANIZATION or _is_plural_actor(head, mention.kind):
                    yield (mention,)

    def _told(self, site: Site) -> Iterator[Referents]:
        """Yield who is told what the pronoun does: "warned Chad and Niger that they would be fined"."""
        clause = clause_of(site.token)
        if site.token.dep_ not in SUBJECTS or clause.dep_ != "ccomp":
            return
        told = next((c for c in clause.head.children if c.dep_ in ("dobj", "dative") and c.i < site.token.i), None)
        together = _unique(m for c in conjuncts(told) for m in site.discourse.annotated.meant(c.i)) if told else []
        if told is not None and (len(together) > 1 or (together and _is_plural_actor(told, together[0].kind))):
            yield tuple(together)

    def _same_object(self, site: Site) -> Iterator[Referents]:
        """Yield the object of the verb before: "derided his critics and accused them"."""
        verb = clause_of(site.token)
        if site.token.dep_ != "dobj":
            return
        if verb.dep_ != "conj":
            return
        for child in verb.head.children:
            found = site.discourse.annotated.mentions.get(child.i, NOBODY)
            if child.dep_ != "dobj":
                continue
            if child.tag_ not in ("NNS", "NNPS"):
                continue
            if len(found) != 1:
                continue
            yield found

    def _is_own_argument(self, site: Site, head: Token) -> bool:
        if site.token.tag_ == "PRP$":
            return False
        return clause_of(head) == clause_of(site.token)


def _unique(mentions: Iterable[Mention]) -> list[Mention]:
    return list({mention.name: mention for mention in mentions}.values())


def _named_of(together: list[Mention]) -> Referents:
    """Return of "Peru and its allies" the one with a name."""
    named = tuple(m for m in together if m.kind is not Kind.GROUP or " " in m.name)
    return named or tuple(together)


def _is_plural_actor(head: Token, kind: Kind) -> bool:
    """Tell whether many of one kind act: "rebels", "Chadian officials"."""
    if head.tag_ not in ("NNS", "NNPS"):
        return False
    return kind in (Kind.GROUP, Kind.STATE)


def _is_singular(verb: Token) -> bool:
    if verb.tag_ == "VBZ":
        return True
    return any(c.tag_ == "VBZ" and c.dep_ in ("aux", "auxpass") for c in verb.children)


def _is_of_unknown(site: Site) -> bool:
    """Tell whether a possessive belongs to a relative clause of what is no known actor."""
    if site.token.tag_ != "PRP$":
        return False
    clause = clause_of(site.token)
    who = any(c.lower_ == "who" and c.dep_ in SUBJECTS for c in clause.children)
    if who and clause.head.tag_ in ("NNS", "NNPS"):
        return False  # "rebels who attacked one of its posts": not those of the rebels
    children = clause.children
    return any(c.tag_ in ("WDT", "WP") and c.dep_ in SUBJECTS and c.i < site.token.i for c in children)


def _is_deed(token: Token) -> bool:
    """Tell whether "it" is what was done or said: "called it a mistake", "denied it"; no actor."""
    verb = token.head
    if token.dep_ == "nsubj" and verb.dep_ == "ccomp" and not any(c.dep_ == "aux" for c in verb.children):
        verb = verb.head  # "called [it a mistake]"
    elif token.dep_ != "dobj":
        return False
    return lemma(verb) in resources_of(token).verbs.appraising | _ON_DEEDS


def _is_expletive(token: Token) -> bool:
    """Tell whether "it" stands for a clause that follows: "it is unprecedented to seek", "it was clear that"."""
    verb = token.head
    adjective = next((c for c in verb.children if c.dep_ == "acomp"), None)
    if verb.lemma_ != "be":
        return False
    if adjective is None:
        return False
    if resources_of(token).cues.effect("adjectives", adjective.lower_) is not None:
        return False  # "it is ready to attack"
    clauses = [c for base in (adjective, verb) for c in base.children if c.dep_ in ("xcomp", "ccomp", "advcl")]
    return any(c.i > adjective.i for c in clauses)


PRONOUNS: tuple[Sieve, ...] = (
    Relative(), Reflexive(), Charged(), OwnSubject(), UnnamedPerson(), Person(), It(), They()
)  # fmt: skip

"""Resolve pronouns: relative, possessive by their clause, of persons, "it" and "they"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.pair_candidates import who_met
from graphkit.annotate.coref.possessives import Charged, Harmed, OwnSubject
from graphkit.annotate.coref.pronoun_words import MANY, PERSON, REFLEXIVE, TAGS, THING
from graphkit.annotate.coref.salience import Search, disjoint_names, most_salient
from graphkit.annotate.coref.sieve import ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import by_name
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import PLURAL, SUBJECTS, behind, conjuncts, lemma, resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb, first_on_path, fits, path, paths, pick

_BODIES = (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP)
_ACTING_AS_MANY = frozenset({Kind.GROUP, Kind.STATE})
#: Verbs whose object is a deed or a claim where it is "it".
_ON_DEEDS = frozenset("call term deem think consider deny dismiss deplore believe find brand label confirm".split())
#: Nouns in the singular that stand for the many behind "of".
_COLLECTIVE = frozenset({"group", "band", "handful", "gang", "crowd", "number", "dozen", "couple", "pair"})
#: How many clauses up the subject of a reflexive is looked for.
_CLAUSES = 3
_SUBJECT = "nsubj|nsubjpass"
_RELATIVE = Shapes(
    Shape('"the raid [which] he led"', "nsubj|nsubjpass|dobj|pobj/WP|WDT"),
    Shape('"the raid [that] killed him"', "nsubj|nsubjpass|dobj|pobj:that/IN"),
)
_OF_ONE = Shapes(
    Shape('"which [leaves]"', "*/VBZ"),
    Shape('"which has [left]"', has=["aux|auxpass/VBZ"]),
)
_OF_MANY = Shape('"one of the [states] that"', "pobj/NNS", above=["*:of|among"])
#: How many words above many who are told of the verb stands that makes somebody one of them.
_TO_BE = 3
_ONE_THING = Shape('"lists as a [danger]"', "*/NN", has=["*:a|an"])
_WHO = Shape('"rebels who [attacked]"', above=["*/NNS|NNPS"], has=["nsubj|nsubjpass:who"])
_BARE_CLAUSE = Shape('"called [it a mistake]"', "ccomp", lacks=["aux"])
_OF_BE = Shape('"[it] is clear"', "nsubj", above=["*[be]"])


class Relative(Sieve):
    """A relative pronoun stands for the head of its clause."""

    id = "pronoun.relative"
    tags = frozenset({"WP", "WDT", "IN"})
    example = SieveExample("Chad, which condemned Mali, thanked Niger.", "which", ("Chad",))
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a relative pronoun in a role that a noun can have."""
        return _RELATIVE.fits(site.token)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the noun that the clause modifies; of a list its last where the verb is singular."""
        token = site.token
        base = token.head if token.dep_ == "pobj" else token
        verb = climb(base, "relcl", through="conj|ccomp|xcomp|prep")
        if verb is None:
            return
        nouns = [noun for noun in conjuncts(verb.head) if noun.i < token.i]
        members = _find_members(verb.head)
        if members:
            yield site.discourse.meant_by(members)
        if _OF_ONE.fits(verb) or (token.dep_ == "dobj" and _is_called_one_thing(verb)):
            nouns = nouns[-1:]
        yield site.discourse.meant_by(nouns)


class Reflexive(Sieve):
    """A reflexive is who acts in its clause, and nobody else: "tried to defend himself"."""

    id = "pronoun.reflexive"
    words = REFLEXIVE
    example = SieveExample("Ana Duarte praised Peru. Igor Petrov defended himself.", "himself", ("Igor Petrov",))
    final = True

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the subject of the clause, or of the clause above an infinitive."""
        verb = clause_of(site.token)
        for clause in [verb, *verb.ancestors][:_CLAUSES]:
            subjects = [subject for subject in path(clause, _SUBJECT) if subject.i < site.token.i]
            if subjects:
                yield site.discourse.meant_by(subjects[:1])
                return
            if not fits(clause, "xcomp|ccomp|conj|advcl"):
                return


class UnnamedPerson(Sieve):
    """A person pronoun in an infinitive is whom the clause above acts on: "summoned the envoy to hand him a note"."""

    id = "pronoun.unnamed-person"
    words = PERSON
    example = SieveExample("Norway summoned the envoy to hand him a note.", "him", ("envoy",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is no subject of a clause below another."""
        if site.token.dep_ in SUBJECTS:
            return False
        clause = clause_of(site.token)
        return fits(clause, "advcl|xcomp")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one unnamed person that is the object above."""
        verb = clause_of(site.token)
        objects = [noun for noun in path(verb.head, "dobj/NN") if noun.i < verb.i]
        return site.discourse.mentions_at(objects, Kind.GROUP)


class Person(Sieve):
    """Resolve "he" and "she" to the most salient person of that gender."""

    id = "pronoun.person"
    words = PERSON
    example = SieveExample("Ana Duarte met Igor Petrov in Lima. She thanked Peru.", "She", ("Ana Duarte",))
    final = True

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the most salient person, else the official who acts as his state or body."""
        yield most_salient(site, Search((Kind.PERSON,)))
        yield most_salient(site, Search((Kind.STATE, Kind.ORGANIZATION), officials=True))


_DEMANDED = Shape('"and demanded that it [pay]"', "ccomp", above=["conj[ask|demand|insist|request|require]"])


class It(Sieve):
    """Resolve "it" to the most salient state or body."""

    id = "pronoun.it"
    words = THING
    tags = TAGS
    example = SieveExample("Armenia protested on Monday. It condemned Turkey.", "It", ("Armenia",))
    final = True

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the most salient state or body; nothing for "it is clear that"."""
        token = site.token
        if _is_expletive(token):
            return
        if _is_of_unknown(site):
            return
        if _is_deed(token):
            return
        yield from self._asked(site)
        kinds = (*_BODIES, Kind.AGREEMENT) if fits(token, "dobj|pobj") else _BODIES
        yield most_salient(site, Search(kinds))

    def _asked(self, site: ReferenceSite) -> Iterator[Referents]:
        """Yield the object of the verb before, of whom something is asked: "fined Chad and demanded that it pay"."""
        clause = clause_of(site.token)
        if not _DEMANDED.fits(clause):
            return
        if not fits(site.token, "nsubj|nsubjpass"):
            return
        objects = path(clause.head.head, "dobj")
        yield from site.discourse.actors_at(objects, *_BODIES)


class They(Sieve):
    """Resolve "they" to coordinated subjects, or one plural group, of this sentence or the one before."""

    id = "pronoun.they"
    words = MANY
    example = SieveExample("Chad and Niger agreed on Monday. They condemned Mali.", "They", ("Chad", "Niger"))
    final = True

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the groups that the pronoun can stand for, the nearest sentence first."""
        yield from self._same_object(site)
        yield from self._told(site)
        barred = disjoint_names(site)
        for head, mention in self._subjects(site):
            together = by_name(site.discourse.meant_by(conjuncts(head)))
            if not barred.isdisjoint(together):
                continue
            if len(together) > 1:
                yield _named_of(together)
            elif mention.kind is Kind.ORGANIZATION or _acts_as_many(head, mention.kind):
                yield (mention,)
        if site.token.dep_ in SUBJECTS:
            yield from who_met(site, (Kind.PERSON,))

    def _subjects(self, site: ReferenceSite) -> Iterator[tuple[Token, Mention]]:
        """Yield the subjects before the pronoun in other clauses of its sentence, then those of the sentence before."""
        own = clause_of(site.token) if site.token.tag_ != "PRP$" else None
        for head, mention in site.discourse.said_before(site.token, site.n).headed(_SUBJECT):
            if clause_of(head) is not own:
                yield head, mention
        yield from site.discourse.said_in(site.n - 1).headed(_SUBJECT)

    def _told(self, site: ReferenceSite) -> Iterator[Referents]:
        """Yield those who are told of themselves: "warned Chad and Niger that they would be fined"."""
        clause = clause_of(site.token)
        if site.token.dep_ not in SUBJECTS:
            return
        if clause.dep_ != "ccomp":
            return
        addressees = [noun for noun in path(clause.head, "dobj|dative") if noun.i < site.token.i]
        for head in addressees[:1]:
            together = by_name(site.discourse.meant_by(conjuncts(head)))
            kinds = [mention.kind for mention in together.values()]
            if len(together) > 1 or _acts_as_many(head, *kinds):
                yield tuple(together.values())

    def _same_object(self, site: ReferenceSite) -> list[Referents]:
        """List the object of the verb before: "derided his critics and accused them"."""
        verb = clause_of(site.token)
        if site.token.dep_ != "dobj":
            return []
        if verb.dep_ != "conj":
            return []
        objects = path(verb.head, "dobj/NNS|NNPS")
        return site.discourse.mentions_at(objects)


def _find_members(noun: Token) -> list[Token]:
    """List who is one of many: Peru of "Peru is among the [countries] that condemned Chad"."""
    if not _OF_MANY.fits(noun):
        return []
    return paths(pick(noun.ancestors[:_TO_BE], "*[be|become]"), "nsubj")


def _named_of(together: Mapping[str, Mention]) -> Referents:
    """Return the members of a group that have names: Peru of "Peru and its allies"."""
    named = [mention for name, mention in together.items() if mention.kind is not Kind.GROUP or " " in name]
    return tuple(named or together.values())


def _acts_as_many(head: Token, *kinds: Kind) -> bool:
    """Tell whether many of one kind act: "rebels", "Chadian officials", "a group of soldiers"."""
    if _ACTING_AS_MANY.isdisjoint(kinds):
        return False
    if head.tag_ in PLURAL:
        return True
    if head.lower_ not in _COLLECTIVE:
        return False
    return bool(pick(behind(head, "of"), "*/NNS|NNPS"))


def _is_called_one_thing(verb: Token) -> bool:
    """Tell whether a clause calls its object one thing: "Chad and the militia, which Mali lists as a danger"."""
    names = [*path(verb, "oprd|attr"), *behind(verb, "as")]
    return bool(_ONE_THING.pick(names))


def _is_of_unknown(site: ReferenceSite) -> bool:
    """Tell whether a possessive belongs to a relative clause of what is no known actor."""
    if site.token.tag_ != "PRP$":
        return False
    clause = clause_of(site.token)
    if _WHO.fits(clause):
        return False  # "rebels who attacked one of its posts": not those of the rebels
    relatives = path(clause, "nsubj|nsubjpass/WDT|WP")
    return any(relative.i < site.token.i for relative in relatives)


def _is_deed(token: Token) -> bool:
    """Tell whether "it" is what was done or said: "called it a mistake", "denied it"; no actor."""
    verb = token.head
    if token.dep_ == "nsubj" and _BARE_CLAUSE.fits(verb):
        verb = verb.head  # "called [it a mistake]"
    elif token.dep_ != "dobj":
        return False
    if lemma(verb) in _ON_DEEDS:
        return True
    return lemma(verb) in resources_of(token).verbs.appraising


def _is_expletive(token: Token) -> bool:
    """Tell whether "it" stands for a clause that follows: "it is unprecedented to seek", "it was clear that"."""
    adjective = first_on_path(token.head, "acomp")
    if not _OF_BE.fits(token):
        return False
    if adjective is None:
        return False
    if resources_of(token).cues.effect("adjectives", adjective.lower_) is not None:
        return False  # "it is ready to attack"
    clauses = paths((adjective, token.head), "xcomp|ccomp|advcl")
    return any(clause.i > adjective.i for clause in clauses)


PRONOUNS: tuple[Sieve, ...] = (
    Relative(), Reflexive(), Charged(), Harmed(), OwnSubject(), UnnamedPerson(), Person(), It(), They()
)  # fmt: skip

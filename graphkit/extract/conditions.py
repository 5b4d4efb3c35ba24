"""Decide whether what a lexicon row asks for stands beside its trigger: particle, object, clause, voice, preposition.

Each condition is a function of the row and the verb; a row fits where all hold that it asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from graphkit.extract.arguments import complements_of, object_of
from graphkit.extract.fillers import heads_of
from graphkit.extract.noun_classes import is_among, is_any_among, is_named_so
from graphkit.extract.slots import TriggerSite
from graphkit.extract.subjects import is_passive, relative_noun
from graphkit.nlp.dependencies import ask_once, children, conjuncts_of, has_child, lemma
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, has_path, paths, pick
from graphkit.resources.lexicon.row import Row

#: What a row may ask for beside its trigger, where no date hangs on it: "in on Monday" is no "in".
_UNDATED = Shape("a preposition", lacks=["*=DATE|TIME"])
_INFINITIVE = Shape('"has [to leave]"', "xcomp", has=["aux:to"])
_PARTICLES = Shapes(
    Shape("a particle", "prt|prep|advmod", lacks=["*=DATE|TIME", "pobj"]),
    Shape('"sent [in] troops", read as a preposition', "prep", before="*/VERB", lacks=["*=DATE|TIME"]),
)
#: The classes of which the names of people and peoples are, too: "freed two Norwegians".
_PERSONS = frozenset({"@actor", "@prisoner"})
_RELATIVES = Shape('"a charge [that] Mali rejected"', "dobj/WDT|WP", above=["relcl"])
_VEHICLES = frozenset({"@vehicle"})
#: Deeds that are not asked for: they are done, or done to somebody.
_NOT_ASKED = Shapes(Shape('"must be [freed]"', has=["auxpass"]), Shape('"must have [left]"', has=["aux[have]"]))
_DATE = "*=DATE|TIME"
_AMOUNTS = ("*/CD", "*[dollar|euro|pound|yen|franc|rouble|ruble|crown|krona|krone|yuan|rupee|tonne|ton]")
#: The ways from a vehicle to what it carries: "two planes [carrying] rice", "a convoy of trucks loaded [with] rice".
_CARRYING = "acl:carrying|bringing|hauling|transporting"
_LOADED = ("acl:loaded|laden|filled|packed|stocked", "prep:with", "pobj")
_lowered = attrgetter("lower_")
_CLAUSES = ("ccomp", "xcomp", "oprd")


def fits_verb(row: Row, verb: Token) -> bool:
    """Return whether everything that a row asks of a verb stands there."""
    if not _has_particle(row, verb):
        return False
    for read, holds in _CONDITIONS:
        asked = read(row)
        if asked is not None and not holds(verb, asked):
            return False
    return True


def find_objects(verb: Token, wanted: frozenset[str]) -> list[Token]:
    """Return the direct objects of a verb that are of some lemmas or classes."""
    heads = map(relative_noun, heads_of(object_of(verb)))
    objects = conjuncts_of(heads)
    objects += [verb.head for _ in _RELATIVES.pick(heads)]
    objects += find_counted(verb, objects)
    objects += _find_cargo(verb, objects)
    persons = pick(objects, "*=PERSON|NORP") if wanted & _PERSONS else []
    return [t for t in objects if t in persons or is_among(t, wanted)]


def find_counted(verb: Token, objects: Sequence[Token]) -> list[Token]:
    """List what amounts among the objects of a verb are of: "paused [millions] in aid", "withheld [dollars] in aid"."""
    amounts = [t for amount in _AMOUNTS for t in pick(objects, amount)]
    return paths((verb, *amounts), "prep:in", "pobj") if amounts else []


def _find_cargo(verb: Token, objects: Sequence[Token]) -> list[Token]:
    """List what vehicles among the objects of a verb carry: the rice of "sent two planes carrying rice"."""
    vehicles = [t for t in objects if is_among(t, _VEHICLES)]
    if not vehicles:
        return []
    vehicles += paths(vehicles, "prep:of", "pobj")
    loads = paths(vehicles, _CARRYING, "dobj") + paths(vehicles, *_LOADED)
    return conjuncts_of(loads + paths((verb, *vehicles), "prep:with", "pobj"))


def is_hindered(row: Row, site: TriggerSite) -> bool:
    """Return whether a word stands beside the trigger with which the row does not hold."""
    if not row.unless:
        return False
    for word in paths((site.trigger, *site.carriers), "*"):
        if row.unless & {word.lower_, lemma(word)} and not has_path(word, _DATE):
            return True
        if word.dep_ == "prep" and row.unless & _phrases_of(word):
            return True
    if site.trigger.pos_ != "VERB":
        return False
    classes = frozenset(filter(_is_class, row.unless))
    objects = heads_of(object_of(site.trigger))
    return is_any_among(objects, classes)


@ask_once
def _phrases_of(preposition: Token) -> frozenset[str]:
    """List the ways to name a preposition with what it governs: "in -ing", "in statement" for "in a statement"."""
    words = [lemma(noun) for noun in children(preposition, "pobj")]
    if has_path(preposition, "pcomp/VBG"):
        words.append("-ing")
    return frozenset(f"{preposition.lower_} {word}" for word in words)


def has_preposition(tokens: list[Token], row: Row) -> bool:
    """Return whether the preposition that a row asks for stands at one of these, with such an object."""
    prepositions = paths(tokens, "prep|agent|dative|prt|advmod")
    named = [preposition for preposition in prepositions if preposition.lower_ == row.prep]
    asked = _UNDATED.pick(named)
    if not row.prep_object:
        return bool(asked)
    objects = paths(asked, "pobj|pcomp")
    return is_any_among(conjuncts_of(objects), row.prep_object)


def _has_particle(row: Row, verb: Token) -> bool:
    particles = _find_particles(verb)
    return row.particle in particles


@ask_once
def _find_particles(verb: Token) -> frozenset[str | None]:
    """Find the particle of a verb, and all words that a parser may have taken for something else; None for none."""
    words: set[str | None] = set(map(_lowered, filter(_PARTICLES.fits, verb.children)))
    particles = map(_lowered, children(verb, "prt"))
    words.add(next(particles, None))
    return frozenset(words)


def _is_class(word: str) -> bool:
    return word.startswith("@")


def _tells_a_move(verb: Token, preposition: str) -> bool:
    complements = complements_of(verb)
    return lemma(verb) != "be" or not complements  # "is the envoy in Gaza" tells no visit


def _is_called(verb: Token, names: frozenset[str]) -> bool:
    complements = complements_of(verb)
    return any(is_named_so(complement, names) for complement in complements)


def _says_what_must_be(verb: Token, modals: frozenset[str]) -> bool:
    """Return whether a clause says what must be done: "Chad must leave", "Chad has to leave"; not "must have left"."""
    clauses = children(verb, "ccomp")
    for clause in clauses:
        deeds = _deeds_under(clause, modals)
        if deeds and not _NOT_ASKED.fits(deeds[0]):
            return True
    return False


def _deeds_under(clause: Token, modals: frozenset[str]) -> list[Token]:
    """List the verb that a modal governs, as an auxiliary or above an infinitive."""
    if lemma(clause) in modals:
        return _INFINITIVE.below(clause)
    for auxiliary in children(clause, "aux"):
        if modals & {auxiliary.lower_, lemma(auxiliary)}:
            return [clause]
    return []


#: What a row may ask of its verb, None where it does not, and how that is found.
_CONDITIONS: tuple[tuple[Callable[[Row], Any], Callable[[Token, Any], bool]], ...] = (
    (lambda row: row.object or None, lambda verb, nouns: bool(find_objects(verb, nouns))),
    (lambda row: row.infinitive or None, lambda verb, _: has_path(verb, "xcomp|ccomp|advcl", "aux:to")),
    (lambda row: None if row.infinitive else row.clause, lambda verb, asked: has_child(verb, *_CLAUSES) == asked),
    (lambda row: row.complement or None, _is_called),
    (lambda row: None if row.complement else row.prep, _tells_a_move),
    (lambda row: row.modal or None, _says_what_must_be),
    (attrgetter("passive"), lambda verb, asked: is_passive(verb) == asked),
)

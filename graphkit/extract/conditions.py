"""Decide whether what a lexicon row asks for stands beside its trigger: particle, object, clause, voice, preposition.

Each condition is a function of the row and the verb; a row fits where all of them hold.
"""

from __future__ import annotations

from collections.abc import Callable

from graphkit.extract.arguments import complements_of, object_of
from graphkit.extract.noun_classes import is_among, is_named_so
from graphkit.extract.prepositions import is_time
from graphkit.extract.slots import Site
from graphkit.extract.subjects import is_passive
from graphkit.extract.tense import has_to
from graphkit.nlp.dependencies import children, conjuncts, first_child, has_child, lemma, preps
from graphkit.nlp.tokens import Token
from graphkit.resources.lexicon.lexicon import Row

_CLAUSES = ("ccomp", "xcomp", "oprd")
_PREPOSITIONS = ("prep", "agent", "dative", "prt", "advmod")
#: The classes of which the names of people are, too.
_PERSONS = frozenset({"@actor", "@prisoner"})
Condition = Callable[[Row, Token], bool]


def fits_verb(row: Row, verb: Token) -> bool:
    """Return whether everything that a row asks of a verb stands there."""
    return all(holds(row, verb) for holds in _CONDITIONS)


def objects_asked(row: Row, verb: Token) -> list[Token]:
    """Return the direct objects of a verb that are what the row asks for."""
    objects = [t for f in object_of(verb) for t in conjuncts(f.head)]
    objects += [
        t
        for amount in objects
        if (amount.tag_ == "CD" or amount.ent_type_ == "MONEY")
        for word, t in preps(amount)
        if word == "in"
    ]
    return [t for t in objects if is_among(t, row.object) or (t.ent_type_ == "PERSON" and row.object & _PERSONS)]


def is_hindered(row: Row, site: Site) -> bool:
    """Return whether a word stands beside the trigger with which the row does not hold."""
    beside = [child for token in (site.trigger, *site.carriers) for child in token.children]
    named = [c for c in beside if c.lower_ in row.unless or lemma(c) in row.unless]
    if any(not _is_dated(child) for child in named):
        return True
    barred = frozenset(word for word in row.unless if word.startswith("@"))
    return site.trigger.pos_ == "VERB" and any(is_among(f.head, barred) for f in object_of(site.trigger))


def has_preposition(tokens: list[Token], row: Row) -> bool:
    """Return whether the preposition that a row asks for stands at one of these, with such an object."""
    for token in tokens:
        for child in children(token, *_PREPOSITIONS):
            if child.lower_ == row.prep and not _is_dated(child) and _has_object(child, row.prep_object):
                return True
    return False


def _is_dated(preposition: Token) -> bool:
    return any(is_time(c) for c in preposition.children)


def _has_object(preposition: Token, wanted: frozenset[str]) -> bool:
    objects = [t for c in children(preposition, "pobj", "pcomp") for t in conjuncts(c)]
    return not wanted or any(is_among(t, wanted) for t in objects)


def _particle(row: Row, verb: Token) -> bool:
    particle = first_child(verb, "prt")
    if row.particle == (particle.lower_ if particle is not None else None):
        return True
    beside = [c for c in children(verb, "prt", "prep", "advmod") if c.lower_ == row.particle]
    return row.particle is not None and any(not _is_dated(c) for c in beside)


def _object(row: Row, verb: Token) -> bool:
    return not row.object or bool(objects_asked(row, verb))


def _clause(row: Row, verb: Token) -> bool:
    if row.infinitive:
        return any(has_to(c) for c in children(verb, "xcomp", "ccomp", "advcl"))
    return row.clause is None or has_child(verb, *_CLAUSES) == row.clause


def _complement(row: Row, verb: Token) -> bool:
    called = complements_of(verb) if row.complement or row.prep else []
    if row.complement:
        return any(is_named_so(t, row.complement) for t in called)
    return not (called and row.prep and lemma(verb) == "be")  # "is the envoy in Gaza" tells no visit


def _modal(row: Row, verb: Token) -> bool:
    return not row.modal or any(_is_under_modal(clause, row.modal) for clause in children(verb, "ccomp"))


def _is_under_modal(clause: Token, modals: frozenset[str]) -> bool:
    """Return whether a clause says what must be done: "Chad must leave", "Chad has to leave"; not "must have left"."""
    deeds = [c for c in children(clause, "xcomp") if has_to(c)] if lemma(clause) in modals else [clause]
    if not deeds or has_child(deeds[0], "auxpass") or any(lemma(a) == "have" for a in children(deeds[0], "aux")):
        return False
    return deeds[0] != clause or any(a.lower_ in modals or lemma(a) in modals for a in children(clause, "aux"))


def _voice(row: Row, verb: Token) -> bool:
    return row.passive is None or is_passive(verb) == row.passive


_CONDITIONS: tuple[Condition, ...] = (_particle, _object, _clause, _complement, _modal, _voice)

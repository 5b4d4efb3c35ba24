"""Resolve possessives within their clause: to whom it blames, or to its subject."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.gender import agrees_in_gender, is_known_female
from graphkit.annotate.coref.pronoun_words import FEMALE, PERSON, THING
from graphkit.annotate.coref.sieve import ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import names_of
from graphkit.model import Kind
from graphkit.nlp.dependencies import SUBJECTS, children, lemma, resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, first_on_path, fits, has_path, path, paths, pick

_BODIES = (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP)
_SUBJECT_BODIES = (Kind.STATE, Kind.ORGANIZATION)
_PERSONS = (Kind.PERSON,)
_POSSESSIVE = frozenset({"PRP$"})
#: What is taken against somebody for what they did.
_MEASURES = frozenset(
    {"sanction", "embargo", "measure", "penalty", "tariff", "ban", "restriction", "charge", "complaint"}
)
_OVER = "prep|pcomp:to|for|over|of|following|after"
#: Words for what is a state's own, and verbs for going there unasked: of others, not of who goes.
_OWN_SPACE = frozenset(
    "airspace space sky water border frontier territory soil sovereignty zone coastline sea shore land".split()
)
_INTRUDING = "*[violate|enter|breach|penetrate|approach|infringe|cross|invade|near|intrude]"
_HARMING = (
    "*[attack|bomb|bombard|shell|hit|strike|ram|seize|hijack|ambush|storm|raid|kidnap|abduct|detain|arrest|kill|wound|"
    "injure|shoot|sink|torpedo|imprison|expel|occupy|impound|harass|blockade|besiege|hack|capture|execute|target|destroy|down]"
)
#: "opened [its] embassy" and "fired its minister" harm nobody's; fire that is opened on something does.
_FIRED_ON = Shapes(
    Shape('"fired on [its] villages"', "poss", above=["pobj", "*:on|at|into|upon", "*[fire|shoot]"]),
    Shape('"opened fire on [its] villages"', "poss", above=["pobj", "*:on|at|into|upon", "*[open|fire]"]),
    Shape('"opened [fire on its] villages"', "poss", above=["pobj", "*:on|at|into|upon", "*:fire", "*[open]"]),
)
_HARMED = Shapes(
    Shape('"entered [its] airspace"', "poss", above=["dobj", _INTRUDING]),
    Shape('"intruded into [its] waters"', "poss", above=["pobj", "*:into|in|through|over", _INTRUDING]),
    Shape('"shelled [its] villages"', "poss", above=["dobj", _HARMING]),
    Shape('"killed two of [its] soldiers"', "poss", above=["pobj/NNS", "*:of", "dobj/CD", _HARMING]),
)
_OWN = "amod:own"
#: How many clauses up it is looked for who is harmed.
_CLAUSES_ABOVE = 4
_BLAMED_OVER = Shape('"condemned the [administration] over its deal"', "dobj", above=["*{judging}"])


class Charged(Sieve):
    """Resolve "its" after a charge: in "condemned Mali for its raid" the raid is Mali's."""

    id = "pronoun.charged"
    words = THING | PERSON
    tags = _POSSESSIVE
    example = SieveExample("Norway condemned Mali for its raid.", "its", ("Mali",))

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield whom the clause blames."""
        kinds = _PERSONS if site.token.lower_ in PERSON else _BODIES
        blamed = filter(None, (_charged(site.token), _blamed(site.token)))
        return site.discourse.actors_at(blamed, *kinds)


class Harmed(Sieve):
    """Take what is entered or harmed for that of who tells of it: "Chad said that Mali had shelled its town"."""

    id = "pronoun.harmed"
    words = THING
    tags = _POSSESSIVE
    example = SieveExample("Norway said that Russian jets had violated its airspace.", "its", ("Norway",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is the possessor of what is entered or harmed by another."""
        thing, verb = site.token.head, clause_of(site.token)
        if has_path(thing, _OWN):
            return False
        if _FIRED_ON.fits(site.token):
            return True
        return _HARMED.fits(site.token) and (fits(verb, _HARMING) or lemma(thing) in _OWN_SPACE)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the subject of the nearest clause above that has another one than the clause of the deed."""
        verb = clause_of(site.token)
        doers = children(verb, *SUBJECTS)
        above = pick(verb.ancestors, "*/VERB|AUX")[:_CLAUSES_ABOVE]
        subjects = [noun for clause in above for noun in children(clause, *SUBJECTS) if noun not in doers]
        before = [noun for noun in subjects if noun.i < verb.i]
        own = names_of(chain.from_iterable(site.discourse.actors_at(doers, *_BODIES)))
        for actors in site.discourse.actors_at(before[:1], *_BODIES):
            if own.isdisjoint(names_of(actors)):
                yield actors


class OwnSubject(Sieve):
    """A possessive in a clause belongs to the subject of the clause: "Turkey defended its raid"."""

    id = "pronoun.own-subject"
    words = THING | PERSON
    tags = _POSSESSIVE
    example = SieveExample("Turkey defended its raid on Monday.", "its", ("Turkey",))

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the subject of the clause, if it is of the right kind."""
        token = site.token
        kinds = _PERSONS if token.lower_ in PERSON else _SUBJECT_BODIES
        for subject in children(clause_of(token), *SUBJECTS):
            if subject.i >= token.i:
                continue
            for actors in site.discourse.actors_at([subject], *kinds):
                if not agrees_in_gender(site, actors[0], subject.i):
                    continue
                if token.lower_ in FEMALE and not is_known_female(site, actors[0], subject.i):
                    continue
                yield actors


def _blamed(pronoun: Token) -> Token | None:
    """Return against whom the measures are: "imposed sanctions on Mali due to its raid"."""
    over = pronoun.head.head
    if not fits(over, _OVER):
        return None
    verb = clause_of(over)
    measure = first_on_path(verb, "dobj|nsubjpass")
    if measure is None or lemma(measure) not in _MEASURES:
        return None
    against = paths((measure, verb), "prep:on|against|upon")
    before = [preposition for preposition in against if preposition.i < pronoun.i]
    return first_on_path(before[0], "pobj") if before else None


def _charged(pronoun: Token) -> Token | None:
    """Return the object of the judgement: "condemned Mali for its raid"."""
    preposition = pronoun.head.head
    blamed = preposition.head
    if not fits(preposition, "prep:for|over|of"):
        return None
    if preposition.lower_ == "over" and _BLAMED_OVER.fits(blamed):
        return blamed  # "condemned the administration over its deal", with "over" hung on the administration
    if blamed.lemma_ not in resources_of(pronoun).verbs.judging:
        return None
    before = [noun for noun in path(blamed, "dobj") if noun.i < pronoun.i]
    return before[0] if before else None

"""Resolve possessives by their clause: of whom it blames, and of its subject."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import SUBJECTS, clause_of
from graphkit.annotate.coref.gender import FEMALE, agrees_in_gender, is_known_female
from graphkit.annotate.coref.sieve import NOBODY, Example, Referents, Sieve, Site
from graphkit.model import Kind
from graphkit.nlp.dependencies import lemma, resources_of
from graphkit.nlp.tokens import Token

_PERSON = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_BODIES = (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP)
#: What is taken against somebody for what they did.
_MEASURES = frozenset(
    {"sanction", "embargo", "measure", "penalty", "tariff", "ban", "restriction", "charge", "complaint"}
)
_OVER = frozenset({"to", "for", "over", "of", "following", "after"})
_AGAINST = frozenset({"on", "against", "upon"})


def _is_possessive(token: Token) -> bool:
    """Tell whether a word is "its", "his" or "her" before a noun."""
    return token.tag_ == "PRP$" and token.lower_ in _IT | _PERSON


class Charged(Sieve):
    """In "condemned Mali for its raid" the raid is Mali's; in "sanctions on Mali over its raid" too."""

    id = "pronoun.charged"
    words = _IT | _PERSON
    example = Example("Norway condemned Mali for its raid.", "its", ("Mali",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a possessive behind a verb that judges, or behind measures against somebody."""
        return _is_possessive(site.token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield whom the clause blames."""
        kinds = (Kind.PERSON,) if site.token.lower_ in _PERSON else _BODIES
        for charged in (_charged(site.token), _blamed(site.token)):
            own = site.discourse.annotated.meant(charged.i) if charged is not None else NOBODY
            if len(own) != 1:
                continue
            if own[0].kind not in kinds:
                continue
            yield own


class OwnSubject(Sieve):
    """A possessive in a clause belongs to the subject of the clause: "Turkey defended its raid"."""

    id = "pronoun.own-subject"
    words = _IT | _PERSON
    example = Example("Turkey defended its raid on Monday.", "its", ("Turkey",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a possessive behind a named subject of its clause, or in a relative clause."""
        return _is_possessive(site.token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the subject of the clause, if it is of the right kind."""
        token = site.token
        kinds = (Kind.PERSON,) if token.lower_ in _PERSON else (Kind.STATE, Kind.ORGANIZATION)
        for child in clause_of(token).children:
            if child.dep_ not in SUBJECTS:
                continue
            if child.i >= token.i:
                continue
            own = site.discourse.annotated.meant(child.i)
            if len(own) != 1:
                continue
            if own[0].kind not in kinds:
                continue
            if not agrees_in_gender(site, own[0], child.i):
                continue
            if token.lower_ in FEMALE and not is_known_female(site, own[0], child.i):
                continue
            yield own


def _blamed(pronoun: Token) -> Token | None:
    """Return against whom the measures are: "imposed sanctions on Mali due to its raid"."""
    node = pronoun.head.head
    if node.dep_ not in ("prep", "pcomp"):
        return None
    if node.lower_ not in _OVER:
        return None
    verb = clause_of(node)
    carried = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    if carried is None:
        return None
    if lemma(carried) not in _MEASURES:
        return None
    for child in (*carried.children, *verb.children):
        if child.dep_ != "prep":
            continue
        if child.lower_ not in _AGAINST:
            continue
        if child.i >= pronoun.i:
            continue
        return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _charged(pronoun: Token) -> Token | None:
    """Return the object of the judgement: "condemned Mali for its raid"."""
    preposition, judging = pronoun.head.head, resources_of(pronoun).verbs.judging
    if preposition.dep_ != "prep":
        return None
    if preposition.lower_ not in ("for", "over", "of"):
        return None
    blamed = preposition.head
    if blamed.dep_ == "dobj" and blamed.head.lemma_ in judging and preposition.lower_ == "over":
        return blamed  # "condemned the administration over its deal", with "over" hung on the administration
    if blamed.lemma_ not in judging:
        return None
    return next((c for c in blamed.children if c.dep_ == "dobj" and c.i < pronoun.i), None)

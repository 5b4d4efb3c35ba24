"""Tell whether "he" or "she" can be a person, by title, given name and office."""

from __future__ import annotations

from graphkit.annotate.coref.pronoun_words import FEMALE, MALE
from graphkit.annotate.coref.sieve import ReferenceSite
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import lemma
from graphkit.resources.person_names import given_name

_FEMALE_WORDS = frozenset(
    "mrs mrs. ms ms. miss lady dame madame queen princess duchess spokeswoman chairwoman congresswoman businesswoman "
    "woman women girl mother wife sister daughter widow nun".split()
)
_MALE_WORDS = frozenset(
    "mr mr. sir lord king prince duke emir sultan spokesman chairman congressman businessman man men boy father "
    "husband brother son widower monk sheikh ayatollah pope".split()
)


def agrees_in_gender(site: ReferenceSite, mention: Mention, i: int) -> bool:
    """Tell whether a pronoun can stand for a mention at token `i`; True where nothing is known."""
    pronoun = site.token.lower_
    if pronoun not in FEMALE and pronoun not in MALE:
        return True
    female = _is_female(site, mention, i)
    if female is None:
        return True
    return female == (pronoun in FEMALE)


def is_known_female(site: ReferenceSite, mention: Mention, i: int) -> bool:
    """Tell whether a person is known to be a woman."""
    return bool(_is_female(site, mention, i))


def _is_female(site: ReferenceSite, mention: Mention, i: int) -> bool | None:
    """Tell whether a mention is of a woman, by what it is called, else by its given name; None where nothing tells."""
    words = set(mention.text.lower().split())
    is_person = mention.kind is Kind.PERSON
    if is_person:
        offices = site.discourse.titles.of(mention.name).offices()
        words.update(" ".join(offices).split())
    else:
        words.add(lemma(site.token.doc[i]))
    is_female, is_male = not words.isdisjoint(_FEMALE_WORDS), not words.isdisjoint(_MALE_WORDS)
    if is_female != is_male:
        return is_female
    names = site.discourse.resources.names
    given = given_name(mention.name) if is_person else None
    if given in names.female:
        return True
    if given in names.male:
        return False
    return None

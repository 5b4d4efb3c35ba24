"""Tell whether "he" or "she" can be a person, by title, given name and office."""

from __future__ import annotations

from graphkit.annotate.coref.sieve import Site
from graphkit.model import Kind, Mention
from graphkit.resources.person_names import given_name

FEMALE = frozenset({"she", "her", "hers", "herself"})
_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE_WORDS = frozenset(
    "mrs mrs. ms ms. miss lady dame madame queen princess duchess spokeswoman chairwoman congresswoman businesswoman "
    "woman women girl mother wife sister daughter widow nun".split()
)
_MALE_WORDS = frozenset(
    "mr mr. sir lord king prince duke emir sultan spokesman chairman congressman businessman man men boy father husband "
    "brother son widower monk sheikh ayatollah pope".split()
)


def agrees_in_gender(site: Site, mention: Mention, i: int) -> bool:
    """Tell whether a pronoun can stand for a mention at token `i`; True where nothing is known."""
    pronoun = site.token.lower_
    if pronoun not in FEMALE and pronoun not in _MALE:
        return True
    female = _is_female(site, mention, i)
    if female is None:
        return True
    return female == (pronoun in FEMALE)


def is_known_female(site: Site, mention: Mention, i: int) -> bool:
    """Tell whether a person is known to be a woman."""
    return bool(_is_female(site, mention, i))


def _is_female(site: Site, mention: Mention, i: int) -> bool | None:
    words = {word.lower() for word in mention.text.split()}
    if mention.kind is Kind.PERSON:
        words |= {
            word for t in site.discourse.annotated.titles if t.person == mention.name for word in t.office.split()
        }
    else:
        words.add(site.token.doc[i].lemma_.lower())
    told = (bool(words & _FEMALE_WORDS), bool(words & _MALE_WORDS))
    if told[0] != told[1]:
        return told[0]
    names = site.discourse.resources.names
    given = given_name(mention.name) if mention.kind is Kind.PERSON else None
    if given in names.female:
        return True
    if given in names.male:
        return False
    return None

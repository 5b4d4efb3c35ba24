"""Trim the spans of the entity recogniser to the names in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain, takewhile

from graphkit.annotate.described_kind import is_of_class
from graphkit.model import Kind
from graphkit.nlp.dependencies import word_at, words_of
from graphkit.nlp.tokens import Doc, Token, TokenSpan
from graphkit.nlp.tree_paths import fits, pick
from graphkit.resources.resources import Resources
from graphkit.timex.date_words import MONTHS, WEEKDAYS

_LABELS = {
    "PERSON": Kind.PERSON,
    "ORG": Kind.ORGANIZATION,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "NORP": Kind.GROUP,
    "EVENT": Kind.OCCASION,
    "LAW": Kind.AGREEMENT,
    "PRODUCT": Kind.THING,
    "WORK_OF_ART": Kind.THING,
}
_PERSON = "PERSON"
_NAMED = frozenset({"PERSON", "ORG", "GPE"})
#: No part of a name, though the recogniser may take them for one.
_LEADING = frozenset({"the", "a", "an", "of", "its", "his", "her", "their"})
_DANGLING = frozenset({"IN", "TO", "CC", "DT"})
#: "K", "K.", "K.P.".
_INITIALS = re.compile(r"[A-Z]|(?:[A-Z]\.)+")
_INITIAL = re.compile(r"[A-Z]\.?")
#: A name in full has so many words at most.
_LONGEST_NAME = 4
#: A calling and a name in full have so many words at least: "Shopkeeper Ana Duarte".
_WITH_CALLING = 3
_OF_PORTFOLIOS = frozenset({"minister", "secretary"})
#: "12:50", as live blogs begin.
_TIME = re.compile(r"\d{1,2}[:.]\d\d")


def entity_kind(label: str) -> Kind | None:
    """Return the kind of what a label of the recogniser names; None for dates and numbers."""
    return _LABELS.get(label)


def trim_entities(doc: Doc, resources: Resources) -> dict[tuple[int, int], str]:
    """Return the label of every name that the recogniser finds, by its tokens [start, end)."""
    spans: dict[tuple[int, int], str] = {}
    for ent in doc.ents:
        start, end = _trim(ent, resources)
        if start >= end:
            continue
        if _is_portfolio(doc, start, end, ent.label_, resources):
            continue
        if ent.label_ == "ORG" and _is_titled_person(doc, start, end, resources):
            spans[start + 2, end] = _PERSON
            continue
        if _has_initials(doc, start, end):
            spans[_start_of_person(doc, start, end, resources), end] = _PERSON
            continue
        spans[start, end] = ent.label_
    return spans


def _has_initials(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a name is that of a person by two initials before one word: "G L Peiris", "S. M. Krishna"."""
    initials = [token for token in doc.tokens[max(0, end - 3) : end - 1] if _INITIAL.fullmatch(token.text)]
    if end - start > 3 or len(initials) < 2:
        return False
    last = doc[end - 1]
    return _is_capitalised(last) and not last.text.isupper()


def _is_titled_person(doc: Doc, start: int, end: int, resources: Resources) -> bool:
    """Tell whether what is taken for a body is an office and a name: "Crown Princess Victoria"."""
    classes, words = resources.classes, doc[start + 2 : end]
    if doc[start : start + 2].text.lower() not in classes["office"]:
        return False
    name = [token for token in words if token.text != "-"]
    if not 0 < len(name) <= _LONGEST_NAME:
        return False
    if not all(map(_is_capitalised, name)):
        return False
    return not is_of_class((name[-1].lower_,), classes, "state_body", "organ", "place")


def _is_capitalised(token: Token) -> bool:
    """Tell whether a word is a proper noun with a capital."""
    if token.pos_ != "PROPN":
        return False
    return token.text[0].isupper()


def _trim(ent: TokenSpan, resources: Resources) -> tuple[int, int]:
    doc, start, end = ent.doc, ent.start, ent.end
    honorific = resources.names.honorific
    while start < end and _is_before_name(doc[start], honorific):
        start += 1
    if ent.label_ in _NAMED:
        end = _end_of_name(doc, start, end)
    if ent.label_ == _PERSON and end > start:
        end = _end_of_lineage(doc, end, resources)
    end = next((i for i in range(start + 1, end - 1) if _opens_date(doc[i])), end)
    end = _cut_end(doc, start + 1, end, _is_dangling)
    end = _cut_end(doc, start, end, _is_mark)
    if ent.label_ == _PERSON and start < end:
        start = _start_of_person(doc, start, end, resources)
    return start, end


def _cut_end(doc: Doc, least: int, end: int, is_no_name: Callable[[Token], bool]) -> int:
    """Return where a name ends without its last words that are no part of it."""
    while end > least and is_no_name(doc[end - 1]):
        end -= 1
    return end


def _is_before_name(token: Token, honorific: frozenset[str]) -> bool:
    if token.lower_ in _LEADING:
        return True
    if token.is_punct:
        return True
    if token.is_space:
        return True
    if not honorific.isdisjoint({token.lower_, token.lower_.rstrip(".")}):
        return True
    return _TIME.fullmatch(token.text) is not None


def _end_of_name(doc: Doc, start: int, end: int) -> int:
    """Return where a name ends before a verb or a counted noun: "Naftogaz 2.9 billion dollars"."""
    words = doc.tokens[start + 1 : end]
    for word in words:
        if fits(word, "*/VERB|AUX") and word.text.islower():
            return word.i
        if not word.like_num:
            continue
        nouns = pick(doc.tokens[word.i : end], "*/NOUN")
        if any(noun.text.islower() for noun in nouns):
            return word.i
    return end


def _end_of_lineage(doc: Doc, end: int, resources: Resources) -> int:
    """Return where a name ends that goes on with particles: "Ali Rashid [Al-Salem Al-Harthi]", "Karim [bin Nasser]"."""
    while end < len(doc) and doc[end - 1].tag_ != "POS":
        first = end - (doc[end - 1].text == "-")
        i = _skip_particle(doc, first, resources.names.particle)
        if not first < i < len(doc):
            return end
        if not _is_capitalised(doc[i]):
            return end
        end = i + 1
    return end


def _skip_particle(doc: Doc, i: int, particles: frozenset[str]) -> int:
    """Return the token behind a particle and its hyphen; the token itself where none begins there."""
    begins_with_hyphen = doc[i].text == "-" and doc[i - 1].lower_ in particles
    i -= begins_with_hyphen
    i += doc[i].lower_ in particles
    if i >= len(doc):
        return i
    is_joined = doc[i].text == "-" and not doc[i].whitespace_
    return i + is_joined


def _is_dangling(token: Token) -> bool:
    """Tell whether a word cannot be the last of a name: "the Ministry [of]"."""
    if token.tag_ not in _DANGLING:
        return False
    return token.text.islower()


def _opens_date(token: Token) -> bool:
    """Tell whether a word opens a date behind a name: "the Hall of Culture [on] March 3"."""
    if token.lower_ not in ("on", "in"):
        return False
    following = word_at(token, 1).rstrip(".")
    return following in MONTHS or following in WEEKDAYS


def _is_mark(token: Token) -> bool:
    if token.tag_ == "POS":
        return True
    if token.is_space:
        return True
    if not token.is_punct:
        return False
    return token.text != ")"


def _start_of_person(doc: Doc, start: int, end: int, resources: Resources) -> int:
    """Return where the name of a person begins, titles left out and first names and initials taken in."""
    start = _after_titles(doc, start, end, resources)
    while start > 0 and _is_first_name(doc[start - 1], start, end, resources):
        if doc[start - 1].lower_ in resources.names.honorific:
            break  # "H.E." are no initials
        start -= 1
    return start


def _after_titles(doc: Doc, start: int, end: int, resources: Resources) -> int:
    """Skip an office or a calling in capitals before a name: "Crown Prince Haakon", "Shopkeeper Ana Duarte"."""
    offices, names, best = resources.classes["office"], resources.names, start
    for i in range(start, end - 1):
        if doc[start : i + 1].text.lower() in offices or doc[i].lower_ in names.honorific:
            best = i + 1
        elif i > start and doc[i - 1 : i + 1].text.lower() in offices:
            best = i + 1  # "Saudi Crown Prince Salman"
    if best > start or end - start < _WITH_CALLING:
        return best
    first = doc[start].lower_
    if first not in resources.classes["actor"]:
        return start
    is_given_name = first in names.male or first in names.female
    return start if is_given_name else start + 1


def _is_first_name(token: Token, start: int, end: int, resources: Resources) -> bool:
    """Tell whether a word right before a name belongs to it: "[R K] Laxman", "[Dastan] Alimov"."""
    if not fits(token, "compound/PROPN"):
        return False
    if not start <= token.head.i < end:
        return False
    if _INITIALS.fullmatch(token.text):
        return True
    if token.ent_type_:
        return False
    if not token.text.istitle():
        return False
    if end - start > 2 or (end - start > 1 and _is_of_office(token, resources)):
        return False
    if token.lower_ in resources.names.before_names:
        return False
    if is_of_class((token.lower_,), resources.classes, "office", "office_modifier"):
        return False
    return token.i > token.sent.start


def _is_of_office(token: Token, resources: Resources) -> bool:
    """Tell whether a word may end an office before a name: "the minister of foreign [Trade] Ana Duarte"."""
    if is_of_class((token.lower_,), resources.classes, "actor", "state_agents", "judging_body"):
        return True
    offices = chain.from_iterable(map(str.split, resources.classes["office"]))
    return token.lower_ in resources.names.generic or token.lower_ in set(offices)


def _is_portfolio(doc: Doc, start: int, end: int, label: str, resources: Resources) -> bool:
    """Tell whether an entity is only the first words of an office: "Hungarian Foreign" and Trade Minister."""
    if label not in ("ORG", "PERSON"):
        return False
    if end >= len(doc):
        return False
    if doc[end - 1 : end + 1].text.lower() in resources.classes["office"]:
        return True
    if label == "PERSON":
        return False
    if end - start < 2:
        return False
    if not resources.gazetteer.references(doc[start].text):
        return False
    following = takewhile(_is_within_portfolio, doc.tokens[end : end + 3])
    return not _OF_PORTFOLIOS.isdisjoint(words_of(following))


def _is_within_portfolio(token: Token) -> bool:
    """Tell whether a word may stand between two portfolios and their office: "Foreign [and Trade] Minister"."""
    return token.lower_ == "and" or token.text.istitle()

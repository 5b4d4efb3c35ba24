"""Trim the spans of the entity recogniser to the names in them."""

from __future__ import annotations

import re

from graphkit.model import Kind
from graphkit.nlp.tokens import Doc, Span, Token
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
#: A name in full has so many words at most.
_LONGEST_NAME = 4
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
        spans[start, end] = ent.label_
    return spans


def _is_titled_person(doc: Doc, start: int, end: int, resources: Resources) -> bool:
    """Tell whether what is taken for a body is an office and a name: "Crown Princess Victoria"."""
    if doc[start : start + 2].text.lower() not in resources.classes["office"]:
        return False
    name = [t for t in doc[start + 2 : end] if t.text != "-"]
    if not name or len(name) > _LONGEST_NAME or not all(t.pos_ == "PROPN" and t.text[0].isupper() for t in name):
        return False
    return (
        name[-1].lower_ not in resources.classes["state_body"] | resources.classes["organ"] | resources.classes["place"]
    )


def _trim(ent: Span, resources: Resources) -> tuple[int, int]:
    doc, start, end = ent.doc, ent.start, ent.end
    honorific = resources.names.honorific
    while start < end and _is_before_name(doc[start], honorific):
        start += 1
    if ent.label_ in _NAMED:
        end = _end_of_name(doc, start, end)
    end = next((i for i in range(start + 1, end - 1) if _opens_date(doc[i])), end)
    while end > start + 1 and doc[end - 1].tag_ in _DANGLING and doc[end - 1].text.islower():
        end -= 1
    while end > start and _is_mark(doc[end - 1]):
        end -= 1
    if ent.label_ == _PERSON and start < end:
        start = _start_of_person(doc, start, end, resources)
    return start, end


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
    for i in range(start + 1, end):
        if doc[i].pos_ in ("VERB", "AUX") and doc[i].text.islower():
            return i
        if not doc[i].like_num:
            continue
        if not any(t.pos_ == "NOUN" and t.text.islower() for t in doc[i:end]):
            continue
        return i
    return end


def _opens_date(token: Token) -> bool:
    """Tell whether a word opens a date behind a name: "the Hall of Culture [on] March 3"."""
    following = token.nbor(1).lower_.rstrip(".")
    return token.lower_ in ("on", "in") and (following in MONTHS or following in WEEKDAYS)


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
    offices, callings = resources.classes["office"], resources.classes["actor"]
    best = start
    for i in range(start, end - 1):
        if doc[start : i + 1].text.lower() in offices or doc[i].lower_ in resources.names.honorific:
            best = i + 1
        elif i > start and doc[i - 1 : i + 1].text.lower() in offices:
            best = i + 1  # "Saudi Crown Prince Salman"
    named = doc[start].lower_ in resources.names.male or doc[start].lower_ in resources.names.female
    if best == start and end - start > 2 and doc[start].lower_ in callings and not named:
        return start + 1
    return best


def _is_first_name(token: Token, start: int, end: int, resources: Resources) -> bool:
    """Tell whether a word right before a name belongs to it: "[R K] Laxman", "[Dastan] Alimov"."""
    if token.pos_ != "PROPN":
        return False
    if token.dep_ != "compound":
        return False
    if not start <= token.head.i < end:
        return False
    if _INITIALS.fullmatch(token.text):
        return True
    if token.ent_type_:
        return False
    if not token.text.istitle():
        return False
    if end - start > 1:
        return False
    known = resources.classes["office"] | resources.names.before_names | resources.classes["office_modifier"]
    if token.lower_ in known:
        return False
    return token.i > token.sent.start


def _is_portfolio(doc: Doc, start: int, end: int, label: str, resources: Resources) -> bool:
    """Tell whether an entity only goes on to an office: "Hungarian Foreign" and Trade Minister."""
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
    i = end
    while i < min(len(doc), end + 3) and (doc[i].lower_ == "and" or doc[i].text.istitle()):
        if doc[i].lower_ in ("minister", "secretary"):
            return True
        i += 1
    return False

"""Datelines: the place, agency and day that open the body of an agency's report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.ingest.layout.publishers import AGENCY
from graphkit.timex.date_words import ANY_MONTH, WEEKDAY
from graphkit.timex.metadata_dates import find_date, find_month_day

_PLACE_WORD = r"[A-Z\u00c0-\u00de][\w.'\u2019\u00c0-\u024f-]*?"
_PLACE = rf"{_PLACE_WORD}(?:[ /](?:(?:of|de|del|da|do|es|la|le|les|al|el|and|the|on)\s)?{_PLACE_WORD}){{0,4}}"
_MONTH_DAY = rf"(?:{ANY_MONTH}\s+[0-9]{{1,2}}|[0-9]{{1,2}}(?:st|nd|rd|th)?\s+{ANY_MONTH})"
_DAY = rf"(?:(?:{WEEKDAY},?\s+)?{_MONTH_DAY}(?:,?\s+[0-9]{{4}})?|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
_DASH = (
    r"\s*(?:(?<=\))\.\s?-+|--+|[\u2013\u2014\u2015]+|\s-\s|(?<=\))-|(?<=[A-Z]{4}\s)-(?=[A-Z][a-z])|_(?=\s)|:(?=\s))\s*"
)
_AGENCY_MARK = r"\((?:[A-Z][\w .,&/'\u2019-]{1,40}|dpa)\)|/[A-Z]{3,10}/"
#: "Peshawar (Pakistan) (AFP)", "Mumbai (Maharashtra) [India], June 14 (ANI)": the country or region in brackets.
_BRACKETS = r"(?:\s+\([A-Z][\w ]{2,25}\)(?=\s*[\[(,]))?(?:\s*\[[A-Z][\w ]{2,25}\])?"
_DATELINE = re.compile(
    rf"^(?:(?:{AGENCY})\s+(?=[A-Z][A-Z'\u2019]{{2}})|\((?:{AGENCY})\)\s*[-\u2013\u2014]+\s*(?={_PLACE},))?"
    rf"(?:(?P<place>{_PLACE}){_BRACKETS}(?P<region>,\s*(?!{_DAY}|(?:{AGENCY})\s*[-\u2013\u2014])(?:{_PLACE_WORD}\s?){{1,4}})?)?(?P<day>,?\s*(?i:{_DAY}))?"
    rf"(?P<agency>,?\s*(?:{_AGENCY_MARK}|(?<![\w'\u2019-])(?:{AGENCY})(?=\s*[-\u2013\u2014])))?"
    rf"(?P<dash>{_DASH})(?=[\"'\u201c\u2018(]?[A-Z0-9\u00c0-\u00de])"
)
#: What else may follow the dash: the agency behind a place ("ABIDJAN, Ivory Coast -- (AP) -- ...").
_SECOND_AGENCY = re.compile(rf"\((?P<agency>{AGENCY})\)\s*[-\u2013\u2014]+\s*(?=[\"'\u201c]?[A-Z0-9\u00c0-\u00de])")
_CAPITALS = r"[A-Z\u00c0-\u00de]{3,}(?:(?:[ /]|, | and )[A-Z\u00c0-\u00de]+){0,5}"
#: A place in capitals with a day or an agency, as some wires print it, without a dash: "GENEVA, Sept 14 Ministers met",
#: "NAIROBI (Reuters) Kenya accused", "MOSCOW, May 14. /TASS/. Russia said".
_BARE_DATELINE = re.compile(
    rf"^(?P<place>{_CAPITALS})(?:,\s*(?!(?i:{_DAY}))[A-Z][\w. ]{{2,20}})?(?:[,.]?\s+(?P<day>(?i:{_DAY}))[.,]?)?"
    rf"(?:\s*(?P<agency>{_AGENCY_MARK})[.:]?)?\s+(?=[\"\u201c]?[A-Z][a-z])"
)
#: A place in small letters needs both: "New Delhi, Nov 5 (PTI) The minister said".
_NAMED_DATELINE = re.compile(
    rf"^(?P<place>{_PLACE}),\s+(?P<day>(?i:{_DAY}))\s*(?P<agency>{_AGENCY_MARK})[.:]?\s+(?=[\"\u201c]?[A-Z][a-z])"
)
_PLACE_AND_DAY = re.compile(
    rf"^(?P<place>{_PLACE})(?:,\s*(?!{_DAY})(?:{_PLACE_WORD}\s?){{1,4}})?,\s*(?i:{_DAY})\s*[.:]?$"
)
#: What stands before a day and is no place.
_NO_PLACE = re.compile(
    rf"^(?:by|{WEEKDAY}|posted|published|updated|issued|released|edition|vol(?:ume)?|no|page|final|late|early|first)\b"
    r"|\b(?:staff|reporter|correspondent|editor|writer|desk|agencies|edition|magazine|news|times|post|admin)$",
    re.I,
)


#: Words that open a sentence with a dash in it, not a dateline.
_OPENERS = frozenset(
    "On In At By For From To With After Before But And Yet So If When While He She It They We This That These Those A"
    " An Both Also Its His Her".split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a news body: its length with the dash, and place, agency and day as far as they are given.

    `month_day` is a day that is written without a year, as MM-DD.
    """

    length: int
    place: str | None
    agency: str | None
    day: str | None
    month_day: str | None = None


def read_dateline(line: str) -> Dateline | None:
    """Read the dateline at the start of a paragraph.

    A place alone counts when it is in capitals, or is short and followed by a spaced or double dash.
    """
    match = _DATELINE.match(line[:160])
    if not match:
        return _read_bare(line[:160])
    place, agency, day = match["place"], match["agency"], match["day"]
    if not place and not agency:
        return None
    if not (agency or day) and not _stands_alone(place, match["dash"]):
        return None
    agency = agency.strip(" ,()/") if agency else None
    second = _SECOND_AGENCY.match(line, match.end()) if not agency else None
    end = second.end() if second else match.end()
    return Dateline(end, _clean_place(place), second["agency"] if second else agency, *_read_day(day))


def _read_bare(line: str) -> Dateline | None:
    """Read a dateline without a dash, which has a day or an agency."""
    bare = _BARE_DATELINE.match(line) or _NAMED_DATELINE.match(line)
    if not bare or not (bare["day"] or bare["agency"]):
        return None
    agency = bare["agency"].strip(" ,()/") if bare["agency"] else None
    return Dateline(bare.end(), _clean_place(bare["place"]), agency, *_read_day(bare["day"]))


def _clean_place(place: str | None) -> str | None:
    """Return a place without the full stop behind it: "MOSCOW. July 30 (Interfax)", but not of "Washington D.C."."""
    return place.rstrip(".") if place and place.count(".") == 1 else place


def _stands_alone(place: str, dash: str) -> bool:
    """Return whether a place without agency and day opens a report, not a sentence with a dash in it."""
    capitals = place.upper() == place and len(place) > 2
    if not capitals and (dash.strip() == ":" or place.split()[0] in _OPENERS):
        return False
    short = len(place.split()) <= 3 and "." not in place.rstrip(".") and dash.strip() != "_"
    return capitals or (short and (dash != dash.strip() or len(dash.strip()) > 1))


def _read_day(day: str | None) -> tuple[str | None, str | None]:
    """Read the whole day, or the month and day where no year is written."""
    if not day:
        return None, None
    whole = find_date(day)
    return whole, None if whole else find_month_day(day)


def read_place_line(line: str) -> str | None:
    """Read the place of a line such as "Geneva, 12 May 2024", which opens read-outs."""
    match = _PLACE_AND_DAY.match(line) if len(line) <= 80 else None
    return match["place"] if match and not _NO_PLACE.search(match["place"]) else None

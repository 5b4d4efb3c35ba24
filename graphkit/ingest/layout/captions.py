"""Captions of pictures, their lead-ins and their credits."""

from __future__ import annotations

import re

from graphkit.ingest.layout.publishers import any_of

_PICTURE = "PHOTO|Photo|CAPTION|Caption|IMAGE|Image|PICTURE|Picture|Pictured|VIDEO|Video"
_CAPTION_LEAD = re.compile(
    r"^(?:FILE(?:\s+PHOTO|\s+PICTURE|\s+IMAGE)?\s*(?:[-\u2013\u2014:]+|\.)\s*" + rf"|(?:{_PICTURE})\s*(?::|\|)\s*)"
)
_CAPTION_WORDS = re.compile(
    r"^(?:In th(?:is|ese)\s+(?:[\w.,'\u2019-]+\s+){0,8}?(?:photos?|photographs?|images?|pictures?|stills?|frames?)\b"
    r"|(?:A|An|The|This|Combination|Undated)\s+(?:\w+\s+){0,3}?(?:photos?|photographs?|combination|images?|pictures?)"
    r"\s+(?:shows?|taken|released|of|provided|combination)\b)"
)
_ORDER = r"(?:second|third|fourth|2nd|3rd|4th|far|front|back|top|bottom|upper|lower)"
_POSITION = re.compile(
    rf"[(\[](?:\w+ )?(?:{_ORDER}\s*)?(?:from\s+)?(?:left|right|center|centre|L|R|C)(?:,[^()]*)?[)\]]"
    rf"|,\s+(?:{_ORDER}\s+)?(?:from\s+)?(?:left|right|cent(?:er|re)),\s"
)
#: Words that show that something in brackets after a caption is the source of the picture.
_PHOTO_WORDS = any_of(
    """
    photos? | pool | handout | getty | images? | via | file | courtesy | ministry | presidential | office | department
    agency | press | yonhap | reuters | ap | afp | epa | efe | dpa | kcna | tass | ria | sputnik | xinhua | kyodo
    ani | pti
    anadolu | aa | irna | isna | upi | shutterstock | screengrab | screenshot | twitter | x | youtube | government
    """
)
_PHOTO_TAIL = re.compile(
    rf"\s*(?:[(\[][^()\[\]]{{0,80}}(?:\b(?:{_PHOTO_WORDS})\b|/)[^()\[\]]{{0,80}}[)\]]"
    r"|(?<![\w'\u2019-])(?-i:(?:(?:REUTERS|AFP|AP|EPA|Getty)\s*/|AP Photo\b|Getty Images\b|Photo by|Photo:|Photograph:"
    r"|Picture:|Credit:|Image:)"
    r"\s*[/:|]?\s*[A-Z][^.]{1,60}))\s*$",
    re.I,
)
#: Such a credit ends in brackets or has one of these words.
_CREDIT_WORDS = ("REUTERS", "AFP", "AP", "EPA", "Getty", "Photo", "Picture", "Credit", "Image")

#: A credit that says that it is one, behind a sentence: "... in Oslo. Photograph: Jane Roe/Reuters".
_NAMED_CREDIT = re.compile(
    r"[.!?\u201d)]\s+(?:Photograph|Photo|Picture|Image|Illustration|Credit)s?"
    r"(?:\s+by\b|\s+credit)?\s*[:/]\s*[A-Z][^.!?]{2,60}$"
)


def is_caption(line: str) -> bool:
    """Return whether the line describes a picture."""
    if len(line) > 900:
        return False
    return (
        bool(_CAPTION_LEAD.match(line) or _NAMED_CREDIT.search(line))
        or bool(_CAPTION_WORDS.match(line))
        or (bool(_POSITION.search(line)) and (len(line) < 400 or _find_tail(line) is not None))
        or find_copy(line) is not None
    )


def find_photo_credit(line: str) -> int | None:
    """Find where a picture's credit begins at the end of its caption."""
    match = _find_tail(line)
    return match.start() + len(match.group()) - len(match.group().lstrip()) if match and match.start() else None


def _find_tail(line: str) -> re.Match[str] | None:
    can_be_credit = line.rstrip().endswith((")", "]")) or any(word in line for word in _CREDIT_WORDS)
    return _PHOTO_TAIL.search(line) if can_be_credit else None


def find_caption_text(line: str) -> int:
    """Find where the words of a caption begin after "FILE PHOTO:" and the like."""
    match = _CAPTION_LEAD.match(line)
    return match.end() if match else 0


def find_copy(line: str) -> int | None:
    """Find where the second copy begins when a line says the same thing twice, as captions on web pages do."""
    middle = len(line) // 2
    if middle < 20:
        return None
    for cut in range(middle - 1, middle + 3):
        if line[:cut].strip() == line[cut:].strip():
            return cut + len(line[cut:]) - len(line[cut:].lstrip())
    return None

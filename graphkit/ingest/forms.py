"""The forms of newspaper furniture: what a byline, dateline, caption, credit or button looks like.

Rules speak of forms, never of a particular article. Each predicate takes one line without surrounding white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.ingest.dates import MONTH, find_date

_CAP = r"[A-Z\u00c0-\u00de][\w.'\u2019-]*"
_PARTICLE = r"(?:al|bin|da|de|del|den|der|di|do|du|el|ibn|la|le|ter|van|von)"
_NAME = rf"{_CAP}(?:\s+(?:{_PARTICLE}\s+)*{_CAP}){{0,4}}"
_BYLINE = re.compile(
    rf"^(?:by|words by|story by|from)\s+{_NAME}(?:\s*(?:,|and|&|\||/|,\s*and|in|for|with)\s+(?:the\s+)?{_NAME})*\s*[.,]?$"
)
_BYLINE_LEAD = re.compile(r"^(?:By|BY)\s+(?=[A-Z])")
_BUTTON = re.compile(
    r"^(?:(?:click|tap) (?:here|to)\b.*|link copied!?|copy link|copied!?|advertis(?:e)?ment.*|sponsored.*|share(?: (?:this|on|via|with)\b.*)?"
    r"|read (?:more|also|next|full|later)\b.*|also read\b.*|see also\b.*|related(?: \w+)?:?.*|more (?:on|from|about)\b.*|sign up\b.*|subscribe\b.*"
    r"|log in\b.*|(?:e-?mail|print|tweet|facebook|twitter|whatsapp|linkedin|telegram|reddit|x|messenger|pinterest|line|kakao ?talk)"
    r"|save|comments?(?: \(?[0-9]+\)?)?|[0-9]+ (?:comments?|shares?|min(?:ute)?s?(?: read)?)|[0-9]+[- ]min(?:ute)? read|listen\b.{0,40}|listen to this article.*"
    r"|most (?:read|popular|viewed)\b.*|trending\b.*|top stories|breaking news|latest news|follow (?:us|@|our)\b.*|play video|watch(?: now| live|:).*"
    r"|(?:font|text) size.*|accept (?:all )?cookies?.*|all rights reserved.*|\u00a9.*|(?:\(c\) )?copyright\b.*|this (?:article|story|material) (?:was|is|may|has)\b.*"
    r"|back to top|home|menu|search|skip to (?:main )?content|next article|previous article|story continues below.*|continue reading.*|newsletter.*|download (?:our|the) app.*"
    r"|our standards:.*|get the latest\b.*|end/?|ends|#+|-?30-?|\*+|[-_=~.\u2022\u00b7|*]{2,})$",
    re.I,
)
_CREDIT = re.compile(
    r"^[\[(]?\s*(?:(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated|photographs?|photos?|video|graphics?|research)"
    r"(?: and (?:writing|editing|reporting))? (?:by|from)\b|with (?:inputs?|reporting|files|additional reporting|contributions?) (?:from|by)\b"
    r"|(?:source|sources|credit|contact|e-?mail|editor|editors|writer)\s*:|[^.]{2,60} (?:in [A-Z]\w+ )?contributed (?:to|reporting)\b).*$",
    re.I,
)
_CREDIT_TAIL = re.compile(
    r"(?<=[.!?\u201d\"'\u2019)])\s+(?P<credit>\(\s*(?:(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)\b[^()]*|[A-Z][\w .,&/-]{1,40})\)"
    r"|(?:Additional )?(?:Reporting|Writing|Editing|Compiled)(?: and \w+)? by [A-Z][^()]*|-?\s*[\w.]+@[\w.]+)\s*$"
)
_AGENCY_LINE = re.compile(r"^[-\u2013\u2014]*\s*[(\[]?(?P<name>[A-Z][\w.&' -]{1,30})[)\]]?$")
_CAPTION_LEAD = re.compile(
    r"^(?:FILE(?:\s+PHOTO|\s+PICTURE|\s+IMAGE)?\s*(?:[-\u2013\u2014:]+|\.)\s*|(?:PHOTO|Photo|CAPTION|Caption|IMAGE|Image|PICTURE|Picture|Pictured|VIDEO|Video)\s*(?::|\|)\s*)"
)
_CAPTION_WORDS = re.compile(
    r"^(?:In th(?:is|ese)\s+(?:[\w.,'\u2019-]+\s+){0,8}?(?:photos?|photographs?|images?|pictures?|stills?|frames?)\b"
    r"|(?:A|An|The|This|Combination|Undated)\s+(?:\w+\s+){0,3}?(?:photos?|photographs?|combination|images?|pictures?|file photo)\s+(?:shows?|taken|released|of|provided|combination)\b)"
)
_POSITION = re.compile(
    r"[(\[](?:\w+ )?(?:(?:second|third|fourth|2nd|3rd|4th|far|front|back|top|bottom|upper|lower)\s*)?(?:from\s+)?(?:left|right|center|centre|L|R|C)"
    r"(?:,[^()]*)?[)\]]|,\s+(?:left|right|cent(?:er|re)),\s"
)
_PHOTO_WORDS = (
    r"photos?|pool|handout|getty|images?|via|file|courtesy|ministry|presidential|kremlin|white house|office|department|agency|press"
    r"|yonhap|reuters|ap|afp|epa|efe|dpa|kcna|tass|ria|sputnik|xinhua|kyodo|ani|pti|anadolu|aa|irna|isna|upi|cnn|bbc|shutterstock|screengrab|screenshot|twitter|x|youtube|government"
)
_PHOTO_TAIL = re.compile(
    rf"\s*(?:[(\[][^()\[\]]{{0,80}}\b(?:{_PHOTO_WORDS})\b[^()\[\]]{{0,80}}[)\]]|(?:REUTERS|AFP|AP(?: Photo)?|EPA|Getty(?: Images)?|Photo by|Photo:|Credit:|Image:)\s*[/:|]?\s*[A-Z][^.]{{1,60}})\s*$",
    re.I,
)
_PAPER = (
    r"Herald|Times|Post|Tribune|Gazette|Guardian|Telegraph|Journal|Chronicle|Standard|Independent|Observer|Monitor|Mail|Mirror|Express|Star|Sun|Dispatch|Review|Courier"
    r"|News|Newspaper|Daily|Weekly|Today|Wire|Agency|Press|Broadcasting|Television|TV|Radio|Online|Network|Bulletin|Record|Report|Globe|Inquirer|Citizen|Diplomat|Economist"
)
_AGENCY = (
    r"Reuters|AP|Associated Press|The Associated Press|AFP|Agence France-Presse|Yonhap|Xinhua|TASS|Tass|Interfax|RIA Novosti|Sputnik|Kyodo|KCNA|IRNA|ISNA|Anadolu|AA|DPA|dpa|EFE|ANSA|UPI|PTI|ANI"
    r"|Bloomberg|CNN|BBC|NPR|VOA|RFE/RL|RFI|DW|Al Jazeera|UN News|Politico|Axios|IANS|CNA|NHK|Ukrinform|MENA|SANA|WAM|SPA|PAP|Belga|MTI|Jiji"
)
_PUBLISHER = re.compile(
    rf"^(?:{_AGENCY}|(?:The\s+)?(?:[A-Z][\w.'\u2019&-]*\s+){{0,4}}(?:{_PAPER})(?:\s+(?:{_PAPER}|of\s+[A-Z]\w+|International|Asia|Europe|World|Africa))*|[A-Za-z0-9-]+\.(?:com|org|net|news|co\.\w\w|int|gov|eu|info))$"
)
_AGENCY_FULL = re.compile(rf"^(?:{_AGENCY})$")
_PLACE_WORD = r"[A-Z\u00c0-\u00de][\w.'\u2019\u00c0-\u024f-]*?"
_PLACE = rf"{_PLACE_WORD}(?:[ /](?:(?:of|de|del|da|do|la|le|les|al|el|and|the|on)\s)?{_PLACE_WORD}){{0,4}}"
_DAY = rf"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:{MONTH}\s+[0-9]{{1,2}}|[0-9]{{1,2}}\s+{MONTH})(?:,?\s+[0-9]{{4}})?|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
_DATELINE = re.compile(
    rf"^(?:(?:{_AGENCY})\s+(?=[A-Z]{{3}}))?(?:(?P<place>{_PLACE})(?P<region>,\s*(?!{_DAY})(?:{_PLACE_WORD}\s?){{1,4}})?)?"
    rf"(?P<day>,?\s*(?i:{_DAY}))?(?P<agency>,?\s*(?:\([A-Z][\w .,&/'\u2019-]{{1,40}}\)|(?:{_AGENCY})(?=\s*[-\u2013\u2014])))?"
    rf"(?P<dash>\s*(?:--+|[\u2013\u2014\u2015]+|\s-\s|(?<=\))-|_(?=\s)|:(?=\s))\s*)(?=[\"'\u201c\u2018(]?[A-Z0-9\u00c0-\u00de])"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a news body: its length with the dash, the place, agency and day as far as they are given."""

    length: int
    place: str | None
    agency: str | None
    day: str | None


def read_dateline(line: str) -> Dateline | None:
    """The dateline at the start of a paragraph.

    A place alone counts when it is in capitals, or is short and followed by a spaced or double dash.
    """
    match = _DATELINE.match(line[:160])
    if not match:
        return None
    place, agency, day = match["place"], match["agency"], match["day"]
    if not place and not agency:
        return None
    dash = match["dash"]
    if not (agency or day):
        capitals = place.upper() == place and len(place) > 2
        short = len(place.split()) <= 3 and "." not in place.rstrip(".") and dash.strip() not in (":", "_")
        if not capitals and not (short and (dash != dash.strip() or len(dash.strip()) > 1)):
            return None
        if dash.strip() == ":":
            return None
    agency = agency.strip(" ,()") if agency else None
    return Dateline(match.end(), place, agency, find_date(day) if day else None)


def is_button(line: str) -> bool:
    """Whether the line belongs to the page, not to the article: buttons, notices, rules."""
    return len(line) <= 160 and bool(_BUTTON.match(line.strip(" \t\u00a0\u2022\u00b7*|>\u25ba\u25b6-") or "--"))


def read_byline(line: str) -> str | None:
    """The author named by a byline."""
    if len(line) > 120 or not _BYLINE_LEAD.match(line):
        return None
    if not _BYLINE.match("by" + line[2:]):
        return None
    return line[2:].strip(" .,")


def is_credit(line: str) -> bool:
    """Whether the line names reporters, editors or the agency and nothing else."""
    if len(line) > 400:
        return False
    inner = _AGENCY_LINE.match(line)
    named = bool(inner) and (line[0] in "([-\u2013\u2014" or bool(_AGENCY_FULL.match(line)))
    return named or bool(_CREDIT.match(line))


def find_credit_tail(line: str) -> int | None:
    """Where a closing credit such as "(Reporting by ...)" begins in the last paragraph."""
    match = _CREDIT_TAIL.search(line)
    return match.start("credit") if match else None


def read_agency(credit: str) -> str | None:
    """The agency that a credit names, as in "(Yonhap)"."""
    name = credit.strip(" ()[]-\u2013\u2014.")
    return name if _AGENCY_FULL.match(name) else None


def is_publisher(line: str) -> bool:
    """Whether a line is the name of a newspaper, agency or site and nothing else."""
    return len(line) <= 50 and bool(_PUBLISHER.match(line))


def is_caption(line: str) -> bool:
    """Whether the line describes a picture."""
    if len(line) > 900:
        return False
    tail = _PHOTO_TAIL.search(line)
    return (
        bool(_CAPTION_LEAD.match(line))
        or bool(_CAPTION_WORDS.match(line))
        or (bool(_POSITION.search(line)) and (tail is not None or len(line) < 400))
        or find_copy(line) is not None
    )


def find_photo_credit(line: str) -> int | None:
    """Where a picture's credit begins at the end of its caption."""
    match = _PHOTO_TAIL.search(line)
    return match.start() + len(match.group()) - len(match.group().lstrip()) if match and match.start() else None


def find_caption_text(line: str) -> int:
    """Where the words of a caption begin after "FILE PHOTO:" and the like."""
    match = _CAPTION_LEAD.match(line)
    return match.end() if match else 0


def find_copy(line: str) -> int | None:
    """Where the second copy begins when a line says the same thing twice, as captions on web pages do."""
    middle = len(line) // 2
    if middle < 20:
        return None
    for at in range(middle - 1, middle + 3):
        if line[:at].strip() == line[at:].strip():
            return at + len(line[at:]) - len(line[at:].lstrip())
    return None

"""The forms of newspaper furniture: what a byline, dateline, caption, credit or button looks like.

Rules speak of forms, never of a particular article. Each predicate takes one line without surrounding white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.ingest.dates import MONTH, find_date


def _any(words: str) -> str:
    """An alternative of the words, which stand one after the other, parted by a bar or a line end."""
    return "|".join(part.strip() for part in re.split(r"[|\n]", words) if part.strip())


_CAP = r"[A-Z\u00c0-\u00de][\w.'\u2019-]*"
_PARTICLE = r"(?:al|bin|da|de|del|den|der|di|do|du|el|ibn|la|le|ter|van|von)"
_NAME = rf"{_CAP}(?:\s+(?:{_PARTICLE}\s+)*{_CAP}){{0,4}}"
_BETWEEN = r"\s*(?:,|and|&|\||/|,\s*and|in|for|with)\s+(?:the\s+)?"
_BYLINE = re.compile(
    rf"^(?:By|BY)\s+(?P<name>{_NAME}(?:{_BETWEEN}{_NAME})*"
    r"|(?:our |a |the )?(?:[\w-]+ )?"
    r"(?:staff(?: (?:writers?|reporters?))?|agenc(?:y|ies)|wires?|(?:news )?desk|correspondents?|reporters?))\s*[.,]?$"
)
#: What a page says around an article: a whole line, in any case.
_BUTTON_WORDS = _any(
    r"""
    link copied!? | copy link | copied!? | advertis(?:e)?ment.* | sponsored.* | share(?: (?:this|on|via|with)\b.*)?
    (?:click|tap) (?:here|to)\b.* | read (?:more|also|next|full|later)\b.* | also read\b.* | see also\b.*
    related(?: \w+)?:?.*
    more (?:on|from|about)\b.* | sign up\b.* | subscribe\b.* | log in\b.* | e-?mail | print | tweet | facebook
    twitter
    whatsapp | linkedin | telegram | reddit | x | messenger | pinterest | line | kakao ?talk | save
    comments?(?: \(?[0-9]+\)?)?
    [0-9]+ (?:comments?|shares?|min(?:ute)?s?(?: read)?) | [0-9]+[- ]min(?:ute)? read | listen\b.{0,40}
    most (?:read|popular|viewed)\b.* | trending\b.* | top stories | breaking news | latest news
    follow (?:us|@|our)\b.*
    play video | watch(?: now| live|:).* | (?:font|text) size.* | accept (?:all )?cookies?.*
    all rights reserved.* | \u00a9.*
    (?:\(c\) )?copyright\b.* | this (?:article|story|material) (?:was|is|may|has)\b.* | back to top | home | menu
    search
    skip to (?:main )?content | next article | previous article | story continues below.* | continue reading.*
    newsletter.*
    download (?:our|the) app.* | our standards:.* | get the latest\b.* | end/? | ends | #+ | -?30-? | \*+
    """
)
_BUTTON = re.compile(rf"^(?:{_BUTTON_WORDS}|[-_=~.\u2022\u00b7|*]{{2,}})$", re.I)
#: Notices that may be as long as a sentence.
_NOTICE = re.compile(
    r"(?:sign up|subscribe|log in|\u00a9|(?:\(c\) )?copyright|all rights|this (?:article|story|material)|our )", re.I
)
_WORK = "reporting|writing|editing|compiled|edited|written|translated|photographs?|photos?|video|graphics?|research"
_CREDIT = re.compile(
    rf"^[\[(]?\s*(?:(?:additional |further )?(?:{_WORK})(?: and (?:writing|editing|reporting))? (?:by|from)\b"
    r"|with (?:inputs?|reporting|files|additional reporting|contributions?) (?:from|by)\b"
    r"|(?:sources?|credit|contact|e-?mail|editors?|writer)\s*:"
    r"|[^.]{2,60} (?:in [A-Z]\w+ )?contributed (?:to|reporting)\b).*$",
    re.I,
)
_CREDIT_TAIL = re.compile(
    r"(?<=[.!?\u201d\"'\u2019)])\s+(?P<credit>"
    r"\(\s*(?:(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)\b[^()]*|[A-Z][\w .,&/-]{1,40})\)"
    r"|(?:Additional )?(?:Reporting|Writing|Editing|Compiled)(?: and \w+)? by [A-Z][^()]*|-?\s*[\w.]+@[\w.]+)\s*$"
)
_AGENCY_LINE = re.compile(r"^[-\u2013\u2014]*\s*[(\[]?(?P<name>[A-Z][\w.&' -]{1,30})[)\]]?$")
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
_PHOTO_WORDS = _any(
    """
    photos? | pool | handout | getty | images? | via | file | courtesy | ministry | presidential | office | department
    agency | press | yonhap | reuters | ap | afp | epa | efe | dpa | kcna | tass | ria | sputnik | xinhua | kyodo
    ani | pti
    anadolu | aa | irna | isna | upi | shutterstock | screengrab | screenshot | twitter | x | youtube | government
    """
)
_PHOTO_TAIL = re.compile(
    rf"\s*(?:[(\[][^()\[\]]{{0,80}}(?:\b(?:{_PHOTO_WORDS})\b|/)[^()\[\]]{{0,80}}[)\]]"
    r"|(?<![\w'\u2019-])(?-i:(?:(?:REUTERS|AFP|AP|EPA|Getty)\s*/|AP Photo\b|Getty Images\b|Photo by|Photo:|Credit:"
    r"|Image:)"
    r"\s*[/:|]?\s*[A-Z][^.]{1,60}))\s*$",
    re.I,
)
_PAPER = _any(
    """
    Herald | Times | Post | Tribune | Gazette | Guardian | Telegraph | Journal | Chronicle | Standard
    Independent | Observer
    Monitor | Mail | Mirror | Express | Star | Sun | Dispatch | Review | Courier | News | Newspaper | Daily
    Weekly | Today | Wire
    Agency | Press | Broadcasting | Television | TV | Radio | Online | Network | Bulletin | Record | Report
    Globe | Inquirer
    Citizen | Diplomat | Economist | Ledger | Service
    """
)
_AGENCY = _any(
    """
    Reuters | AP | Associated Press | The Associated Press | AFP | Agence France-Presse | Yonhap | Xinhua | TASS
    Tass | Interfax
    RIA Novosti | Sputnik | Kyodo | KCNA | IRNA | ISNA | Anadolu | AA | DPA | dpa | EFE | ANSA | UPI | PTI | ANI
    Bloomberg | CNN
    BBC | NPR | VOA | RFE/RL | RFI | DW | Al Jazeera | UN News | Politico | Axios | IANS | CNA | NHK | Ukrinform
    MENA | SANA | WAM
    SPA | PAP | Belga | MTI | Jiji
    """
)
_REGION_OF_PAPER = r"of\s+[A-Z]\w+|International|Asia|Europe|World|Africa"
_PUBLISHER = re.compile(
    rf"^(?:{_AGENCY}|(?:The\s+)?(?:[A-Z][\w.'\u2019&-]*\s+){{0,4}}(?:{_PAPER})(?:\s+(?:{_PAPER}|{_REGION_OF_PAPER}))*"
    r"|[A-Za-z0-9-]+\.(?:com|org|net|news|co\.\w\w|int|gov|eu|info))$"
)
_AGENCY_FULL = re.compile(rf"^(?:{_AGENCY})$")
#: Names of pages and columns that stand over a headline like the name of a paper.
_KICKER = re.compile(
    r"^(?:world|politics|diplomacy|asia|europe|africa|americas|middle east|opinion|analysis|editorial|exclusive"
    r"|breaking|business|national|international|foreign affairs|foreign policy|security|defen[cs]e|conflict|news|home"
    r"|latest|live|updated?)\b",
    re.I,
)
_MASTHEAD = re.compile(
    r"^(?:[A-Z\u00c0-\u00de][\w.'\u2019&-]*)(?:\s+(?:of|the|and|de|[A-Z\u00c0-\u00de][\w.'\u2019&-]*)){0,4}$"
)
_PLACE_WORD = r"[A-Z\u00c0-\u00de][\w.'\u2019\u00c0-\u024f-]*?"
_PLACE = rf"{_PLACE_WORD}(?:[ /](?:(?:of|de|del|da|do|es|la|le|les|al|el|and|the|on)\s)?{_PLACE_WORD}){{0,4}}"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH_DAY = rf"(?:{MONTH}\s+[0-9]{{1,2}}|[0-9]{{1,2}}\s+{MONTH})"
_DAY = rf"(?:(?:{_WEEKDAY},?\s+)?{_MONTH_DAY}(?:,?\s+[0-9]{{4}})?|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
_DASH = r"\s*(?:--+|[\u2013\u2014\u2015]+|\s-\s|(?<=\))-|(?<=[A-Z]{4}\s)-(?=[A-Z][a-z])|_(?=\s)|:(?=\s))\s*"
_DATELINE = re.compile(
    rf"^(?:(?:{_AGENCY})\s+(?=[A-Z]{{3}}))?"
    rf"(?:(?P<place>{_PLACE})(?P<region>,\s*(?!{_DAY})(?:{_PLACE_WORD}\s?){{1,4}})?)?(?P<day>,?\s*(?i:{_DAY}))?"
    rf"(?P<agency>,?\s*(?:\([A-Z][\w .,&/'\u2019-]{{1,40}}\)|(?:{_AGENCY})(?=\s*[-\u2013\u2014])))?"
    rf"(?P<dash>{_DASH})(?=[\"'\u201c\u2018(]?[A-Z0-9\u00c0-\u00de])"
)
#: What else may follow the dash: the agency behind a place ("ABIDJAN, Ivory Coast -- (AP) -- ...").
_SECOND_AGENCY = re.compile(rf"\((?P<agency>{_AGENCY})\)\s*[-\u2013\u2014]+\s*(?=[\"'\u201c]?[A-Z0-9\u00c0-\u00de])")
#: A place in capitals with a day, as some wires print it, without a dash: "GENEVA, Sept 14 Ministers met".
_BARE_DATELINE = re.compile(
    rf"^(?P<place>[A-Z\u00c0-\u00de]{{3,}}(?:[ /][A-Z\u00c0-\u00de]+){{0,3}}),\s+(?P<day>(?i:{_DAY}))\s+(?=[A-Z][a-z])"
)
_PLACE_AND_DAY = re.compile(
    rf"^(?P<place>{_PLACE})(?:,\s*(?!{_DAY})(?:{_PLACE_WORD}\s?){{1,4}})?,\s*(?i:{_DAY})\s*[.:]?$"
)


#: Words that open a sentence with a dash in it, not a dateline.
_OPENERS = frozenset(
    {
        "On",
        "In",
        "At",
        "By",
        "For",
        "From",
        "To",
        "With",
        "After",
        "Before",
        "But",
        "And",
        "Yet",
        "So",
        "If",
        "When",
        "While",
    }
    | {
        "He",
        "She",
        "It",
        "They",
        "We",
        "This",
        "That",
        "These",
        "Those",
        "A",
        "An",
        "Both",
        "Also",
        "Its",
        "His",
        "Her",
    }
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
        bare = _BARE_DATELINE.match(line[:160])
        return Dateline(bare.end(), bare["place"], None, find_date(bare["day"])) if bare else None
    place, agency, day = match["place"], match["agency"], match["day"]
    if not place and not agency:
        return None
    dash = match["dash"]
    if not (agency or day):
        capitals = place.upper() == place and len(place) > 2
        if not capitals and place.split()[0] in _OPENERS:
            return None
        short = len(place.split()) <= 3 and "." not in place.rstrip(".") and dash.strip() not in (":", "_")
        if not capitals and not (short and (dash != dash.strip() or len(dash.strip()) > 1)):
            return None
        if dash.strip() == ":":
            return None
    agency = agency.strip(" ,()") if agency else None
    second = _SECOND_AGENCY.match(line, match.end()) if not agency else None
    end = second.end() if second else match.end()
    return Dateline(end, place, second["agency"] if second else agency, find_date(day) if day else None)


def is_button(line: str) -> bool:
    """Whether the line belongs to the page, not to the article: buttons, notices, rules."""
    bare = line.strip(" \t\u00a0\u2022\u00b7*|>\u25ba\u25b6-") or "--"
    if len(line) > 160 or not _BUTTON.match(bare):
        return False
    return len(line.split()) <= 8 or not line.endswith(".") or bool(_NOTICE.match(bare))


def read_byline(line: str) -> str | None:
    """The author named by a byline."""
    match = _BYLINE.match(line) if len(line) <= 120 else None
    return match["name"] if match else None


def read_place_line(line: str) -> str | None:
    """The place of a line such as "Geneva, 12 May 2024", which opens read-outs."""
    match = _PLACE_AND_DAY.match(line) if len(line) <= 80 else None
    return match["place"] if match else None


def is_credit(line: str) -> bool:
    """Whether the line names reporters, editors or the agency and nothing else."""
    if len(line) > 400:
        return False
    inner = _AGENCY_LINE.match(line)
    marked = inner is not None and line[0] in "([-\u2013\u2014" and _is_all_names(inner["name"])
    named = marked or (inner is not None and bool(_AGENCY_FULL.match(line)))
    return named or bool(_CREDIT.match(line))


def _is_all_names(text: str) -> bool:
    """Whether words are names only: "Staff and agencies" are, "Mexico condemned Ecuador." in a list is not."""
    small = {"and", "of", "the", "for", "in", "staff", "agencies", "wires", "writer", "correspondent"}
    return all(not word[0].islower() or word.strip(".") in small for word in text.split())


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


def is_masthead(line: str) -> bool:
    """Whether the first line of a page has the form of a publisher's name: a few capitalised words, no page title."""
    return len(line) <= 40 and bool(_MASTHEAD.match(line)) and not _KICKER.match(line)


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

"""The names of publishers, agencies and sites as they stand on a line of their own."""

from __future__ import annotations

import re


def any_of(words: str) -> str:
    """Make an alternative of words that are parted by bars or line ends."""
    return "|".join(word.strip() for word in re.split(r"[|\n]", words) if word.strip())


_PAPER = any_of(
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
#: News agencies, and services that are cited like them.
AGENCY = any_of("""
    Reuters | AP | Associated Press | The Associated Press | AFP | Agence France-Presse | Yonhap | Xinhua | TASS
    Tass | Interfax
    RIA Novosti | Sputnik | Kyodo | KCNA | IRNA | ISNA | Anadolu | AA | DPA | dpa | EFE | ANSA | UPI | PTI | ANI
    Bloomberg | CNN
    BBC | NPR | VOA | RFE/RL | RFI | DW | Al Jazeera | UN News | Politico | Axios | IANS | CNA | NHK | Ukrinform
    MENA | SANA | WAM
    SPA | PAP | Belga | MTI | Jiji
    """)
_REGION_OF_PAPER = r"of\s+[A-Z]\w+|International|Asia|Europe|World|Africa"
_PUBLISHER = re.compile(
    rf"^(?:{AGENCY}|(?:The\s+)?(?:[A-Z][\w.'\u2019&-]*\s+){{0,4}}(?:{_PAPER})(?:\s+(?:{_PAPER}|{_REGION_OF_PAPER}))*"
    r"|[A-Za-z0-9-]+\.(?:com|org|net|news|co\.\w\w|int|gov|eu|info))$"
)
_AGENCY_FULL = re.compile(rf"^(?:{AGENCY})$")
#: Names of pages and columns that stand over a headline like the name of a paper.
_KICKER = re.compile(
    r"^(?:world|politics|diplomacy|asia|europe|africa|americas|middle east|opinion|analysis|editorial|exclusive"
    r"|breaking|business|national|international|foreign affairs|foreign policy|security|defen[cs]e|conflict|news|home"
    r"|latest|live|updated?|for immediate release|press|media|statement|remarks|read-?out|transcript|communiqu[e\u00e9]"
    r"|speech|interview|briefing|embargoed|fact ?sheet|joint|official)\b",
    re.I,
)
_MASTHEAD = re.compile(
    r"^(?:[A-Z\u00c0-\u00de][\w.'\u2019&-]*)(?:\s+(?:of|the|and|de|[A-Z\u00c0-\u00de][\w.'\u2019&-]*)){0,4}$"
)


def read_agency(credit: str) -> str | None:
    """Read the agency that a credit names, as in "(Yonhap)"."""
    name = credit.strip(" ()[]-\u2013\u2014.")
    return name if is_agency(name) else None


def is_agency(name: str) -> bool:
    """Return whether a name is that of an agency and nothing else."""
    return bool(_AGENCY_FULL.match(name))


def is_publisher(line: str) -> bool:
    """Return whether a line is the name of a newspaper, agency or site and nothing else."""
    return len(line) <= 50 and bool(_PUBLISHER.match(line))


def is_masthead(line: str) -> bool:
    """Tell whether the first line of a page looks like a publisher's name: a few capitalised words, no page title."""
    return len(line) <= 40 and " " in line and bool(_MASTHEAD.match(line)) and not is_kicker(line)


def is_kicker(line: str) -> bool:
    """Tell whether a line opens with the name of a page, a column or a kind of document."""
    return bool(_KICKER.match(line))

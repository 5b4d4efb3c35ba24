"""Page furniture: buttons, notices, teasers of other stories, credits, and labels within the text."""

from __future__ import annotations

import re

from graphkit.ingest.layout.publishers import any_of, is_agency

#: What a page says around an article: a whole line, in any case.
_BUTTON_WORDS = any_of(
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
    download (?:our|the) app.* | our standards:.* | get the latest\b.* | end/? | ends
    #+(?:\s*#+)* | view image in full ?screen | free daily newsletter
    notes? to editors?:? | for (?:more|further) information\b.* | media contacts?\b.* | explore more\b.*
    .{1,60}\bwrote: | -?30-? | \*+
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
_AGENCY_LINE = re.compile(r"^[-=\u2013\u2014]*\s*[(\[]?(?P<name>[A-Z][\w.&'/ -]{1,40})[)\]]?$")
_PHOTO_CREDIT = re.compile(
    r"^[\[(]?\s*(?:photo(?:graph|graphy)?s?|images?|pictures?|pics?|video|graphics?|illustration|screenshot"
    r"|file photo)?\s*(?:(?:credits?|source|courtesy)(?: of)?\s*[:/]|(?:by|via|from|courtesy)\b)\s*[^.!?]{2,80}[\])]?$",
    re.I,
)
_PHOTO_SOURCE = re.compile(
    r"^[\[(]?\s*(?:photo(?:graph)?s?|images?|pictures?|pics?|video|graphics?)\s*[:/]\s*(?P<names>[^.!?]{2,60})[\])]?$",
    re.I,
)
#: A line that leads to another story, with its headline on the same line.
_TEASER = re.compile(
    r"^\W*(?:(?:read|also read|read also|read next|read more|see also|watch|watch now|listen|related|recommended"
    r"|up next|don['\u2019]t miss|further reading|must read|more on this|more to read|you may also like"
    r"|from the archive)"
    r"(?:\s*[:|>\u203a\u00bb]+\s*|\s+[\u2013\u2014-]+\s+))\S",
    re.I,
)
#: A line that opens a list of other stories.
_TEASER_HEAD = re.compile(
    r"^\W*(?:read (?:next|more|also)|also read|see also|related(?: \w+){0,2}|recommended"
    r"(?: (?:for you|stories|reading))?|more (?:stories|on this(?: story| topic)?|from .{2,30}|news|headlines|to read)"
    r"|most (?:read|popular|viewed|shared)|trending(?: now)?|you (?:may|might) (?:also )?(?:like|be interested in)"
    r"|editors?['\u2019]?s?['\u2019]? picks?"
    r"|don['\u2019]t miss|top stories|latest (?:news|stories|headlines)|in (?:this|our) section|in other news"
    r"|keep reading|further reading|up next|what to read next|explore more(?: on .{2,40})?"
    r"|people also read)\s*[:\u203a\u00bb>]?$",
    re.I,
)
_LABEL_WORDS = any_of(
    r"""
    why it matters | the big picture | driving the news | what they['\u2019]re saying | between the lines
    zoom (?:in|out) | the latest | state of play | go deeper | what to watch | what['\u2019]s next
    what we['\u2019]re watching | the bottom line | catch up quick | context | background | by the numbers | details
    the details | flashback | yes,? but | worth noting | the other side | key takeaways? | at a glance | in brief
    the intrigue | reality check | how it works | what happened | what happens next | threat level | the backdrop
    the background | the context | in summary | key points? | bottom line
    q(?:uestion)?(?:\s*[0-9]{1,2})? | a(?:nswer)?(?:\s*[0-9]{1,2})? | note | update | correction
    editor['\u2019]?s note
    """
)
_LABEL = re.compile(rf"^(?:{_LABEL_WORDS})\s*:\s+(?=[\"'\u201c\u2018(]?[A-Z0-9\u00c0-\u00de])", re.I)
#: What agencies put before a headline: "UPDATE 1-", "WRAPUP 2-", "EXCLUSIVE-".
_SLUG = re.compile(
    r"^(?:(?:UPDATE|WRAPUP|RPT|REFILE|RECAST|CORRECTED|EXCLUSIVE|ANALYSIS|FACTBOX|EXPLAINER|BREAKING|TIMELINE|INSIGHT|FOCUS"
    r"|ADVISORY|URGENT|ALERT|LEAD|FLASH|NEWSFLASH|(?:Breaking|Exclusive|Update|Updated|Analysis)(?=\s*[:|]))(?:\s+[0-9]{1,2})?"
    r"\s*[-\u2013\u2014:|]\s*)+(?=\S)"
)

#: The label of a pasted e-mail's subject, with the marks of answers.
_SUBJECT = re.compile(r"^Subject:\s*(?:(?:Re|Fwd?|AW|WG)\s*:\s*)*(?=\S)", re.I)


def is_button(line: str) -> bool:
    """Return whether a line belongs to the page, not to the article: buttons, notices, rules."""
    bare = line.strip(" \t\u00a0\u2022\u00b7*|>\u25ba\u25b6-") or "--"
    if len(line) > 160 or not _BUTTON.match(bare):
        return False
    return len(line.split()) <= 8 or not line.endswith(".") or bool(_NOTICE.match(bare))


def is_teaser(line: str) -> bool:
    """Return whether a line leads to another story, whose headline is on it."""
    return len(line) <= 250 and len(line.split()) <= 30 and bool(_TEASER.match(line))


def opens_teasers(line: str) -> bool:
    """Return whether a line opens a list of other stories."""
    return len(line) <= 60 and bool(_TEASER_HEAD.match(line))


def find_label(line: str) -> int:
    """Find where the sentence begins after a label such as "Why it matters:" or "Q:"; 0 where there is none."""
    match = _LABEL.match(line)
    return match.end() if match else 0


def find_slug(line: str) -> int:
    """Find where a headline begins after an agency's slug such as "UPDATE 1-"; 0 where there is none."""
    match = _SUBJECT.match(line) or _SLUG.match(line)
    return match.end() if match else 0


def is_credit(line: str) -> bool:
    """Return whether a line names reporters, photographers, editors or the agency and nothing else."""
    if len(line) > 400:
        return False
    inner = _AGENCY_LINE.match(line)
    marked = inner is not None and line[0] in "([-=\u2013\u2014" and _is_all_names(inner["name"])
    if marked or (inner is not None and is_agency(line)):
        return True
    return bool(_CREDIT.match(line)) or _is_photo_credit(line)


def _is_photo_credit(line: str) -> bool:
    if len(line) > 120:
        return False
    source = _PHOTO_SOURCE.match(line)
    return bool(_PHOTO_CREDIT.match(line)) or (source is not None and _is_all_names(source["names"]))


def _is_all_names(text: str) -> bool:
    """Return whether words are names only: "Staff and agencies" are, "Mexico condemned Ecuador." in a list is not."""
    small = {"and", "of", "the", "for", "in", "staff", "agencies", "wires", "writer", "correspondent"}
    return all(not word[0].islower() or word.strip(".") in small for word in text.split())


def find_credit_tail(line: str) -> int | None:
    """Find where a closing credit such as "(Reporting by ...)" begins in the last paragraph."""
    match = _CREDIT_TAIL.search(line)
    return match.start("credit") if match else None

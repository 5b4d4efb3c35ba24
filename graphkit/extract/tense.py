"""Read what the form of one verb says about time: tense, progressive, future auxiliaries, infinitives."""

from __future__ import annotations

from graphkit.model import Status
from graphkit.nlp.dependencies import ask_once
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, has_path

FUTURE_MODALS = frozenset({"will", "shall", "'ll", "wo"})
_PROGRESSIVE = Shape('"is [meeting]"', "*/VBG", has=["aux|auxpass:is|are|am|'s|'re|be|been"])
_FUTURES = Shapes(
    Shape('"will [meet]"', has=[f"aux:{'|'.join(FUTURE_MODALS)}"]),
    Shape('"[is] to meet"', "*[be]", has=["xcomp aux:to"]),
    Shape('"is to [meet]"', "xcomp", above=["*[be]"]),
)


@ask_once
def has_to(verb: Token) -> bool:
    """Return whether a verb is an infinitive with "to"."""
    return has_path(verb, "aux:to")


#: What a journey is for.
ERRAND = Shapes(
    Shape('"flew to Lima for [talks]"', "pobj/NOUN", above=["*:for", "*/VERB{motion}"]),
    Shape('"visited Lima for [talks]"', "pobj/NOUN", above=["*:for", "*[visit|be]"]),
)
#: What was asked before the clause is done.
ASKED_BEFORE = Shape(
    '"sent rice at the [request] of Mali"',
    "pobj/NOUN[appeal|behest|insistence|invitation|request|urging]",
    above=["*:at|on|upon|following"],
)


def tense_status(verb: Token, base: Status | None) -> Status:
    """Return ongoing for the present progressive, else the row's own status (`base`) or occurred."""
    if _PROGRESSIVE.fits(verb):
        return Status.ONGOING
    return base or Status.OCCURRED


def is_future(verb: Token) -> bool:
    """Return whether a verb is under "will" or "is to"."""
    return _FUTURES.fits(verb)

"""Mend verbs of speech that parsers hang into the clause that is told: "denied that troops fired and accused Mali"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphkit.nlp.dependencies import children
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes

#: Who says that something is not so goes on himself: "denied that it fired and accused Mali".
_DENYING = "*[deny|dispute|refute]"
_GOING_ON = (
    "{speech|charging|judging|object_control}",
    "[offer|promise|vow|pledge|demand|invite|threaten|thank]",
)
_LACKS = ("nsubj|nsubjpass|aux|auxpass",)


def _list_shapes(what: str, tags: str, above: Sequence[str], *, has: Sequence[str] = ()) -> Iterator[Shape]:
    """List the situations of a verb of speech with some tags below some governors."""
    for words in _GOING_ON:
        yield Shape(what, f">conj/{tags}{words}", above=above, has=has, lacks=_LACKS)


_GOES_ON = Shapes(
    *_list_shapes('"denied that it fired and [accused] Mali"', "VBD|VBZ", (">ccomp", _DENYING)),
    *_list_shapes(
        '"denied that it was late and [accused] Mali"',
        "VBD|VBZ|VBN",
        ("acomp|attr", ">ccomp", _DENYING),
        has=("dobj",),
    ),
    *_list_shapes('"said that it had fired and [accused] Mali"', "VBD", (">ccomp/VBN|VB", "*/VBD{speech}")),
    *_list_shapes('"says that it has fired and [accuses] Mali"', "VBZ", (">ccomp/VBN|VB", "*/VBZ{speech}")),
)


def _speaker_goes_on(token: Token) -> Iterator[Attachment]:
    """Attach a coordinated verb of speech to the verb that denies, or that tells what had been done before."""
    joints = children(token.head, "cc")
    if not _GOES_ON.fits(token) or "or" in [joint.lower_ for joint in joints]:
        return  # "denied that it had fired or threatened to fire"
    clause = token.head if token.head.dep_ == "ccomp" else token.head.head
    for joint in joints:
        yield Attachment(joint, clause.head, "cc")
    yield Attachment(token, clause.head, "conj")


SPEECH_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/speaker-goes-on", "Norway denied that it fired and accused Mali.", _speaker_goes_on, ("conj",)),
)

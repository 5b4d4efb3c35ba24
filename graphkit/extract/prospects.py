"""Tell steps that take effect later from steps that are taken: accession, withdrawal, recognition, deployment.

What a parliament approves, a law orders or a government begins is still to come; a bid that fails is not made. Each
rule has an id by which it can be switched off.
"""

from __future__ import annotations

from graphkit.extract.status_rules import AssignedStatus
from graphkit.model import Status
from graphkit.nlp.dependencies import resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes

UNDER_WAY, APPROVED, BEGUN = "step/under-way", "step/approved", "step/begun"
DISPUTED, BARRED, FAILED = "step/disputed", "step/barred", "step/failed"
DECLINED, WANTED = "step/declined", "step/wanted"
RULE_IDS = (UNDER_WAY, APPROVED, BEGUN, DISPUTED, BARRED, FAILED, DECLINED, WANTED)
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_TO_COME = frozenset({Status.PLANNED, Status.POSSIBLE})
_APPROVING = "*[approve|authorise|authorize|bless|clear|endorse|finalise|finalize|mandate|ratify]"
_DISPUTING = "*[back|debate|delay|discuss|favor|favour|hamper|hinder|oppose|support|seek|want]"
_BARRING = "*[bar|block|cancel|freeze|obstruct|prevent|rescind|revoke|stall|suspend|veto|withdraw]"
_LAW = "*[act|application|bill|decree|law|legislation|motion|order|paper|protocol|resolution]"
_CONSENT = "*[approval|assent|backing|consent|mandate|nod|ratification]"
_UNDER_WAY = Shape('"was [leaving] the union"', "*/VBG", has=["aux:is|are|am|was|were|'s|'re|'m"])
_APPROVED = Shapes(
    Shape('"approved its [accession]"', "dobj|nsubjpass/NOUN", above=[_APPROVING]),
    Shape('"gave its approval to the [withdrawal]"', "pobj/NOUN", above=["*:of|to|for", _CONSENT]),
    Shape('"gave approval on Monday to its [withdrawal]"', "pobj/NOUN", above=["*:to", "*[give]"]),
    Shape('"signed a law on its [withdrawal]"', "pobj/NOUN", above=["*:of|on|for", _LAW]),
    Shape('"a law [taking] Chad out of the union"', "acl|relcl/VBG", above=[_LAW]),
    Shape('"an order to [withdraw] from the union"', "acl|relcl/VB", above=[_LAW], has=["aux:to"]),
    Shape('"voted to [leave] the union"', "xcomp|advcl/VB", above=["*/VERB[vote]"]),
)
_DISPUTED = Shapes(
    Shape('"backs its [accession]"', "dobj|nsubjpass/NOUN", above=[_DISPUTING]),
    Shape('"support for its [accession]"', "pobj/NOUN", above=["*:for|to|about|over", "*/NOUN"]),
)
_BARRED = Shapes(
    Shape('"has blocked its [accession]"', "dobj|nsubjpass/NOUN", above=[_BARRING]),
    Shape('"its [accession] failed"', "nsubj/NOUN", above=["*[collapse|fail|falter|founder|stall]"]),
)
_BEGUN = Shapes(
    Shape('"began to [pull] out of the union"', "xcomp|advcl/VB|VBG", above=["*/VERB[begin|start]"]),
    Shape('"began its [withdrawal]"', "dobj/NOUN", above=["*/VERB[begin|start]"]),
)
_OFFER = "dobj|nsubjpass[application|appeal|bid|bill|call|demand|invitation|motion|offer|plan|proposal|request]"
_DECLINING = "*[decline|defeat|deny|drop|rebuff|refuse|reject|shelve|snub|spurn|turn]"
_OWN_PLAN = "dobj|nsubjpass[application|bid|candidacy|decision|plan|request]"
_REVERSING = "*[abandon|cancel|drop|freeze|reverse|scrap|shelve|suspend|withdraw]"
_DECLINED = Shapes(
    Shape('"withdrew its application to [join]"', "acl|relcl/VB", above=[_OWN_PLAN, _REVERSING], has=["aux:to"]),
    Shape('"declined an invitation to [join]"', "acl|relcl/VB", above=[_OFFER, _DECLINING], has=["aux:to"]),
    Shape('"rejected its application for [membership]"', "pobj", above=["*:for|of", _OFFER, _DECLINING]),
)
_WANTED = Shape('"wants to [join] the union"', "xcomp/VB", above=["*[want]"], has=["aux:to"], lacks=["nsubj"])


def set_answer(context: AssignedStatus, trigger: Token) -> None:
    """Negate a step that somebody was asked or has asked for in vain; what he only wants himself is planned."""
    off = resources_of(trigger).off
    if DECLINED not in off and _DECLINED.fits(trigger):
        context.status, context.cue, context.requested = Status.NEGATED, None, False
    elif WANTED not in off and context.requested and _WANTED.fits(trigger):
        context.requested = False
        context.apply("planned", trigger.head)


def set_prospect(context: AssignedStatus, trigger: Token, *, is_momentary: bool) -> None:
    """Make a step planned that is only approved or begun, and negated where what should bring it fails.

    Steps that are `is_momentary` cannot go on: "is leaving the union" is to come.
    """
    off = resources_of(trigger).off
    is_unmade = context.unmade and context.status in _TO_COME  # "its bid to join the union failed"
    ends = {BARRED: _BARRED.fits(trigger), FAILED: is_unmade}
    if any(holds for rule, holds in ends.items() if rule not in off):
        context.status = Status.NEGATED
    elif context.status in _DONE:
        prospects = [prospect for prospect in _PROSPECTS[is_momentary] if prospect[0] not in off]
        fitting = (status for _, shapes, status in prospects if shapes.fits(trigger))
        context.status = next(fitting, context.status)


#: What becomes of a step that is told as done, by rule: one that is done at once, and one that goes on.
_AT_ONCE: tuple[tuple[str, Shape | Shapes, Status], ...] = (
    (APPROVED, _APPROVED, Status.PLANNED),
    (DISPUTED, _DISPUTED, Status.POSSIBLE),
    (BEGUN, _BEGUN, Status.PLANNED),
    (UNDER_WAY, _UNDER_WAY, Status.PLANNED),
)
_LASTING: tuple[tuple[str, Shape | Shapes, Status], ...] = (
    (APPROVED, _APPROVED, Status.PLANNED),
    (BEGUN, _BEGUN, Status.ONGOING),
)
#: The same by whether the step is done at once.
_PROSPECTS = {True: _AT_ONCE, False: _LASTING}

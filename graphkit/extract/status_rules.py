"""Rules of status: the effects of words around an event, and the context that they change.

Values and effects follow FactBank (Sauri and Pustejovsky 2009).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkit.model import Status
from graphkit.nlp.dependencies import lemma, resources_of
from graphkit.nlp.tokens import Token

S = Status
#: What an effect makes of a value: table[effect][value below]; left out: the value stays.
_TABLE: dict[str, dict[Status, Status]] = {
    "negated": {
        S.OCCURRED: S.NEGATED,
        S.ONGOING: S.NEGATED,
        S.PLANNED: S.NEGATED,
        S.ALLEGED: S.NEGATED,
        S.POSSIBLE: S.NEGATED,
        S.NEGATED: S.OCCURRED,
        S.DENIED: S.ALLEGED,
    },
    "denied": dict.fromkeys(S, S.DENIED),
    "alleged": {S.OCCURRED: S.ALLEGED, S.ONGOING: S.ALLEGED},
    "planned": {S.OCCURRED: S.PLANNED, S.ONGOING: S.PLANNED, S.ALLEGED: S.PLANNED},
    "possible": {S.OCCURRED: S.POSSIBLE, S.ONGOING: S.POSSIBLE, S.PLANNED: S.POSSIBLE, S.ALLEGED: S.POSSIBLE},
    "requested": {},
    "ongoing": {S.OCCURRED: S.ONGOING},
    "factive": {},
    "reached": {},
}


RULE_IDS = tuple(f"cue/{effect}" for effect in _TABLE)


@dataclass(slots=True)
class AssignedStatus:
    """Status, the cue that made it, and the token that heads the speaker's phrase."""

    status: Status
    cue: str | None = None
    speaker: Token | None = None
    requested: bool = False  # somebody only asks for it: no fact
    unmade: bool = False  # it is said to end: an agreement that collapses is not made by that
    threat: Token | None = None  # the word by which somebody says that it may be done
    refused: bool = False  # it did not happen because its actor would not
    is_under_way: bool = False  # it is what a journey is for that has begun: "flew to Lima on Monday for talks"
    passed: list[Token] = field(default_factory=list)  # the words on the way up, so far

    def apply(self, effect: str | None, token: Token) -> None:
        """Change the value as the effect of a word says and keep the word that changed it."""
        if effect is None or f"cue/{effect}" in resources_of(token).off:
            return
        if effect == "requested" and self.status is not S.DENIED:
            self.requested = True
        changed = _TABLE.get(effect, {}).get(self.status)
        if changed is None or changed is self.status:
            return
        verbs = resources_of(token).verbs
        self.status = changed
        self.cue = token.lower_
        self.threat = token if lemma(token) in verbs.threatening else None
        self.refused = changed is S.NEGATED and lemma(token) in verbs.refusing

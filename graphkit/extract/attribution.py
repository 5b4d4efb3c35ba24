"""Attribute events to speakers, by the words of the text."""

from __future__ import annotations

from itertools import takewhile
from operator import attrgetter

from graphkit.extract.choices import first_found
from graphkit.extract.fillers import heads_of
from graphkit.extract.subjects import subject_of
from graphkit.nlp.dependencies import comma_before, first_child, mark_between, resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, first_on_path, fits, path, paths

#: How many governors up a verb of speech is looked for.
_DEPTH = 12
#: How many governors up a clause may be reported in the past.
_PAST_DEPTH = 4
#: Clauses that a verb of speech reports.
_UNDER_SPEECH = frozenset({"ccomp", "conj", "xcomp", "relcl", "advcl"})
_REPORTED = frozenset({"ccomp", "parataxis", "xcomp", "acl", "pcomp"})
_SPEECH = "*{speech}"
_SAYING = Shape('"said"', _SPEECH, lacks=["neg"])
_CHARGE = Shape('"X accuses Y of [backing] rebels"', "pcomp", above=["*", "*/VERB{charging}"])
_DESIGN = Shape('"accused Mali of planning to [attack]"', "advcl|xcomp/VB", above=["*/VERB{charging}"], has=["aux:to"])
_BLAME = Shape('"X blames Y for a [raid]"', "pobj/NOUN", above=["*:for|of|over", "*/VERB[accuse|blame|suspect]"])
_CLAIMED = Shapes(
    Shape('"Mali\'s claim that it [lied]"', "acl|relcl|ccomp", above=["*{charges|uttered}"], has=["mark:that"]),
    Shape('"denied plans to [send] arms"', "acl|relcl/VERB|AUX", above=["*/NOUN", "*/VERB[deny]"]),
)
#: The ways from a claim to whose it is.
_CLAIMANTS = (("poss",), ("prep|agent:by|from", "pobj"), ("<compound|nmod|amod/NNP|JJ=GPE|NORP|PERSON|ORG",))
_DENIED = Shape('"denied [plans] to send arms"', "dobj", above=["*/VERB[deny]"])
_PAST_REPORT = Shape('"said that it [left]"', "ccomp", above=["*/VBD|VBN{speech}"])
_CLOSING = Shape('"fled, the army [said]"', "relcl|acl/VBD|VBZ{quoting}", lacks=["ccomp|dobj|mark|nsubjpass"])
_RELAYING = Shape('"quoted a minister as [saying]"', "pcomp/VBG", above=["*:as", "*/VERB[cite|quote]"])
_RELAYED = Shapes(
    Shape('"citing [Ana Silva]"', "*/PROPN=!ORG|DATE"),
    Shape('"citing a Danish [official]"', "*{officials|spokesmen|envoys}", has=["amod|compound|poss"]),
)
_above = attrgetter("head.head")
_QUOTE_MARKS = Shapes(Shape("a quotation mark", '*:"'), Shape("what the tagger takes for one", "*/``|''"))


ACCORDING, CLAIM, CLOSING = "speaker/according", "speaker/claim", "speaker/closing"
RELAY = "speaker/relay"
RULE_IDS = (ACCORDING, CLAIM, CLOSING, RELAY)


def speaker_of(node: Token) -> Token | None:
    """Return the head of the phrase that names who says what `node` heads; None where the article itself says it."""
    *clauses, root = _read_way_up(node)
    for clause in clauses:
        speaker = _source(clause) or _reporter(clause)
        if speaker is not None:
            return speaker
    return _source(root) or _quoter(root, node) or _closer(node)


def _read_way_up(node: Token) -> list[Token]:
    """Return a word and those above it, up to the root or to a semicolon, behind which is a clause of its own."""
    way = [node]
    for above in node.ancestors[:_DEPTH]:
        if mark_between(way[-1], above, ";"):
            break
        way.append(above)
    return way


def _source(token: Token) -> Token | None:
    """Return the source in "according to the ministry"."""
    if ACCORDING in resources_of(token).off:
        return None
    return first_on_path(token, "*:according", "*:to", "pobj")


def _reporter(clause: Token) -> Token | None:
    """Return who says or alleges a clause in the clause above: "X said that", "X accused Y of"."""
    if _CLAIMED.fits(clause):
        claimant = _claimant(clause.head)
        if claimant is not None:
            return claimant
    if _BLAME.fits(clause):
        return sayer_of(clause.head.head)
    if _DESIGN.fits(clause) and path(clause.head, "prep:of", "pcomp"):
        return sayer_of(clause.head)
    verb = clause.head.head if _CHARGE.fits(clause) else clause.head
    if clause.dep_ not in _REPORTED:
        return None
    return sayer_of(verb) if _SAYING.fits(verb) else None


def _claimant(claim: Token) -> Token | None:
    """Return whose claim it is, or who denies it: "a statement by Mali that", "denied plans to"."""
    if CLAIM in resources_of(claim).off:
        return None
    owner = first_found(first_on_path(claim, *way) for way in _CLAIMANTS)
    if owner is not None:
        return owner
    return sayer_of(claim.head) if _DENIED.fits(claim) else None


def _quoter(root: Token, node: Token) -> Token | None:
    """Return who says it where the quotation is the root: "..., X said"."""
    verbs = path(root, "parataxis|ccomp{quoting}")
    inserted = [verb for verb in verbs if _is_inserted(verb, root)]
    quoting = inserted + [verb for verb in verbs if verb.i > node.i or _is_between_quotes(verb)]
    speakers = map(sayer_of, quoting)
    return first_found(speakers)


def _closer(node: Token) -> Token | None:
    """Return who says it where the end of the sentence, ", the army said", is hung on a noun before it."""
    if CLOSING in resources_of(node).off:
        return None
    verbs = [verb for verb in _CLOSING.pick(node.sent) if verb.i > node.i]
    speakers = [first_on_path(verb, "<nsubj/!WP|WDT") for verb in verbs]
    closing = [speaker for speaker in speakers if speaker is not None and comma_before(speaker) is not None]
    return first_found(closing)


def is_speech(token: Token) -> bool:
    """Return whether a word introduces what somebody says."""
    return fits(token, _SPEECH)


def is_under_past_speech(verb: Token) -> bool:
    """Return whether a clause is what somebody said in the past: "would" in it is a plan."""
    way = [verb, *verb.ancestors][:_PAST_DEPTH]
    clauses = takewhile(lambda clause: clause.dep_ in _UNDER_SPEECH, way)
    return any(map(_PAST_REPORT.fits, clauses))


def sayer_of(verb: Token) -> Token | None:
    """Return who speaks by a verb of speech, or whose words it relays: "quoted a minister as saying"."""
    speakers = [*_find_relayed(verb), *heads_of(subject_of(verb))]
    return first_found(speakers)


def _find_relayed(verb: Token) -> list[Token]:
    """Return whose words a verb of speech relays: "TASS reported, citing a Danish official"."""
    if RELAY in resources_of(verb).off:
        return []
    quoting = [*map(_above, filter(_RELAYING.fits, [verb])), *path(verb, "advcl/VBG[cite|quote]")]
    sources = paths(quoting, "dobj")
    return list(filter(_RELAYED.fits, sources))


def _is_inserted(verb: Token, root: Token) -> bool:
    """Return whether a verb of speech stands between a subject and its verb: "Chad, the king said, has left"."""
    subject = first_child(root, "nsubj", "nsubjpass") or verb
    return subject.i < verb.left_edge.i < root.i


def _is_between_quotes(verb: Token) -> bool:
    """Return whether a verb of speech splits a quotation, as "she said" between two quoted parts does."""
    marks = [token.i for token in verb.sent if _QUOTE_MARKS.fits(token)]
    if not marks:
        return False
    return marks[0] < verb.i < marks[-1]

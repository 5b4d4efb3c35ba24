"""Lexicon rows against the tree: which row, if any, a word of the text triggers, and with which arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, islice, product

from graphkit.extract.argument_resolver import Argument, ArgumentResolver
from graphkit.extract.arguments import object_of
from graphkit.extract.conditions import fits_verb, has_preposition, is_hindered, objects_asked
from graphkit.extract.prepositions import is_time, prep_of
from graphkit.extract.slots import Site, find_slot, support_of
from graphkit.extract.subjects import owner_of, prefixed_agent
from graphkit.model import Kind
from graphkit.nlp.dependencies import (
    examples_of,
    head_phrases,
    lemma,
    resources_of,
    token_at,
    word_at,
)
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.resources.lexicon.lexicon import Row

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_PAIRS_AT_MOST = 10
#: Slots of a place where something is done, not of what it is done to.
_IN_PLACES = frozenset({"in", "inside"})
#: Slots all of whose fillers take part on a par.
_SHARED_SLOTS = frozenset({"between", "by", "owner"})


@dataclass(frozen=True, slots=True)
class Match:
    """A row that fits at a trigger, with one pair of arguments."""

    row: Row
    trigger: Token
    support: Token | None
    s: Argument
    o: Argument


class Matcher:
    """Matches the lexicon against one annotated article."""

    def __init__(self, annotated: Annotated, speakers: Mapping[int, Token] | None = None) -> None:
        self.lexicon, self.annotated = annotated.resources.lexicon, annotated
        self.resolver = ArgumentResolver(annotated, speakers or {})
        self.predicates = annotated.resources.vocabulary.predicates

    def find(self) -> Iterator[Match]:
        """Find all matches, verbs before other triggers; a word that a better row has used triggers nothing else."""
        used: set[int] = set()
        names = self.annotated.names
        for token in sorted(self.annotated.doc, key=lambda t: (t.pos_ not in ("VERB", "AUX"), t.i)):
            pos = _POS.get(token.pos_)
            if pos is None or token.i in used or is_time(token):
                continue
            if pos == "noun" and token.i in names and names[token.i].entry:
                continue
            for row in self._rows(pos, token):
                found = self._match(row, token)
                if found:
                    yield from found
                    for also in row.also:
                        yield from self._match(also, token)
                    if row.object:
                        used.update(head.i for head in objects_asked(row, token))
                    break

    def triggers(self) -> Iterator[tuple[Token, list[Row]]]:
        """Yield every word of the text that is a trigger, with its rows, whether they fit or not."""
        for token in self.annotated.doc:
            pos = _POS.get(token.pos_)
            rows = self._rows(pos, token) if pos is not None and not is_time(token) else []
            if rows:
                yield token, rows

    def diagnose(self, row: Row, trigger: Token) -> tuple[int, str]:
        """Tell how far a row got at a trigger (0 to 4) and what stopped it, for those who extend the lexicon."""
        site = self._site(row, trigger)
        if site is None:
            return 0, "what it asks for (particle, object, preposition, clause, carrying verb or voice) is not there"
        if row.unless and is_hindered(row, site):
            return 1, f"a word stands there that it excludes ({', '.join(sorted(row.unless))})"
        if not self.resolver.subjects(row, site) and not self.predicates[row.predicate].symmetric:
            return 2, f"no subject that it allows in {', '.join(row.s)}"
        if not self.resolver.objects(row, site):
            return 3, f"no object that it allows in {', '.join(row.o)}"
        return 4, "it fits, but another row was used, somebody only asks for it, or its actors were named otherwise"

    def _rows(self, pos: str, token: Token) -> list[Row]:
        """List the rows of a word, the longer reading first: "phone call" before "call", "cease-fire" before "fire"."""
        keys = [*reversed(head_phrases(token))] if pos == "noun" else [lemma(token)]
        if _is_hyphened(token) and not prefixed_agent(token):
            prefix = word_at(token, -2)
            keys = [f"{prefix}-{lemma(token)}", f"{prefix}{lemma(token)}"]
        rows = [row for key in keys for row in self.lexicon.rows_for(pos, key)]
        if not rows and pos == "adj" and token.tag_ in ("VBN", "VBG"):
            rows = list(self.lexicon.rows_for("verb", keys[-1]))
        return rows

    def _match(self, row: Row, trigger: Token) -> list[Match]:
        """Return the pairs of arguments that a row finds at a trigger; empty where it does not fit."""
        site = self._site(row, trigger)
        if site is None or (row.unless and is_hindered(row, site)):
            return []
        s = self.resolver.subjects(row, site)
        if not s and not self.predicates[row.predicate].symmetric:
            return []
        pairs = self._pair(row, site, s, self.resolver.objects(row, site))
        pairs = [_told_apart(a, self._state_hit(row, a, b)) for a, b in pairs]
        return [Match(row, trigger, site.support, a, b) for a, b in pairs if a.mention.name != b.mention.name]

    def _pair(self, row: Row, site: Site, s: list[Argument], o: list[Argument]) -> list[tuple[Argument, Argument]]:
        """Pair subjects with objects: each with each, or among themselves for "each other" and symmetric predicates."""
        predicate = self.predicates[row.predicate]
        if any(_is_reciprocal(f.head) for slot in row.o for f in find_slot(slot, site)):
            one_sided = "one_sided" in predicate.traits  # who greet each other are no hosts
            return [] if one_sided else list(product(s, s))
        if predicate.symmetric:
            return _pairs(s, o, together=site.support is None or lemma(site.support) not in _JOINING)
        if _is_of_themselves(s, o):
            return []
        return [(a, b) for a, b in product(s, o) if a.head != b.head]

    def _state_hit(self, row: Row, s: Argument, o: Argument) -> Argument:
        """Return the state in whose town another state's force is told: "a Malian bombing in Niamey"."""
        gazetteer = self.annotated.resources.gazetteer
        place, own = o.mention.entry, s.mention.entry
        if o.slot not in _IN_PLACES or row.predicate not in self.annotated.resources.groups.harming:
            return o
        if place is None or own is None or o.mention.kind is not Kind.PLACE:
            return o
        state = gazetteer.state_of(place)
        if state is None or state == gazetteer.state_of(own):
            return o
        entry = gazetteer.entries[state]
        return replace(o, mention=replace(o.mention, name=entry.name, kind=entry.kind, entry=state, reason="within"))

    def _carries_on(self, clause: Token) -> bool:
        """Return whether a clause below an object tells more of it: "lifted the duty [imposed] on Chad"."""
        return clause.dep_ in ("acl", "relcl") and lemma(clause) in self.lexicon.support_verbs

    def _site(self, row: Row, trigger: Token) -> Site | None:
        """Return where the row's arguments are looked for; None where what it asks for does not stand there."""
        site = self._bare_site(row, trigger)
        if site is None or not row.prep:
            return site
        if not has_preposition([trigger, *site.carriers], row):
            return None
        further = [f.head for f in prep_of(trigger, [], (row.prep,))]  # "called for sanctions against Chad"
        return replace(site, carriers=[*site.carriers, *further])

    def _bare_site(self, row: Row, trigger: Token) -> Site | None:
        """Return the same by the kind of trigger, the preposition aside."""
        if row.pos == "noun":
            return self._noun_site(row, trigger)
        if row.pos == "adj":
            return Site(trigger, None, [trigger.head] if trigger.head.pos_ in ("VERB", "AUX") else [])
        if not fits_verb(row, trigger):
            return None
        objects = [f.head for f in object_of(trigger)]
        return Site(trigger, None, objects + [c for noun in objects for c in noun.children if self._carries_on(c)])

    def _noun_site(self, row: Row, noun: Token) -> Site | None:
        if row.after and not (noun.dep_ == "pobj" and noun.head.lower_ in row.after):
            return None
        support = support_of(noun, self.lexicon.support_verbs | row.light)
        if row.light and (support is None or lemma(support) not in row.light):
            return None
        return Site(noun, support, [support] if support is not None else [])


def _is_of_themselves(s: list[Argument], o: list[Argument]) -> bool:
    """Tell whether several subjects are the object as well, so that none does it to another."""
    own = {a.mention.name for a in s}
    if len(own) < 2:
        return False
    if any(b.mention.name in own and b.mention.reason == "within" for b in o):
        return True  # "A and B spoke of their conflict": neither to the other
    return own == {b.mention.name for b in o if b.mention.by_pronoun}  # "they wanted them to go": not each the other


def _told_apart(s: Argument, o: Argument) -> tuple[Argument, Argument]:
    """Keep "the authorities" of the state on the other side as such: "a Malian leader gave himself up to them"."""
    if s.mention.name != o.mention.name:
        return s, o
    if o.described is not None:  # "Turkish police arrested Turkish reporters"
        return s, replace(o, mention=o.described)
    plain = resources_of(s.head).nouns.of_every_state

    def described(argument: Argument) -> Argument:
        if argument.mention.reason != "agent of state" or argument.head.lower_ not in plain or owner_of(argument.head):
            return argument
        mention = replace(argument.mention, name=argument.head.text, kind=Kind.GROUP, entry=None, reason="description")
        return replace(argument, mention=mention)

    return described(s), described(o)


def _is_hyphened(token: Token) -> bool:
    """Return whether a word is the second half of one: "fire" in "cease-fire"."""
    hyphen, before = token_at(token, -1), token_at(token, -2)
    if hyphen is None or before is None:
        return False
    return hyphen.text == "-" and not hyphen.whitespace_ and not before.whitespace_


#: Verbs whose subjects come to an occasion; that they meet each other there is not said.
_JOINING = frozenset({"attend", "join"})


def _pairs(s: list[Argument], o: list[Argument], *, together: bool) -> list[tuple[Argument, Argument]]:
    """Pair the sides of symmetric predicates: across the slots, or within one where the other adds nothing.

    Those with whom somebody meets do not meet each other; those between whom it happens do, and those who act
    `together`.
    """
    names = {a.mention.name for a in s}
    others = [b for b in o if b.mention.name not in names]
    if s and others:
        return list(islice(product(s, others), _PAIRS_AT_MOST))
    among = o if len(o) > len(s) and all(b.slot in _SHARED_SLOTS for b in o) else s if together else []
    pairs = (pair for pair in combinations(among, 2) if not _is_member(*pair))
    return list(islice(pairs, _PAIRS_AT_MOST))


def _is_member(group: Argument, member: Argument) -> bool:
    """Return whether one of two only names who is in the other: "officials, including the premier, met"."""
    return member.head in examples_of(group.head)


def _is_reciprocal(token: Token) -> bool:
    """Tell whether words are "each other" or "one another"."""
    around = token.doc[max(0, token.i - 1) : token.i + 2].text.lower()
    return "each other" in around or "one another" in around

"""Pair who does it with whom it is done to: each with each, or among themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import combinations, islice, product

from graphkit.extract.argument import Argument
from graphkit.extract.choices import collect
from graphkit.extract.fillers import Filler, heads_of
from graphkit.extract.mentions import is_described, stand_in_entry
from graphkit.extract.slots import TriggerSite, find_slot
from graphkit.extract.subjects import owner_of
from graphkit.model import Kind
from graphkit.nlp.dependencies import examples_of, lemma, resources_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape
from graphkit.resources.lexicon.row import Row
from graphkit.resources.resources import Resources

Pair = tuple[Argument, Argument]
_PAIRS_AT_MOST = 10
#: Slots of a place where harm is done, or which is harmed: it is done to the state of the place.
_HIT_PLACES = frozenset({"in", "inside", "object"})
#: Slots all of whose fillers take part on a par.
_SHARED_SLOTS = frozenset({"between", "by", "owner"})
#: Verbs whose subjects come to an occasion; that they meet each other there is not said.
_RECIPROCAL = ("each other", "one another")
_SPEAKING = Shape('"[Speaking] in Lima, they urged"', "advcl/VBG[speak|talk]")
_THEIR_BORDER = Shape('"along their [border]"', "*[border|frontier|boundary]", lacks=["prep"])
_JOINING = frozenset({"attend", "join"})


class Pairing:
    """Pairs the arguments of rows with some resources."""

    def __init__(self, resources: Resources) -> None:
        self.gazetteer, self.groups = resources.gazetteer, resources.groups
        self.predicates = resources.vocabulary.predicates

    def pair(self, row: Row, site: TriggerSite, s: list[Argument], o: list[Argument]) -> list[Pair]:
        """Pair subjects with objects of a row; no pair is one actor with itself."""
        pairs = []
        for a, b in self._match_sides(row, site, s, o):
            hit = self._find_state_hit(row, a, b)
            subject, object_ = tell_apart(a, hit)
            if subject.mention.name != object_.mention.name:
                pairs.append((subject, object_))
        return pairs

    def _match_sides(self, row: Row, site: TriggerSite, s: list[Argument], o: list[Argument]) -> Iterable[Pair]:
        """Match each with each, or those of one side for "each other" and symmetric predicates."""
        predicate = self.predicates[row.predicate]
        fillers = collect(partial(find_slot, site=site), row.o)
        if predicate.symmetric:
            together = site.support is None or lemma(site.support) not in _JOINING
            if _SPEAKING.fits(site.trigger) or _names_another(row, fillers, o):
                together = False  # "Speaking in Lima, Chad and Mali urged": not with each other
            return _match_symmetric(s, o, together=together)
        if any(map(_is_reciprocal, heads_of(fillers))):
            hosts = s if "one_sided" not in predicate.traits else []  # who greet each other are no hosts
            return product(hosts, hosts)
        if row.predicate in self.groups.bordering and _are_along_border(s, o):
            return product(s, s)
        if _is_of_themselves(s, o):
            return ()
        return ((a, b) for a, b in product(s, o) if a.head != b.head or a.slot == b.slot == "subject")

    def _find_state_hit(self, row: Row, s: Argument, o: Argument) -> Argument:
        """Return the state in whose town another's force is told: "a Malian bombing in Niamey", "shelled Niamey"."""
        placing = self.groups.reaching | self.groups.harming if o.slot in _HIT_PLACES else self.groups.reaching
        if row.predicate not in placing:
            return o
        if o.mention.kind is not Kind.PLACE:
            return o
        if s.mention.entry is None:
            return o
        attacker = self.gazetteer.entries[s.mention.entry]
        own = None if attacker.category == "armed_group" else self.gazetteer.state_of(attacker.id)
        state = self.gazetteer.state_of(o.mention.entry or "")
        if state in (None, own):
            return o
        place = self.gazetteer.entries[o.mention.entry or ""]
        if (o.slot, place.category) == ("object", "territory"):
            return o  # "attacked Guam"
        entry = self.gazetteer.entries[state]
        return replace(o, mention=stand_in_entry(o.mention, entry, "within"))


def _names_another(row: Row, fillers: list[Filler], o: list[Argument]) -> bool:
    """Tell whether the preposition of a row leads to what it does not allow: "Chad and Mali called on Oman"."""
    return row.prep not in (None, "with") and row.prep in row.o and bool(fillers) and not o


def _match_symmetric(s: list[Argument], o: list[Argument], *, together: bool) -> Iterable[Pair]:
    """Pair the sides of symmetric predicates: across the slots, or within one where the other adds nothing.

    Those with whom somebody meets do not meet each other; those between whom it happens do, and those who act
    `together`.
    """
    names = {a.mention.name for a in s}
    others = [b for b in o if b.mention.name not in names]
    if s and others:
        return islice(product(s, others), _PAIRS_AT_MOST)
    among = s if together else []
    slots = {b.slot for b in o}
    if len(o) > len(s) and slots <= _SHARED_SLOTS:
        among = o
    pairs = combinations(among, 2)
    apart = (pair for pair in pairs if not _is_member(*pair))
    return islice(apart, _PAIRS_AT_MOST)


def _is_member(group: Argument, member: Argument) -> bool:
    """Return whether one of two only names who is in the other: "officials, including the premier, met"."""
    return member.head in examples_of(group.head)


def _is_their_border(argument: Argument) -> bool:
    """Tell whether it is the border of those who act: "both sides massed troops along [their border]"."""
    return is_described(argument.mention) and _THEIR_BORDER.fits(argument.head)


def _are_along_border(s: list[Argument], o: list[Argument]) -> bool:
    """Tell whether two act along a border that is theirs."""
    if len(s) != 2:
        return False
    return bool(o) and all(map(_is_their_border, o))


def _is_reciprocal(token: Token) -> bool:
    """Tell whether words are "each other" or "one another"."""
    around = token.doc[max(0, token.i - 1) : token.i + 2].text.lower()
    return any(words in around for words in _RECIPROCAL)


def _is_of_themselves(s: list[Argument], o: list[Argument]) -> bool:
    """Tell whether several subjects are the object as well, so that none does it to another."""
    own = {a.mention.name for a in s}
    if len(own) < 2:
        return False
    within = {b.mention.name for b in o if b.mention.reason == "within"}
    if own & within:
        return True  # "A and B spoke of their conflict": neither to the other
    by_pronoun = {b.mention.name for b in o if b.mention.by_pronoun}
    return own == by_pronoun  # "they wanted them to go": not each the other


def tell_apart(s: Argument, o: Argument) -> Pair:
    """Keep "the authorities" of the state on the other side as such: "a Malian leader gave himself up to them"."""
    if s.mention.name != o.mention.name:
        return s, o
    if o.described is not None:  # "Turkish police arrested Turkish reporters"
        return s, replace(o, mention=o.described)
    return _describe_agent(s), _describe_agent(o)


def _describe_agent(argument: Argument) -> Argument:
    head, mention = argument.head, argument.mention
    is_plain = head.lower_ in resources_of(head).nouns.of_every_state
    if mention.reason != "agent of state":
        return argument
    if owner_of(head) or not is_plain:
        return argument
    agents = replace(mention, name=head.text, kind=Kind.GROUP, entry=None, reason="description")
    return replace(argument, mention=agents)

"""Read the places that phrases name: "in Lima", "near the town of Tine", "Herat province", "at a summit there"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import takewhile

from graphkit.extract.choices import collect, first_found, known
from graphkit.extract.mentions import ACTORS, is_described, of_kinds
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import behind, preps, span_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, compile_pattern, fits, path, paths

PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside"})
#: Further ones where force is used or weapons are tested.
OF_FORCE = PREPOSITIONS | {"off", "into", "around", "along", "on"}
OF_LAUNCHES = PREPOSITIONS | {"off", "into", "over", "from"}
_PLACES = frozenset({Kind.PLACE, Kind.STATE})
#: What stands for a place behind "on", and behind other prepositions.
_PLACES_ON, _ANY_PLACES = frozenset({Kind.PLACE}), frozenset(Kind)
_OWNERS = frozenset({Kind.GROUP, Kind.ORGANIZATION, Kind.PERSON})
#: Behind them is an occasion in whose place it happened.
_FRAMING = frozenset({"at", "on"})
#: What a deep search goes through: "positions of the army near Kidal".
_INNER = ("of", "on", "at", "in", "against", "with", "for", "to")
_DEPTH = 3
_LOCALITY = Shape('"the border [town] of Tine"', "*{localities}", has=["prep:of pobj/NNP"])
_INSTALLATION = "*{installations}"
_PROVINCE = Shape('"Herat [province]"', "*{localities}", has=["<compound/NNP"])
_TERRITORY = Shape('"Kenyan [soil]"', "*[territory|soil|airspace|water|waters]", has=["<amod|poss|compound"])
_EDGE = Shape('"the [outskirts] of Lima"', "*{place_parts}", has=["prep:of"])
_IN_NAME = compile_pattern("compound|nmod/NNP|HYPH")
_UNKNOWN = Shape('a name that nobody knows: "in Tamanrasset"', "pobj/NNP=!DATE|TIME|PERSON", lacks=["det|poss|prep"])


class PlacePhrases:
    """Reads the places that the phrases of one article name."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.names = annotated, annotated.names

    def find_on(self, base: Token, prepositions: Collection[str] = PREPOSITIONS) -> Mention | None:
        """Return the place in the first phrase on a word that names one."""
        for word, inner in preps(base):
            place = self._find_in(inner, word, prepositions)
            if place is not None:
                return place
        return None

    def find_within(self, head: Token, prepositions: Collection[str]) -> Mention | None:
        """Return the narrowest place in the phrases on a word or within them: "a raid on a town in Mali near Kidal"."""
        places = self._list_within(head, prepositions, _DEPTH)
        towns = of_kinds(places, (Kind.PLACE,))
        return first_found([*towns, *places])

    def _list_within(self, head: Token, prepositions: Collection[str], depth: int) -> list[Mention]:
        places = known([self._locality(head), self.find_on(head, prepositions)])
        if depth == 0:
            return places
        for inner in behind(head, *_INNER):
            places += self._list_within(inner, prepositions, depth - 1)
        return places

    def _find_in(self, head: Token, preposition: str, prepositions: Collection[str]) -> Mention | None:
        """Return a named place, or that of an occasion: "at a summit in Lima", "on the sidelines of a summit there"."""
        kinds = _PLACES_ON if preposition == "on" else _ANY_PLACES  # "an attack on Chad" is no place
        named = [self.find_named(head, is_placing=True)] if preposition in prepositions else []
        place = first_found(of_kinds(named, kinds))
        if place is not None:
            return place
        is_around = preposition in _FRAMING or self.is_occasion(head)
        if not is_around and not self._is_site(head, preposition):
            return None
        placing = behind(head, *PREPOSITIONS)
        inner_occasions = list(filter(self.is_occasion, behind(head, "of")))
        place = first_found(map(self.find_named, placing))
        return place or first_found(self._find_in(inner, "at", prepositions) for inner in inner_occasions)

    def _is_site(self, head: Token, preposition: str) -> bool:
        """Return whether a phrase says where without a name: "at a base in Kidal"."""
        if head.i in self.names:
            return False
        return preposition in PREPOSITIONS and not self._is_actor(head)

    def is_occasion(self, head: Token) -> bool:
        """Return whether a word is an occasion at which people meet."""
        mention = self.annotated.mention(head)
        return bool(of_kinds([mention], (Kind.OCCASION,)))

    def _is_actor(self, head: Token) -> bool:
        """Return whether a phrase stands for somebody: where those stand need not be where it happened."""
        return bool(of_kinds(self.annotated.meant(head.i), ACTORS))

    def find_named(self, head: Token, *, is_placing: bool = False) -> Mention | None:
        """Return the place that a phrase names.

        With `is_placing`, a name behind the preposition that nobody knows is a place, too.
        """
        ways = (self._seat, self._name, self._locality, self._province, self._territory, self._edge, self._meant)
        place = first_found(way(head) for way in ways)
        if place is not None:
            return place
        return self._unknown(head) if is_placing else None

    def _seat(self, head: Token) -> Mention | None:
        """Return a palace as itself, which elsewhere stands for its state: "at the Kremlin"."""
        name = self.names.get(head.i)
        mention = self.annotated.mention(head)
        if name is None or mention is None:
            return None
        is_seat = name.use == "seat" and mention.kind is not Kind.PLACE
        if not is_seat:
            return None
        words = self.annotated.doc[name.start : name.end].text.removeprefix("the ")
        return replace(mention, name=words, kind=Kind.PLACE, entry=None, reason="seat")

    def _name(self, head: Token) -> Mention | None:
        """Return the place that the head names, a word before it, or an apposition."""
        heads = [head, *path(head, "appos")]
        named = [word for word in heads if word.i in self.names]
        places = [place for place in of_kinds(map(self.annotated.mention, named), _PLACES) if not is_described(place)]
        if places:
            return self._town_before(head, places[0]) or places[0]
        before = {modifier.i for modifier in path(head, "<compound")}
        if before.isdisjoint(self.names):
            return None
        called = of_kinds([self.annotated.mention(head)], (Kind.PLACE,))
        return first_found(place for place in called if not is_described(place))

    def _town_before(self, head: Token, place: Mention) -> Mention | None:
        """Return the town right before the name of its state: "in Muscat Oman"."""
        if place.kind is not Kind.STATE:
            return None
        return self.name_before(head)

    def name_before(self, head: Token) -> Mention | None:
        """Return the place whose name stands before a noun: "the Lima conference"."""
        for name in self.annotated.names_at(path(head, "<compound|nmod")):
            if name.kind is Kind.PLACE:
                span, words = (
                    span_of(self.annotated.doc, name.start, name.end),
                    self.annotated.doc[name.start : name.end],
                )
                return Mention(span, words.text, name.name, name.kind, name.entry, name.label, name.reason)
        return None

    def _locality(self, head: Token) -> Mention | None:
        """Return the name behind "the town of", whatever it was taken for."""
        if not _LOCALITY.fits(head):
            return None
        named = paths([head], "prep:of", "pobj/NNP")
        place, name = self._name(named[0]), self.names.get(named[0].i)
        if place is not None:
            return place
        is_body = name is not None and (name.entry is not None or name.kind in _OWNERS)
        if is_body and fits(head, _INSTALLATION):
            return None  # "a camp of Hamas"
        return self._make(named[0], self._start_of(named[0]))

    def _province(self, head: Token) -> Mention | None:
        """Return a province under its whole name: "Herat province"."""
        if not _PROVINCE.fits(head):
            return None
        first = self._start_of(head)
        names = self.annotated.names_at(self.annotated.doc.tokens[first : head.i])
        kinds = {name.kind for name in names}
        return None if Kind.STATE in kinds else self._make(head, first)

    def _territory(self, head: Token) -> Mention | None:
        """Return the state of "Kenyan soil" and "its territory"."""
        if not _TERRITORY.fits(head):
            return None
        owners = path(head, "<amod|poss|compound")
        meant = collect(self.annotated.meant, [owner.i for owner in owners])
        modifiers = map(self.annotated.modifier, owners)
        return first_found(of_kinds([*modifiers, *meant], (Kind.STATE,)))

    def _edge(self, head: Token) -> Mention | None:
        """Return the place at whose edge or in whose middle something is: "the outskirts of Lima"."""
        return first_found(map(self.find_named, behind(head, "of"))) if _EDGE.fits(head) else None

    def _meant(self, head: Token) -> Mention | None:
        """Return the place that words without a name stand for: "the Chilean capital", "the city"."""
        if head.i in self.names:
            return None
        if head.pos_ != "NOUN":
            return None
        places = of_kinds([self.annotated.mention(head)], (Kind.PLACE,))
        return first_found(place for place in places if not is_described(place))

    def _unknown(self, head: Token) -> Mention | None:
        things = of_kinds([self.annotated.mention(head)], (Kind.THING,))
        unknown = [thing for thing in things if thing.entry is None]
        is_name = bool(unknown) and _UNKNOWN.fits(head)
        return self._make(head, self._start_of(head)) if is_name else None

    def _start_of(self, head: Token) -> int:
        """Return where a name begins, by the names and capitals right before its last word."""
        backwards = map(self.annotated.doc.tokens.__getitem__, reversed(range(head.i)))
        inside = takewhile(_IN_NAME.fits, backwards)
        before = list(takewhile(lambda word: word.head.i <= head.i, inside))
        return head.i - len(before)

    def _make(self, head: Token, start: int) -> Mention:
        """Return the words from a start to a head as a place."""
        words = self.annotated.doc[start : head.i + 1].text
        return Mention(span_of(self.annotated.doc, start, head.i + 1), words, words, Kind.PLACE, reason="place name")

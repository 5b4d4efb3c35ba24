"""Name the victim of a deed by who complains of it: "Mali accused Chad of shelling towns" tells a deed against Mali.

Where the words of a deed name nobody who suffers it, or only things and people without a name, it is against whoever
complains, if these are his own, if he protests, or if the two are at odds anyway; never where they are somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import partial

from graphkit.extract.argument import Argument
from graphkit.extract.authors import AuthorFinder
from graphkit.extract.choices import collect, only_one
from graphkit.extract.mentions import is_described, names_of, stand_in, stand_in_entry, states_served
from graphkit.extract.noun_classes import is_among
from graphkit.extract.slots import TriggerSite
from graphkit.extract.triggers import Match, Matcher
from graphkit.model import Kind, Mention
from graphkit.nlp.document import Annotated, Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, has_path, paths, pick
from graphkit.resources.lexicon.row import Row

COMPLAINANT = "victim/complainant"
RULE_IDS = (COMPLAINANT,)
#: From the verb of a complaint, and from what carries it, to what it is about: "accused it of [shelling]".
_ABOUT = ("prep:of|over|for|about|at", "pobj|pcomp")
_SAID = ">ccomp"
_AFTER = Shape('"protested after ships [entered] its waters"', "advcl/VERB", has=["mark|advmod:after|when"])
_CARRIERS = "dobj|conj/VERB"
#: From the words of a deed to others that tell it: "a strike which [killed] two", "what it said was a [violation]".
_FURTHER = "conj|relcl|acl|attr|ccomp|xcomp"
_DEPTH = 3
_WITHIN_FACTOR = 0.9
#: Whoever complains of what is done to them complains of his own.
_SERVING = frozenset({"@state_agent", "border", "border post", "border guard", "officer", "citizen", "national"})
_NEIGHBOURING = "amod|compound:neighbouring|neighboring"
_NAMELESS_KINDS = frozenset({Kind.THING, Kind.GROUP, Kind.PLACE})
_AGAIN = Shape('"over the [arrests]"', "pobj/NOUN", has=["det:the|these|those|this|that"], lacks=["prep|relcl|acl"])
_NAMED = "compound/PROPN"
_OF_OTHERS = "*{own_cause|armed|no_victim}"


class _Owned(IntEnum):
    """The owner of the people and things to whom a deed is done, by the words that tell it."""

    BY_OTHERS, UNSAID, BY_COMPLAINANT = range(3)


#: By predicate, what must be said of whose they are: where nothing else sets the two at odds, and where it does.
_NEEDED: dict[str, tuple[_Owned, _Owned]] = {
    "protests_against": (_Owned.UNSAID, _Owned.UNSAID),
    "accuses": (_Owned.BY_COMPLAINANT, _Owned.UNSAID),
    "condemns": (_Owned.BY_COMPLAINANT, _Owned.BY_COMPLAINANT),
}


def name_victims(matches: Iterable[Match], matcher: Matcher, annotated: Annotated) -> list[Match]:
    """Return the matches, whoever complains of a deed as its victim, and the deeds that only a complaint tells."""
    known = list(matches)
    if COMPLAINANT in annotated.resources.off:
        return known
    finder = _VictimFinder(known, matcher, annotated)
    return finder.complete()


class _VictimFinder:
    """Finds the deeds of which somebody complains in one article."""

    def __init__(self, matches: list[Match], matcher: Matcher, annotated: Annotated) -> None:
        self.matches, self.matcher, self.annotated = matches, matcher, annotated
        self.gazetteer, groups = annotated.resources.gazetteer, annotated.resources.groups
        self.charged, self.forceful = groups.charged, groups.charged & groups.forceful
        self.authors = AuthorFinder(annotated)

    def complete(self) -> list[Match]:
        """Return all matches, each deed once."""
        for complaint in [match for match in self.matches if match.row.predicate in _NEEDED]:
            victim = self._find_state(complaint.s.mention)
            if victim is not None and complaint.s.mention.name != complaint.o.mention.name:
                self._complain(complaint, replace(complaint.s, mention=victim))
        return self.matches

    def _complain(self, complaint: Match, victim: Argument) -> None:
        """Take the complainant for the victim of each deed that a complaint tells, where its words allow that."""
        for charge in _list_charges(complaint):
            if self._find_owned(charge, complaint) < self._find_needed(complaint, charge):
                continue
            for deed in _list_deeds(charge):
                own = [match for match in self._list_forceful() if match.trigger == deed]
                if own:
                    named = [self._name(match, complaint, victim) for match in own]
                    self.matches = [match for match in self.matches if match not in own] + named
                else:
                    self.matches += self._read(deed, complaint, victim)

    def _name(self, match: Match, complaint: Match, victim: Argument) -> Match:
        """Return a match with its victim, if it names none and is a deed of the accused."""
        object_, is_his = match.o.mention, self._speak_for_one(match.s, complaint.o)
        is_unknown_place = (object_.kind, object_.entry) == (Kind.PLACE, None)
        is_nameless = is_described(object_) or is_unknown_place
        may_be_own = object_.kind in _NAMELESS_KINDS and not fits(match.o.head, _OF_OTHERS)
        if not all((is_his, is_nameless, may_be_own)):
            return match
        mention = stand_in(object_, victim.mention, "victim")
        return replace(match, o=replace(match.o, mention=mention, near=match.o.near * _WITHIN_FACTOR))

    def _read(self, deed: Token, complaint: Match, victim: Argument) -> Iterator[Match]:
        """Yield the match of a deed whose words name no victim: "over a drone strike", "over the killing of two"."""
        if self._was_told(deed, complaint):
            return
        for row, site in self.matcher.sites(deed):
            is_event = row.pos == "noun" or row.object
            is_force = is_event and row.predicate in self.forceful
            if is_force and self._may_be_against(row, site, complaint):
                object_ = replace(victim, mention=replace(victim.mention, reason="victim"), near=_WITHIN_FACTOR)
                doer = self._find_state(complaint.o.mention) or complaint.o.mention
                subject = replace(complaint.o, mention=doer, near=_WITHIN_FACTOR)
                yield Match(row, deed, site.support, subject, object_)
                return

    def _may_be_against(self, row: Row, site: TriggerSite, complaint: Match) -> bool:
        """Tell whether the words of a deed name no other doer and nobody who suffers it."""
        resolver = self.matcher.resolver
        doers, victims = resolver.subjects(row, site), resolver.objects(row, site)
        named_doers = [doer for doer in doers if not is_described(doer.mention)]
        if not all(map(partial(self._speak_for_one, complaint.o), named_doers)):
            return False
        named = [victim for victim in victims if not is_described(victim.mention) or has_path(victim.head, _NAMED)]
        return all(map(partial(self._speak_for_one, complaint.s), named))

    def _was_told(self, deed: Token, complaint: Match) -> bool:
        """Tell whether a bare "the arrests" names again what the accused is said to have done before."""
        if not _AGAIN.fits(deed):
            return False
        before = [match.s for match in self._list_forceful() if match.trigger.i < complaint.trigger.i]
        is_the_accused = partial(self._speak_for_one, complaint.o)
        return any(map(is_the_accused, before))

    def _list_forceful(self) -> list[Match]:
        """List the matches that tell of force."""
        return [match for match in self.matches if match.row.predicate in self.forceful]

    def _speak_for_one(self, first: Argument, last: Argument) -> bool:
        """Tell whether two arguments are, or act for, the same."""
        return not self.authors.spoken_for(first.mention).isdisjoint(self.authors.spoken_for(last.mention))

    # who and whose ------------------------------------------------------------------------------------------

    def _find_state(self, actor: Mention) -> Mention | None:
        """Return the state that somebody is or speaks for; None for others."""
        if actor.kind is Kind.STATE:
            return actor
        state = self.gazetteer.find_state(actor.entry) if actor.kind is not Kind.PERSON else None
        served = only_one(states_served(actor.name, self.annotated))
        if state is None:
            state = self.gazetteer.entry_called(served or "", Kind.STATE)
        return None if state is None else stand_in_entry(actor, state, "victim")

    def _find_needed(self, complaint: Match, charge: Token) -> _Owned:
        """Find what must be said of whose the victims are."""
        usual, at_odds = _NEEDED[complaint.row.predicate]
        if usual is at_odds:
            return usual
        is_conflict = self._are_at_odds(complaint) or _tells_of_neighbours(complaint, charge)
        return at_odds if is_conflict else usual

    def _are_at_odds(self, complaint: Match) -> bool:
        """Tell whether the article tells of force of the accused against whoever complains."""
        struck = [match.o for match in self._list_forceful() if self._speak_for_one(match.s, complaint.o)]
        is_complainant = partial(self._speak_for_one, complaint.s)
        return any(map(is_complainant, struck))

    def _find_owned(self, charge: Token, complaint: Match) -> _Owned:
        """Find whose the victims are by the names and possessive pronouns of a phrase."""
        own, accused = (self.authors.spoken_for(side.mention) for side in (complaint.s, complaint.o))
        words = list(charge.subtree)
        owners = collect(self._own, self.annotated.names_at(words))
        pronouns = pick(words, "poss/PRP$")
        owners += names_of(collect(self._meant_by, pronouns))
        others = set(owners) - accused
        if others & own:
            return _Owned.BY_COMPLAINANT
        return _Owned.BY_OTHERS if others else _Owned.UNSAID

    def _meant_by(self, pronoun: Token) -> Sequence[Mention]:
        return self.annotated.mentions.get(pronoun.i, ())

    def _own(self, name: Name) -> list[str]:
        """List the state that a name means or in which its place lies; of other bodies and groups the name itself."""
        state = self.gazetteer.find_state(name.entry)
        if state is not None:
            return [state.name]
        is_neutral = name.kind not in (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP)
        return [] if is_neutral else [name.name]


def _list_charges(complaint: Match) -> list[Token]:
    """List the heads of what a complaint is about."""
    verbs = [complaint.trigger, *filter(None, [complaint.support])]
    carriers = [*verbs, *paths(verbs, _CARRIERS)]
    carriers += paths(carriers, "dobj")
    charges = [*paths(carriers, *_ABOUT), *paths(verbs, _SAID), *_AFTER.pick(paths(verbs, "advcl"))]
    return list({token.i: token for token in charges}.values())


def _list_deeds(charge: Token) -> list[Token]:
    """List the words that tell a deed, the nearest first."""
    deeds, nearest = [charge], [charge]
    for _ in range(_DEPTH):
        nearest = paths(nearest, _FURTHER)
        deeds += nearest
    return deeds


def _tells_of_neighbours(complaint: Match, charge: Token) -> bool:
    """Tell whether the words make them neighbours, or make the victims servants of a state: "border guards"."""
    if has_path(complaint.o.head, _NEIGHBOURING):
        return True
    return any(is_among(word, _SERVING) for word in charge.subtree if word.pos_ == "NOUN")

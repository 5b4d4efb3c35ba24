"""Resolve deeds that are named again: "condemned the attack" blames whoever the article said attacked.

An object that is a described thing without an actor in it ("the launch", "this", "the claims") is taken for the last
event before it that its noun can name, and stands for who did that. What stays without content is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import takewhile

from graphkit.extract.authors import AuthorFinder, is_specified
from graphkit.extract.choices import first_found
from graphkit.extract.coding import confidence_named
from graphkit.extract.event_choice import names_of_sides, not_undone, of_predicates, sides_of, told_within
from graphkit.extract.mentions import ACTORS, is_described, is_one_word, names_of, of_kinds, stand_in
from graphkit.extract.noun_classes import is_among
from graphkit.extract.subjects import relative_noun
from graphkit.extract.triggers import Match
from graphkit.model import EventMention, Kind, Mention, Status
from graphkit.nlp.dependencies import comma_before, lemma
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits, has_path

#: Characters back within which a deed is named again.
_REACH = 1500
#: Characters back within which it is named by a word for any deed: "the step".
_NEAR = 350
#: The share of the confidence that is left where an actor is found in another sentence.
_LESS_SURE = 0.85

#: With them somebody joins a judgement that was told before.
_JOINING = "advmod:also|likewise|too"
_FIGHT = frozenset({"@fight"})
_SUMMING_UP = Shapes(
    Shape('"met him, a [move] criticised by Chad"', "*/NOUN", has=[">acl/VBN|VBD"]),
    Shape('"met him, a [step] that Chad criticised"', "appos/NOUN", has=[">relcl"]),
)
_REASONS = frozenset({"description", "claim", "pronoun.relative"})
_THINGS = frozenset({Kind.THING, Kind.OCCASION, Kind.WEAPON})
_HARMLESS_KINDS = frozenset({Kind.THING, Kind.OCCASION, Kind.AGREEMENT})
#: Nouns that do not only count.
_NOT_COUNTED = Shapes(Shape('"the two sides"', has=["det"]), Shape('"sides", not "two families"', lacks=["nummod"]))
#: Requests to undo something: "called on Mali to [reverse] it", "urged Mali to [stop]".
_UNDO = (
    "xcomp|ccomp|advcl[reverse|stop|halt|end|withdraw|cease|pull|lift|release|free|refrain|restore|respect|return|"
    "rescind|revoke|abandon|reconsider|apologise|apologize|cancel|drop|desist|reopen|vacate]"
)
_ASKED_BACK = Shape('"[urged] Mali to end it"', "*/VERB", has=[_UNDO])
_RELEASE = Shape('"demanded their [release]"', "*[release|freedom|freeing|return|liberation]")
#: Who holds somebody coerces, who lets him go concedes.
_HELD, _RELEASED = "coerces", "concedes_to"
DOER, PARTIES, AUTHOR, ALSO = "deed/doer", "deed/parties", "deed/author", "deed/also"
ACCUSER, LAST, EMPTY, UNDOING = "deed/accuser", "deed/last", "filter/empty", "deed/undoing"
URGED, ANSWERED, FIGHT = "deed/urged", "deed/answered", "deed/fight"
RULE_IDS = (DOER, PARTIES, AUTHOR, ALSO, ACCUSER, LAST, EMPTY, UNDOING, URGED, ANSWERED, FIGHT)


def resolve_deeds(
    coded: list[tuple[Match, EventMention]], charges: list[EventMention], annotated: Annotated
) -> list[EventMention]:
    """Return the events in order of the text, with deeds named again resolved and empty objects dropped.

    `charges` are accusations that lie in other events: a denial can answer them.
    """
    resolver = DeedResolver(annotated, charges)
    resolver.demands = [event for match, event in coded if _ASKED_BACK.fits(match.trigger)]
    for match, event in sorted(coded, key=lambda pair: pair[1].trigger.start):
        resolver.add(match, event)
    return resolver.resolved


class DeedResolver:
    """Resolves the deeds that the events of one article name again, event by event in order of the text."""

    def __init__(self, annotated: Annotated, charges: list[EventMention]) -> None:
        resources = annotated.resources
        self.groups, self.nouns, self.lexicon = resources.groups, resources.nouns, resources.lexicon
        self.off, vocabulary = resources.off, resources.vocabulary
        self.predicates = vocabulary.predicates
        self.of_claims, self.of_doers = vocabulary.with_trait("of_claim"), vocabulary.with_trait("of_doer")
        self.between_two = frozenset() if PARTIES in self.off else vocabulary.with_trait("between_two")
        self.authors, self.charges = AuthorFinder(annotated), charges
        self.resolved: list[EventMention] = []
        #: Requests in which somebody is asked to undo something.
        self.demands: list[EventMention] = []

    @property
    def before(self) -> list[EventMention]:
        """Return the events that were told before."""
        return self.charges + self.resolved

    def add(self, match: Match, event: EventMention) -> None:
        """Resolve an event and keep it, if it says something."""
        match = replace(match, o=replace(match.o, head=relative_noun(match.o.head)))
        names_a_deed = _names_a_deed(event.object)
        names_an_affair = names_a_deed or _names_a_pact(event.object)
        if names_an_affair and event.predicate in self.between_two:
            parties = self._find_parties(event)
            self.resolved += parties
            return
        resolved = self._resolve_object(match, event) if names_a_deed else [event]
        kept = [event for event in resolved if not self._is_empty(match, event)]
        self.resolved += kept

    def _resolve_object(self, match: Match, event: EventMention) -> list[EventMention]:
        """Return the event with who did the deed as its object; nothing where the object says nothing."""
        ways = _WAYS[event.predicate in self.of_claims]
        fighters = self._find_fighters(match, event)
        actors = (find(self, match, event) for rule, find in ways if rule not in self.off)
        if fighters:
            return list(map(partial(_stand_for, event), fighters))
        actor = first_found(actors)
        if actor is not None:
            resolved = _stand_for(event, actor)
            return [resolved, *self._undone(match, event, resolved.object)]
        return [] if self._says_nothing(match.o.head, event) else [event]

    def _undone(self, match: Match, event: EventMention, doer: Mention) -> list[EventMention]:
        """Return what is asked of who holds somebody: "seized two Danes. Denmark demanded their [release]"."""
        if UNDOING in self.off:
            return []
        if not _RELEASE.fits(match.o.head):
            return []
        holding = of_predicates(self._find_deeds(match, event), (_HELD,))
        captives = of_kinds([deed.object for deed in holding if deed.subject.name == doer.name], ACTORS)
        release = self.predicates[_RELEASED]
        return [
            replace(
                event,
                predicate=release.name,
                subject=doer,
                object=captive,
                status=Status.POSSIBLE,
                plover=release.plover,
                cameo=release.cameo,
                date=None,
                date_from=None,
                evidence=replace(event.evidence, rule=UNDOING),
                confidence=round(confidence_named(event) * _LESS_SURE, 3),
            )
            for captive in captives[:1]
        ]

    def _says_nothing(self, head: Token, event: EventMention) -> bool:
        """Tell whether the object of an event says nothing where nobody is meant by it."""
        object_ = event.object
        if (head.pos_, object_.reason) == ("PRON", "claim"):
            return True
        is_bare = object_.kind is Kind.THING and " " not in object_.name
        if is_bare and fits(head, "*{!texts}"):
            return event.predicate in self.of_doers | self.groups.about_actors
        return event.predicate in self.of_doers

    def _is_empty(self, match: Match, event: EventMention) -> bool:
        """Tell whether a side says nothing ("the talks", "one", "a town") or cannot be harmed ("the strike")."""
        if EMPTY in self.off:
            return False
        s, o = match.s, match.o
        is_harmless = event.object.kind in _HARMLESS_KINDS and is_described(event.object)
        no_victims = self.nouns.no_victim if event.predicate in self.groups.forceful else frozenset()
        if is_harmless and is_among(o.head, no_victims):
            return True
        saying_nothing = "*" if event.predicate in self.groups.occasions else "*{vague|empty}"
        if fits(o.head, saying_nothing) and _is_bare(event.object, o.head):
            return True
        is_nameless = fits(s.head, "*{empty|nameless}")
        return is_nameless and _is_bare(s.mention, s.head)

    def _find_parties(self, event: EventMention) -> list[EventMention]:
        """Return one event for each of the two whom the article last said to talk or fight: "mediated the talks"."""
        before = self.resolved
        talks = of_predicates(before, self.groups.talking)
        if talks and "talk" in event.object.text:
            before = talks
        disputes = of_predicates(before, self.groups.disputing)
        of_others = (dispute for dispute in reversed(disputes) if event.subject.name not in names_of_sides(dispute))
        last = next(of_others, None)
        if last is None:
            return []
        parties = [side for side in sides_of(last) if side.kind is not Kind.THING]
        return list(map(partial(_stand_for, event), parties))

    def _find_fighters(self, match: Match, event: EventMention) -> list[Mention]:
        """Return both sides of the last fight where the object names a fight: "voiced concern over the fighting"."""
        head = match.o.head
        if FIGHT in self.off:
            return []
        names_a_fight = event.predicate in self.groups.judging and is_among(head, _FIGHT)
        if not names_a_fight:
            return []
        fights = not_undone(of_predicates(self._tell_near(event), self.groups.fighting))
        pairs = set(map(names_of_sides, fights))
        for fight in reversed(fights):
            sides = of_kinds(sides_of(fight), ACTORS)
            names = names_of(sides)
            is_mutual = len(names) == 2 and tuple(reversed(names)) in pairs
            if is_mutual and event.subject.name not in names:
                return sides
        return []

    def _tell_near(self, event: EventMention) -> list[EventMention]:
        """List the events that were told not long before another, or behind it."""
        return [earlier for earlier in self.before if event.trigger.start - earlier.trigger.start < _REACH]

    # who is meant by the object -----------------------------------------------------------------------------

    def find_accuser(self, match: Match, event: EventMention) -> Mention | None:
        """Return whose charge is denied."""
        return self.authors.find_accuser(match, event, self.before)

    def find_author(self, match: Match, event: EventMention) -> Mention | None:
        """Return whose utterance is judged or answered."""
        return self.authors.find_author(match, event)

    def find_judged(self, match: Match, event: EventMention) -> Mention | None:
        """Return who was judged before in the same way: "criticised Chad. Peru [also] condemned the decision"."""
        if not has_path(match.trigger, _JOINING):
            return None
        same = of_predicates(self._tell_near(event), (event.predicate,))
        last = max(same, key=lambda e: e.trigger.start, default=None)
        if last is None:
            return None
        if event.subject.name in names_of_sides(last):
            return None
        return None if _names_a_deed(last.object) else last.object

    def find_doer(self, match: Match, event: EventMention) -> Mention | None:
        """Return who did the deed that an object names: who is told or blamed most for it, then the nearest."""
        deeds = self._find_deeds(match, event)
        if not deeds:
            return None
        judgements = of_predicates(self.before, self.groups.judging)
        blame = Counter(deed.subject.name for deed in deeds)
        blame.update(e.object.name for e in judgements if e.object.name in blame)
        last = max(deeds, key=lambda e: (blame[e.subject.name], e.trigger.start, -e.subject.span.start))
        return None if self._is_contested(last) else last.subject

    def _is_contested(self, deed: EventMention) -> bool:
        """Tell whether only who suffered a deed says so, and blames somebody else as well."""
        if deed.attributed_to is None:
            return False
        complainant = self.authors.spoken_for(deed.attributed_to)
        accusations = of_predicates(self.before, self.groups.accusing)
        blamed = {e.object.name for e in accusations if e.subject.name in complainant}
        return deed.object.name in complainant and blamed > {deed.subject.name}

    def find_answered(self, match: Match, event: EventMention) -> Mention | None:
        """Return who did to the speaker what he answers: "protested to China. Beijing rejected the protest"."""
        head = match.o.head
        if not self._is_answered(head, event.predicate):
            return None
        own, named = self.authors.spoken_for(event.subject), self._find_told(head)
        done = not_undone(of_predicates(reversed(self._tell_near(event)), named))
        suffered = [deed.subject for deed in done if deed.object.name in own]
        others = [doer for doer in of_kinds(suffered, ACTORS) if doer.name not in own]
        return self.authors.prefer_states(others)

    def _is_answered(self, head: Token, predicate: str) -> bool:
        """Tell whether a noun can name what a speaker answers: of what is denied only "the move"."""
        if is_specified(head):
            return False
        if predicate in self.of_claims:
            return fits(head, "*/NOUN{any_deed}")
        return predicate in self.groups.answering and fits(head, "*/NOUN")

    def find_urged(self, match: Match, event: EventMention) -> Mention | None:
        """Return who is asked at once to undo what is judged: "deplored the build-up and urged [Mali] to end it"."""
        if event.predicate not in self.groups.judging:
            return None
        here = (event.evidence.span, event.subject.name)
        demands = of_predicates(self.demands, self.of_doers)
        objects = [demand.object for demand in demands if (demand.evidence.span, demand.subject.name) == here]
        asked = of_kinds(objects, ACTORS)
        return asked[0] if len(set(names_of(asked))) == 1 else None  # not "urged both sides to return to talks"

    def find_last(self, match: Match, event: EventMention) -> Mention | None:
        """Return who did what was told last: "condemned the step", "a move criticised by Chad"."""
        head = match.o.head
        sums_up = _SUMMING_UP.fits(head) and comma_before(head) is not None
        is_any = fits(head, "*{any_deed|any_utterance}") and event.predicate in self.groups.judging
        is_another = is_specified(head) and not sums_up
        if is_another or not is_any:
            return None
        near = range(event.trigger.start - (_REACH if sums_up else _NEAR), match.o.mention.span.start)
        deeds = not_undone(told_within(self.before, near))
        done = [deed for deed in deeds if deed.predicate not in self.groups.judging]
        last = max(done, key=lambda deed: deed.trigger.start, default=None)
        if last is None:
            return None
        own = self.authors.spoken_for(event.subject)
        return first_found(doer for doer in of_kinds([last.subject], ACTORS) if doer.name not in own)

    def _find_deeds(self, match: Match, event: EventMention) -> list[EventMention]:
        """List the earlier events that an object can name, nearest first."""
        named = self._find_named(match.o.head, event.predicate)
        first = event.trigger.start - _REACH
        near = takewhile(lambda e: e.trigger.start >= first, reversed(self.before))
        deeds = not_undone(of_predicates(near, named))
        return [deed for deed in deeds if deed.subject.name != event.subject.name]

    def _find_named(self, head: Token, predicate: str) -> frozenset[str]:
        """Find the predicates whose deeds a noun can name: "attack" those of its own rows, "move" any hostile one."""
        if predicate in self.of_doers and fits(head, "*{undoing}"):
            return self.groups.undone
        if predicate not in self.groups.judging:
            return frozenset()
        if is_specified(head):
            return frozenset()
        return self._find_told(head)

    def _find_told(self, head: Token) -> frozenset[str]:
        """Find the predicates that a noun can name again: those of its rows, or any hostile one."""
        if fits(head, "*{any_deed}"):
            return self.groups.hostile - self.groups.judging
        noun = lemma(head)
        rows = [*self.lexicon.rows_for("noun", noun), *self.lexicon.rows_for("verb", noun)]
        return frozenset(row.predicate for row in rows)


Way = Callable[[DeedResolver, Match, EventMention], Mention | None]
#: How it is found who is meant, in this order: by whether the object is a claim.
_WAYS: dict[bool, Iterable[tuple[str, Way]]] = {
    True: (
        (ACCUSER, DeedResolver.find_accuser),
        (AUTHOR, DeedResolver.find_author),
        (ANSWERED, DeedResolver.find_answered),
    ),
    False: (
        (ALSO, DeedResolver.find_judged),
        (DOER, DeedResolver.find_doer),
        (AUTHOR, DeedResolver.find_author),
        (ANSWERED, DeedResolver.find_answered),
        (URGED, DeedResolver.find_urged),
        (LAST, DeedResolver.find_last),
    ),
}


def _names_a_deed(mention: Mention) -> bool:
    return mention.kind in _THINGS and mention.reason in _REASONS


def _names_a_pact(mention: Mention) -> bool:
    return mention.kind is Kind.AGREEMENT and is_described(mention)


def _is_bare(mention: Mention, head: Token) -> bool:
    """Return whether a description is one word, and none that only counts: "the two sides", but not "two families"."""
    is_counted = not _NOT_COUNTED.fits(head)
    return is_one_word(mention) and not is_counted


def _stand_for(event: EventMention, actor: Mention) -> EventMention:
    """Return the event with an actor as its object, less sure."""
    confidence = round(confidence_named(event) * _LESS_SURE, 3)
    return replace(event, object=stand_in(event.object, actor, "deed"), confidence=confidence)

"""What the arguments of a row refer to in their role: governments for capitals, the actor within a described thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from graphkit.extract.arguments import agent_of, owner_of
from graphkit.extract.attribution import speaker_of
from graphkit.extract.noun_classes import is_among
from graphkit.extract.prepositions import Found
from graphkit.extract.slots import Site, find_slot
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, examples_of, first_child, head_phrases, lemma, preps, span_of
from graphkit.nlp.document import Annotated
from graphkit.resources.lexicon.lexicon import Row

_ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
#: What acts for its author: "Russia's decision angered", "a report by the panel accused".
_DEEDS = frozenset({"@deed"})
#: How many things deep an actor is looked for: "the call for an end to the war by Chad".
_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Argument:
    """A filled slot: what it refers to, the head it stands at, and how sure the attachment is."""

    mention: Mention
    head: Token
    near: float
    slot: str = ""


class Referrer:
    """Reads what phrase heads of one annotated article stand for as arguments."""

    def __init__(self, annotated: Annotated, speakers: Mapping[int, Token]) -> None:
        self.speakers = speakers  # of sentences that are nothing but quoted
        resources = annotated.resources
        self.annotated, self.lexicon = annotated, resources.lexicon
        self.groups, self.nouns, self.within = resources.groups, resources.nouns, resources.within

    def subjects(self, row: Row, site: Site) -> list[Argument]:
        """Who does it: of the first of the row's slots that names something allowed."""
        for slot in row.s:
            found = [
                a
                for head, near in _heads(slot, site)
                for a in self._subject(head, near, row, slot)
                if _is_allowed(a, row.where_s)
            ]
            if found:
                return _unique(_spelled_out(found))
        return []

    def objects(self, row: Row, site: Site) -> list[Argument]:
        """To whom it is done: of the first of the row's slots that names something allowed."""
        for slot in row.o:
            found = [
                a
                for head, near in _heads(slot, site)
                for a in self._object(head, near, row, slot)
                if _is_allowed(a, row.where_o)
            ]
            if found:
                return [replace(a, slot=slot) for a in _unique(_spelled_out(found))]
        return []

    def _subject(self, head: Token, near: float, row: Row, slot: str) -> list[Argument]:
        out = []
        for mention in self._named(head, slot):
            government = self._government(head, row, slot)
            if government is not None:
                out.append(Argument(government, head, near))
            elif mention.kind in _ACTORS or (mention.kind is Kind.PLACE and head.i in self.annotated.names):
                out.append(Argument(mention, head, near))
            else:
                inner = self._within(head, row.predicate) if is_among(head, _DEEDS) else []
                inner = inner or self._author(head)
                out += [Argument(_whole(mention, m), head, near * 0.9) for m in inner]
        return out

    def _object(self, head: Token, near: float, row: Row, slot: str) -> list[Argument]:
        if slot == "claim":
            return [Argument(_claim(head), head, near)]
        if row.predicate == "denies" and head.pos_ == "PRON":
            span = span_of(head.doc, head.i, head.i + 1)
            return [Argument(Mention(span, head.text, head.text, Kind.THING, None, None, "claim"), head, near)]
        if row.whole or row.predicate in self.groups.plain_object:
            return [Argument(mention, head, near) for mention in self._named(head, slot)]
        out = []
        for mention in self._named(head, slot):
            government = self._government(head, row, slot)
            if government is not None:
                out.append(Argument(government, head, near))
            elif self._is_envoy(mention, head) and row.predicate in self.groups.against_states:
                states = [m for m in self._within(head) if m.kind is Kind.STATE]
                out.append(Argument(_whole(mention, states[0] if states else mention), head, near))
            elif beside := self._beyond(mention, head, row.predicate):
                out += [Argument(_whole(mention, m), head, near * 0.9) for m in beside]
            elif mention.kind in _ACTORS or mention.kind is Kind.PLACE:
                out.append(Argument(mention, head, near))
            else:
                inner = self._within(head, row.predicate)
                if inner:
                    out += [Argument(_whole(mention, m), head, near * 0.9) for m in inner]
                elif row.predicate not in self.groups.between_actors:
                    out.append(Argument(mention, head, near * 0.9))
        return out

    def _named(self, head: Token, slot: str) -> tuple[Mention, ...]:
        found = self.annotated.mentions.get(head.i, ())
        if not found and head.tag_ == "PRP" and head.lower_ in ("we", "us", "i", "me"):  # of who says so
            speaker = speaker_of(head.head) or self.speakers.get(head.sent.start)
            if speaker is not None:
                return tuple(replace(m, reason="pronoun") for m in self.annotated.mentions.get(speaker.i, ()))
        if found or slot not in ("owner", "dative"):
            return found
        modifier = self.annotated.modifier(head)  # "the Russian attack"
        return (modifier,) if modifier is not None else ()

    def _government(self, head: Token, row: Row, slot: str) -> Mention | None:
        """The government that a capital stands for, where it is no mere place."""
        if slot in ("in", "at", "into") or row.predicate in self.groups.placed:
            return None
        return self.annotated.acting(head.i)

    def _is_envoy(self, mention: Mention, head: Token) -> bool:
        return mention.kind is Kind.GROUP and is_among(head, self.nouns.envoys)

    def _beyond(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """The state whose border a described place is: "along its border with Guyana", "off the Lebanese coast"."""
        if mention.kind is not Kind.PLACE or mention.reason != "description" or predicate not in self.groups.bordering:
            return []
        other = [Found(inner) for word, inner in preps(head) if word == "with"]
        return self._actors_in(other) or self._within(head, predicate)

    def _author(self, head: Token) -> list[Mention]:
        """Who made a statement that acts: "The bloc issued a statement condemning the raid"."""
        verb = head.head
        if head.dep_ == "dobj" and verb.pos_ == "VERB" and lemma(verb) in self.lexicon.support_verbs:
            return self._actors_in(find_slot("subject", Site(verb)))
        return []

    def _within(self, head: Token, predicate: str = "other", depth: int = 0) -> list[Mention]:
        """The actor behind a thing: "Russia's invasion", "a bid by the minister", "the launch of a rocket by Iran"."""
        owners = self._actors_in(owner_of(head))
        if owners:  # "the US-Japan drill" is of both; "Iran's nuclear deal" of one
            return list({m.name: m for m in owners}.values()) if _is_joint(head) else owners[:1]
        for child in head.children:  # "an appeal filed by lawyers"
            if child.dep_ == "acl" and child.tag_ == "VBN":
                found = self._actors_in(agent_of(child))
                if found:
                    return found
        words = self.within.get(predicate, self.within["other"])
        if lemma(head) in self.nouns.doer_of:
            words = ("by", "of")
        elif "of" in words and self._has_victim(head):
            words = tuple(w for w in words if w != "of")
        for word in words:
            for preposition, inner in preps(head):
                if preposition == word:
                    found = self._actors_in([Found(inner)])
                    if not found and depth < _DEPTH:
                        found = self._within(inner, predicate, depth + 1)
                    if found:
                        return found
        return []

    def _has_victim(self, noun: Token) -> bool:
        """Whether "of" after a noun names who suffers: "the killing of", "the invasion of"."""
        harming = self.groups.harming
        return any(row.predicate in harming for key in head_phrases(noun) for row in self.lexicon.rows_for("noun", key))

    def _actors_in(self, found: list[Found]) -> list[Mention]:
        return [m for f in found for t in conjuncts(f.head) for m in self._actors(t)]

    def _actors(self, token: Token) -> list[Mention]:
        government = self.annotated.acting(token.i)
        if government is not None:
            return [government]
        found = [
            m
            for m in self.annotated.mentions.get(token.i, ())
            if m.kind in _ACTORS
            and not (m.kind is Kind.GROUP and " " not in m.name and lemma(token) in self.nouns.vague)
        ]
        if found:
            return found
        name = self.annotated.names.get(token.i)
        if name is not None and name.kind in _ACTORS and name.entry is not None:
            mention = self.annotated.modifier(token)
            return [mention] if mention is not None else []
        return []


def _heads(slot: str, site: Site) -> list[tuple[Token, float]]:
    """The heads in a slot with all that is coordinated with them, and how near each is."""
    return [
        (head, place.near)
        for place in find_slot(slot, site)
        for one in ([place.head] if slot in ("owner", "between") else conjuncts(place.head))
        for head in (one, *examples_of(one))
        if head != site.trigger
    ]


def _spelled_out(found: list[Argument]) -> list[Argument]:
    """Without a group whose members are named: of "partners including Japan and India" the two."""
    examples = {t.i for a in found for t in examples_of(a.head)}
    found = [a for a in found if a.mention.reason != "description" or a.head.i not in examples]
    named = [a for a in found if a.mention.reason != "description"]
    return [a for a in found if a in named or not examples_of(a.head)] if named else found


def _unique(found: list[Argument]) -> list[Argument]:
    """One argument for each name, the first."""
    unique: dict[str, Argument] = {}
    for argument in found:
        unique.setdefault(argument.mention.name, argument)
    return list(unique.values())


def _is_allowed(argument: Argument, limits: frozenset[str]) -> bool:
    mention = argument.mention
    if not limits or mention.reason == "claim":
        return True
    for limit in limits:
        if (limit == "actor" and mention.kind in _ACTORS) or (limit == "named" and mention.reason != "description"):
            return True
        if mention.reason == "within" and limit in ("person", "place"):
            continue  # "called his detention": the detention is not called on
        if (limit == "place" and mention.kind in (Kind.PLACE, Kind.STATE)) or limit == str(mention.kind).lower():
            return True
    return is_among(argument.head, frozenset(limit for limit in limits if limit.startswith("@")))


def _is_joint(noun: Token) -> bool:
    """Whether what stands before a noun are two names joined by a hyphen or "and": "US-Japan", "US and Japanese"."""
    left = [t.text for t in noun.doc[max(0, noun.i - 6) : noun.i]]
    return any(t in ("-", "and", "/") for t in left)


def _claim(verb: Token) -> Mention:
    """A clause as the thing that is claimed or denied, without its conjunction."""
    doc = verb.doc
    subject = first_child(verb, "nsubj")
    # "denied that it was hiding arms": what is denied is hiding arms
    start = verb.i if subject is not None and subject.pos_ == "PRON" and verb.pos_ == "VERB" else verb.left_edge.i
    while (
        start < verb.i
        and doc[start].dep_ in ("mark", "punct", "aux")
        and doc[start].tag_ in ("IN", "TO", ",", "``", "''")
    ):
        start += 1
    end = verb.right_edge.i + 1
    while end > verb.i + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    span = span_of(doc, start, end)
    text = doc[start:end].text
    return Mention(span, text, " ".join(text.split()), Kind.THING, None, None, "claim")


def _whole(described: Mention, actor: Mention) -> Mention:
    """The actor, with the words of the whole phrase that it was found in."""
    return Mention(described.span, described.text, actor.name, actor.kind, actor.entry, actor.label, "within")

"""Lexicon rows against the tree: which row, if any, a word of the text triggers, and with which arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from spacy.tokens import Token

from graphkit.extract.arguments import (
    Found,
    agent_of,
    find_slot,
    is_passive,
    is_time,
    object_of,
    prep_of,
    support_of,
)
from graphkit.knowledge.classes import WordClasses
from graphkit.knowledge.lexicon import Lexicon, Row
from graphkit.knowledge.vocabulary import Vocabulary
from graphkit.model import Kind, Mention
from graphkit.syntax import Annotated, conjuncts, first_child, head_phrases, lemma, preps, span_of

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
#: Predicates whose object is a place, an occasion, a weapon or a pact and stays as it is described.
PLAIN_OBJECT = frozenset({"visits", "departs", "attends", "tests_weapon", "withdraws_from", "denies"})
ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
_PAIRS_AT_MOST = 10
#: What acts for its author: "Russia's decision angered", "a report by the panel accused".
_DEEDS = frozenset({"@deed"})
#: Where the actor within a described object is looked for, where not everywhere: what is asked for is not who is asked.
_WITHIN = {
    "urges": ("by", "from", "between"),
    "condemns": ("by", "from", "of"),
    "accuses": ("by", "from", "of"),
    "protests_against": ("by", "from", "of"),
    "supports": ("by", "from", "of"),
}
#: Predicates between actors: what is no actor is none of their objects.
_BETWEEN_ACTORS = frozenset(
    "meets speaks_with negotiates_with agrees_with cooperates_with hosts urges supplies_arms_to provides_aid_to".split()
)
#: Predicates of which a capital is the place, not the government.
_PLACED = frozenset({"visits", "departs", "withdraws_from", "attends"})
#: Bare nouns that say nothing of who acts.
VAGUE = frozenset(
    "party side pair force group ally people country nation state member partner friend relative family body team".split()
)
#: Measures against a state's envoys are against the state.
_AGAINST_STATES = frozenset({"sanctions", "protests_against"})
_ENVOYS = frozenset(
    {"ambassador", "envoy", "diplomat", "consul", "attache", "charge", "consul general", "embassy staff"}
)
_VICTIM = frozenset({"attacks", "coerces"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A filled slot: what it refers to, the head it stands at, and how sure the attachment is."""

    mention: Mention
    head: Token
    near: float


@dataclass(frozen=True, slots=True)
class Match:
    """A row that fits at a trigger, with one pair of arguments."""

    row: Row
    trigger: Token
    support: Token | None
    s: Argument
    o: Argument


class Matcher:
    """Matches one lexicon against annotated articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.classes = WordClasses.load()
        self.symmetric = {p.name for p in Vocabulary.load().predicates.values() if p.symmetric}

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """All matches of one article in order of their triggers; a word that a better row has used triggers nothing else."""
        used: set[int] = set()
        tokens = list(annotated.doc)
        for token in sorted(tokens, key=lambda t: (t.pos_ not in ("VERB", "AUX"), t.i)):
            pos = _POS.get(token.pos_)
            if pos is None or token.i in used or is_time(token):
                continue
            if pos == "noun" and token.i in annotated.names and annotated.names[token.i].entry:
                continue
            for row in self._rows(pos, token):
                found = self.match(row, token, annotated)
                if found:
                    yield from found
                    if row.object:
                        used.update(f.head.i for f in self._objects(row, token))
                    break

    def _rows(self, pos: str, token: Token) -> list[Row]:
        """The rows of a word, the longer reading first: "phone call" before "call", "cease-fire" before "fire"."""
        keys = [*reversed(head_phrases(token))] if pos == "noun" else [lemma(token)]
        if (
            token.i > 1
            and token.nbor(-1).text == "-"
            and not token.nbor(-1).whitespace_
            and not token.nbor(-2).whitespace_
        ):
            prefix = token.nbor(-2).lower_
            keys = [f"{prefix}-{lemma(token)}", f"{prefix}{lemma(token)}"]
        rows = [row for key in keys for row in self.lexicon.rows_for(pos, key)]
        if not rows and pos == "adj" and token.tag_ in ("VBN", "VBG"):
            rows = list(self.lexicon.rows_for("verb", keys[-1]))
        return rows

    def match(self, row: Row, trigger: Token, annotated: Annotated) -> list[Match]:
        """The pairs of arguments that a row finds at a trigger; empty where it does not fit."""
        support: Token | None = None
        carriers: list[Token] = []
        if row.pos == "verb":
            if not self._verb_fits(row, trigger):
                return []
            carriers = [f.head for f in object_of(trigger)]
        elif row.pos == "noun":
            support = support_of(trigger, self.lexicon.support_verbs | row.light)
            if row.light and (support is None or lemma(support) not in row.light):
                return []
            if support is not None:
                carriers = [support]
        elif trigger.head.pos_ in ("VERB", "AUX"):
            carriers = [trigger.head]
        if row.prep:
            if not self._has_prep([trigger, *carriers], row):
                return []
            carriers += [f.head for f in prep_of(trigger, [], (row.prep,))]  # "called for sanctions against Chad"
        if row.unless and self._hindered(row, trigger, carriers):
            return []
        each_other = any(_is_reciprocal(f.head) for slot in row.o for f in find_slot(slot, trigger, carriers, support))
        s = self._fill(row, row.s, trigger, carriers, support, annotated, "s")
        o = self._fill(row, row.o, trigger, carriers, support, annotated, "o")
        if each_other:
            return [Match(row, trigger, support, a, b) for a in s for b in s if a.mention.name != b.mention.name]
        if row.predicate in self.symmetric:
            return self._pairs(row, trigger, support, s, o)
        return [
            Match(row, trigger, support, a, b)
            for a in s
            for b in o
            if a.head != b.head and a.mention.name != b.mention.name
        ]

    def _pairs(
        self, row: Row, trigger: Token, support: Token | None, s: list[Argument], o: list[Argument]
    ) -> list[Match]:
        """Symmetric predicates: across the slots, or within one that is coordinated where the other adds nothing."""
        names = {a.mention.name for a in s}
        others = [b for b in o if b.mention.name not in names]
        if s and others:
            pairs = [(a, b) for a in s for b in others]
        else:
            whole = s if len(s) >= len(o) else o
            pairs = list(combinations(whole, 2))
        made = [Match(row, trigger, support, a, b) for a, b in pairs if a.mention.name != b.mention.name]
        return made[:_PAIRS_AT_MOST]

    def _objects(self, row: Row, verb: Token) -> list[Found]:
        return [Found(t, f.near) for f in object_of(verb) for t in conjuncts(f.head) if self.in_class(t, row.object)]

    def _verb_fits(self, row: Row, verb: Token) -> bool:
        particle = first_child(verb, "prt")
        word = particle.lower_ if particle is not None else None
        if row.particle != word and (
            row.particle is None
            or not any(c.lower_ == row.particle and c.dep_ in ("prt", "prep", "advmod") for c in verb.children)
        ):
            return False
        if row.object and not self._objects(row, verb):
            return False
        if row.clause is not None and any(c.dep_ in ("ccomp", "xcomp", "oprd") for c in verb.children) != row.clause:
            return False
        if row.modal and not any(
            g.dep_ == "aux" and (g.lower_ in row.modal or lemma(g) in row.modal)
            for c in verb.children
            if c.dep_ == "ccomp"
            for g in c.children
        ):
            return False
        return row.passive is None or is_passive(verb) == row.passive

    def _hindered(self, row: Row, trigger: Token, carriers: list[Token]) -> bool:
        for token in [trigger, *carriers]:
            for child in token.children:
                if (child.lower_ in row.unless or lemma(child) in row.unless) and not any(
                    is_time(c) for c in child.children
                ):
                    return True
        return (
            any(
                self.in_class(f.head, frozenset(w for w in row.unless if w.startswith("@"))) for f in object_of(trigger)
            )
            if trigger.pos_ == "VERB"
            else False
        )

    def _has_prep(self, tokens: list[Token], row: Row) -> bool:
        for token in tokens:
            for child in token.children:
                if child.lower_ == row.prep and child.dep_ in ("prep", "agent", "dative", "prt", "advmod"):
                    objects = [g for g in child.children if g.dep_ in ("pobj", "pcomp")]
                    if any(is_time(g) for g in objects):
                        continue
                    if not row.prep_object or any(
                        self.in_class(t, row.prep_object) for g in objects for t in conjuncts(g)
                    ):
                        return True
        return False

    def in_class(self, token: Token, wanted: frozenset[str]) -> bool:
        """Whether a noun is one of the lemmas, or of the classes written with @; "a number of tanks" is tanks."""
        phrases = head_phrases(token)
        if phrases[0] in self.classes["quantity"]:
            for word, inner in preps(token):
                if word in ("of", "in", "worth") and any(self.in_class(t, wanted) for t in conjuncts(inner)):
                    return True
        for word in wanted:
            if word.startswith("@"):
                known = self.classes[word[1:]]
                if any(p in known for p in phrases):
                    return True
            elif word in phrases:
                return True
        return False

    # arguments ------------------------------------------------------------------------------------------------

    def _fill(
        self,
        row: Row,
        slots: tuple[str, ...],
        trigger: Token,
        carriers: list[Token],
        support: Token | None,
        annotated: Annotated,
        side: str,
    ) -> list[Argument]:
        limits = row.where_s if side == "s" else row.where_o
        for slot in slots:
            found: list[Argument] = []
            for place in find_slot(slot, trigger, carriers, support):
                heads = [place.head] if slot in ("owner", "between") else conjuncts(place.head)
                for head in heads:
                    if head == trigger:
                        continue
                    found += [
                        a for a in self._refer(row, head, place.near, annotated, side, slot) if self._allowed(a, limits)
                    ]
            if found:
                unique: dict[str, Argument] = {}
                for argument in found:
                    unique.setdefault(argument.mention.name, argument)
                return list(unique.values())
        return []

    def _allowed(self, argument: Argument, limits: frozenset[str]) -> bool:
        if not limits or argument.mention.reason == "claim":
            return True
        kind = argument.mention.kind
        for limit in limits:
            if (limit == "actor" and kind in ACTORS) or (limit == "named" and argument.mention.reason != "description"):
                return True
            if argument.mention.reason == "within" and limit in ("person", "place"):
                continue  # "called his detention": the detention is not called on
            if (limit == "place" and kind in (Kind.PLACE, Kind.STATE)) or limit == str(kind).lower():
                return True
        return self.in_class(argument.head, frozenset(x for x in limits if x.startswith("@")))

    def _refer(self, row: Row, head: Token, near: float, annotated: Annotated, side: str, slot: str) -> list[Argument]:
        """What an argument's head refers to in this role: governments for capitals, the actor within a described thing."""
        if slot == "claim":
            return [Argument(_claim(head, annotated), head, near)]
        if row.predicate == "denies" and side == "o" and head.pos_ == "PRON":
            span = span_of(annotated.doc, head.i, head.i + 1)
            return [Argument(Mention(span, head.text, head.text, Kind.THING, None, None, "claim"), head, near)]
        plain = (row.whole and side == "o") or (side == "o" and row.predicate in PLAIN_OBJECT)
        out = []
        found = annotated.mentions.get(head.i, ())
        if not found and slot == "owner":  # "the Russian attack"
            modifier = annotated.modifier(head)
            found = (modifier,) if modifier is not None else ()
        for mention in found:
            if side == "o" and plain:
                out.append(Argument(mention, head, near))
                continue
            government = annotated.governments.get(head.i)
            if government is not None and slot not in ("in", "at", "into") and row.predicate not in _PLACED:
                out.append(Argument(government, head, near))
            elif (
                side == "o"
                and row.predicate in _AGAINST_STATES
                and mention.kind is Kind.GROUP
                and self.in_class(head, _ENVOYS)
            ):
                sender = [m for m in self.actor_within(head, annotated) if m.kind is Kind.STATE] or [mention]
                out += [Argument(_whole(mention, m), head, near) for m in sender[:1]]
            elif mention.kind in ACTORS or (mention.kind is Kind.PLACE and (side == "o" or head.i in annotated.names)):
                out.append(Argument(mention, head, near))
            else:
                inner = (
                    []
                    if side == "s" and not self.in_class(head, _DEEDS)
                    else self.actor_within(head, annotated, row.predicate)
                )
                if not inner and side == "s":
                    inner = self._author(head, annotated)
                if inner:
                    out += [Argument(_whole(mention, m), head, near * 0.9) for m in inner]
                elif side == "o" and row.predicate not in _BETWEEN_ACTORS:
                    out.append(Argument(mention, head, near * 0.9))
        return out

    def _author(self, head: Token, annotated: Annotated) -> list[Mention]:
        """Who made a statement that acts: "The bloc issued a statement condemning the raid"."""
        verb = head.head
        if head.dep_ == "dobj" and verb.pos_ == "VERB" and lemma(verb) in self.lexicon.support_verbs:
            return [
                m
                for f in find_slot("subject", verb, [], None)
                for t in conjuncts(f.head)
                for m in self._actors(t, annotated)
            ]
        return []

    def actor_within(self, head: Token, annotated: Annotated, predicate: str = "", depth: int = 0) -> list[Mention]:
        """The actor behind a described thing: "Russia's invasion", "a bid by the minister", "the launch of a rocket by Iran"."""
        owners = [
            m for f in find_slot("owner", head, [], None) for t in conjuncts(f.head) for m in self._actors(t, annotated)
        ]
        if owners:  # "the US-Japan drill" is of both; "Iran's nuclear deal" of one
            return list({m.name: m for m in owners}.values()) if _is_joint(head) else owners[:1]
        for child in head.children:  # "an appeal filed by lawyers"
            if child.dep_ == "acl" and child.tag_ == "VBN":
                found = [m for f in agent_of(child) for t in conjuncts(f.head) for m in self._actors(t, annotated)]
                if found:
                    return found
        words: tuple[str, ...] = _WITHIN.get(predicate, ("by", "of", "from", "with", "to"))
        if "of" in words and self._has_victim(head):
            words = tuple(w for w in words if w != "of")
        for word in words:
            for preposition, inner in preps(head):
                if preposition == word:
                    found = [m for t in conjuncts(inner) for m in self._actors(t, annotated)]
                    if found:
                        return found
                    if depth < 2:
                        deeper = self.actor_within(inner, annotated, predicate, depth + 1)
                        if deeper:
                            return deeper
        return []

    def _has_victim(self, noun: Token) -> bool:
        """Whether "of" after a noun names who suffers: "the killing of", "the invasion of"."""
        return any(row.predicate in _VICTIM for key in head_phrases(noun) for row in self.lexicon.rows_for("noun", key))

    def _actors(self, token: Token, annotated: Annotated) -> list[Mention]:
        government = annotated.governments.get(token.i)
        if government is not None:
            return [government]
        found = [
            m
            for m in annotated.mentions.get(token.i, ())
            if m.kind in ACTORS and not (m.kind is Kind.GROUP and " " not in m.name and lemma(token) in VAGUE)
        ]
        if found:
            return found
        name = annotated.names.get(token.i)
        if name is not None and name.kind in ACTORS and name.entry is not None:
            mention = annotated.modifier(token)
            return [mention] if mention is not None else []
        return []


def _is_joint(noun: Token) -> bool:
    """Whether what stands before a noun are two names joined by a hyphen or "and": "US-Japan", "US and Japanese"."""
    left = [t.text for t in noun.doc[max(0, noun.i - 6) : noun.i]]
    return any(t in ("-", "and", "/") for t in left)


def _claim(verb: Token, annotated: Annotated) -> Mention:
    """A clause as the thing that is claimed or denied, without its conjunction."""
    doc = annotated.doc
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
    text = doc.text[span.start : span.end]
    return Mention(span, text, " ".join(text.split()), Kind.THING, None, None, "claim")


def _is_reciprocal(token: Token) -> bool:
    """Each other, one another."""
    return token.i > 0 and f"{token.nbor(-1).lower_} {token.lower_}" in ("each other", "one another")


def _whole(described: Mention, actor: Mention) -> Mention:
    """The actor, with the words of the whole phrase that it was found in."""
    return Mention(described.span, described.text, actor.name, actor.kind, actor.entry, actor.label, "within")

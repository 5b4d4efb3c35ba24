"""Keep what an article has spoken of, sentence by sentence: the candidates for every reference."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from graphkit.annotate.coref.quotations import find_quoted_speakers
from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.annotate.office_holders import Holders
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, first_conjunct, span_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Span, Token
from graphkit.resources.gazetteer.gazetteer import Entry, covers

#: Sentences looked back, the reference's own among them.
REACH = 3
SUBJECTS = ("nsubj", "nsubjpass")


class Discourse:
    """The sentences of one annotated article, each with the mentions of single things in it in order of the text."""

    def __init__(self, annotated: Annotated, reader: PhraseReader) -> None:
        self.annotated, self.reader, self.resources = annotated, reader, annotated.resources
        self.gazetteer, self.nouns = annotated.resources.gazetteer, annotated.resources.nouns
        self.holders = Holders(annotated, self.gazetteer)
        self.sentences: list[Span] = list(annotated.doc.sents)
        self.sentence_of = {i: n for n, sent in enumerate(self.sentences) for i in range(sent.start, sent.end)}
        self.said: list[list[tuple[int, Mention]]] = [[] for _ in self.sentences]
        for i in sorted(annotated.mentions.keys() | annotated.governments.keys()):
            meant = annotated.meant(i)
            if len(meant) != 1:
                continue
            self.said[self.sentence_of[i]].append((i, meant[0]))
        self.speakers = find_quoted_speakers(annotated)
        named = {name.entry for name in annotated.names.values()} | {m.entry for m in annotated.governments.values()}
        self.named = [self.gazetteer.entries[entry] for entry in sorted(filter(None, named))]
        self.home = self._home()
        before_names = [t for t in annotated.titles if t.end in annotated.names or t.end == t.start]
        self.title_words = frozenset(i for t in before_names for i in range(t.start, t.end))

    def record(self, token: Token, found: tuple[Mention, ...], sieve: str) -> None:
        """Record what a word refers to under the id of the sieve that says so."""
        annotated, n = self.annotated, self.sentence_of[token.i]
        start = token.left_edge.i if token.pos_ == "NOUN" else token.i
        span, text = span_of(annotated.doc, start, token.i + 1), annotated.doc[start : token.i + 1].text
        made = tuple(replace(mention, span=span, text=text, reason=sieve) for mention in found)
        annotated.refer(token.i, made)
        annotated.organs.pop(token.i, None)
        self.said[n] = [item for item in self.said[n] if item[0] != token.i]
        if len(made) != 1:
            return
        self.said[n].append((token.i, made[0]))
        self.said[n].sort(key=lambda item: item[0])

    def states(self) -> list[Entry]:
        """Return the states that the article names, itself, a capital, a place or a person of theirs."""
        ids = {self.gazetteer.state_of(entry.id) for entry in self.named if entry.kind in (Kind.STATE, Kind.PLACE)}
        return [self.gazetteer.entries[state] for state in sorted(filter(None, ids))]

    def rank_states(self, end: int) -> list[tuple[Entry, int]]:
        """Rank the states by how often the article names them up to a token, by itself or by what is their own."""
        names = {name.start: name.entry for name in self.annotated.names.values() if name.start < end}
        counts = Counter(self.gazetteer.state_of(entry) for entry in names.values() if entry)
        return [(self.gazetteer.entries[state], n) for state, n in counts.most_common() if state]

    def mention_of(self, entry: Entry, token: Token) -> Mention:
        """Make a mention of an entry with the words of a token."""
        span = span_of(token.doc, token.i, token.i + 1)
        return Mention(span, token.text, entry.name, entry.kind, entry.id)

    def meant(self, token: Token | None) -> tuple[Mention, ...]:
        """Return what a word means as an actor; nothing for no word."""
        if token is not None:
            return self.annotated.meant(token.i)
        return ()

    def subjects_of(self, token: Token) -> list[Token]:
        """Return the subjects of the clause of a word, with all that they are coordinated with."""
        clause = clause_of(token)
        return [t for child in clause.children if child.dep_ in SUBJECTS for t in conjuncts(child)]

    def own_subjects(self, token: Token) -> set[str]:
        """Return who acts in the clause of an object and whom they represent: they are none of "both sides"."""
        clause = token
        if token.dep_ in SUBJECTS:
            infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in token.head.children)
            if not infinitive or token.head.dep_ not in ("ccomp", "xcomp"):
                return set()
            clause = token.head.head  # "which encouraged both sides to meet": its subject is none of them
        subjects = {t.i: t for s in self.subjects_of(clause) for t in (s, *_antecedents(s))}
        acting = {m.name for i in subjects for m in self.annotated.meant(i)}
        return acting | self.served_by(acting)

    def served_by(self, persons: set[str]) -> set[str]:
        """Return the states and bodies that persons serve, by the titles of the article."""
        return {t.state for t in self.annotated.titles if t.person in persons and t.state is not None}

    def state_served(self, person: Mention) -> Entry | None:
        """Return the one state or body of states that a person serves, by the article's titles, else by tenure."""
        titled = {t.state for t in self.annotated.titles if t.person == person.name and not t.former} - {None}
        entries = [self.state_called(name) for name in titled if name is not None]
        states = {entry.id: entry for entry in entries if entry is not None}
        if len(states) == 1:
            return next(iter(states.values()))
        if states:
            return None
        if person.entry is None:
            return None
        own = self._body_served(person.entry) or self.gazetteer.state_of(person.entry)
        if own:
            return self.gazetteer.entries[own]
        return None

    def _body_served(self, person: str) -> str | None:
        """Return the body of states in which a person has an office on the day of publication."""
        day = self.annotated.article.published
        held = [t.of for t in self.gazetteer.entries[person].tenures if day is not None and covers(t, day)]
        bodies = [of for of in held if of is not None and self.gazetteer.entries[of].category in ("igo", "alliance")]
        return bodies[0] if len(bodies) == len(held) == 1 else None

    def state_called(self, name: str) -> Entry | None:
        """Return the state of a canonical name; None for anything else."""
        entries = (self.gazetteer.entries[r.entry] for r in self.gazetteer.references(name))
        return next((entry for entry in entries if entry.kind is Kind.STATE), None)

    def _home(self) -> Entry | None:
        """Return the state in which the article is written, by its dateline."""
        place = self.annotated.article.dateline_place
        for name in (place or "").replace("/", ",").split(",")[:1]:
            for reference in self.gazetteer.references(name.strip()):
                state = self.gazetteer.state_of(reference.entry)
                if state is None:
                    continue
                return self.gazetteer.entries[state]
        return None


def _antecedents(subject: Token) -> list[Token]:
    """Return all to whom a relative pronoun can go back: "Chad and Mali, [which] encouraged both sides"."""
    relative = subject.head
    if subject.tag_ not in ("WDT", "WP") or relative.dep_ != "relcl":
        return []
    return conjuncts(first_conjunct(relative.head))


def clause_of(token: Token) -> Token:
    """Return the verb of the clause that a word stands in; the root where that is none."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token

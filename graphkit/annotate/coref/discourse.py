"""Keep what an article has spoken of, sentence by sentence: the candidates for every reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graphkit.annotate.coref.quotations import find_quoted_speakers
from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.annotate.office_holders import Holders
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import SUBJECTS, children, conjuncts, conjuncts_of, first_conjunct, span_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Span, Token
from graphkit.nlp.tree_paths import Shape
from graphkit.resources.gazetteer.gazetteer import Entry, covers

#: Sentences looked back, the reference's own among them.
REACH = 3
#: Categories of bodies that have states as members.
OF_STATES = frozenset({"igo", "alliance"})
_VERBS = frozenset({"VERB", "AUX"})
_TERRITORIAL = frozenset({Kind.STATE, Kind.PLACE})
#: The verb of who is asked to act: "encouraged both sides to [meet]".
_ASKED = Shape('"encouraged both sides to [meet]"', "ccomp|xcomp", has=["aux:to"])
_RELATIVE_SUBJECT = Shape('"Chad and Mali, [which] left"', "*/WDT|WP", above=["relcl"])


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
            if len(meant) == 1:
                self.said[self.sentence_of[i]].append((i, meant[0]))
        self.speakers = find_quoted_speakers(annotated)
        named = {name.entry for name in annotated.names.values()} | {m.entry for m in annotated.governments.values()}
        self.named = [self.gazetteer.entries[entry] for entry in sorted(filter(None, named))]
        self.home = self._find_home()
        before_names = [t for t in annotated.titles if t.end in annotated.names or t.end == t.start]
        self.title_words = frozenset(i for t in before_names for i in range(t.start, t.end))

    def record(self, token: Token, referents: tuple[Mention, ...], sieve: str) -> None:
        """Record what a word refers to under the id of the sieve that says so."""
        annotated, n = self.annotated, self.sentence_of[token.i]
        start = token.left_edge.i if token.pos_ == "NOUN" else token.i
        span, text = span_of(annotated.doc, start, token.i + 1), annotated.doc[start : token.i + 1].text
        mentions = tuple(replace(mention, span=span, text=text, reason=sieve) for mention in referents)
        annotated.refer(token.i, mentions)
        annotated.organs.pop(token.i, None)
        self.said[n] = [item for item in self.said[n] if item[0] != token.i]
        if len(mentions) == 1:
            self.said[n].append((token.i, mentions[0]))
            self.said[n].sort(key=lambda item: item[0])

    # what was spoken of ------------------------------------------------------------------------------------------

    def said_in(self, n: int) -> list[tuple[Token, Mention]]:
        """List the single things that a sentence speaks of, with their heads; none for a sentence that is none."""
        tokens = self.annotated.doc.tokens
        said = self.said[n] if 0 <= n < len(self.said) else []
        return [(tokens[i], mention) for i, mention in said]

    def said_before(self, token: Token, first: int = 0) -> list[tuple[Token, Mention]]:
        """List the single things of which the article speaks before a word, from a sentence on, with their heads."""
        tokens, end = self.annotated.doc.tokens, token.i
        sentences = self.said[max(0, first) : self.sentence_of[end] + 1]
        return [(tokens[i], mention) for said in sentences for i, mention in said if i < end]

    def names_said(self, first: int, end: int) -> set[str]:
        """Return the names of what the sentences [first, end) speak of."""
        return {mention.name for said in self.said[max(0, first) : max(0, end)] for _, mention in said}

    def states(self) -> list[Entry]:
        """Return the states that the article names, itself, a capital, a place or a person of theirs."""
        ids = {self.gazetteer.state_of(entry.id) for entry in self.named if entry.kind in _TERRITORIAL}
        return [self.gazetteer.entries[state] for state in sorted(filter(None, ids))]

    def rank_states(self, end: int, others: Iterable[str] = ()) -> list[tuple[Entry, int]]:
        """Rank the states but for some names by how often the article names them, or what is theirs, up to a token."""
        starts = {name.start: name.entry for name in self.annotated.names.values() if name.entry}
        counts = Counter(self.gazetteer.state_of(entry) for start, entry in starts.items() if start < end)
        del counts[None]
        ranked = [(self.gazetteer.entries[state or ""], count) for state, count in counts.most_common()]
        return [(state, count) for state, count in ranked if state.name not in others]

    def mention_of(self, entry: Entry, token: Token) -> Mention:
        """Make a mention of an entry with the words of a token."""
        span = span_of(token.doc, token.i, token.i + 1)
        return Mention(span, token.text, entry.name, entry.kind, entry.id)

    # what words mean ---------------------------------------------------------------------------------------------

    def meant(self, token: Token | None) -> tuple[Mention, ...]:
        """Return what a word means as an actor; nothing for no word."""
        return self.annotated.meant(token.i) if token is not None else ()

    def meant_by(self, tokens: Iterable[Token]) -> tuple[Mention, ...]:
        """Return all that some words mean as actors."""
        return tuple([mention for token in tokens for mention in self.annotated.meant(token.i)])

    def actors_at(self, tokens: Iterable[Token], *kinds: Kind) -> list[tuple[Mention, ...]]:
        """List what some words mean as actors, where that is one actor of one of these kinds."""
        meant = [self.annotated.meant(token.i) for token in tokens]
        return [actors for actors in meant if len(actors) == 1 and actors[0].kind in kinds]

    def mentions_at(self, tokens: Iterable[Token], *kinds: Kind) -> list[tuple[Mention, ...]]:
        """List what some words refer to, where that is one thing; with `kinds`, of one of these."""
        mentions = filter(None, map(self.annotated.mention, tokens))
        return [(mention,) for mention in mentions if mention.kind in (kinds or Kind)]

    def subjects_of(self, token: Token) -> list[Token]:
        """Return the subjects of the clause of a word, with all that they are coordinated with."""
        return conjuncts_of(children(clause_of(token), *SUBJECTS))

    def own_subjects(self, token: Token) -> set[str]:
        """Return who acts in the clause of an object and whom they represent: they are none of "both sides"."""
        clause = token
        if token.dep_ in SUBJECTS:
            if not _ASKED.fits(token.head):
                return set()
            clause = token.head.head  # "which encouraged both sides to meet": its subject is none of them
        subjects = self.subjects_of(clause)
        antecedents = [noun for subject in subjects for noun in _antecedents(subject)]
        acting = {mention.name for mention in self.meant_by([*subjects, *antecedents])}
        return acting | self.served_by(acting)

    # whom persons serve ------------------------------------------------------------------------------------------

    def served_by(self, persons: set[str]) -> set[str]:
        """Return the states and bodies that persons serve, by the titles of the article."""
        served = {title.state for title in self.annotated.titles if title.person in persons}
        return set(filter(None, served))

    def state_served(self, person: Mention) -> Entry | None:
        """Return the one state or body of states that a person serves, by the article's titles, else by tenure."""
        titles = [title for title in self.annotated.titles if title.person == person.name and not title.former]
        titled = filter(None, {title.state for title in titles})
        entries = filter(None, map(self.state_called, titled))
        states = {entry.id: entry for entry in entries}
        if states:
            return next(iter(states.values())) if len(states) == 1 else None
        if person.entry is None:
            return None
        body = self._body_served(person.entry)
        return self.gazetteer.entries[body] if body else self.gazetteer.find_state(person.entry)

    def _body_served(self, person: str) -> str | None:
        """Return the body of states in which a person has an office on the day of publication."""
        day = self.annotated.article.published or ""
        held = [tenure.of for tenure in self.gazetteer.entries[person].tenures if day and covers(tenure, day)]
        if len(held) != 1:
            return None
        body = self.gazetteer.entries[held[0]]
        return body.id if body.category in OF_STATES else None

    def state_called(self, name: str) -> Entry | None:
        """Return the state of a canonical name; None for anything else."""
        return self.gazetteer.entry_called(name, Kind.STATE)

    def _find_home(self) -> Entry | None:
        """Return the state in which the article is written, by its dateline."""
        place = (self.annotated.article.dateline_place or "").replace("/", ",").split(",")[0]
        entries = self.gazetteer.entries_called(place.strip())
        states = (self.gazetteer.find_state(entry.id) for entry in entries)
        return next(filter(None, states), None)


def _antecedents(subject: Token) -> list[Token]:
    """Return all to whom a relative pronoun can go back: "Chad and Mali, [which] encouraged both sides"."""
    if not _RELATIVE_SUBJECT.fits(subject):
        return []
    return conjuncts(first_conjunct(subject.head.head))


def clause_of(token: Token) -> Token:
    """Return the verb of the clause that a word stands in; the root where that is none."""
    while token.pos_ not in _VERBS and token.head != token:
        token = token.head
    return token

"""Keep what an article has spoken of, sentence by sentence: the candidates for every reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import chain

from graphkit.annotate.coref.quoted_speakers import find_quoted_speakers
from graphkit.annotate.coref.spoken import Spoken, names_of
from graphkit.annotate.noun_phrases import PhraseReader
from graphkit.annotate.office_holders import Holders
from graphkit.annotate.title_list import Titles
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import SUBJECTS, children, conjuncts, conjuncts_of, first_conjunct, span_of
from graphkit.nlp.document import Annotated, Name
from graphkit.nlp.tokens import Token, TokenSpan
from graphkit.nlp.tree_paths import Shape
from graphkit.resources.gazetteer.gazetteer import Entry, covers, entries_by_id

#: Sentences looked back, the reference's own among them.
REACH = 3
#: Categories of bodies that have states as members.
OF_STATES = frozenset({"igo", "alliance"})
_VERBS = frozenset({"VERB", "AUX"})
#: The verb of who is asked to act: "encouraged both sides to [meet]".
_ASKED = Shape('"encouraged both sides to [meet]"', "ccomp|xcomp", has=["aux:to"])
_RELATIVE_SUBJECT = Shape('"Chad and Mali, [which] left"', "*/WDT|WP", above=["relcl"])


class Discourse:
    """The sentences of one annotated article, each with the mentions of single things in it in order of the text."""

    def __init__(self, annotated: Annotated, reader: PhraseReader) -> None:
        self.annotated, self.reader, self.resources = annotated, reader, annotated.resources
        self.gazetteer, self.nouns = annotated.resources.gazetteer, annotated.resources.nouns
        self.titles, self.names = Titles(annotated.titles), annotated.list_names()
        self.holders = Holders(annotated, self.titles, self.gazetteer)
        self.sentences: list[TokenSpan] = list(annotated.doc.sents)
        self.sentence_of = {i: n for n, sent in enumerate(self.sentences) for i in range(sent.start, sent.end)}
        self.said: list[list[tuple[Token, Mention]]] = [[] for _ in self.sentences]
        for i in sorted(annotated.mentions.keys() | annotated.governments.keys()):
            actors = annotated.meant(i)
            if len(actors) == 1:
                self.said[self.sentence_of[i]].append((annotated.doc.tokens[i], actors[0]))
        self.speakers = find_quoted_speakers(annotated)
        self.named = self._find_named()
        self.home = self._find_home()
        self.title_words = self._find_title_words()

    def _find_named(self) -> list[Entry]:
        """List the entries that the article names, and those for which its capitals stand, by their ids."""
        ids = {name.entry for name in self.names}
        ids.update(mention.entry for mention in self.annotated.governments.values())
        ids.discard(None)
        return [self.gazetteer.entries[entry] for entry in sorted(filter(None, ids))]

    def _find_home(self) -> Entry | None:
        """Return the state in which the article is written, by its dateline."""
        dateline = self.annotated.article.dateline_place or ""
        place = dateline.replace("/", ",").split(",")[0].strip()
        ids = [entry.id for entry in self.gazetteer.entries_called(place)]
        states = map(self.gazetteer.find_state, ids)
        return next(filter(None, states), None)

    def _find_title_words(self) -> frozenset[int]:
        """Return the tokens that belong to titles before names."""
        words: set[int] = set()
        for title in self.titles:
            if title.end in self.annotated.names:
                words.update(range(title.start, title.end))
        return frozenset(words)

    def record(self, token: Token, referents: tuple[Mention, ...], sieve: str) -> None:
        """Record what a word refers to under the id of the sieve that says so."""
        annotated, n = self.annotated, self.sentence_of[token.i]
        start = token.left_edge.i if token.pos_ == "NOUN" else token.i
        span, text = span_of(annotated.doc, start, token.i + 1), annotated.doc[start : token.i + 1].text
        mentions = tuple([replace(mention, span=span, text=text, reason=sieve) for mention in referents])
        annotated.refer(token.i, mentions)
        annotated.organs.pop(token.i, None)
        said = [pair for pair in self.said[n] if pair[0] is not token]
        if len(mentions) == 1:
            said.append((token, mentions[0]))
            said.sort(key=lambda pair: pair[0].i)
        self.said[n] = said

    # what was spoken of ------------------------------------------------------------------------------------------

    def said_in(self, n: int) -> Spoken:
        """Return the single things of a sentence; none where there is no such sentence."""
        return self.said_from(n, n + 1)

    def said_from(self, first: int, end: int) -> Spoken:
        """Return the single things of the sentences [first, end)."""
        said = self.said[max(0, first) : max(0, end)]
        return Spoken(list(chain.from_iterable(said)))

    def said_before(self, token: Token, first: int = 0) -> Spoken:
        """Return the single things that stand before a word, from a sentence on."""
        n = self.sentence_of[token.i]
        return self.said_from(first, n) + self.said_in(n).until(token.i)

    def entries_of(self, kind: Kind) -> list[Entry]:
        """List the entries of a kind that the article names."""
        return [entry for entry in self.named if entry.kind is kind]

    def states(self) -> list[Entry]:
        """Return the states of the states and places that the article names."""
        named = [*self.entries_of(Kind.STATE), *self.entries_of(Kind.PLACE)]
        ids = {self.gazetteer.state_of(entry.id) for entry in named}
        return [self.gazetteer.entries[state] for state in sorted(filter(None, ids))]

    def rank_states(self, end: int, others: Container[str] = ()) -> list[tuple[Entry, int]]:
        """Rank the states but for some names by how often the article names them, or what is theirs, up to a token."""
        entries = [name.entry for name in self.names if name.start < end]
        states = map(self.gazetteer.state_of, filter(None, entries))
        counts = Counter(filter(None, states))
        ranked = [(self.gazetteer.entries[state], count) for state, count in counts.most_common()]
        return [pair for pair in ranked if pair[0].name not in others]

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
        meant = map(self.meant, tokens)
        return tuple(chain.from_iterable(meant))

    def actors_at(self, tokens: Iterable[Token], *kinds: Kind) -> list[tuple[Mention, ...]]:
        """List what some words mean as actors, where that is one actor of one of these kinds."""
        meant = map(self.meant, tokens)
        single = [actors for actors in meant if len(actors) == 1]
        return [actors for actors in single if actors[0].kind in kinds]

    def mentions_at(self, tokens: Iterable[Token], *kinds: Kind) -> list[tuple[Mention, ...]]:
        """List what some words refer to, where that is one thing; with `kinds`, of one of these."""
        mentions = filter(None, map(self.annotated.mention, tokens))
        return [(mention,) for mention in mentions if mention.kind in (kinds or Kind)]

    def subjects_of(self, token: Token) -> list[Token]:
        """Return the subjects of the clause of a word, with all that they are coordinated with."""
        subjects = children(clause_of(token), *SUBJECTS)
        return conjuncts_of(subjects)

    def own_subjects(self, token: Token) -> set[str]:
        """Return who acts in the clause of an object and whom they represent: they are none of "both sides"."""
        clause = token
        if token.dep_ in SUBJECTS:
            if not _ASKED.fits(token.head):
                return set()
            clause = token.head.head  # "which encouraged both sides to meet": its subject is none of them
        subjects = self.subjects_of(clause)
        for relative in _RELATIVE_SUBJECT.pick(subjects):
            subjects += _find_antecedents(relative)
        acting = names_of(self.meant_by(subjects))
        served = self.titles.of(*acting).states()
        return acting | served

    # whom persons serve ------------------------------------------------------------------------------------------

    def state_served(self, person: Mention) -> Entry | None:
        """Return the one state or body of states that a person serves, by the article's titles, else by tenure."""
        titled = self.titles.of(person.name).current().states()
        called = filter(None, map(self.state_called, titled))
        states = entries_by_id(called)
        if len(states) > 1:
            return None
        if states:
            return next(iter(states.values()))
        if person.entry is None:
            return None
        return self._body_served(person.entry) or self.gazetteer.find_state(person.entry)

    def _body_served(self, person: str) -> Entry | None:
        """Return the body of states in which a person has the only office on the day of publication."""
        day = self.annotated.article.published
        if day is None:
            return None
        held = [tenure.of for tenure in self.gazetteer.entries[person].tenures if covers(tenure, day)]
        if len(held) != 1:
            return None
        body = self.gazetteer.entries[held[0]]
        return body if body.category in OF_STATES else None

    def entry_of(self, actor: Mention | Name) -> Entry | None:
        """Return the entry of a mention or a name; None for what the gazetteer does not know."""
        return self.gazetteer.entries.get(actor.entry or "")

    def state_called(self, name: str) -> Entry | None:
        """Return the state of a canonical name; None for anything else."""
        return self.gazetteer.entry_called(name, Kind.STATE)


def _find_antecedents(relative: Token) -> list[Token]:
    """Return all to whom a relative pronoun can go back: "Chad and Mali, [which] encouraged both sides"."""
    noun = first_conjunct(relative.head.head)
    return conjuncts(noun)


def clause_of(token: Token) -> Token:
    """Return the verb of the clause that a word stands in; the root where that is none."""
    while token.pos_ not in _VERBS and token.head != token:
        token = token.head
    return token

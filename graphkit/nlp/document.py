"""Hold an article with its parse and what its words refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphkit.model import Article, Kind, Mention, Role
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.resources import Resources


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text: tokens [start, end) and what it stands for.

    `use` says how the words refer to the entry: name, alias, acronym, demonym, capital, seat, former, person, other.
    """

    start: int
    end: int
    name: str
    kind: Kind
    use: str
    entry: str | None = None
    label: str | None = None
    reason: str = "exact"


@dataclass(frozen=True, slots=True)
class Title:
    """An office that the text gives a person: "US Secretary of State" before "Antony Blinken"."""

    person: str
    office: str
    holder: Mention
    start: int
    end: int
    state: str | None  # canonical name of the state or body served
    former: bool


@dataclass(slots=True)
class Annotated:
    """An article with its parse and what its words refer to.

    `names` and `mentions` are by token index: every token inside a name, every head of a noun phrase; a phrase
    such as "the two leaders" stands for several mentions. `governments` and `organs` say for which state a capital
    ("Seoul") and an organ ("the foreign ministry") act.
    """

    article: Article
    doc: Doc
    resources: Resources
    names: dict[int, Name] = field(default_factory=dict)
    mentions: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    governments: dict[int, Mention] = field(default_factory=dict)
    organs: dict[int, Mention] = field(default_factory=dict)
    titles: list[Title] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)  # one per token

    def refer(self, i: int, mentions: tuple[Mention, ...]) -> None:
        """Record what the phrase that token `i` heads refers to. Nothing else writes mentions."""
        self.mentions[i] = mentions

    def mention(self, token: Token) -> Mention | None:
        """Return what one noun phrase refers to; None where it is several things or none."""
        mentions = self.mentions.get(token.i, ())
        return mentions[0] if len(mentions) == 1 else None

    def list_names(self) -> list[Name]:
        """List the names in order of the text."""
        return list({name.start: name for name in self.names.values()}.values())

    def named(self, tokens: Iterable[Token]) -> list[Token]:
        """List those of some words that are part of a name."""
        return [token for token in tokens if token.i in self.names]

    def names_at(self, tokens: Iterable[Token]) -> list[Name]:
        """List the names that some words are part of, one for each word."""
        return [self.names[token.i] for token in tokens if token.i in self.names]

    def acting(self, i: int) -> Mention | None:
        """Return the state for which a capital or an organ acts; None for anything else."""
        return self.governments.get(i) or self.organs.get(i)

    def meant(self, i: int) -> tuple[Mention, ...]:
        """Return what the words at a token stand for as actors, a capital or an organ for its state."""
        state = self.acting(i)
        return (state,) if state is not None else self.mentions.get(i, ())

    def modifier(self, token: Token) -> Mention | None:
        """Return the state or body that a name before a noun stands for: "Russian" in "the Russian attack"."""
        name = self.names.get(token.i)
        if name is None:
            return None
        if name.entry is None and name.kind is Kind.GROUP:
            return None  # "post-war", "Western": nobody in particular
        if token.i in self.governments:
            return self.governments[token.i]
        span, text = span_of(self.doc, name.start, name.end), self.doc[name.start : name.end].text
        return Mention(span, text, name.name, name.kind, name.entry, name.label, name.reason)

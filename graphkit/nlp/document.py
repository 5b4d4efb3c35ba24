"""Hold an article with its parse and what its words refer to."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from graphkit.model import Article, Kind, Mention, Role
from graphkit.nlp.dependencies import span_of
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
    such as "the two leaders" stands for several mentions.
    """

    article: Article
    doc: Doc
    resources: Resources
    names: dict[int, Name] = field(default_factory=dict)
    mentions: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    governments: dict[int, Mention] = field(default_factory=dict)  # a capital or seat, taken for its government
    titles: list[Title] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)  # one per token

    def mention(self, token: Token) -> Mention | None:
        """What one noun phrase refers to; None where it is several things or none."""
        found = self.mentions.get(token.i, ())
        return found[0] if len(found) == 1 else None

    def meant(self, i: int) -> tuple[Mention, ...]:
        """What the words at a token stand for, a capital for its government."""
        government = self.governments.get(i)
        return (government,) if government is not None else self.mentions.get(i, ())

    def modifier(self, token: Token) -> Mention | None:
        """The state or body that a name before a noun stands for: "Russian" in "the Russian attack"."""
        name = self.names.get(token.i)
        if name is None or (
            name.entry is None and name.kind is Kind.GROUP
        ):  # "post-war", "Western": nobody in particular
            return None
        if token.i in self.governments:
            return self.governments[token.i]
        span, text = span_of(self.doc, name.start, name.end), self.doc[name.start : name.end].text
        return Mention(span, text, name.name, name.kind, name.entry, name.label, name.reason)

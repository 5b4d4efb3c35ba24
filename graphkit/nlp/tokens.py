"""Hold a parse as plain objects, which rules read many times faster than those of spaCy.

The classes and their attributes have the names that they have in spaCy. An attribute is a plain value here, and each
token of a Doc is one object. Only `Token.attach` changes the tree, and it changes that of spaCy with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload

from spacy.attrs import DEP, ENT_TYPE, HEAD, LEMMA, ORTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc as ParsedDoc
from spacy.tokens import Span as ParsedSpan
from spacy.vocab import Vocab

#: Words whose forms are kept.
_MOST_KEPT = 60_000


class WordForm(NamedTuple):
    """The properties of a word by its letters alone."""

    text: str
    lower_: str
    is_alpha: bool
    is_punct: bool
    is_space: bool
    is_title: bool
    like_num: bool


class Token:
    """A word of a parsed text."""

    __slots__ = (
        "_left_edge", "_right_edge", "children", "dep_", "doc", "ent_type_", "form", "head", "i", "idx",
        "is_sent_start", "lemma_", "lower_", "pos_", "sent", "tag_", "text", "whitespace_",
    )  # fmt: skip
    i: int
    idx: int
    doc: Doc
    form: WordForm
    text: str
    lower_: str
    whitespace_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    head: Token
    children: list[Token]
    sent: TokenSpan
    is_sent_start: bool | None

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    @property
    def text_with_ws(self) -> str:
        """The word with the space behind it."""
        return self.text + self.whitespace_

    @property
    def is_alpha(self) -> bool:
        """Tell whether all characters are letters."""
        return self.form.is_alpha

    @property
    def is_punct(self) -> bool:
        """Tell whether it is a punctuation mark."""
        return self.form.is_punct

    @property
    def is_space(self) -> bool:
        """Tell whether it is white space."""
        return self.form.is_space

    @property
    def is_title(self) -> bool:
        """Tell whether it begins with a capital and goes on in small letters."""
        return self.form.is_title

    @property
    def like_num(self) -> bool:
        """Tell whether it is a number in digits or words."""
        return self.form.like_num

    @property
    def lefts(self) -> list[Token]:
        """The children before it."""
        i = self.i
        return [child for child in self.children if child.i < i]

    @property
    def rights(self) -> list[Token]:
        """The children behind it."""
        i = self.i
        return [child for child in self.children if child.i > i]

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        if not self.children:
            return self
        if self._left_edge is None:
            self._read_edges()
        return self._left_edge  # type: ignore[return-value]

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        if not self.children:
            return self
        if self._right_edge is None:
            self._read_edges()
        return self._right_edge  # type: ignore[return-value]

    _left_edge: Token | None
    _right_edge: Token | None

    def _read_edges(self) -> None:
        """Read both edges from spaCy, which bounds them where branches cross."""
        parsed, tokens = self.doc.parsed[self.i], self.doc.tokens
        self._left_edge, self._right_edge = tokens[parsed.left_edge.i], tokens[parsed.right_edge.i]

    @property
    def subtree(self) -> list[Token]:
        """The token and all below it, branch by branch from the left."""
        tokens: list[Token] = []
        _collect_subtree(self, tokens)
        return tokens

    @property
    def ancestors(self) -> list[Token]:
        """The tokens above it, the nearest first."""
        above: list[Token] = []
        token = self
        while token.head is not token:
            token = token.head
            above.append(token)
        return above

    def is_ancestor(self, descendant: Token) -> bool:
        """Tell whether another token is below this one."""
        while descendant.head is not descendant:
            descendant = descendant.head
            if descendant is self:
                return True
        return False

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The tokens that it is coordinated with, without itself."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        joined = [first]
        for token in joined:
            joined += [child for child in token.rights if child.dep_ == "conj"]
        return tuple(token for token in joined if token is not self)

    def nbor(self, offset: int = 1) -> Token:
        """Return the token so many places behind it. Raises IndexError outside the text."""
        index = self.i + offset
        if index < 0:
            raise IndexError(index)
        return self.doc.tokens[index]

    def attach(self, head: Token, dep: str) -> None:
        """Hang the token on another one of its text by a dependency."""
        self.dep_ = dep
        self.doc.answers = {}
        if head is not self.head:
            self.doc.parsed[self.i].head = self.doc.parsed[head.i]
            self.doc.read_tree()


def _collect_subtree(token: Token, tokens: list[Token]) -> None:
    children = token.children
    if not children:
        tokens.append(token)
        return
    i = token.i
    for child in children:
        if child.i < i:
            _collect_subtree(child, tokens)
    tokens.append(token)
    for child in children:
        if child.i > i:
            _collect_subtree(child, tokens)


def _depth(token: Token) -> int:
    """Return how many tokens are above one; a mark or a space without children is below all."""
    if not token.children and (token.is_space or token.is_punct):
        return len(token.doc) - 1
    return len(token.ancestors)


class TokenSpan:
    """The tokens [start, end) of a text, with a label where they are a name."""

    __slots__ = ("doc", "end", "label_", "start", "tokens")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self.tokens = doc.tokens[start:end]

    @property
    def text(self) -> str:
        """The words with the spaces between them."""
        tokens = self.tokens
        if not tokens:
            return ""
        last = tokens[-1]
        return self.doc.text[tokens[0].idx : last.idx + len(last.text)]

    @property
    def sent(self) -> TokenSpan:
        """The sentence of the first token."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The token that the others hang on: the first of those nearest to the root of the sentence; marks last."""
        tokens = self.tokens
        for token in tokens:
            if token.head is token:
                return token
        outward = [token for token in tokens if not self.start <= token.head.i < self.end]
        return min(outward, key=_depth, default=self.doc.tokens[self.start])

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> TokenSpan: ...
    def __getitem__(self, place: int | slice) -> Token | TokenSpan:
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.tokens))
            return TokenSpan(self.doc, self.start + start, self.start + max(start, end))
        return self.tokens[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TokenSpan):
            return NotImplemented
        return self.doc is other.doc and (self.start, self.end) == (other.start, other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))


class Doc:
    """A parsed text. `parsed` is the Doc of spaCy that it was read from; `answers` is what was asked of its words."""

    def __init__(self, parsed: ParsedDoc) -> None:
        self.parsed = parsed
        self.user_data: dict[str, Any] = {}
        self.answers: dict[object, dict[int, Any]] = {}
        self.tokens = _make_tokens(self)
        self.text = "".join([token.text + token.whitespace_ for token in self.tokens])
        self.sents: Sequence[TokenSpan] = ()
        self.read_tree()

    @property
    def ents(self) -> list[TokenSpan]:
        """The names and numbers that the recogniser finds."""
        return [self._copy_span(ent) for ent in self.parsed.ents]

    def _copy_span(self, span: ParsedSpan) -> TokenSpan:
        return TokenSpan(self, span.start, span.end, span.label_)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> TokenSpan: ...
    def __getitem__(self, place: int | slice) -> Token | TokenSpan:
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.tokens))
            return TokenSpan(self, start, max(start, end))
        return self.tokens[place]

    def read_tree(self) -> None:
        """Read heads and sentences from spaCy."""
        self.answers = {}
        tokens = self.tokens
        rows = self.parsed.to_array([HEAD, SENT_START]).astype("int64").tolist()
        for token in tokens:
            token.children = []
            token._left_edge = token._right_edge = None
        first = 0
        sentences = []
        for token, (offset, start) in zip(tokens, rows, strict=True):
            token.head = head = tokens[token.i + offset]
            if offset:
                head.children.append(token)
            token.is_sent_start = None if start == 0 else start == 1
            if start == 1 and token.i > first:
                sentences.append(TokenSpan(self, first, token.i))
                first = token.i
        if first < len(tokens):
            sentences.append(TokenSpan(self, first, len(tokens)))
        self.sents = sentences
        for sentence in sentences:
            for token in sentence.tokens:
                token.sent = sentence


class _Names(dict[int, str]):
    """The strings of a vocabulary by their hashes, each looked up once."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.strings = vocab.strings

    def __missing__(self, key: int) -> str:
        name: str = self.strings[key]
        self[key] = name
        return name


def _make_tokens(doc: Doc) -> list[Token]:
    """Make the tokens of a Doc, all but their tree."""
    parsed = doc.parsed
    names = _Names(parsed.vocab)
    tokens: list[Token] = []
    index = 0
    rows = parsed.to_array([ORTH, SPACY, LEMMA, POS, TAG, DEP, ENT_TYPE]).tolist()
    for i, (orth, space, lemma, pos, tag, dep, entity) in enumerate(rows):
        token = Token()
        token.i, token.idx, token.doc = i, index, doc
        token.form = form = _FORMS.get(orth) or _read_form(orth, parsed.vocab)
        token.text, token.lower_ = text, _ = form[:2]
        token.whitespace_ = " " if space else ""
        token.lemma_, token.pos_, token.tag_ = names[lemma], names[pos], names[tag]
        token.dep_, token.ent_type_ = names[dep], names[entity]
        tokens.append(token)
        index += len(text) + space
    return tokens


_FORMS: dict[int, WordForm] = {}


def _read_form(orth: int, vocab: Vocab) -> WordForm:
    if len(_FORMS) >= _MOST_KEPT:
        _FORMS.clear()
    word = vocab[orth]
    form = WordForm(
        word.text, word.lower_, word.is_alpha, word.is_punct, word.is_space, word.is_title, word.like_num
    )  # fmt: skip
    _FORMS[orth] = form
    return form

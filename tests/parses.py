"""Parses written by hand, so that rules on words, heads and dependencies are tested without a language model."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc as ParsedDoc
from spacy.tokens import Span as ParsedSpan

from graphkit.nlp.dependencies import attach_resources
from graphkit.nlp.tokens import Doc, Token
from graphkit.resources.resources import Resources

_VOCAB = spacy.blank("en").vocab  # with lower-case forms, which a bare Vocab lacks
#: The part of speech of a tag, by how the tag begins; the first that fits.
_POS = (
    ("NNP", "PROPN"), ("NN", "NOUN"), ("PRP", "PRON"), ("WP", "PRON"), ("WDT", "PRON"), ("MD", "AUX"), ("VB", "VERB"),
    ("JJ", "ADJ"), ("RB", "ADV"), ("RP", "ADP"), ("IN", "ADP"), ("TO", "PART"), ("DT", "DET"), ("CC", "CCONJ"),
    ("CD", "NUM"), ("POS", "PART"), (".", "PUNCT"), (",", "PUNCT"), (":", "PUNCT"),
)  # fmt: skip
_AUXILIARIES = frozenset(["aux", "auxpass"])


def parse(*rows: str) -> Doc:
    """A Doc of rows "word tag dependency head [lemma]"; head is the number of its row from 0, a root's is its own.

    The lemma is the word in small letters where it is left out.

    >>> doc = parse("Chad NNP nsubj 1", "fell VBD ROOT 1 fall")
    >>> doc[0].head.lemma_
    'fall'
    """
    cells = [row.split() for row in rows]
    words, tags, deps = ([cell[i] for cell in cells] for i in range(3))
    pos = [
        "AUX" if dep in _AUXILIARIES else next(pos for start, pos in _POS if tag.startswith(start))
        for tag, dep in zip(tags, deps, strict=True)
    ]
    lemmas = [cell[4] if len(cell) > 4 else cell[0].lower() for cell in cells]
    heads = [int(cell[3]) for cell in cells]
    return _read(ParsedDoc(_VOCAB, words=words, tags=tags, pos=pos, deps=deps, heads=heads, lemmas=lemmas))


def label_names(doc: Doc, *names: tuple[int, int, str]) -> Doc:
    """Return a Doc in which the tokens [start, end) of each triple are a name with this label."""
    parsed = doc.parsed.copy()
    parsed.set_ents([ParsedSpan(parsed, start, end, label=label) for start, end, label in names])
    return _read(parsed)


def copy_doc(doc: Doc) -> Doc:
    """Return a Doc as it was parsed, so that a change of its tree leaves the other as it is."""
    return _read(doc.parsed.copy())


def _read(parsed: ParsedDoc) -> Doc:
    doc = Doc(parsed)
    attach_resources(doc, Resources.load())
    return doc


def token(doc: Doc, word: str) -> Token:
    """The last token that is this word."""
    return [t for t in doc if t.text == word][-1]

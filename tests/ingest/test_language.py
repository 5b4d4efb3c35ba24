"""Plain English needs no weights to be known; whatever else there is goes to the identifier."""

from __future__ import annotations

import pytest

from graphkit.config import Config
from graphkit.ingest import language
from graphkit.ingest.language import judge_language

ENGLISH = (
    "The government of Peru said on Friday that it had asked the neighbours who share the lake with it for talks. "
    "Fishermen from the southern shore have blamed the ferries, which have been running since the new year. "
)
DUTCH = (
    "De regering van Peru zei vrijdag dat zij de buurlanden om overleg heeft gevraagd over het meer in de bergen. "
    "Vissers van de zuidelijke oever geven de veerboten de schuld, die sinds het nieuwe jaar weer varen. "
)


def test_plain_english_needs_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_identifier", None)  # who calls it fails
    assert judge_language(ENGLISH * 5, Config()) == ("en", None)


@pytest.mark.parametrize("languages", [("en", "nl"), ("nl",)])
def test_with_other_languages_the_identifier_decides(languages: tuple[str, ...]) -> None:
    code, reason = judge_language(DUTCH * 5, Config(languages=languages))
    assert (code, reason) == ("nl", None)


def test_another_language_is_passed_over() -> None:
    code, reason = judge_language(DUTCH * 5, Config())
    assert code == "nl"
    assert reason is not None
    assert judge_language(DUTCH * 5 + "The chairman of the board smiled. ", Config())[1] is not None


def test_english_that_quotes_another_language_stays() -> None:
    assert judge_language(ENGLISH * 4 + DUTCH * 2, Config()) == ("en", None)

"""Test that a word is only asked of the sieves whose tables allow it."""

from __future__ import annotations

import pytest

from graphkit.annotate.coref import pronoun_words
from graphkit.annotate.coref.sieve import PROPERTIES, Sieve
from graphkit.annotate.coref.sieves import SIEVES


@pytest.mark.parametrize("sieve", SIEVES, ids=lambda sieve: sieve.id)
def test_tables_of_a_sieve_name_what_there_is(sieve: Sieve) -> None:
    assert sieve.needs or sieve.words or sieve.tags
    assert sieve.needs <= set(PROPERTIES)
    assert all(word == word.lower() for word in sieve.words)
    assert all(tag == tag.upper() for tag in sieve.tags)


@pytest.mark.parametrize("sieve", SIEVES, ids=lambda sieve: sieve.id)
def test_sieve_may_speak_only_of_what_its_tables_allow(sieve: Sieve) -> None:
    word, tag = min(sieve.words, default="trawler"), min(sieve.tags, default="NN")
    assert sieve.may_speak_of(word, tag, sieve.needs)
    if sieve.words:
        assert not sieve.may_speak_of("trawler", tag, sieve.needs)
    if sieve.tags:
        assert not sieve.may_speak_of(word, "UH", sieve.needs)
    if sieve.needs:
        assert not sieve.may_speak_of(word, tag, ())


def test_pronoun_stands_for_one_sort_of_thing() -> None:
    sorts = (
        pronoun_words.PERSON,
        pronoun_words.THING,
        pronoun_words.MANY,
        pronoun_words.SPEAKER,
        pronoun_words.SPEAKERS,
    )
    assert len(frozenset().union(*sorts)) == sum(map(len, sorts))
    assert pronoun_words.PERSON == pronoun_words.MALE | pronoun_words.FEMALE
    assert {"he", "her", "themselves"} <= frozenset().union(*sorts)

"""Resolve "I", "we" and "our" in quotations to who says them."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.pronoun_words import SPEAKER, SPEAKERS, TAGS
from graphkit.annotate.coref.sieve import ReferenceSite, Referents, Sieve, SieveExample
from graphkit.model import Kind


class Speaker(Sieve):
    """Resolve "I" to the person who speaks."""

    id = "pronoun.speaker"
    words, tags = SPEAKER, TAGS
    example = SieveExample('"I thank Chad," Ana Duarte said.', "I", ("Ana Duarte",))
    final = True

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the person who speaks."""
        return _speaking(site, Kind.PERSON)


class Speakers(Sieve):
    """Resolve "we" to the state or body for which the person speaks, or that speaks itself."""

    id = "pronoun.speakers"
    words, tags = SPEAKERS, TAGS
    example = SieveExample(
        '"We condemn Chad," Foreign Minister Ana Duarte of Peru said.',
        "We",
        ("Peru",),
    )
    final = True

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield whom the speaker speaks for."""
        yield from _speaking(site, Kind.STATE, Kind.ORGANIZATION)
        for (person,) in _speaking(site, Kind.PERSON):
            yield from site.each(site.discourse.state_served(person))


def _speaking(site: ReferenceSite, *kinds: Kind) -> list[Referents]:
    """List who says a word, where that is one actor of one of these kinds."""
    speaker = site.discourse.speakers.get(site.token.i)
    return site.discourse.actors_at(filter(None, [speaker]), *kinds)


FIRST_PERSON: tuple[Sieve, ...] = (Speaker(), Speakers())

"""Count how much an article speaks of each name."""

from __future__ import annotations

from collections import defaultdict

from graphkit.nlp.document import Annotated


def count_sentences(annotated: Annotated) -> dict[str, int]:
    """Count for each name the sentences that speak of it."""
    sentences: dict[str, set[int]] = defaultdict(set)
    for place, mentions in annotated.mentions.items():
        start = annotated.doc[place].sent.start
        for mention in mentions:
            sentences[mention.name].add(start)
    return {name: len(starts) for name, starts in sentences.items()}

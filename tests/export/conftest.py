"""Graphs to export: the sample, and the same with names that are out to break a format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkit.model import Findings
from tests.sample import make_findings

#: Names that have broken files of other tools.
HOSTILE = [
    "=1+1",
    "+1 \"quoted\" 'single'",
    "</script><script>alert(1)</script> & <b>",
    "tab\there\nline\r\nbreak",
    "bell\x07 escape\x1b[31m nul\x00 \ufffe",
    "\u202eright to left\u202c \u200bzero",
    "\U0001f1f0\U0001f1f7 \u4e2d\u6587 \u0627\u0644 cafe\u0301, ; | \\ $x `y` {z}",
    "-2+3 minus",
    "@SUM(1+1)",
    "}) DELETE (n",
    "lone \ud800 surrogate",
    "` `'; MATCH (n) DETACH DELETE n; //",
    '\t=HYPERLINK("x")',
    'x> . <y> <z> "w" . #',
]


def spoil(findings: Findings, first: int = 0) -> Findings:
    """The findings with a hostile label for each entity, hostile titles, sentences and publishers."""
    entities = tuple(
        replace(entity, label=HOSTILE[number % len(HOSTILE)], aliases=(HOSTILE[-1 - number % len(HOSTILE)],))
        for number, entity in enumerate(findings.entities, first)
    )
    articles = tuple(replace(article, title=HOSTILE[2], publisher=HOSTILE[3]) for article in findings.articles)
    labels = {old.label: new.label for old, new in zip(findings.entities, entities, strict=True)}
    events = []
    for event in findings.events:
        mentions = tuple(
            replace(
                mention,
                subject=replace(mention.subject, text=HOSTILE[0], name=labels[mention.subject.name]),
                object=replace(mention.object, text=HOSTILE[1], name=labels[mention.object.name]),
            )
            for mention in event.mentions
        )
        events.append(replace(event, mentions=mentions))
    return replace(findings, entities=entities, articles=articles, events=tuple(events))


@pytest.fixture
def findings() -> Findings:
    return make_findings()


@pytest.fixture(params=[0, 7], ids=["odd signs", "injections"])
def hostile(request: pytest.FixtureRequest) -> Findings:
    return spoil(make_findings(), request.param)

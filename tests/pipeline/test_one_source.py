"""One article in several sources is one source: belief does not rise. All texts are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphkit.pipeline.build import build

LEAD = "Norway condemned Iran on Monday over an attack on a tanker in the Gulf, the foreign ministry in Oslo said."
REST = (
    "Foreign Minister Espen Barth Eide will visit Finland next week. The crew of the tanker was brought to a harbour "
    "in the south, where doctors saw two sailors with burns. The owner of the ship said that repairs would take "
    "until autumn, and that no oil had run into the sea. Fishers of the region spoke of a lucky day for the coast."
)
PAPERS = ("Northern Gazette", "Southern Post", "Harbour Mail")


def write(folder: Path, *records: dict[str, str]) -> Path:
    file = folder / "news.jsonl"
    common = {"date": "2024-05-14", "title": "Norway condemns Iran over attack on tanker"}
    file.write_text("\n".join(json.dumps({**common, **record}) for record in records), encoding="utf-8")
    return file


def count_publishers(file: Path) -> set[int]:
    events = build(file).findings.events
    return {event.publishers for event in events if event.predicate == "condemns"}


@pytest.mark.model
def test_one_page_in_two_sources_is_one_publisher(tmp_path: Path) -> None:
    page = {"url": "https://www.gazette.example/iran?utm_source=feed", "text": f"{LEAD} {REST}"}
    feed = {"url": "http://gazette.example/iran/", "text": LEAD, "publisher": "gazette.example"}
    assert count_publishers(write(tmp_path, {"id": "a", "publisher": PAPERS[0], **page}, {"id": "b", **feed})) == {1}


@pytest.mark.model
def test_agency_copy_in_many_papers_is_one_source_with_many_places(tmp_path: Path) -> None:
    texts = [f"{LEAD} {REST}", f"{LEAD} {REST[:180]}", f"{LEAD} {REST} More follows."]
    records = [{"id": paper, "publisher": paper, "text": text} for paper, text in zip(PAPERS, texts, strict=True)]
    file = write(tmp_path, *records)
    assert count_publishers(file) == {1}
    assert {article.publisher for article in build(file).findings.articles} == set(PAPERS)


@pytest.mark.model
def test_papers_with_words_of_their_own_are_several_sources(tmp_path: Path) -> None:
    own = [f"{LEAD} {REST}", f"Norway condemned Iran on Monday. {' '.join(reversed(REST.split()))}"]
    records = [{"id": paper, "publisher": paper, "text": text} for paper, text in zip(PAPERS[:2], own, strict=True)]
    assert count_publishers(write(tmp_path, *records)) == {2}

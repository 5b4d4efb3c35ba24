"""Articles that a program holds are read like those of a file."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest

import graphkit
from graphkit.errors import UsageError
from graphkit.pipeline.given_records import write_given

TEXT = "LISBON - Norway condemned Chad on Monday.\n\nChad's president met Norway's foreign minister in Lisbon."


def read_given(sources: object) -> list[dict[str, object]]:
    with write_given(sources) as paths:  # type: ignore[arg-type]
        return [json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines()]


def test_texts_records_and_frames_become_records() -> None:
    assert read_given(TEXT) == [{"id": "text-1", "text": TEXT}]
    assert read_given(["Norway condemned Chad.", {"text": TEXT, "id": "b"}]) == [
        {"id": "text-1", "text": "Norway condemned Chad."},
        {"id": "b", "text": TEXT},
    ]
    day = datetime.date(2023, 11, 9)
    frame = pd.DataFrame({"text": [TEXT, "x y."], "published": [pd.Timestamp(day), pd.NaT], "title": ["A", None]})
    assert read_given(frame) == [
        {"id": "text-1", "text": TEXT, "published": "2023-11-09T00:00:00", "title": "A"},
        {"id": "text-2", "text": "x y."},
    ]


def test_paths_stay_paths(tmp_path: Path) -> None:
    file = tmp_path / "a file.txt"
    file.write_text(TEXT)
    for sources in (file, str(file), [str(file), "data/not there.txt"]):
        with write_given(sources) as paths:
            assert str(paths[0]) == str(file)
            assert len(paths) == (2 if isinstance(sources, list) else 1)


def test_what_is_no_article_is_said_so() -> None:
    with pytest.raises(UsageError, match="Record 1 has no text") as caught:
        read_given([{"body": "words"}])
    assert "body" in str(caught.value.remedy)
    with pytest.raises(UsageError, match="float"):
        read_given([1.5])


@pytest.mark.model
def test_a_graph_is_built_from_records_as_from_a_file(tmp_path: Path) -> None:
    record = {"id": "a", "text": TEXT, "published": "2023-11-09"}
    (tmp_path / "articles.jsonl").write_text(json.dumps(record) + "\n")
    given = graphkit.build([record])
    assert given.events
    assert given.findings == graphkit.build([tmp_path / "articles.jsonl"]).findings
    assert graphkit.build(pd.DataFrame([record])).findings == given.findings

"""Reading a story: numbered views with a sentence each."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.errors import UsageError
from graphkit.explorer import read_story


def test_a_link_is_cut_to_its_state(tmp_path: Path) -> None:
    path = tmp_path / "story.toml"
    path.write_text(
        'title = "Shells"\n[[view]]\ntext = "One says so."\nlink = "file:///x/graph.html#actor=chad"\n'
        '[[view]]\ntext = "Another denies it."\nlink = "since=2023-01-01"\n[[view]]\ntext = "All of it."\n',
        encoding="utf-8",
    )
    story = read_story(path)
    assert story.title == "Shells"
    assert [view["hash"] for view in story.views] == ["actor=chad", "since=2023-01-01", ""]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[view", "not TOML"),
        ("title = 'x'", "no view"),
        ("[[view]]\nlink = '#a'", "view 1 of the story has no text"),
        ("[[view]]\ntext = 'x'\nlinks = '#a'", "unknown key 'links'"),
        ("[[view]]\ntext = 'x'\nlink = 3", "not a text"),
        ("views = 1", "unknown key 'views'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "story.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=fault):
        read_story(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_story(tmp_path / "none.toml")

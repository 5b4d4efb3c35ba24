"""The files of a model are told by what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.config import DEFAULT_MODEL
from graphkit.nlp.model_files import TESTED_MODELS, find_model_folder, hash_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in the form of a model."""
    (tmp_path / "parser").mkdir()
    (tmp_path / "config.cfg").write_text("[nlp]\n", encoding="utf-8")
    (tmp_path / "parser" / "model").write_bytes(b"weights")
    return tmp_path


def test_the_installed_model_is_the_tested_one() -> None:
    assert hash_model(DEFAULT_MODEL) == TESTED_MODELS[DEFAULT_MODEL]


def test_a_changed_renamed_or_added_file_changes_the_digest(folder: Path) -> None:
    before = hash_model(str(folder))
    (folder / "parser" / "model").write_bytes(b"weightz")
    changed = hash_model(str(folder))
    (folder / "parser" / "model").rename(folder / "parser" / "moved")
    moved = hash_model(str(folder))
    (folder / "more").write_bytes(b"")
    assert len({before, changed, moved, hash_model(str(folder))}) == 4


def test_remarks_do_not_count(folder: Path) -> None:
    before = hash_model(str(folder))
    (folder / "README.md").write_text("Words about the model.", encoding="utf-8")
    assert hash_model(str(folder)) == before


@pytest.mark.parametrize("name", ["no_such_model", "no.such.model", "", "json"])
def test_what_is_no_model_has_no_folder(name: str) -> None:
    assert find_model_folder(name) is None
    assert hash_model(name) is None

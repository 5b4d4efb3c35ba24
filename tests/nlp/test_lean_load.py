"""A pipeline that is loaded without needless work says what the same says when spaCy loads it."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from graphkit.nlp.language_model import DEFAULT_MODEL
from graphkit.nlp.lean_load import VectorRows, _load_vectors, load_pipeline
from graphkit.nlp.model_files import find_model_folder

TEXT = """
LAGOS (Wire) - Envoys of the U.S. and Chad can't agree on a $4.5-million loan, Dr. Amaka Obi said on Monday, 3 May.
"We're gonna meet again at 10:30 p.m.," she e-mailed (see https://example.org/a?b=c); ORG and LAW aren't words of hers.
"""


def test_rows_are_found_by_hash_as_in_a_dictionary() -> None:
    table = {7: 3, 390: 0, (1 << 63) + 5: 2, (1 << 64) - 1: 1}
    hashes = np.array(sorted(table), dtype="uint64")
    rows = VectorRows(hashes, np.array([table[int(key)] for key in hashes], dtype="int32"))
    assert dict(rows) == table
    assert rows.get(7, -1) == 3
    assert [rows.get(key, -1) for key in (0, 8, 1 << 63, 1 << 64, -1)] == [-1] * 5
    assert 390 in rows
    assert 391 not in rows


def test_vectors_of_another_form_are_left_to_spacy(tmp_path: Path) -> None:
    assert _load_vectors(tmp_path) is None
    for name in ("vectors", "key2row"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "vectors.cfg").write_text('{"mode": "floret"}', encoding="utf-8")
    assert _load_vectors(tmp_path) is None


@pytest.mark.model
def test_tokens_and_their_attributes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        usual = spacy.load(DEFAULT_MODEL)
        lean = [load_pipeline(DEFAULT_MODEL), load_pipeline(DEFAULT_MODEL)]  # with nothing kept, and with what is kept

    def describe(nlp: spacy.Language) -> list[tuple[object, ...]]:
        return [
            (t.text, t.whitespace_, t.tag_, t.dep_, t.head.i, t.lemma_, t.ent_type_, t.is_sent_start, t.norm_)
            for t in nlp(TEXT)
        ]

    expected = describe(usual)
    assert [describe(nlp) for nlp in lean] == [expected, expected]
    for token, same in zip(usual(TEXT), lean[1](TEXT), strict=True):
        assert np.array_equal(token.vector, same.vector)
        assert token.has_vector == same.has_vector
    assert len(list((tmp_path / "assets").glob("vectors-*.bin"))) == 1


@pytest.mark.model
def test_a_model_without_vectors_or_rules_of_its_own_is_loaded(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "plain")
    assert [token.text for token in load_pipeline(str(tmp_path / "plain"))("Mali can't.")] == ["Mali", "ca", "n't", "."]


def test_the_folder_of_the_default_model_has_the_usual_form() -> None:
    folder = find_model_folder(DEFAULT_MODEL)
    assert folder is not None
    assert _load_vectors(folder / "vocab") is not None


def test_registries_find_entry_points_of_other_packages_while_a_model_is_loaded() -> None:
    code = (
        "import catalogue\nfrom graphkit.nlp.lean_load import _group_entry_points\n"
        "before = catalogue.AVAILABLE_ENTRY_POINTS\n"
        "names = {point.name for point in before.select(group='console_scripts')}\n"
        "with _group_entry_points():\n"
        "    kept = catalogue.AVAILABLE_ENTRY_POINTS\n"
        "    print(kept is not before, {point.name for point in kept.select(group='console_scripts')} == names)\n"
        "    print(list(kept.select(group='no such group')))\n"
        "print(catalogue.AVAILABLE_ENTRY_POINTS is before)\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["True True", "[]", "True"]

import pytest

from graphkit.config import Config
from graphkit.errors import NoInputError
from graphkit.pipeline.build import build, find_unchanged
from graphkit.pipeline.fingerprint import digest_build, hash_outputs, read_current_run
from graphkit.pipeline.spec import RunSpec

PARTS = {"code": "1"}


def digest(folder, **options):
    return digest_build([folder], Config(), PARTS, options)


def test_the_digest_follows_sources_settings_and_options(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    first = digest(tmp_path)
    assert digest(tmp_path) == first
    assert digest(tmp_path, title="x") != first
    assert digest_build([tmp_path], Config(article_chars=1), PARTS, {}) != first
    assert digest_build([tmp_path], Config(workers=7, batch_words=99), PARTS, {}) == first  # only shares out the work
    assert digest_build([tmp_path], Config(), {"code": "2"}, {}) != first
    (tmp_path / "a.txt").write_text("two")
    second = digest(tmp_path)
    assert second != first
    (tmp_path / "b.txt").write_text("three")
    assert digest(tmp_path) not in (first, second)
    (tmp_path / "b.txt").unlink()
    assert digest(tmp_path) == second
    assert digest_build(["-"], Config(), PARTS, {}) is None


def test_an_output_is_current_only_while_it_is_whole(tmp_path):
    import json

    (tmp_path / "graph.ttl").write_text("x")
    run = {"digest": "d", "outputs": hash_outputs(tmp_path), "articles_ok": 3}
    (tmp_path / "run.json").write_text(json.dumps(run))
    assert read_current_run(tmp_path, "d") == run
    assert read_current_run(tmp_path, "e") is None
    assert read_current_run(tmp_path, None) is None
    (tmp_path / "graph.ttl").write_text("y")
    assert read_current_run(tmp_path, "d") is None
    (tmp_path / "graph.ttl").unlink()
    assert read_current_run(tmp_path, "d") is None
    for damaged in ("", "[]", "{}", '{"digest": "d", "outputs": 3}'):
        (tmp_path / "run.json").write_text(damaged)
        assert read_current_run(tmp_path, "d") is None
    assert read_current_run(tmp_path / "none", "d") is None


def test_a_build_that_failed_is_never_current(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    for _ in range(2):
        assert find_unchanged(RunSpec([tmp_path / "empty.txt"]), tmp_path / "out") is None
        with pytest.raises(NoInputError):
            build([tmp_path / "empty.txt"], out=tmp_path / "out")
    assert (tmp_path / "out" / "skipped.jsonl").exists()

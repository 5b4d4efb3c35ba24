"""Extraction into shards gives what plain extraction gives, whatever happens to the shards. All texts are invented."""

import json
import os
import shutil
import sys
import time
from collections import Counter
from dataclasses import replace

import pytest

from graphkit.config import DEFAULT_MODEL, Config
from graphkit.datasets import find_samples
from graphkit.errors import DamagedGraphError, NoInputError, OutputError, UsageError
from graphkit.ingest import read_articles
from graphkit.model import Skip
from graphkit.pipeline.extract_stage import extract_articles
from graphkit.pipeline.shards import partitions
from graphkit.pipeline.shards import slice_worker as slice_work
from graphkit.pipeline.shards.partitions import extract_partitions, read_partitions, write_partitions
from graphkit.pipeline.shards.shard_file import FORMAT, Contents, read_about, write_shard
from graphkit.pipeline.spec import Recipe
from graphkit.runtime import Done

parquet = pytest.importorskip("pyarrow.parquet", reason="graphkit[parquet] is not installed")
pytestmark = pytest.mark.model

RECIPE = Recipe(DEFAULT_MODEL)
CONFIG = Config(partition_kilobytes=1, workers=2)


def make_text(n: int) -> str:
    names = ("Kenya", "Peru", "Japan", "Norway", "Egypt")
    return f"{names[n % 5]} and {names[(n + 1 + n // 5) % 5]} signed a treaty on Monday. They met in Oslo {n} times."


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Files with repeats, equal ids over other texts, and what cannot be read."""
    root = tmp_path_factory.mktemp("sources")
    records = [{"id": f"a{n % 18}", "text": make_text(n % 21)} for n in range(24)]
    lines = [json.dumps(record) for record in records]
    lines[5] = "{broken"
    (root / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (root / "a3.txt").write_text(make_text(3), encoding="utf-8")
    (root / "a4.txt").write_text(make_text(30), encoding="utf-8")
    (root / "empty.txt").touch()
    return root


@pytest.fixture(scope="module")
def filled(sources, tmp_path_factory):
    """A folder with all shards of the sources."""
    folder = tmp_path_factory.mktemp("filled") / "shards"
    made = list(write_partitions([sources], folder, RECIPE, config=CONFIG))
    assert len(made) > 2
    assert all(shard.is_new for shard in made)
    return folder


@pytest.fixture
def folder(filled, tmp_path):
    return shutil.copytree(filled, tmp_path / "shards")


@pytest.fixture(scope="module")
def plain(sources):
    """Return the facts that extraction without shards finds."""
    skips, articles = [], []
    for item in read_articles([sources], config=CONFIG):
        (skips if isinstance(item, Skip) else articles).append(item)
    return sort([*skips, *extract_articles(articles, RECIPE, config=CONFIG)])


@pytest.fixture(autouse=True)
def _work_here(monkeypatch):
    """Make what comes after `filled` in this process, so that no test loads the model again."""

    def work(items, settings, config):
        slice_work.prepare_maker(settings)
        for item in items:
            yield Done(item, slice_work.make_shards([item[1]])[0])

    monkeypatch.setattr(partitions, "_map_slices", work)


def sort(items):
    return sorted(items, key=repr)


def spoil(folder, how):
    """Damage the largest shard and return its path."""
    path = max(folder.glob("*.parquet"), key=lambda shard: shard.stat().st_size)
    data = bytearray(path.read_bytes())
    if how == "cut":
        data = data[: len(data) // 2]
    elif how == "bit":
        columns = parquet.read_metadata(path).row_group(0)
        mentions = next(c for n in range(12) if (c := columns.column(n)).path_in_schema == "mentions")
        data[mentions.data_page_offset + mentions.total_compressed_size // 2] ^= 16
    elif how == "foreign":
        data = bytearray(b"not Parquet at all")
    elif how == "renamed":
        data = bytearray(min(folder.glob("*.parquet"), key=lambda shard: shard.stat().st_size).read_bytes())
    path.write_bytes(data)
    return path


def test_shards_hold_what_plain_extraction_finds(sources, folder, plain):
    assert sort(extract_partitions([sources], folder, RECIPE, config=CONFIG)) == plain
    assert sort(read_partitions(folder, RECIPE, config=CONFIG)) == plain
    assert Counter(item.code for item in plain if isinstance(item, Skip)) == {"bad-line": 1, "duplicate": 1, "empty": 1}
    moved = [
        (article, mentions) for article, mentions in (i for i in plain if not isinstance(i, Skip)) if "-" in article.id
    ]
    assert moved
    assert all(mention.evidence.article == article.id for article, mentions in moved for mention in mentions)


def test_other_tools_read_the_plain_columns(folder):
    duckdb = pytest.importorskip("duckdb")
    shards = duckdb.read_parquet(f"{folder}/*.parquet")
    rows = shards.filter("id IS NOT NULL").project("id, facts, source").fetchall()
    assert len(rows) == 25
    assert {row[0] for row in rows} >= {"a0", "a3", "a17"}
    assert sum(row[1] > 0 for row in rows) > 20
    assert all(row[2].endswith(("jsonl", "txt")) for row in rows)


def test_a_second_run_makes_nothing_and_a_change_only_its_slice(sources, folder):
    again = list(write_partitions([sources], folder, RECIPE, config=CONFIG))
    assert not any(shard.is_new for shard in again)
    assert sum(shard.articles for shard in again) == 25
    file = sources / "news.jsonl"
    before, state = file.read_bytes(), file.stat()
    lines = before.decode().splitlines()
    lines[-1] = json.dumps({"id": "new", "text": make_text(99)})
    try:
        file.write_text("\n".join(lines), encoding="utf-8")
        items = list(extract_partitions([sources], folder, RECIPE, config=CONFIG))
        assert len(list(folder.glob("*.parquet"))) == len(again) + 1
        assert "new" in {item[0].id for item in items if not isinstance(item, Skip)}
        # Without the sources too the state that was used last counts, and only that.
        assert sort(read_partitions(folder, RECIPE, config=CONFIG)) == sort(items)
    finally:
        file.write_bytes(before)
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_shards_of_a_removed_file_are_not_used(sources, folder):
    items = list(extract_partitions([sources / "news.jsonl"], folder, RECIPE, config=CONFIG))
    texts = {item[0].text for item in items if not isinstance(item, Skip)}
    assert make_text(7) in texts
    assert make_text(30) not in texts


@pytest.mark.parametrize("how", ["cut", "bit", "foreign", "renamed"])
def test_a_damaged_shard_is_made_again_from_the_sources_and_told_without(sources, folder, plain, how, caplog):
    path = spoil(folder, how)
    with pytest.raises(DamagedGraphError) as error:
        list(read_partitions(folder, RECIPE, config=CONFIG))
    assert error.value.where == str(path)
    assert "remove it" in error.value.remedy
    assert sort(extract_partitions([sources], folder, RECIPE, config=CONFIG)) == plain
    assert "is not sound" in caplog.text


def test_a_shard_of_an_older_format_is_told(folder, monkeypatch):
    monkeypatch.setattr("graphkit.pipeline.shards.shard_file.FORMAT", FORMAT + 1)
    with pytest.raises(NoInputError, match="by the format"):
        list(read_partitions(folder, RECIPE, config=CONFIG))


def test_a_file_that_is_only_there_in_part_is_reported(folder):
    path = max(folder.glob("*.parquet"), key=lambda shard: read_about(shard).pieces[0].start)
    path.unlink()
    skips = [item for item in read_partitions(folder, RECIPE, config=CONFIG) if isinstance(item, Skip)]
    (missing,) = [skip for skip in skips if skip.code == "incomplete"]
    assert missing.path.endswith("news.jsonl")
    assert "graphkit extract" in missing.remedy


def test_shards_made_otherwise_are_not_used(folder, tmp_path, caplog):
    own = tmp_path / "own.yaml"
    own.write_text("- id: free-harbour\n  label: Free Harbour\n  kind: State\n", encoding="utf-8")
    with pytest.raises(NoInputError, match="the gazetteer"):
        list(read_partitions(folder, replace(RECIPE, gazetteer=(own,)), config=CONFIG))
    with pytest.raises(NoInputError, match="the settings"):
        list(read_partitions(folder, RECIPE, config=replace(CONFIG, article_chars=50)))
    assert list(read_partitions(folder, RECIPE, config=replace(CONFIG, batch_words=7, partition_kilobytes=9)))


def test_no_folder_and_an_empty_one_are_told(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        list(read_partitions(tmp_path / "none", RECIPE))
    with pytest.raises(NoInputError, match="no shards"):
        list(read_partitions(tmp_path, RECIPE))


def test_a_folder_that_cannot_be_made_or_written_is_told(sources, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as error:
        list(write_partitions([sources], tmp_path / "file" / "shards", RECIPE, config=CONFIG))
    assert "--partitions" in error.value.remedy
    with pytest.raises(OutputError):
        write_shard(tmp_path / "none" / "a.parquet", [], Contents("a.parquet", (), (), 0, 0))


def test_what_killed_workers_left_is_removed_after_a_day(sources, folder):
    old, young = folder / ".a.tmp-host-1", folder / ".b.tmp-host-2"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    list(write_partitions([sources], folder, RECIPE, config=CONFIG))
    assert not old.exists()
    assert young.exists()


def test_a_machine_with_another_version_is_refused(folder):
    parts = slice_work.find_shard_parts(RECIPE, CONFIG)
    work = slice_work.describe_work(folder, RECIPE, CONFIG, {**parts, "lexicon": "other"})
    with pytest.raises(UsageError, match="the lexicon differ"):
        slice_work.prepare_maker(work)


def test_shards_among_the_sources_are_refused(sources, tmp_path):
    with pytest.raises(UsageError, match="among the sources"):
        list(write_partitions([tmp_path], tmp_path / "shards", RECIPE, config=CONFIG))


def test_a_missing_extra_names_the_command(sources, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as error:
        list(partitions.write_partitions([sources], tmp_path, RECIPE))
    assert "pip install" in error.value.remedy


def test_the_command_fills_a_folder_and_counts(sources, folder, run_cli, monkeypatch):
    monkeypatch.setenv("GRAPHKIT_PARTITION_KILOBYTES", "1")
    facts = [read_about(path).facts for path in folder.glob("*.parquet")]
    done = run_cli("extract", sources, "--partitions", folder, "--verbose")
    assert done.code == 0, done.err
    assert f"25 articles, {sum(facts)} facts in {len(facts)} shards, 0 of them new" in done.out
    assert "1 skipped: bad-line" in done.out
    assert "not JSON" in done.err
    assert run_cli("extract", sources, "--partitions", folder, "--strict").code == 4
    assert run_cli("extract", sources / "empty.txt", "--partitions", folder).code == 3
    for option in (("--limit", "3"), ("--url", "https://news.invalid/1")):
        refused = run_cli("extract", sources, "--partitions", folder, *option)
        assert refused.code == 2
        assert option[0] in refused.err


def read_outputs(out):
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}


def test_a_build_through_shards_gives_the_bytes_of_a_plain_one(sources, folder, run_cli, tmp_path, monkeypatch):
    monkeypatch.setenv("GRAPHKIT_PARTITION_KILOBYTES", "1")
    outs = {name: tmp_path / name for name in ("plain", "through", "alone")}
    assert run_cli("build", sources, "-o", outs["plain"]).code == 0
    plain = read_outputs(outs["plain"])
    assert len(plain["events.jsonl"].splitlines()) > 10
    through = run_cli("build", sources, "--partitions", folder, "-o", outs["through"])
    assert through.code == 0, through.err
    assert read_outputs(outs["through"]) == plain
    alone = run_cli("build", "--partitions", folder, "-o", outs["alone"], "--json")
    assert alone.code == 0, alone.err
    assert read_outputs(outs["alone"]) == plain
    assert json.loads(alone.out)["articles_ok"] == 25
    assert "nothing has changed" in run_cli("build", sources, "--partitions", folder, "-o", outs["through"]).err
    # what a build leaves out is left out when shards are read, which hold everything
    for name, options in (("plain", [sources]), ("alone", ["--partitions", folder])):
        assert run_cli("build", *options, "--min-confidence", "0.95", "-o", outs[name]).code == 0
    assert read_outputs(outs["alone"]) == read_outputs(outs["plain"]) != plain


def test_the_sample_articles_give_the_same_through_shards(tmp_path, run_cli, monkeypatch):
    monkeypatch.setenv("GRAPHKIT_PARTITION_KILOBYTES", "8")
    shards, samples = tmp_path / "shards", find_samples()
    assert run_cli("build", samples, "--partitions", shards, "-o", tmp_path / "through").code == 0
    assert run_cli("build", samples, "-o", tmp_path / "plain").code == 0
    assert read_outputs(tmp_path / "through") == read_outputs(tmp_path / "plain")


def test_errors_of_a_build_from_shards_have_their_exit_codes(sources, folder, run_cli, tmp_path, monkeypatch):
    monkeypatch.setenv("GRAPHKIT_PARTITION_KILOBYTES", "1")
    out = tmp_path / "out"
    assert run_cli("build", "--partitions", tmp_path / "none", "-o", out).code == 2
    assert run_cli("build", "-o", out).code == 2
    assert run_cli("build", sources, "--limit", "2", "--partitions", folder, "-o", out).code == 2
    (tmp_path / "empty").mkdir()
    assert run_cli("build", "--partitions", tmp_path / "empty", "-o", out).code == 3
    assert run_cli("build", "--partitions", folder, "-o", out, "--strict").code == 4
    spoil(folder, "cut")
    damaged = run_cli("build", "--partitions", folder, "-o", out)
    assert damaged.code == 1
    assert "sound shard" in damaged.err
    assert "is made again" in damaged.err

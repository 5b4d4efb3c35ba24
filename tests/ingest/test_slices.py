"""Sources in slices give what they give whole. All texts are invented."""

import gzip
import json
import os
from dataclasses import replace

import pytest

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest import Slice, plan_slices, read_articles, read_slice, settle_articles
from graphkit.scale import decode, encode

CONFIG = Config(partition_kilobytes=1)


def make_records(count: int) -> list[dict[str, str]]:
    return [
        {"id": f"a{n}", "text": f"The envoys of Kenya and Peru met for the {n}th time on Monday. {'They talked. ' * 9}"}
        for n in range(count)
    ]


def read_whole(*sources):
    return list(read_articles([*sources], config=CONFIG))


def read_sliced(*sources):
    """As workers do: each slice by itself, as it travels."""
    parts = [decode(Slice, json.loads(json.dumps(encode(part)))) for part in plan_slices([*sources], CONFIG)]
    return parts, list(settle_articles(item for part in parts for _, item in read_slice(part, CONFIG)))


def test_json_lines_are_divided_at_line_ends_with_their_line_numbers(tmp_path):
    lines = [json.dumps(record) for record in make_records(60)]
    lines[20] = "{broken"
    lines[30] = ""
    lines[40] = json.dumps({"text": make_records(41)[40]["text"]})  # its number becomes its id
    lines[50] = lines[49]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    parts, found = read_sliced(file)
    assert len(parts) > 5
    assert found == read_whole(file)
    assert {getattr(item, "code", None) for item in found} == {None, "bad-line", "duplicate"}


@pytest.mark.parametrize("ending", [b"", b"\n", b"\n\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_compressed_lines_are_divided_too(tmp_path, start, ending):
    data = start + "\n".join(json.dumps(record) for record in make_records(200)).encode() + ending
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(data, 0))
    parts, found = read_sliced(file)
    assert len(parts) > 5
    assert found == read_whole(file)
    assert len(found) == 200


def test_a_compressed_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    data = "\n".join(json.dumps(record) for record in make_records(200)).encode()
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(data, 0)[:-2_000])
    parts, found = read_sliced(file)
    assert len(parts) > 5
    assert found == read_whole(file)
    assert [item.code for item in found[-2:]] == ["bad-line", "truncated"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(make_records(30)),
        json.dumps(make_records(30), indent=1),
        json.dumps({"news": make_records(30)}, indent=1),
        "\n" + "\n".join(json.dumps(record) for record in make_records(30)),
    ],
)
def test_documents_that_are_no_plain_lines_stay_whole(tmp_path, text):
    file = tmp_path / "news.jsonl"
    file.write_text(text, encoding="utf-8")
    parts, found = read_sliced(file)
    assert len(parts) == 1
    assert found == read_whole(file)
    assert len(found) == 30


def test_a_line_beyond_the_limit_keeps_its_file_whole(tmp_path):
    long = json.dumps({"id": "long", "text": "The king met the queen. " * 60_000})
    lines = [json.dumps(record) for record in make_records(20)]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join([*lines[:10], long, *lines[10:]]), encoding="utf-8")
    config = replace(CONFIG, record_megabytes=1)
    parts = list(plan_slices([file], config))
    assert len(parts) == 1
    assert [item for _, item in read_slice(parts[0], config)] == list(read_articles([file], config=config))


@pytest.mark.parametrize("group", [7, 1000])
def test_parquet_is_divided_by_rows_whatever_its_groups(tmp_path, group):
    pyarrow = pytest.importorskip("pyarrow", reason="graphkit[parquet] is not installed")
    from pyarrow import parquet

    records = [{**record, "id": None} if n % 5 else record for n, record in enumerate(make_records(700))]
    file = tmp_path / "news.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(records), file, row_group_size=group, use_dictionary=False)
    parts, found = read_sliced(file)
    assert len(parts) > 5
    assert found == read_whole(file)
    assert len(found) == 700


def test_small_files_go_together_and_what_cannot_be_read_is_reported(tmp_path):
    for n, record in enumerate(make_records(40)):
        (tmp_path / f"{n}.txt").write_text(record["text"], encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "link.txt").symlink_to(tmp_path / "1.txt")
    parts, found = read_sliced(tmp_path)
    assert 1 < len(parts) < 20

    def place(item):
        return (getattr(item, "path", ""), getattr(item, "id", ""))

    assert sorted(found, key=place) == sorted(read_whole(tmp_path), key=place)
    assert {item.code for item in found if hasattr(item, "code")} == {"empty", "unsupported", "link"}


def test_a_new_file_changes_few_slices_and_an_appended_line_the_last(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for n, record in enumerate(make_records(2_000)):
        (folder / f"{n:04}.txt").write_text(record["text"], encoding="utf-8")
    before = {part.digest for part in plan_slices([folder], Config(partition_kilobytes=8))}
    (folder / "0003a.txt").write_text("One more text about a treaty.", encoding="utf-8")
    after = {part.digest for part in plan_slices([folder], Config(partition_kilobytes=8))}
    assert len(before) > 10
    assert len(before - after) <= 4

    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in make_records(60)), encoding="utf-8")
    before = [part.digest for part in plan_slices([file], CONFIG)]
    with file.open("a") as more:
        more.write(json.dumps({"id": "new", "text": "A treaty was signed in Lima."}) + "\n")
    assert [part.digest for part in plan_slices([file], CONFIG)][: len(before) - 1] == before[:-1]


def test_a_file_that_changes_after_it_was_divided_is_refused(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("The envoys of Kenya and Peru met on Monday.")
    (part,) = plan_slices([file], CONFIG)
    os.utime(file, (1, 1))
    with pytest.raises(UsageError, match="not the same"):
        list(read_slice(part, CONFIG))
    file.unlink()
    with pytest.raises(UsageError, match="not there"):
        list(read_slice(part, CONFIG))


def test_standard_input_is_refused_and_a_missing_source_told(tmp_path):
    with pytest.raises(UsageError, match="standard input"):
        list(plan_slices(["-"], CONFIG))
    with pytest.raises(UsageError, match="does not exist"):
        list(plan_slices([tmp_path / "none"], CONFIG))

"""Sources in slices give what they give whole. All texts are invented."""

import gzip
import json
import os
import zipfile
from dataclasses import replace

import pytest

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest import Slice, plan_slices, read_articles, read_slice, settle_articles
from graphkit.ingest.split import ranges
from graphkit.runtime import decode, encode

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
    slices = [decode(Slice, encode(source_slice)) for source_slice in plan_slices([*sources], CONFIG)]
    return slices, list(
        settle_articles(item for source_slice in slices for _, item in read_slice(source_slice, CONFIG))
    )


def test_json_lines_are_divided_at_line_ends_with_their_line_numbers(tmp_path):
    lines = [json.dumps(record) for record in make_records(60)]
    lines[20] = "{broken"
    lines[30] = ""
    lines[40] = json.dumps({"text": make_records(41)[40]["text"]})  # its number becomes its id
    lines[50] = lines[49]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert {getattr(item, "code", None) for item in items} == {None, "bad-line", "duplicate"}


@pytest.mark.parametrize("ending", [b"", b"\n", b"\n\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_compressed_lines_are_divided_too(tmp_path, start, ending):
    data = start + "\n".join(json.dumps(record) for record in make_records(200)).encode() + ending
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(data, 0))
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert len(items) == 200


def test_a_compressed_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    data = "\n".join(json.dumps(record) for record in make_records(200)).encode()
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(data, 0)[:-2_000])
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert [getattr(item, "code", None) for item in items[-2:]] == [None, "truncated"], "the cut line is told once"


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
    slices, items = read_sliced(file)
    assert len(slices) == 1
    assert items == read_whole(file)
    assert len(items) == 30


def test_a_line_beyond_the_limit_keeps_its_file_whole(tmp_path):
    long = json.dumps({"id": "long", "text": "The king met the queen. " * 60_000})
    lines = [json.dumps(record) for record in make_records(20)]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join([*lines[:10], long, *lines[10:]]), encoding="utf-8")
    config = replace(CONFIG, record_megabytes=1)
    slices = list(plan_slices([file], config))
    assert len(slices) == 1
    assert [item for _, item in read_slice(slices[0], config)] == list(read_articles([file], config=config))


@pytest.mark.parametrize("group", [7, 1000])
def test_parquet_is_divided_by_rows_whatever_its_groups(tmp_path, group):
    pyarrow = pytest.importorskip("pyarrow", reason="graphkit[parquet] is not installed")
    from pyarrow import parquet

    records = [{**record, "id": None} if n % 5 else record for n, record in enumerate(make_records(700))]
    file = tmp_path / "news.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(records), file, row_group_size=group, use_dictionary=False)
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert len(items) == 700


TABLE = {
    20: '"one field"',
    40: 'far,"too","many",fields',
    50: 'a50,"The envoys of Kenya\n\nand Peru met ""again"" on Monday.\r\nThey talked.",x',
    60: ',"Without an id the envoys of Kenya and Peru met on Monday. They talked.",x',
    70: 'a70,The 5" guns of Kenya were sold to Peru on Monday. They talked.,x',
}


def make_table(mark: str, ending: str) -> str:
    rows = [TABLE.get(n) or f'{record["id"]},"{record["text"]}",x' for n, record in enumerate(make_records(120))]
    rows[30] = ""
    return ending.join(["id,text,kind", *rows, ""]).replace(",", mark)


@pytest.mark.parametrize("name", ["news.csv", "news.csv.gz", "news.tsv", "news.tsv.gz"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_tables_are_divided_between_rows(tmp_path, name, ending):
    file = tmp_path / name
    data = make_table("\t" if ".tsv" in name else ",", ending).encode()
    file.write_bytes(gzip.compress(data, 0) if name.endswith(".gz") else data)
    slices, items = read_sliced(file)
    assert len(slices) == 1 if ending == "\r" else len(slices) > 5
    assert items == read_whole(file)
    assert {getattr(item, "code", None) for item in items} == {None, "bad-line"}
    assert len([item for item in items if not hasattr(item, "code")]) == 117


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_tables_are_divided_in_their_encoding(tmp_path, encoding):
    file = tmp_path / "news.csv"
    file.write_bytes(make_table(";", "\r\n").replace("Kenya", "São Tomé € Kenya").encode(encoding))
    slices, items = read_sliced(file)
    assert len(slices) == 1 if encoding == "utf-16" else len(slices) > 5
    assert items == read_whole(file)
    assert "São Tomé € Kenya" in items[-1].text


def test_a_table_that_breaks_gives_what_stands_before(tmp_path):
    file = tmp_path / "news.csv"
    config = replace(CONFIG, record_megabytes=1)
    file.write_text(make_table(",", "\n") + 'x,"' + "a" * 1_100_000, encoding="utf-8")
    slices = list(plan_slices([file], config))
    items = list(settle_articles(item for source_slice in slices for _, item in read_slice(source_slice, config)))
    assert len(slices) > 5
    assert items == list(read_articles([file], config=config))
    assert items[-1].code == "malformed"


def test_a_row_at_the_end_of_a_table_changes_its_last_slice_and_the_header_all(tmp_path):
    file = tmp_path / "news.csv"
    file.write_text(make_table(",", "\n"), encoding="utf-8")
    before, _ = read_sliced(file)
    with file.open("a", encoding="utf-8") as stream:
        stream.write('a200,"Kenya and Peru met. They talked.",x\n')
    after, items = read_sliced(file)
    assert [source_slice.digest for source_slice in after[:-1]] == [
        source_slice.digest for source_slice in before[: len(after) - 1]
    ]
    assert items[-1].id == "a200"
    file.write_text(make_table(",", "\n").replace("kind", "sort", 1), encoding="utf-8")
    assert {source_slice.digest for source_slice in read_sliced(file)[0]}.isdisjoint(
        {source_slice.digest for source_slice in before}
    )


def make_page(number: int, kind: str = "response") -> bytes:
    page = (
        f"<html><title>Talks {number}</title><body><article><p>{make_records(number + 1)[number]['text']}</p></article>"
    )
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/{number}\r\n"
    head += f"WARC-Date: 2021-03-04T05:06:07Z\r\nWARC-Record-ID: <urn:uuid:{number:036}>\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize("damage", [None, "cut", "broken"])
@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz", "whole.warc.gz"])
def test_web_archives_are_divided_between_pages(tmp_path, monkeypatch, name, damage):
    monkeypatch.setattr(ranges, "_PAGE_WEIGHT", 2)
    records = [make_page(number, "request" if number % 4 == 1 else "response") for number in range(40)]
    if name == "news.warc.gz":
        records = [gzip.compress(record) for record in records]
    data = b"".join(records)
    if name == "whole.warc.gz":
        data = gzip.compress(data)
    if damage == "cut":
        data = data[:-150]
    elif damage:
        middle = len(data) * 2 // 3
        data = data[:middle] + bytes(byte ^ 0x55 for byte in data[middle : middle + 20]) + data[middle + 20 :]
    file = tmp_path / name
    file.write_bytes(data)
    slices, items = read_sliced(file)
    assert len(slices) == 1 if name == "whole.warc.gz" else len(slices) > 3
    assert items == read_whole(file)
    if not damage:
        assert len(items) == 30


def test_archives_are_divided_between_their_files(tmp_path):
    file = tmp_path / "news.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number, record in enumerate(make_records(40)):
            archive.writestr(f"{number % 3}/{number}.txt", record["text"])
        archive.writestr("1/", "")
        archive.writestr("2/report.pdf", "%PDF")
        archive.writestr("2/more.jsonl", "".join(json.dumps(record) + "\n" for record in make_records(30)))
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert len(items) == 71


def test_small_files_go_together_and_what_cannot_be_read_is_reported(tmp_path):
    for n, record in enumerate(make_records(40)):
        (tmp_path / f"{n}.txt").write_text(record["text"], encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "link.txt").symlink_to(tmp_path / "1.txt")
    slices, items = read_sliced(tmp_path)
    assert 1 < len(slices) < 20

    def place(item):
        return (getattr(item, "path", ""), getattr(item, "id", ""))

    assert sorted(items, key=place) == sorted(read_whole(tmp_path), key=place)
    assert {item.code for item in items if hasattr(item, "code")} == {"empty", "malformed", "link"}


def test_a_new_file_changes_few_slices_and_an_appended_line_the_last(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for n, record in enumerate(make_records(2_000)):
        (folder / f"{n:04}.txt").write_text(record["text"], encoding="utf-8")
    before = {source_slice.digest for source_slice in plan_slices([folder], Config(partition_kilobytes=8))}
    (folder / "0003a.txt").write_text("One more text about a treaty.", encoding="utf-8")
    after = {source_slice.digest for source_slice in plan_slices([folder], Config(partition_kilobytes=8))}
    assert len(before) > 10
    assert len(before - after) <= 4

    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in make_records(60)), encoding="utf-8")
    before = [source_slice.digest for source_slice in plan_slices([file], CONFIG)]
    with file.open("a") as more:
        more.write(json.dumps({"id": "new", "text": "A treaty was signed in Lima."}) + "\n")
    assert [source_slice.digest for source_slice in plan_slices([file], CONFIG)][: len(before) - 1] == before[:-1]


def test_a_file_that_changes_after_it_was_divided_is_refused(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("The envoys of Kenya and Peru met on Monday.")
    (source_slice,) = plan_slices([file], CONFIG)
    os.utime(file, (1, 1))
    with pytest.raises(UsageError, match="not the same"):
        list(read_slice(source_slice, CONFIG))
    file.unlink()
    with pytest.raises(UsageError, match="not there"):
        list(read_slice(source_slice, CONFIG))


def test_standard_input_is_refused_and_a_missing_source_told(tmp_path):
    with pytest.raises(UsageError, match="standard input"):
        list(plan_slices(["-"], CONFIG))
    with pytest.raises(UsageError, match="does not exist"):
        list(plan_slices([tmp_path / "none"], CONFIG))


@pytest.mark.parametrize("head", ["", "sep=;\n", "From an archive\n\n"])
def test_slices_of_a_table_know_its_header_and_the_order_of_its_dates(tmp_path, head):
    days = ["27/04/2021", *["06/04/2021"] * 59]
    rows = [f"{n};{day};{record['text']}" for n, (day, record) in enumerate(zip(days, make_records(60), strict=True))]
    file = tmp_path / "news.csv"
    file.write_text(f"{head}id;Publication Date;Full Text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert {item.published for item in items} == {"2021-04-27", "2021-04-06"}


def test_slices_of_lines_know_the_order_of_the_dates_of_the_file(tmp_path):
    records = [
        {**record, "date": "27/04/2021" if n == 0 else "06/04/2021"} for n, record in enumerate(make_records(60))
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(map(json.dumps, records)) + "\n", encoding="utf-8")
    slices, items = read_sliced(file)
    assert len(slices) > 5
    assert items == read_whole(file)
    assert items[-1].published == "2021-04-06"

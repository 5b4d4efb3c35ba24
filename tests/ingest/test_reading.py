"""Sources of text and JSON Lines, good and bad, through the one door."""

import io
import json
import os
import sys

import pytest

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest import read_articles
from graphkit.model import Article, Role, Skip

TEXT = "The king of Norland met the queen of Sudland in Norville on 3 May 2019. He thanked her for the herring."


@pytest.fixture
def read(tmp_path):
    def _read(content, name="story.txt", **settings):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_articles([path], config=Config(**settings)))

    return _read


def codes(results):
    return [item.code for item in results if isinstance(item, Skip)]


def articles(results):
    return [item for item in results if isinstance(item, Article)]


def test_a_file_is_one_article_whose_id_is_its_stem(read):
    (article,) = read(TEXT, "courier-2019-05-04.txt")
    assert (article.id, article.published, article.text) == ("courier-2019-05-04", "2019-05-04", TEXT)
    assert [section.role for section in article.sections] == [Role.BODY]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_encodings_are_recognised(read, encoding):
    text = TEXT + " They drank caf\u00e9 au lait in Gen\u00e8ve."
    (article,) = read(text.encode(encoding))
    assert article.text == text


def test_windows_quotation_marks_survive(read):
    text = "The king said \u201cno\u201d \u2014 it\u2019s his word. The queen of Sudland did not reply to him."
    assert read(text.encode("cp1252"))[0].text == text


def test_a_text_in_two_encodings_keeps_the_readable_part(read):
    (article,) = read(TEXT.encode() + b"\nGen\xe8ve\n" + "\u0141\u00f3d\u017a".encode())
    assert "\ufffd" in article.text
    assert "\u0141\u00f3d\u017a" in article.text


def test_control_characters_are_replaced_one_for_one(read):
    raw = "\x1b[2J" + TEXT.replace("Norland", "Nor\0land") + "\x07"
    (article,) = read(raw)
    assert len(article.text) == len(raw)
    assert not set(article.text) & set("\0\x1b\x07")


def test_the_hash_does_not_see_white_space(read):
    assert read(TEXT)[0].content_hash == read(TEXT.replace(" ", "  ") + "\r\n", "b.txt")[0].content_hash


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (" \t\u00a0\u3000\u200b\ufeff\n" * 9, "empty"),
        (bytes(range(256)) * 200, "binary"),
        (b"%PDF-1.7\n" + bytes(range(200)), "binary"),
        ("a" * 100_000, "no-text"),
        (
            "Die K\u00f6nigin von Sudland traf den K\u00f6nig von Norland am Montag in Norville und dankte ihm. " * 3,
            "language",
        ),
        ("\u65e5\u672c\u306e\u9996\u76f8\u306f\u6771\u4eac\u3067\u4f1a\u8ac7\u3057\u305f\u3002" * 9, "language"),
        ("Subscribe to continue reading. Already a subscriber? Log in.", "stub"),
    ],
)
def test_what_is_no_english_text_is_skipped_with_its_code(read, content, code):
    (skip,) = read(content)
    assert skip.code == code
    assert skip.detail
    assert skip.remedy


def test_a_text_that_opens_in_english_stays_although_most_is_french(read):
    french = " Le roi a rencontr\u00e9 la reine \u00e0 Gen\u00e8ve et il lui a donn\u00e9 un poisson fum\u00e9."
    assert len(articles(read(TEXT + french * 3))) == 1


def test_a_long_text_is_cut_at_a_paragraph_and_says_so(read):
    results = read((TEXT + "\n\n") * 50, article_chars=1_000)
    assert codes(results) == ["too-long"]
    (article,) = articles(results)
    assert len(article.text) <= 1_000
    assert article.text.endswith("\n")


def test_a_folder_is_read_in_the_order_of_names_without_hidden_files_and_read_me(tmp_path):
    for name in ("b.txt", "a/c.txt", ".hidden.txt", "README.md", "notes.xls"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    results = list(read_articles([tmp_path]))
    assert [article.id for article in articles(results)] == ["c", "b"]
    assert [(skip.code, "CSV" in skip.remedy) for skip in results if isinstance(skip, Skip)] == [("unsupported", True)]


def test_globs_and_repeated_sources_read_each_file_once(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    results = list(read_articles([f"{tmp_path}/*.txt", tmp_path, tmp_path / "a.txt"]))
    assert [item.id for item in articles(results)] == ["a"]
    assert codes(results) == []


def test_a_missing_path_is_refused_before_reading_with_a_near_name(tmp_path):
    (tmp_path / "story.txt").write_text(TEXT)
    with pytest.raises(UsageError) as error:
        read_articles([tmp_path / "stroy.txt"])
    assert error.value.exit_code == 2
    assert "story.txt" in error.value.remedy
    with pytest.raises(UsageError, match="no file matches"):
        read_articles([f"{tmp_path}/*.jsonl"])


def test_links_pipes_and_locked_files_are_skipped(tmp_path):
    (tmp_path / "in").mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT)
    os.symlink(outside, tmp_path / "in/link.txt")
    os.symlink(tmp_path / "in", tmp_path / "in/loop")
    os.mkfifo(tmp_path / "in/pipe.txt")
    assert codes(read_articles([tmp_path / "in"])) == ["link", "link", "not-a-file"]
    assert codes(read_articles([tmp_path / "in/link.txt"])) == ["link"]
    sources = [tmp_path / "in", outside]
    followed = list(read_articles(sources, config=Config(follow_links=True)))
    assert [article.id for article in articles(followed)] == ["link"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_that_may_not_be_read_are_skipped(tmp_path):
    (tmp_path / "story.txt").write_text(TEXT)
    (tmp_path / "story.txt").chmod(0)
    assert codes(read_articles([tmp_path])) == ["permission"]


def test_json_lines_keep_their_ids_and_report_each_bad_line(read):
    good = {"id": "n1", "title": "Kings meet", "date": "2019-05-04", "url": "https://example.org/1", "text": TEXT}
    deep = "[" * (sys.getrecursionlimit() + 1)
    lines = [json.dumps(good), "", "{", "[1]", "null", '{"id": "x"}', '{"id": "y", "text": 5}', deep]
    lines += ['{"id": ' + "9" * (sys.get_int_max_str_digits() + 1) + "}", json.dumps({"text": TEXT + " Yes."})]
    results = read(b"\xef\xbb\xbf" + "\n".join(lines).encode() + b"\n\xff\xfe{}", "news.jsonl")
    first, last = articles(results)
    assert (first.id, first.title, first.published, first.url) == (
        "n1",
        "Kings meet",
        "2019-05-04",
        "https://example.org/1",
    )
    assert last.id == "news-10"
    skips = [(item.line, item.code) for item in results if isinstance(item, Skip)]
    assert skips == [
        (3, "bad-line"), (4, "bad-line"), (5, "bad-line"), (6, "bad-field"), (7, "bad-field"), (8, "bad-line"),
        (9, "bad-line"), (11, "bad-line"),
    ]  # fmt: skip


def test_fields_of_a_wrong_type_cost_only_themselves(read):
    record = {"id": [1], "text": TEXT, "date": 10**18, "url": 7, "title": {"a": 1}}
    (article,) = read(json.dumps(record), "x.jsonl")
    assert (article.id, article.published, article.url, article.title) == ("x-1", None, None, None)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "//e.org", "https://e.org/a b", "https://e.org/>x", "urn:x"]
)
def test_only_web_addresses_are_kept(read, url):
    (article,) = read(json.dumps({"id": "a", "text": TEXT, "url": url}), "x.jsonl")
    assert article.url is None


def test_one_id_for_two_texts_loses_neither_and_the_same_text_counts_once(read):
    rows = [{"id": 1, "text": TEXT}, {"id": "1", "text": TEXT + " Yes."}, {"id": 1, "text": TEXT}]
    results = read("\n".join(map(json.dumps, rows)), "x.jsonl")
    assert [article.text for article in articles(results)] == [TEXT, TEXT + " Yes."]
    assert len({article.id for article in articles(results)}) == 2
    assert codes(results) == ["duplicate"]


@pytest.mark.parametrize("indent", [None, 1])
def test_an_array_under_the_name_of_lines_is_read(read, indent):
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
    assert [article.id for article in read(json.dumps(rows, indent=indent), "x.jsonl")] == ["a", "b"]


def test_utf_16_lines_and_separators_inside_strings(read):
    row = json.dumps({"id": "a", "title": "x\u2028y", "text": TEXT}, ensure_ascii=False) + "\n"
    assert [article.id for article in read((row + row.replace('"a"', '"b"')).encode("utf-16"), "x.jsonl")] == ["a", "b"]
    assert read(row, "y.jsonl")[0].title == "x y"


def test_a_line_without_end_stops_at_the_limit(read):
    results = read(
        json.dumps({"id": "a", "text": TEXT}) + '\n{"text": "' + "a" * (2 << 20), "x.jsonl", record_megabytes=1
    )
    assert [article.id for article in articles(results)] == ["a"]
    assert codes(results) == ["too-large"]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (json.dumps({"id": "a", "text": TEXT}) + "\n" + json.dumps({"text": TEXT}), ["a", "stdin-2"]),
        (TEXT, ["stdin"]),
        ("", []),
    ],
)
def test_standard_input_holds_records_or_a_text(monkeypatch, data, ids):
    stream = io.BufferedReader(io.BytesIO(data.encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    assert [article.id for article in articles(read_articles(["-"]))] == ids


def test_a_record_of_one_sentence_is_all_body(read):
    (article,) = read(json.dumps({"id": "s", "text": "MOSCOW -- A court in Norland has freed the king"}), "x.jsonl")
    assert [section.role for section in article.sections] == [Role.DATELINE, Role.BODY]
    assert article.dateline_place == "MOSCOW"

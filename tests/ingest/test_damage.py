"""Files of every form, cut and damaged at random places: an article or a skip, never an error."""

from __future__ import annotations

import random

import pytest

from graphkit.config import Config
from graphkit.ingest import read_articles
from graphkit.ingest.layout.segments import divide
from graphkit.ingest.readers import READERS
from graphkit.model import Article, Skip
from tests.ingest.readers import test_document, test_exports, test_news_xml, test_web_archive, test_web_page
from tests.ingest.test_same_facts import FORMS

TRIES = 6
MAKERS = {
    **FORMS,
    "nexis.txt": lambda: test_exports.NEXIS,
    "factiva.txt": lambda: test_exports.FACTIVA,
    "proquest.txt": lambda: test_exports.PROQUEST,
    "g2.xml": lambda: test_news_xml.G2,
    "live.html": lambda: test_web_page.make_page(test_web_page.script(test_web_page.OWN)),
    "columns.pdf": lambda: test_document.make_columns(test_document.PARAGRAPHS),
    "page.warc": lambda: test_web_archive.make_warc(test_web_archive.PAGE),
    "brotli.warc.gz": lambda: test_web_archive.make_warc(
        test_web_archive.pack_brotli(test_web_archive.PAGE), (("Content-Encoding", "br"),), packed=True
    ),
}


def damage(data: bytes, rng: random.Random) -> bytes:
    """Cut a file, overwrite some bytes of it, or write a stretch of it twice."""
    kind = rng.randrange(3)
    place = rng.randrange(len(data))
    if kind == 0:
        return data[:place]
    if kind == 1:
        damaged = bytearray(data)
        for _ in range(8):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        return bytes(damaged)
    return data[:place] + data[place // 2 : place] + data[place:]


@pytest.mark.parametrize("name", MAKERS)
def test_a_damaged_file_gives_articles_or_skips_and_never_an_error(name, tmp_path):
    content = MAKERS[name]()
    data = content if isinstance(content, bytes) else content.encode()
    rng = random.Random(name)  # noqa: S311 no secret
    for number in range(TRIES):
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(damage(data, rng))
        items = list(read_articles([path], config=Config(document_seconds=30, html_seconds=10)))
        assert items, f"{path.name} gives neither an article nor a skip"
        for item in items:
            assert isinstance(item, Article | Skip)
            if isinstance(item, Skip):
                assert item.code
                assert item.detail
                assert item.remedy
            else:
                assert all(section.span.end <= len(item.text) for section in item.sections)


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize(
    "data", [b"", b"\n", bytes(range(256)) * 4, b"A plain text under a wrong name, of two sentences. Yes."]
)
def test_every_reader_takes_empty_odd_and_wrongly_named_files(suffix, data, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    items = list(read_articles([path]))
    assert items
    assert all(isinstance(item, Article | Skip) for item in items)


def test_any_text_is_divided_without_loss():
    rng = random.Random(1)  # noqa: S311 no secret
    lines = [line for text in (test_exports.NEXIS, test_exports.FACTIVA) for line in text.split("\n")]
    lines += [
        "By Ann Lee, 4 May 2019",
        "NORVILLE, May 4 (Reuters) -",
        "Read more:",
        "Q:",
        "1. ",
        "\u2022",
        "- ",
        "(",
        '"',
        "\u00a9",
    ]
    for _ in range(300):
        text = rng.choice(["\n", "\n\n", "\r\n", "\u2028"]).join(rng.choices(lines, k=rng.randrange(1, 12)))
        layout = divide(text)
        assert len(layout.text) == len(text)
        covered = "".join(layout.text[s.span.start : s.span.end] for s in layout.sections)
        assert "".join(covered.split()) == "".join(text.split())


def test_a_page_under_the_suffix_of_a_text_is_read_as_a_page(read):
    page = test_web_page.make_page(test_web_page.script(test_web_page.OWN))
    ([as_text], _), ([as_page], _) = read(page, "a.txt"), read(page, "b.html")
    assert (as_text.text, as_text.title, as_text.published) == (as_page.text, as_page.title, as_page.published)
    assert "<p>" not in as_text.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<?xml version='1.0'?><nitf><body/></nitf>", "malformed"),
        (r"{\rtf1\ansi Norland met Sudland.\par}", "binary"),
    ],
)
def test_markup_under_the_suffix_of_a_text_is_told(read, text, code):
    assert read(text, "a.txt") == ([], [code])


def test_prose_with_signs_of_markup_is_a_text(read):
    articles, codes = read("The <html> sign opens each page, the minister of Norland told pupils on Friday.", "a.txt")
    assert (len(articles), codes) == (1, [])


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ('b,"The king of Norland met the que', ["truncated"]),
        ('b,"The king of Norland met the queen of Sudland."', []),
        ('b,The 5" gun of Norland was sold to Sudland', []),
    ],
)
def test_a_table_that_breaks_off_within_quotes_is_told(read, row, codes):
    articles, reported = read(f'id,text\na,"The queen of Sudland thanked him, she said."\n{row}', "a.csv")
    assert (len(articles), reported) == (2, codes)

"""Test the number of articles that is foretold from the bytes read."""

import gzip
import json
import random
import zipfile

import pytest

from graphkit.errors import UsageError
from graphkit.ingest import Meter, read_articles
from graphkit.model import Article

COUNT = 500


def make_lines(count):
    rng = random.Random(7)  # noqa: S311 no secret
    words = "France and Norway signed a treaty about herring quotas in Oslo after long talks of ministers".split()
    rows = ({"id": str(n), "text": " ".join(rng.choices(words, k=120)) + "."} for n in range(count))
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.fixture(params=["lines", "gzip", "zip", "folder"])
def sources(request, tmp_path):
    data = make_lines(COUNT)
    if request.param == "lines":
        (tmp_path / "news.jsonl").write_bytes(data)
    elif request.param == "gzip":
        (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(data, 0))
    elif request.param == "zip":
        with zipfile.ZipFile(tmp_path / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("news.jsonl", data)
    else:
        for number, line in enumerate(data.splitlines()):
            (tmp_path / f"{number:04}.txt").write_text(json.loads(line)["text"])
        (tmp_path / "big.pdf").write_bytes(b"%PDF" * 20)
    return [tmp_path]


def test_the_number_is_near_from_half_way_on_and_exact_at_the_end(sources):
    meter = Meter()
    assert meter.expected is None
    seen = []
    for item in read_articles(sources, meter=meter):
        if isinstance(item, Article):
            seen.append(meter.expected)
    assert len(seen) == meter.articles == COUNT
    assert all(abs(expected - COUNT) <= 0.4 * COUNT for expected in seen[COUNT // 2 :])
    assert meter.expected == COUNT


def test_the_same_articles_come_with_and_without_a_meter(tmp_path):
    (tmp_path / "news.jsonl").write_bytes(make_lines(20) + b"{")
    (tmp_path / "empty.txt").touch()
    assert list(read_articles([tmp_path], meter=Meter())) == list(read_articles([tmp_path]))


def test_standard_input_has_no_known_end(monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(make_lines(5)))))
    meter = Meter()
    articles = read_articles(["-"], meter=meter)
    next(articles)
    assert meter.expected is None
    list(articles)
    assert meter.expected == 5


def test_a_missing_source_is_refused_at_once(tmp_path):
    with pytest.raises(UsageError):
        read_articles([tmp_path / "none"], meter=Meter())

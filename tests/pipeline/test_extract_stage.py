"""Extraction in workers with results kept gives what one process gives. All texts are invented."""

from dataclasses import replace

import pytest

from graphkit.annotate import DEFAULT_MODEL as ANNOTATE_MODEL
from graphkit.config import DEFAULT_MODEL, Config
from graphkit.datasets import find_samples
from graphkit.errors import UsageError
from graphkit.ingest import read_articles
from graphkit.model import Article, Section, Skip, Span
from graphkit.pipeline import extract_stage as extraction
from graphkit.pipeline import extract_worker
from graphkit.pipeline.extract_stage import extract_articles, find_parts, open_store
from graphkit.pipeline.spec import Recipe
from graphkit.runtime import Done, Raw

RECIPE = Recipe(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def articles():
    return [item for item in read_articles([find_samples()]) if isinstance(item, Article)][:6]


def test_the_default_model_has_one_name():
    assert DEFAULT_MODEL == ANNOTATE_MODEL


@pytest.mark.model
def test_workers_and_batches_do_not_change_what_is_found(articles):
    plain = list(extract_articles(articles, RECIPE, config=Config(workers=1)))
    assert [article.id for article, _ in plain] == [article.id for article in articles]
    assert sum(len(mentions) for _, mentions in plain) > 20
    for settings in ({"workers": 2, "batch_words": 1}, {"workers": 2, "batch_words": 10**6}):
        assert list(extract_articles(articles, RECIPE, config=Config(**settings))) == plain


@pytest.mark.model
def test_only_new_and_changed_articles_are_worked_on(articles, tmp_path, monkeypatch):
    store = open_store(RECIPE, tmp_path)
    config = Config(workers=1)
    plain = list(extract_articles(articles[:4], RECIPE, config=config, store=store))
    worked = []
    whole = extraction.map_supervised

    def watch(function, items, **options):
        return whole(function, (worked.append(item[1].id) or item for item in items), **options)

    monkeypatch.setattr(extraction, "map_supervised", watch)
    changed = replace(articles[1], published="1999-01-01")
    again = list(extract_articles([articles[0], changed, *articles[2:5]], RECIPE, config=config, store=store))
    assert worked == [changed.id, articles[4].id]
    assert [again[0], *again[2:4]] == [plain[0], *plain[2:4]]
    assert [article.id for article, _ in again] == [article.id for article in articles[:5]]


@pytest.mark.model
def test_an_article_that_takes_too_long_is_skipped_in_its_place(articles):
    slow = Article(id="slow", text="The king met the queen. " * 8_000)
    items = list(
        extract_articles([articles[0], slow, articles[1]], RECIPE, config=Config(workers=1, article_seconds=1))
    )
    skips = [item for item in items if isinstance(item, Skip)]
    assert [skip.path for skip in skips][-1:] == ["slow"]
    assert skips[0].remedy
    assert len(items) == 3


@pytest.mark.model
def test_a_long_article_is_read_to_its_end_in_parts_with_offsets_into_its_text(articles, monkeypatch):
    whole = articles[0]
    long = replace(whole, text="\n\n".join([whole.text] * 3))
    width = len(whole.text) + 2
    shifted = [
        Section(Span(s.span.start + width * n, s.span.end + width * n), s.role)
        for n in range(3)
        for s in whole.sections
    ]
    long = replace(long, sections=tuple(shifted))
    monkeypatch.setattr(extract_worker, "PART_CHARS", len(whole.text) // 2)
    extract_worker.prepare_worker({"model": DEFAULT_MODEL, "gazetteer": [], "lexicon": []})
    (mentions,) = extract_worker.extract_batch([long])
    assert {mention.trigger.start // width for mention in mentions} == {0, 1, 2}
    for mention in mentions:
        span = mention.subject.span
        assert long.text[span.start : span.end] == mention.subject.text


def test_a_missing_model_is_told_as_what_it_is():
    with pytest.raises(UsageError, match="no_such_model") as error:
        list(extract_articles([Article(id="a", text="The king met the queen.")], Recipe("no_such_model")))
    assert "pip install" in error.value.remedy


def test_results_hang_on_model_lexicon_gazetteer_and_code(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("- x\n")
    parts = find_parts(RECIPE)
    assert find_parts(RECIPE) == parts
    assert [name for name, value in find_parts(Recipe("other")).items() if value != parts[name]] == ["model"]
    changed = find_parts(replace(RECIPE, lexicon=(own,)))
    assert [name for name, value in changed.items() if value != parts[name]] == ["lexicon"]
    own.write_text("- y\n")
    assert find_parts(replace(RECIPE, lexicon=(own,))) != changed


def test_known_articles_do_not_pile_up_while_others_are_worked_on(monkeypatch):
    """However many are known, before, between and after those that are not, few of them are held at a time."""
    new = {0, 1, 2_000, 2_001, 4_999}
    pulled = []

    class Store:
        def find_many(self, keys, kind):
            return {key: [] for key in keys if key not in new_keys}

        def put_many(self, values):
            assert set(values) <= new_keys

    def work(function, items, **options):  # takes all that it can get before it gives anything
        return (Done(item, result=Raw(b"[]")) for item in list(items))

    def pull():
        for item in many:
            pulled.append(item)
            yield item

    many = [Article(id=f"a{number}", text="") for number in range(5_000)]
    new_keys = {extraction._key(many[number]) for number in new}
    monkeypatch.setattr(extraction, "map_supervised", work)
    furthest = 0
    yielded = []
    for article, _ in extract_articles(pull(), RECIPE, config=Config(workers=1), store=Store()):
        yielded.append(article)
        furthest = max(furthest, len(pulled) - len(yielded))
    assert yielded == many
    assert furthest <= extraction._AHEAD + extraction._LOOK_UP


def test_few_articles_are_read_before_work_begins(monkeypatch):
    read = []

    def pull():
        for number in range(2_000):
            read.append(number)
            yield Article(id=f"a{number}", text="")

    class Empty:
        def find_many(self, keys, kind):
            return {}

        def put_many(self, values):
            pass

    def work(function, items, **options):
        for item in items:
            begun.append(len(read))
            yield Done(item, result=Raw(b"[]"))

    begun = []
    monkeypatch.setattr(extraction, "map_supervised", work)
    assert len(list(extract_articles(pull(), RECIPE, config=Config(workers=1), store=Empty()))) == 2_000
    assert begun[0] == extraction._FIRST_LOOK_UP
    assert max(held - done for done, held in enumerate(begun)) <= extraction._LOOK_UP + extraction._FIRST_LOOK_UP

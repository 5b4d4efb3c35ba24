import random

from graphkit.ingest import find_near_duplicates, mark_copies
from graphkit.ingest.layout.segments import divide
from graphkit.model import Article

WORDS = [
    "king",
    "queen",
    "herring",
    "treaty",
    "harbour",
    "minister",
    "ship",
    "talks",
    "north",
    "south",
    "border",
    "trade",
]


def article(name, text):
    return Article(id=name, text=text)


def story(seed, words=80):
    rng = random.Random(seed)  # noqa: S311 no secret
    return " ".join(rng.choice(WORDS) for _ in range(words))


def test_copies_with_small_changes_are_one_group_and_others_none():
    articles = [article(f"s{n}", story(n)) for n in range(200)]
    articles += [
        article("copy-1", story(7) + " Editing by Jo Falk."),
        article("copy-2", story(7).replace("king", "King", 1)),
    ]
    assert find_near_duplicates(articles) == [("copy-1", "copy-2", "s7")]


def test_the_order_of_articles_does_not_matter():
    articles = [article(f"{n}-{k}", story(n) + " now" * k) for n in range(30) for k in range(3)]
    groups = find_near_duplicates(articles)
    random.Random(1).shuffle(articles)  # noqa: S311 no secret
    assert find_near_duplicates(articles) == groups
    assert len(groups) == 30


def test_short_texts_are_copies_only_when_equal():
    articles = [
        article("a", "Chile met Peru."),
        article("b", "Chile met Peru"),
        article("c", "Chile met Ghana."),
        article("d", ""),
    ]
    assert find_near_duplicates(articles) == [("a", "b")]


def test_copies_name_the_first_of_their_group():
    marked = mark_copies([article("b", story(1)), article("a", story(1)), article("c", story(2))])
    assert [(item.id, item.copy_of) for item in marked] == [("b", "a"), ("a", None), ("c", None)]


def build(name, body, *, title=None, publisher=None, url=None):
    text = f"{title}\n\n{body}" if title else body
    sections = divide(text, title=title).sections
    return Article(id=name, text=text, title=title, publisher=publisher, url=url, sections=sections)


LEAD = "The king of Norland met the queen of Sudland in the harbour of Norville on Friday to talk about the herring."


def test_one_page_in_two_sources_is_one_article_whatever_its_address_carries():
    whole = f"{LEAD} {story(3, 120)}"
    articles = [
        build("page", whole, url="https://www.courier.example/king/"),
        build("crawl", f"{whole} {story(4, 60)}", url="http://courier.example/king?utm_source=feed"),
        build("other", story(9, 120), url="https://courier.example/queen"),
    ]
    assert find_near_duplicates(articles) == [("crawl", "page")]


def test_a_teaser_of_a_feed_belongs_to_its_article_by_address_or_by_headline_and_publisher():
    whole = f"{LEAD} {story(3, 150)}"
    by_address = build("teaser", "Fish and kings in one harbour.", url="https://courier.example/king")
    by_headline = build("wire", "Fish and kings.", title="King meets queen in Norville", publisher="Courier")
    article = build(
        "whole", whole, title="King meets queen in Norville", publisher="Courier", url="https://courier.example/king"
    )
    assert find_near_duplicates([by_address, by_headline, article]) == [("teaser", "whole", "wire")]


def test_two_articles_under_one_address_or_headline_stay_two():
    articles = [
        build(
            "a",
            story(1, 150),
            title="Spokesman holds regular press conference",
            publisher="Ministry",
            url="https://m.example/",
        ),
        build(
            "b",
            story(2, 150),
            title="Spokesman holds regular press conference",
            publisher="Ministry",
            url="https://m.example/",
        ),
    ]
    assert find_near_duplicates(articles) == []


def test_agency_copy_that_papers_cut_short_is_one_source():
    rest = [story(n, 40) for n in range(5)]
    articles = [
        build("long", " ".join([LEAD, *rest]), publisher="Courier"),
        build("short", f"{LEAD} {rest[0]}", publisher="Gazette"),
        build(
            "own", f"The king had a new hat, said all who saw him walk along the pier. {story(8, 90)}", publisher="Post"
        ),
    ]
    assert find_near_duplicates(articles) == [("long", "short")]

import random

from graphkit.ingest import find_near_duplicates, mark_copies
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
    assert [(one.id, one.copy_of) for one in marked] == [("b", "a"), ("a", None), ("c", None)]

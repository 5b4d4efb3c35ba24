"""Share among the tests of sources one call that reads a file, and an article of invented text."""

from __future__ import annotations

import pytest

from graphkit.config import Config
from graphkit.ingest import read_articles
from graphkit.model import Article, Role, Skip

TITLE = "King of Norland meets queen of Sudland"
FIRST = "The king of Norland met the queen of Sudland in Norville on Friday, the court said."
SECOND = "He thanked her for the herring, and the two agreed to share the cod of the northern waters."
THIRD = "Officials said that a treaty about the herring and the cod will be signed in autumn."
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.fixture
def read(tmp_path):
    """Write a file and read it: the articles, and the codes of the skips."""

    def _read(content, name, **settings):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return sort_results(read_articles([path], config=Config(**settings)))

    return _read


def sort_results(results):
    """Part articles from the codes of skips."""
    results = list(results)
    articles = [item for item in results if isinstance(item, Article)]
    return articles, [item.code for item in results if isinstance(item, Skip)]


def list_parts(article, role=Role.BODY):
    """The texts of an article's sections of a role."""
    return [article.text[s.span.start : s.span.end] for s in article.sections if s.role is role]

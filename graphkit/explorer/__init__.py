"""Views for people: the explorer page, and tables on a terminal and in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.lazy_imports import import_lazily

if TYPE_CHECKING:
    from graphkit.explorer.page import PageReport, render_page, write_chosen, write_page
    from graphkit.explorer.page_data import make_tables
    from graphkit.explorer.page_rows import PageRows
    from graphkit.explorer.scope import MOST_EVENTS, Strength
    from graphkit.explorer.story import Story, read_story
    from graphkit.explorer.text_tables import tabulate_article, tabulate_pair

__all__ = [
    "MOST_EVENTS",
    "PageReport",
    "PageRows",
    "Story",
    "Strength",
    "make_tables",
    "read_story",
    "render_page",
    "tabulate_article",
    "tabulate_pair",
    "write_chosen",
    "write_page",
]

__getattr__ = import_lazily(
    __name__,
    {
        "page": ("PageReport", "render_page", "write_chosen", "write_page"),
        "page_data": ("make_tables",),
        "page_rows": ("PageRows",),
        "scope": ("MOST_EVENTS", "Strength"),
        "story": ("Story", "read_story"),
        "text_tables": ("tabulate_article", "tabulate_pair"),
    },
)

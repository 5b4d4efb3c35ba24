"""Views for people: the explorer page, and tables on a terminal and in a notebook."""

from graphkit.explorer.page import PageReport, render_page, write_chosen, write_page
from graphkit.explorer.scope import MOST_EVENTS, Strength
from graphkit.explorer.story import Story, read_story
from graphkit.explorer.text_tables import tabulate_article, tabulate_pair

__all__ = [
    "MOST_EVENTS",
    "PageReport",
    "Story",
    "Strength",
    "read_story",
    "render_page",
    "tabulate_article",
    "tabulate_pair",
    "write_chosen",
    "write_page",
]

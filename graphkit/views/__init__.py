"""What people look at: the explorer page, and tables on a terminal and in a notebook."""

from graphkit.views.page import PageReport, render_page, write_page
from graphkit.views.tables import tabulate_article, tabulate_pair

__all__ = ["PageReport", "render_page", "tabulate_article", "tabulate_pair", "write_page"]

"""What people look at: the explorer page, and tables on a terminal and in a notebook."""

from graphkit.views.page import PageReport, frame_page, render_page, write_page

__all__ = ["PageReport", "frame_page", "render_page", "write_page"]

"""The layout of an article: which line is headline, byline, dateline, caption, furniture or body."""

"""Resolve names of many articles to one set of entities."""

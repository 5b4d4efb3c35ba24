"""Resolve event mentions of many articles to one set of events."""

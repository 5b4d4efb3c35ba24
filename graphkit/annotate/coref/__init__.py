"""Resolve what pronouns and descriptions refer to."""

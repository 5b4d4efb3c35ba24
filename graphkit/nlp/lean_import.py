"""Import spaCy without what a worker never uses: its commands, and torch, which it loads wherever that is installed.

Torch takes 180 MB and half a second, the commands a tenth of a second.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from graphkit.lazy_imports import defer_modules
from graphkit.nlp.model_files import find_model_folder

#: The layers of spaCy's own pipelines, all of them computed by numpy.
_NUMPY_LAYERS = frozenset(
    {
        "HashEmbedCNN", "MaxoutWindowEncoder", "MishWindowEncoder", "MultiHashEmbed", "Tagger", "Tok2Vec",
        "Tok2VecListener", "TransitionBasedParser",
    }
)  # fmt: skip
_LAYER = re.compile(r'^@architectures\s*=\s*"([^"]*)"', re.MULTILINE)


@contextmanager
def hide_torch(model: str) -> Iterator[None]:
    """Hide torch while spaCy is imported for a model that does without; only for a process of our own."""
    if sys.modules.keys() & {"torch", "thinc"} or not is_computed_by_numpy(model):
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # so that its import fails
    try:
        yield
    finally:
        del sys.modules["torch"]


def defer_commands() -> AbstractContextManager[None]:
    """Put off spaCy's own commands while spaCy is imported: a third of the time.

    spaCy itself takes nothing from them but a function that describes an installation.
    """
    return defer_modules({"spacy.cli": (), "spacy.cli.info": ("info",)})


def is_computed_by_numpy(model: str) -> bool:
    """Return whether a model, a package's name or a path, is known to have layers of spaCy alone."""
    folder = find_model_folder(model)
    if folder is None:
        return False
    names = _LAYER.findall((folder / "config.cfg").read_text(encoding="utf-8"))
    spaces = [name.split(".") for name in names]
    return bool(spaces) and all(parts[0] == "spacy" and parts[1] in _NUMPY_LAYERS for parts in spaces)

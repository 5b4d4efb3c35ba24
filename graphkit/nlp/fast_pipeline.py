"""Make a spaCy pipeline cheaper without changing what it says.

Five things are done (measured with benchmarks/build.py): matrices are multiplied by numpy's BLAS instead of a generic
kernel; the part of speech, the morphology and the lemma of a token are looked up by its word, tag and dependency; the
embedding of a token is kept by its word; texts are parsed side by side (fast_parses.py), and names are recognised for
all tokens of a batch at once (fast_names.py). All but the first need parts of the kind that the official English
pipelines have, and are left out for other models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, NORM, ORTH, POS, SPACY, TAG
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps

from graphkit.nlp.fast_names import NameRecognizer, can_vectorise
from graphkit.nlp.fast_parses import StepParser, can_step

#: Words of which a result is kept; news of ten thousand articles has some eighty thousand forms.
MOST_KEPT = 60_000

_Key = tuple[int, ...]
#: Stands between the words that are looked up, so that no pattern joins two of them: word, tag, dependency.
_MARK = ("\u241e", "NFP", "punct")


def speed_up(nlp: Language) -> None:
    """Change a loaded pipeline in place, as far as its parts allow."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            _use_numpy_blas(model)
            _keep_embeddings(model, nlp.vocab)
    _join_word_attributes(nlp)
    _vectorise_moves(nlp)


def _vectorise_moves(nlp: Language) -> None:
    """Let the parser and the recogniser look at many tokens at once instead of going from one to the next."""
    for place, (name, component) in enumerate(nlp._components):
        if can_vectorise(component):
            nlp._components[place] = (name, NameRecognizer(component))
        elif can_step(component):
            nlp._components[place] = (name, StepParser(component))


def _use_numpy_blas(model: Model[Any, Any]) -> None:
    """Let every node multiply matrices with numpy, whose BLAS knows the processor."""
    for node in model.walk():
        if isinstance(node.ops, NumpyOps):
            node.ops.use_blis = False


# ---- part of speech, morphology, lemma -------------------------------------------------------------------------------


def _join_word_attributes(nlp: Language) -> None:
    """Put one component with a table in the place of the attribute ruler and the lemmatizer behind it."""
    names = nlp.pipe_names
    if "attribute_ruler" not in names or "lemmatizer" not in names:
        return
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    follows = names.index("lemmatizer") == names.index("attribute_ruler") + 1
    if not (isinstance(ruler, AttributeRuler) and isinstance(lemmatizer, Lemmatizer) and follows):
        return
    if lemmatizer.mode != "rule" or lemmatizer.overwrite:
        return
    table = WordAttributes(nlp.vocab, ruler, lemmatizer)
    place = next(i for i, (name, _) in enumerate(nlp._components) if name == "attribute_ruler")
    nlp._components[place] = ("attribute_ruler", table)


class WordAttributes:
    """Part of speech, morphology and lemma of tokens, by word, tag and dependency.

    Where two words stand beside each other that a rule of the ruler may join ("gon na"), both are looked up as a pair.
    Lemmas come from the lemmatizer itself, which stands behind this component and leaves what it finds.
    """

    def __init__(self, vocab: Vocab, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self.vocab, self.ruler, self.lemmatizer = vocab, ruler, lemmatizer
        self.kept: dict[_Key, tuple[tuple[int, int, str], ...]] = {}
        self.pairs = PairConditions(ruler, vocab)

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of the words of a Doc."""
        if len(self.kept) > MOST_KEPT:
            self.kept.clear()
        keys = self._make_keys(doc)
        missing = {key: place for place, key in keys if key not in self.kept}
        if missing:
            self._learn(doc, missing)
        add = self.vocab.strings.add
        rows = [(pos, morph, add(lemma)) for _, key in keys for pos, morph, lemma in self.kept[key]]
        values: Any = np.array(rows, dtype="uint64").reshape(-1, 3)
        doc.from_array([POS, MORPH, LEMMA], values)
        return doc

    def _make_keys(self, doc: Doc) -> list[tuple[int, _Key]]:
        """Return the keys of a Doc in order, each with the place of its first token: word, tag, dependency."""
        rows = [tuple(row) for row in doc.to_array([ORTH, TAG, DEP]).tolist()]
        joined = self.pairs.find(doc)
        if not joined:
            return list(enumerate(rows))
        keys: list[tuple[int, _Key]] = []
        place = 0
        while place < len(rows):
            size = 2 if place in joined else 1
            keys.append((place, tuple(value for row in rows[place : place + size] for value in row)))
            place += size
        return keys

    def _learn(self, doc: Doc, missing: dict[_Key, int]) -> None:
        """Ask both components about words and pairs that the table lacks, in a Doc with a mark after each of them."""
        rows: list[tuple[str, str, str]] = []
        starts: list[tuple[_Key, int, int]] = []
        for key, place in missing.items():
            size = len(key) // 3
            starts.append((key, len(rows), size))
            rows += [(token.text, token.tag_, token.dep_) for token in doc[place : place + size]]
            rows.append(_MARK)
        words, tags, deps = (list(column) for column in zip(*rows, strict=True))
        asked = Doc(self.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(rows))))
        asked = self.lemmatizer(self.ruler(asked))
        morphs = asked.to_array([MORPH]).tolist()
        for key, start, size in starts:
            places = range(start, start + size)
            self.kept[key] = tuple((asked[i].pos, morphs[i], asked[i].lemma_) for i in places)


class PairConditions:
    """The patterns of a ruler that look at two tokens, by the word and the dependency that each must have."""

    def __init__(self, ruler: AttributeRuler, vocab: Vocab) -> None:
        self.vocab = vocab
        rows: list[Any] = list(ruler.patterns)
        self.patterns = [pattern for row in rows for pattern in row["patterns"] if len(pattern) > 1]
        self.masks: dict[tuple[int, int], tuple[int, int]] = {}

    def find(self, doc: Doc) -> frozenset[int]:
        """Find the places of first tokens of pairs that a pattern may join; tokens of two pairs go with the first."""
        masks = [self._find_masks(lower, dep) for lower, dep in doc.to_array([LOWER, DEP]).tolist()]
        return frozenset(i for i in range(len(masks) - 1) if masks[i][0] & masks[i + 1][1])

    def _find_masks(self, lower: int, dep: int) -> tuple[int, int]:
        """Return as bits which patterns a token may begin and which it may end."""
        key = (lower, dep)
        if key not in self.masks:
            word, label = self.vocab.strings[lower], self.vocab.strings[dep]
            first = (_may_match(pattern[0], word, label) << n for n, pattern in enumerate(self.patterns))
            second = (_may_match(pattern[1], word, label) << n for n, pattern in enumerate(self.patterns))
            self.masks[key] = sum(first), sum(second)
        return self.masks[key]


def _may_match(condition: dict[str, Any], word: str, dep: str) -> bool:
    """Return whether a token can fulfil a condition, as far as its word in small letters and its dependency tell."""
    for name, value in (("LOWER", word), ("DEP", dep)):
        wanted = condition.get(name)
        if isinstance(wanted, str) and wanted != value:
            return False
        if isinstance(wanted, dict):
            if "IN" in wanted and value not in wanted["IN"]:
                return False
            if "REGEX" in wanted and not re.search(wanted["REGEX"], value):
                return False
    return True


# ---- embeddings ------------------------------------------------------------------------------------------------------


def _keep_embeddings(model: Model[Any, Any], vocab: Vocab) -> None:
    """Put a table before each embedding layer of a token-to-vector model."""
    for node in model.walk():
        if len(node.layers) >= 2 and _is_embedding(node.layers[0]):
            layer = node.layers[0]
            node.layers[0] = Model(layer.name, EmbeddingTable(layer, vocab), dims=_dims(layer), ops=layer.ops)


def _is_embedding(layer: Model[Any, Any]) -> bool:
    """Return whether a layer is a hash embedding of Docs that ends in a list of arrays."""
    names = [node.name for node in layer.walk()]
    return "extract_features" in names and "hashembed" in names and not any("expand_window" in name for name in names)


def _dims(layer: Model[Any, Any]) -> dict[str, int | None]:
    return {name: layer.maybe_get_dim(name) for name in layer.dim_names}


class EmbeddingTable:
    """The forward function of an embedding layer that computes each word once.

    An embedding depends on the word, its norm and whether a space follows; on nothing beside it.
    """

    def __init__(self, layer: Model[Any, Any], vocab: Vocab) -> None:
        self.layer, self.vocab = layer, vocab
        self.kept: dict[_Key, NDArray[np.float32]] = {}

    def __call__(
        self, model: Model[Any, Any], docs: Iterable[Doc], is_train: bool
    ) -> tuple[list[NDArray[np.float32]], Callable[[Any], Any]]:
        """Look up the vectors of the words of some Docs."""
        docs = list(docs)
        if is_train:
            return self.layer(docs, is_train=True)
        keys = [[tuple(row) for row in doc.to_array([ORTH, NORM, SPACY]).tolist()] for doc in docs]
        if len(self.kept) > MOST_KEPT:
            self.kept.clear()
        self._learn(docs, keys)
        width = self.layer.get_dim("nO") if self.layer.has_dim("nO") else 0
        empty = np.zeros((0, width), dtype="float32")
        return [np.stack([self.kept[key] for key in row]) if row else empty for row in keys], _no_gradient

    def _learn(self, docs: list[Doc], keys: list[list[_Key]]) -> None:
        """Compute the embeddings of the words that the table lacks, each once, in a Doc of their own."""
        first: dict[_Key, Any] = {}
        for doc, row in zip(docs, keys, strict=True):
            for i, key in enumerate(row):
                if key not in self.kept and key not in first:
                    first[key] = doc[i]
        if not first:
            return
        tokens = list(first.values())
        asked = Doc(self.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])
        for copied, token in zip(asked, tokens, strict=True):
            if copied.norm != token.norm:
                copied.norm_ = token.norm_
        (rows,) = self.layer.predict([asked])
        self.kept.update(zip(first, rows, strict=True))


def _no_gradient(gradient: Any) -> Any:
    raise RuntimeError("an embedding table is for prediction only")

"""Annotate: the parse of each article and what its words refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from spacy.language import Language
from spacy.tokens import Doc

from graphkit.annotate.coref.parties import name_parties
from graphkit.annotate.coref.resolver import resolve_references
from graphkit.annotate.names import find_names, name_acronyms
from graphkit.annotate.noun_phrases import PhraseReader, is_phrase_head
from graphkit.annotate.person_names import resolve_people
from graphkit.annotate.titles import TitleReader
from graphkit.model import Article, Kind, Role
from graphkit.nlp.dependencies import attach_resources
from graphkit.nlp.document import Annotated, Name
from graphkit.nlp.enhanced import mend_tree
from graphkit.nlp.language_model import DEFAULT_MODEL, load_model, make_doc, normalise
from graphkit.resources.resources import Resources

__all__ = ["DEFAULT_MODEL", "annotate_articles", "annotate_doc", "load_model", "normalise"]

#: Articles parsed together: 16 uses a quarter of the memory of 128 at the same speed.
BATCH = 16


def annotate_articles(articles: Iterable[Article], nlp: Language, resources: Resources) -> Iterator[Annotated]:
    """Parses articles in batches and resolves their names, titles, noun phrases and pronouns; same order."""
    made = ((make_doc(nlp, article, resources), article) for article in articles)
    docs, rest = tee(made)
    parsed = nlp.pipe((doc for (doc, _), _ in docs), batch_size=BATCH)
    for doc, ((_, roles), article) in zip(parsed, rest, strict=True):
        yield annotate_doc(article, doc, resources, roles)


def _is_headline_noise(name: Name, doc: Doc, roles: list[Role] | None) -> bool:
    """Whether a name is only capitals of a headline: "Police Raid Mexican Embassy" is no organisation."""
    if not roles or name.entry is not None or name.kind is Kind.PERSON or roles[name.start] is not Role.HEADLINE:
        return False
    words = [t for t in doc[name.start].sent if t.is_alpha and len(t) > 3]
    return name.end - name.start > 2 and sum(t.text[0].isupper() for t in words) > 0.7 * len(words)


def annotate_doc(article: Article, doc: Doc, resources: Resources, roles: list[Role] | None = None) -> Annotated:
    """Resolves what the words of one parsed article refer to. `roles` has one entry per token, body where left out."""
    attach_resources(doc, resources)
    mend_tree(doc, resources.off)
    found = [n for n in find_names(doc, resources) if not _is_headline_noise(n, doc, roles)]
    found = name_acronyms(doc, found)
    names, before = resolve_people(doc, found, resources, article.published)
    by_token = {i: name for name in names for i in range(name.start, name.end)}
    annotated = Annotated(article, doc, resources, by_token, roles=roles or [Role.BODY] * len(doc))
    reader = PhraseReader(doc, by_token, resources, article.published)
    for token in doc:
        if is_phrase_head(token):
            mention = reader.read(token)
            if mention is not None:
                annotated.mentions[token.i] = reader.read_shared(token) or (mention,)
    for name in names:  # a name heads its phrase whatever the tagger made of its last syllable ("Moon Jae-in")
        root = doc[name.start : name.end].root
        if (
            root.i not in annotated.mentions
            and root.dep_ not in ("compound", "amod", "nmod", "poss")
            and name.end > root.i
        ):
            mention = reader.read(root)
            if mention is not None:
                annotated.mentions[root.i] = (mention,)
    annotated.governments.update(reader.governments())
    titles = TitleReader(annotated, reader)
    titles.collect(before)
    titles.resolve_alone()
    name_parties(annotated)
    resolve_references(annotated)
    for token in doc:  # "its foreign ministry", "its president", now that it is known whose
        if token.tag_ == "PRP$" and token.dep_ == "poss" and token.i in annotated.mentions:
            owner = annotated.mentions[token.i][0]
            owned = reader.read_owned(token.head, owner) or titles.read_owned(token.head, owner)
            if owned is not None:
                annotated.mentions[token.head.i] = (owned,)
    return annotated

"""Persons: full names, the surnames that stand for them later, and the titles that come with names.

A full name fixes its later surnames in the same article; a surname alone with a title is looked up among the
holders of that office on the day of publication; nothing else is guessed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer
from graphkit.resources.resources import Resources
from graphkit.resources.word_classes import WordClasses
from graphkit.resources.wordlists import NameWords

#: Offices before which stands what they are for.
_PORTFOLIOS = frozenset({"commissioner", "minister", "secretary"})
#: Particles that a surname is used without: "Ibn Chambas", but not "bin Salman".
_LEFT_OUT = frozenset({"ibn", "ould", "el"})
#: A surname of so few letters is too often another word.
_SHORT = 2  # "Xi", "Ma"


@dataclass(frozen=True, slots=True)
class TitleWords:
    """A title before a name: token range, the office's words, the serving state or body and "former"."""

    start: int
    end: int
    office: str
    of: Name | None
    former: bool


def surname(full: str, words: NameWords) -> str:
    """The family name of a full name.

    >>> words = NameWords.load()
    >>> [surname(name, words) for name in ("Antony Blinken", "Kim Jong-un", "Mohammed bin Salman")]
    ['Blinken', 'Kim', 'bin Salman']
    """
    parts = full.split()
    if len(parts) == 1:
        return full
    if parts[0].lower() in words.family_first and len(parts) <= 3 and parts[-1].lower() not in words.family_first:
        return parts[0]
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in words.particles:
        at -= 1
    return " ".join(parts[at:])


def title_before(doc: Doc, start: int, names: dict[int, Name], resources: Resources) -> TitleWords | None:
    """The title that ends right before token `start`: "US Secretary of State" before "Antony Blinken"."""
    classes, known = resources.classes, resources.names
    offices, modifiers, honorifics = classes["office"], classes["office_modifier"], classes["honorific"]
    at = start
    while at > 0 and doc[at - 1].lower_ in honorifics:
        at -= 1
    best = None
    words = ""
    for i in range(at - 1, max(-1, at - 8), -1):
        token = doc[i]
        if (
            token.is_space
            or (token.is_sent_start and i != at - 1 and doc[i + 1].is_sent_start)
            or token.text in ',.;:()"'
        ):
            break
        words = (token.lower_ + (" " if token.whitespace_ else "") + words) if words else token.lower_
        plain = words.replace(" - ", "-").strip()
        if plain in offices:
            best = (i, plain)
    if best is None:
        return None
    first, office = best
    former = False
    of = None
    i = first - 1
    while i >= 0:
        token = doc[i]
        if token.lower_ in modifiers or token.text == "-":
            former = former or token.lower_ in known.former
            if token.lower_ in known.ranked and not office.startswith(token.lower_):
                office = f"{token.lower_} {office}"
            i -= 1
        elif token.tag_ == "POS" and i > 0 and (i - 1) in names:
            i -= 1
        elif i in names and names[i].entry is None and names[i].kind is Kind.ORGANIZATION and office in _PORTFOLIOS:
            office = f"{names[i].name.lower()} {office}"  # "Aid Coordination Minister": what the minister is for
            i = names[i].start - 1
        elif i in names and of is None and names[i].kind in (Kind.STATE, Kind.ORGANIZATION, Kind.PLACE, Kind.GROUP):
            of = names[i]
            i = names[i].start - 1
        else:
            break
    return TitleWords(i + 1, at, office, of, former or office.startswith("ex-"))


def resolve_people(
    doc: Doc, names: list[Name], resources: Resources, published: str | None
) -> tuple[list[Name], dict[int, TitleWords]]:
    """Gives every person the full name, finds surnames that the recogniser missed; names and titles by start."""
    gazetteer, words = resources.gazetteer, resources.names
    by_token = {i: name for name in names for i in range(name.start, name.end)}
    titles: dict[int, TitleWords] = {}
    for name in list(names):
        title = title_before(doc, name.start, by_token, resources)
        if title is not None and (name.kind is Kind.PERSON or _is_titled_name(doc, name, title)):
            titles[name.start] = title
    # a name after a title is a person, whatever the recogniser took it for
    names = [
        replace(n, kind=Kind.PERSON, use="person") if n.start in titles and n.kind is not Kind.PERSON else n
        for n in names
    ]
    names = [_in_office(doc, name, titles.get(name.start), gazetteer, published) for name in names]
    names = _spelled_alike(_add_titled_names(doc, names, by_token, titles, resources), words)
    known: dict[str, list[Name]] = {}
    counts: Counter[str] = Counter()
    for name in names:
        if name.kind is Kind.PERSON and (name.entry is not None or len(_words(name.name, words)) > 1):
            entry = gazetteer.entries[name.entry] if name.entry else None
            counts[name.name] += 1
            for family in _families(name, entry, " ".join(doc[name.start : name.end].text.split()), words):
                if all(other.name != name.name for other in known.setdefault(_fold(family), [])):
                    known[_fold(family)].append(name)
    for name in names:  # "Rana" of "Arzu Rana Deuba", where nobody else is called so
        middle = [_fold(word) for word in _words(name.name, words)[1:-1] if len(word) > _SHORT]
        if name.kind is Kind.PERSON and not doc[name.start : name.end].text.islower():
            for word in middle:
                known.setdefault(word, [name])
    states: set[str | None] = {n.entry for n in names if n.kind is Kind.STATE and n.entry}
    out: list[Name] = []
    for name in names:
        mislabelled = name.kind is not Kind.PERSON and name.use == "other" and _fold(name.name) in known
        short = len(_words(name.name, words)) == 1 or _is_abbreviated(name.name)
        if (name.kind is Kind.PERSON or mislabelled) and name.entry is None and short:
            name = replace(name, kind=Kind.PERSON, use="person")
            out.append(_resolve_surname(name, titles.get(name.start), known, counts, resources, states, published))
        else:
            out.append(name)
    out += _missed_surnames(doc, out, known, counts, resources.classes)
    return sorted(out, key=lambda n: n.start), titles


def _families(name: Name, entry: Entry | None, text: str, words: NameWords) -> set[str]:
    """What a person may be called alone: as known, as the article spells it, without "ibn" or "ould"."""
    families = {entry.surname if entry and entry.surname else surname(name.name, words)}
    spelled = surname(text, words)
    if entry is not None and entry.surname and _fold(spelled)[:1] == _fold(entry.surname)[:1] and " " in text:
        families.add(spelled)  # "Kanani" of Nasser Kanani, who is known as Nasser Kanaani
    for family in list(families):
        particle, _, rest = family.partition(" ")
        if particle.lower() in _LEFT_OUT and rest:
            families.add(rest)
    return families


def _in_office(doc: Doc, name: Name, title: TitleWords | None, gazetteer: Gazetteer, published: str | None) -> Name:
    """Of several persons of one name the one whose office the text gives: "President George Bush" of 2008."""
    if name.entry is None or name.kind is not Kind.PERSON or title is None or title.of is None or published is None:
        return name
    namesakes = {r.entry for r in gazetteer.references(doc[name.start : name.end].text)}
    if len(namesakes) < 2 or title.of.entry is None:
        return name
    fits = [e for e in gazetteer.holders(title.office, title.of.entry, published) if e.id in namesakes]
    return replace(name, name=fits[0].name, entry=fits[0].id, reason="office") if len(fits) == 1 else name


def _missed_surnames(
    doc: Doc, names: list[Name], known: dict[str, list[Name]], counts: Counter[str], classes: WordClasses
) -> Iterator[Name]:
    """Surnames of persons of the article that nothing else claims and the recogniser did not find."""
    covered = {i for n in names for i in range(n.start, n.end)}
    before_names = classes["office"] | classes["honorific"]
    for token in doc:
        candidates = known.get(_fold(token.text))
        if (
            not candidates
            or token.i in covered
            or token.pos_ not in ("PROPN", "NOUN")
            or (token.pos_ == "NOUN" and token.i and doc[token.i - 1].pos_ in ("DET", "ADJ"))
            or len(token) < _SHORT
            or not token.text[0].isupper()
            or token.ent_type_ in ("DATE", "TIME")
        ):
            continue
        if token.i:  # the end of an unknown name is not the known person
            before = doc[token.i - 1]
            if before.pos_ == "PROPN" and before.i not in covered and before.lower_ not in before_names:
                continue
        fits = _pick(candidates, counts)
        yield Name(token.i, token.i + 1, fits.name, Kind.PERSON, "person", fits.entry, None, "surname")


def _spelled_alike(names: list[Name], words: NameWords) -> list[Name]:
    """Names that differ in stops, spaces and accents only, in the spelling that comes first: "R K Sen", "R.K. Sen"."""
    first: dict[str, Name] = {}
    out = []
    for name in names:
        if name.kind is Kind.PERSON and name.entry is None and len(_words(name.name, words)) > 1:
            key = "".join(c for c in _fold(name.name) if c.isalnum())
            name = replace(name, name=first.setdefault(key, name).name)
        out.append(name)
    return out


def _is_abbreviated(name: str) -> bool:
    """Whether a name is initials and one more word: "S. Ortega"."""
    *given, _ = name.split()
    return bool(given) and all(len(word.replace(".", "")) <= _SHORT and word.isupper() for word in given)


def _fold(word: str) -> str:
    """A name without case and accents: "Hernandez" is "Hernández"."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _words(name: str, words: NameWords) -> list[str]:
    """Return the words of a name without particles."""
    return [word for word in name.split() if word.lower() not in words.particles]


def _is_titled_name(doc: Doc, name: Name, title: TitleWords) -> bool:
    """Whether a name that is no PERSON for the recogniser is one by the title before it ("President Yoon")."""
    if name.entry is not None or name.kind is Kind.GROUP:
        return False
    if not doc[title.end - 1].text[0].isupper():
        return False
    return all(t.pos_ == "PROPN" for t in doc[name.start : name.end]) and name.end - name.start <= 4


def _add_titled_names(
    doc: Doc, names: list[Name], by_token: dict[int, Name], titles: dict[int, TitleWords], resources: Resources
) -> list[Name]:
    """Capitalised words right after a capitalised title that nothing else claims: "President Yoon", "Gen. Haftar"."""
    classes = resources.classes
    out = list(names)
    for token in doc:
        if (
            token.i == 0
            or token.i in by_token
            or token.pos_ != "PROPN"
            or not token.text[0].isupper()
            or token.is_punct
        ):
            continue
        before = doc[token.i - 1]
        if (
            not before.text[0].isupper()
            or token.lower_ in classes["office"]
            or (
                before.is_sent_start
                and before.lower_ not in classes["honorific"]
                and before.lower_ not in classes["office"]
            )
        ):
            continue
        title = title_before(doc, token.i, by_token, resources)
        if before.lower_ not in classes["honorific"] and title is None:
            continue
        end = token.i + 1
        while end < len(doc) and doc[end].pos_ == "PROPN" and end not in by_token and doc[end].text[0].isupper():
            end += 1
        if any(w.lower_ in classes["office"] or w.lower_ in classes["state_body"] for w in doc[token.i : end]):
            continue
        name = Name(token.i, end, doc[token.i : end].text, Kind.PERSON, "person", None, None, "title")
        out.append(name)
        by_token.update(dict.fromkeys(range(token.i, end), name))
        if title is not None:
            titles[token.i] = title
    return sorted(out, key=lambda n: n.start)


def _pick(candidates: list[Name], counts: Counter[str]) -> Name:
    """Whom the article names most, of those the first."""
    return max(candidates, key=lambda n: (counts[n.name], -n.start))


def _resolve_surname(
    name: Name,
    title: TitleWords | None,
    known: dict[str, list[Name]],
    counts: Counter[str],
    resources: Resources,
    states: set[str | None],
    published: str | None,
) -> Name:
    """The person of a surname: of the article, else the one who holds the office or serves a state of the article."""
    gazetteer = resources.gazetteer
    family = surname(name.name, resources.names)
    given = _fold(name.name)[:1] if family != name.name else ""
    candidates = [
        c
        for c in known.get(_fold(family), [])
        if not given or (_fold(c.name).startswith(given) and not _is_abbreviated(c.name))
    ]
    if candidates:
        full = _pick(candidates, counts)
        return replace(name, name=full.name, entry=full.entry, reason="surname")
    holders = tuple(e for e in gazetteer.by_surname(family, published) if _fold(e.name).startswith(given))
    if title is not None and title.of is not None and title.of.entry:
        served = [e for e in gazetteer.holders(title.office, title.of.entry, published) if e in holders]
        if len(served) == 1:
            return replace(name, name=served[0].name, entry=served[0].id, reason="office")
    fits = [e for e in holders if gazetteer.state_of(e.id) in states]
    if title is not None and title.of is None:
        fits = [
            e for e in fits if any(e in gazetteer.holders(title.office, state, published) for state in states if state)
        ] or fits
    if len(fits) == 1 and published is not None:
        return replace(name, name=fits[0].name, entry=fits[0].id, reason="office")
    return name

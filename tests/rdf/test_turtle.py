"""A graph file says what the findings say, in bytes that depend on nothing else, and can be read back."""

from __future__ import annotations

import datetime
import hashlib
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkit.errors import DamagedGraphError, OutputError, UsageError
from graphkit.model import (
    Article,
    Entity,
    Event,
    EventMention,
    Evidence,
    Findings,
    Kind,
    Location,
    Mention,
    Span,
    Status,
    When,
)
from graphkit.rdf.graph_reader import sort_mention
from graphkit.rdf.turtle import parse_turtle, read_turtle, serialise_turtle, write_turtle
from graphkit.rdf.writer import find_triples
from graphkit.resources.vocabulary import Vocabulary
from tests.sample import make_findings

PREDICATES = Vocabulary.load().predicates
HOSTILE = [
    "=cmd|'/c calc'!A0",
    'say "no"',
    "</script><b>",
    "a\nb\tc\rd",
    "\x00\x07\x1b[31m",
    "\u202eabc",
    "🇰🇷 中文",
    "\\u0041 \\",
    ". ; , <x>",
]


def without_texts(findings: Findings) -> Findings:
    """The findings as a graph keeps them: without the articles' texts and sections, links and skips."""
    articles = tuple(replace(article, text="", sections=()) for article in findings.articles)
    return replace(findings, articles=articles, links=(), skips=())


def test_a_graph_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_turtle(make_findings(), tmp_path / "graph.ttl")
    assert read_turtle(tmp_path / "graph.ttl") == without_texts(make_findings())
    assert read_turtle(tmp_path) == without_texts(make_findings())


names = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
slugs = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
codes = st.from_regex(r"[A-Z0-9]{1,6}", fullmatch=True)
degrees = st.integers(-900_000, 900_000).map(lambda number: number / 10_000)
scores = st.integers(0, 10_000).map(lambda number: number / 10_000)
days = st.dates(min_value=datetime.date(1900, 1, 1)).map(lambda day: day.isoformat())
whens = st.builds(
    lambda day, other, precision: When(min(day, other), max(day, other), precision),
    days,
    days,
    st.sampled_from(["day", "month", "year", "interval"]),
)


@st.composite
def findings_of_any_kind(draw: st.DrawFn) -> Findings:
    """Findings with hostile names, in the form in which resolving leaves them."""
    entities = draw(
        st.lists(
            st.builds(
                Entity,
                st.one_of(slugs, names),
                st.sampled_from(Kind),
                names,
                st.sets(names, max_size=2).map(lambda aliases: tuple(sorted(aliases))),
                st.sets(
                    st.tuples(st.sampled_from(["wikidata", "geonames", "iso3", "fips", "cow"]), codes), max_size=2
                ).map(lambda pairs: tuple(sorted({key: (key, value) for key, value in pairs}.values()))),
                st.sets(names, max_size=2).map(lambda typed: tuple(sorted(typed))),
                st.one_of(st.none(), slugs),
                st.one_of(st.none(), slugs),
                st.one_of(st.none(), st.builds(Location, degrees, degrees, st.one_of(st.none(), names), st.none())),
            ),
            min_size=2,
            max_size=4,
            unique_by=lambda entity: entity.id,
        )
    )
    optional = st.one_of(st.none(), names)
    articles = draw(
        st.lists(
            st.builds(
                Article,
                st.one_of(slugs, names),
                st.just(""),
                optional,
                optional,
                optional,
                st.one_of(st.none(), days, st.just("spring 2024")),
                dateline_place=optional,
                content_hash=slugs,
            ),
            min_size=1,
            max_size=2,
            unique_by=lambda article: article.id,
        )
    )
    if len(articles) > 1 and draw(st.booleans()):
        articles[0] = replace(articles[0], copy_of=articles[1].id)
    events = []
    for number in range(draw(st.integers(0, 4))):
        sides = draw(st.lists(st.sampled_from(entities), min_size=2, max_size=2, unique=True))
        predicate = PREDICATES[draw(st.sampled_from(sorted(PREDICATES)))]
        mentions, speakers = [], []
        for _ in range(draw(st.integers(1, 3))):
            sentence = draw(names) * 3
            start = draw(st.integers(0, 1000))
            evidence = Evidence(
                draw(st.sampled_from(articles)).id, Span(start, start + len(sentence)), sentence, draw(slugs)
            )
            turned = predicate.symmetric and draw(st.booleans())
            ends = [replace_span(draw, side, evidence) for side in (reversed(sides) if turned else sides)]
            speaker = draw(st.one_of(st.none(), st.sampled_from(entities)))
            mentions.append(
                EventMention(
                    Span(start, start + 1),
                    predicate.name,
                    ends[0],
                    ends[1],
                    draw(st.sampled_from(Status)),
                    evidence,
                    draw(scores),
                    predicate.plover,
                    None,
                    draw(optional),
                    draw(st.one_of(st.none(), whens)),
                    None,
                    draw(optional),
                    replace_span(draw, speaker, evidence) if speaker else None,
                )
            )
            speakers.append(speaker.id if speaker else None)
        pairs = sorted(
            {repr(pair): pair for pair in zip(mentions, speakers, strict=True)}.values(),
            key=lambda p: sort_mention(p[0]),
        )
        publishers = draw(st.integers(1, 3))
        events.append(
            Event(
                f"e-{number}",
                predicate.name,
                predicate.plover,
                sides[0].id,
                sides[1].id,
                draw(st.sampled_from(Status)),
                draw(scores),
                tuple(pair[0] for pair in pairs),
                tuple(pair[1] for pair in pairs),
                None,
                draw(st.one_of(st.none(), whens)),
                draw(st.one_of(st.none(), st.sampled_from(entities).map(lambda e: e.id))),
                draw(optional),
                publishers,
                draw(st.one_of(st.none(), scores)) if publishers > 1 else None,
            )
        )
    return Findings(
        tuple(sorted(articles, key=lambda article: article.id)),
        tuple(sorted(entities, key=lambda entity: entity.id)),
        tuple(events),
    )


def replace_span(draw: st.DrawFn, entity: Entity, evidence: Evidence) -> Mention:
    start = draw(st.integers(0, evidence.span.end))
    words = draw(names)
    return Mention(Span(start, start + len(words)), words, entity.label, entity.kind, entity.id, reason="alias")


def as_kept(findings: Findings) -> Findings:
    """The findings without a mention's gazetteer entry, which a graph does not keep."""

    def strip(mention: EventMention) -> EventMention:
        said_by = mention.attributed_to and replace(mention.attributed_to, entry=None)
        sides = {side: replace(getattr(mention, side), entry=None) for side in ("subject", "object")}
        return replace(mention, **sides, attributed_to=said_by)

    events = []
    for event in findings.events:
        pairs = [(strip(mention), speaker) for mention, speaker in zip(event.mentions, event.speakers, strict=True)]
        pairs.sort(key=lambda pair: sort_mention(pair[0]))
        events.append(replace(event, mentions=tuple(p[0] for p in pairs), speakers=tuple(p[1] for p in pairs)))
    return replace(findings, events=tuple(events))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings_of_any_kind())
def test_any_findings_survive_writing_and_reading(tmp_path_factory: pytest.TempPathFactory, findings: Findings) -> None:
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(findings, path)
    assert read_turtle(path) == as_kept(findings)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings_of_any_kind(), st.randoms())
def test_bytes_do_not_depend_on_the_order_of_the_parts(findings: Findings, chance: random.Random) -> None:
    shuffled = replace(
        findings,
        articles=tuple(chance.sample(findings.articles, len(findings.articles))),
        entities=tuple(chance.sample(findings.entities, len(findings.entities))),
        events=tuple(chance.sample(findings.events, len(findings.events))),
    )
    assert serialise_turtle(shuffled) == serialise_turtle(findings)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings_of_any_kind())
def test_rdflib_and_pyoxigraph_read_the_same_triples(findings: Findings) -> None:
    data = serialise_turtle(findings)
    ours = {str(triple) for triple in parse_turtle(data)}
    graph = rdflib.Graph()
    for triple in rdflib.Graph().parse(data=data, format="turtle"):
        graph.add(triple)
    theirs = {
        str(quad.triple)
        for quad in pyoxigraph.parse(graph.serialize(format="nt").encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    }
    assert ours == theirs
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_bytes_do_not_depend_on_the_hash_seed_or_the_time_zone(seed: str) -> None:
    code = (
        "import hashlib; from tests.sample import make_findings; from graphkit.rdf.turtle import serialise_turtle;"
        "print(hashlib.sha256(serialise_turtle(make_findings())).hexdigest())"
    )
    environment = {
        "PYTHONHASHSEED": seed,
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == hashlib.sha256(serialise_turtle(make_findings())).hexdigest()


def test_an_event_needs_few_triples() -> None:
    findings = make_findings()
    many = replace(findings, events=findings.events)
    shared = len(set(find_triples(replace(many, events=()))))
    assert (len(set(find_triples(many))) - shared) / len(
        findings.events
    ) < 40  # each here is alone in its relation; ten are the offsets and the context of a sentence


def test_bare_triples_stand_only_for_what_has_happened() -> None:
    graph = rdflib.Graph().parse(data=serialise_turtle(make_findings()), format="turtle")
    gk, ids = rdflib.Namespace("https://w3id.org/graphkit/ns#"), rdflib.Namespace("https://w3id.org/graphkit/id/")
    assert (ids["ana-duarte"], gk.meets, ids["tomas-weld"]) in graph
    assert (ids["tomas-weld"], gk.meets, ids["ana-duarte"]) in graph
    assert (ids["norway"], gk.hosts, ids["ana-duarte"]) not in graph
    assert (ids["portugal"], gk.suppliesArmsTo, ids["norway"]) not in graph
    assert (ids["norway"], gk.attacks, ids["harbour-league-1a2b3c4d"]) not in graph


def test_another_base_iri_changes_every_name_and_reads_back(tmp_path: Path) -> None:
    write_turtle(make_findings(), tmp_path / "graph.ttl", base="https://example.org/kb/")
    assert b"w3id.org/graphkit/id/" not in (tmp_path / "graph.ttl").read_bytes()
    assert read_turtle(tmp_path / "graph.ttl") == without_texts(make_findings())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_turtle(tmp_path / "none.ttl")
    assert caught.value.where == str(tmp_path / "none.ttl")


def test_a_cut_file_is_called_damaged_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(make_findings(), path)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(DamagedGraphError) as caught:
        read_turtle(path)
    assert "line" in str(caught.value.where)


def test_a_graph_without_a_needed_triple_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(make_findings(), path)
    path.write_bytes(path.read_bytes().replace(b"gk:status status:denied", b"gk:status status:shouted"))
    with pytest.raises(DamagedGraphError, match="shouted"):
        read_turtle(path)


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_turtle(make_findings(), tmp_path / "no" / "graph.ttl")

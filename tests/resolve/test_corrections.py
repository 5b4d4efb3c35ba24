"""Corrections are applied at each build, and reported when they no longer find anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.errors import UsageError
from graphkit.model import EventMention, Kind
from graphkit.resolve import Resolution, read_corrections, resolve_events
from graphkit.resources.gazetteer.gazetteer import Gazetteer

from .building import article, person, place, says, state, thing

MARN, VELL, OTTO = person("Ilda Marn"), person("Oto Vell"), person("Otto Vell")


def story() -> list[EventMention]:
    return [
        says("a", MARN, "meets", VELL, date="2023-11-01"),
        says("b", MARN, "meets", OTTO, date="2023-11-01"),
        says("c", MARN, "meets", VELL, date="2023-11-20", by=OTTO),
        says("c", MARN, "visits", state("Japan"), date="2023-11-21", place=place("Kobe"), offset=90),
    ]


def correct(text: str, tmp_path: Path, gazetteer: Gazetteer, mentions: list[EventMention] | None = None) -> Resolution:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    articles = [article(name, "2023-11-22") for name in "abc"]
    return resolve_events(articles, mentions or story(), gazetteer, corrections=read_corrections(path))


def labels(resolution: Resolution) -> set[str]:
    return {entity.label for entity in resolution.entities}


def test_merged_entities_take_their_events_along(tmp_path: Path, gazetteer: Gazetteer) -> None:
    resolution = correct('[[merge]]\nentities = ["Oto Vell", "Otto Vell"]', tmp_path, gazetteer)
    assert "Otto Vell" not in labels(resolution)
    assert sorted(len(event.mentions) for event in resolution.events) == [1, 1, 2]
    assert {link.reason for link in resolution.links if link.mention.name == "Otto Vell"} == {"corrected: merged"}
    assert resolution.remarks == ()


def test_a_split_takes_the_mentions_of_the_named_articles(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = '[[split]]\nentity = "Oto Vell"\narticles = ["c"]\nlabel = "Oto Vell (judge)"'
    resolution = correct(text, tmp_path, gazetteer)
    split = next(entity for entity in resolution.entities if entity.label == "Oto Vell (judge)")
    assert {link.article for link in resolution.links if link.entity == split.id} == {"c"}
    assert len([event for event in resolution.events if split.id in (event.agent, event.recipient)]) == 1


def test_rename_and_retype_change_label_and_kind(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = (
        '[[rename]]\nentity = "Ilda Marn"\nlabel = "Ilda K. Marn"\n[[retype]]\nentity = "Kobe"\nkind = "Organization"'
    )
    resolution = correct(text, tmp_path, gazetteer)
    marn = next(entity for entity in resolution.entities if entity.label == "Ilda K. Marn")
    assert marn.aliases == ("Ilda Marn",)
    assert next(entity for entity in resolution.entities if entity.label == "Kobe").kind is Kind.ORGANIZATION


def test_a_dropped_entity_leaves_nothing_behind(tmp_path: Path, gazetteer: Gazetteer) -> None:
    resolution = correct('[[drop]]\nentity = "Otto Vell"', tmp_path, gazetteer)
    assert "Otto Vell" not in labels(resolution)
    assert not [link for link in resolution.links if link.mention.name == "Otto Vell"]
    assert all(speaker is None for event in resolution.events for speaker in event.speakers)
    assert len(resolution.events) == 3


def test_events_are_merged_split_renamed_retyped_and_dropped_by_id(tmp_path: Path, gazetteer: Gazetteer) -> None:
    plain = correct("", tmp_path, gazetteer)
    first, second = (event.id for event in plain.events if event.recipient.startswith("oto-vell"))
    visit = next(event.id for event in plain.events if event.predicate == "visits")
    merged = correct(f'[[merge]]\nevents = ["{first}", "{second}"]', tmp_path, gazetteer)
    event = next(event for event in merged.events if event.id == first)
    assert len(event.mentions) == 2
    assert second not in {event.id for event in merged.events}
    dropped = correct(f'[[drop]]\nevent = "{visit}"', tmp_path, gazetteer)
    assert visit not in {event.id for event in dropped.events}
    text = f'[[retype]]\nevent = "{visit}"\npredicate = "hosts"\n[[rename]]\nevent = "{visit}"\ntopic = "fisheries"'
    retyped = next(event for event in correct(text, tmp_path, gazetteer).events if event.id == visit)
    assert (retyped.predicate, retyped.topic) == ("hosts", "fisheries")
    text = '[[merge]]\nentities = ["Oto Vell", "Otto Vell"]\n'
    both = next(event for event in correct(text, tmp_path, gazetteer).events if len(event.mentions) == 2)
    split = correct(f'{text}[[split]]\nevent = "{both.id}"\narticles = ["b"]', tmp_path, gazetteer)
    assert sorted(len(event.mentions) for event in split.events) == [1, 1, 1, 1]
    assert both.id in {event.id for event in split.events}


@pytest.mark.parametrize(
    "text",
    [
        '[[drop]]\nentity = "Nobody At All"',
        '[[merge]]\nentities = ["Ilda Marn", "Nobody"]',
        '[[split]]\nentity = "Ilda Marn"\narticles = ["zz"]',
        '[[split]]\nentity = "Otto Vell"\nnames = ["Otto Vell"]',
        '[[rename]]\nentity = "Ilda Marn"\nlabel = "Ilda Marn"',
        '[[retype]]\nentity = "Kobe"\nkind = "Place"',
        '[[drop]]\nevent = "gone-00000000"',
    ],
)
def test_a_correction_that_no_longer_applies_is_reported_with_its_line(
    text: str, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    resolution = correct("# a note\n" + text, tmp_path, gazetteer)
    (report,) = resolution.remarks
    assert report.code == "correction-unused"
    assert (report.where or "").endswith("corrections.toml:2")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[mingle]]\nentities = []", 1),
        ("\n[[merge]]\nentities = ['one']", 2),
        ("[[drop]]\nentity = 'a'\n\n[[drop]]\nentitty = 'b'", 4),
        ("[[retype]]\nentity = 'a'\nkind = 'Cat'", 1),
        ("[[split]]\nentity = 'a'", 1),
        ("[[rename]]\nevent = 'a'\nlabel = 'b'", 1),
        ("[[drop]]\nentity = 3", 1),
        ("[merge]\nentities = ['a', 'b']", 1),
        ("\n\nnot toml", 3),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_with_the_line(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_corrections(path)
    assert caught.value.where == f"{path}:{line}"
    assert caught.value.remedy


def test_corrections_survive_an_article_more(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = '[[merge]]\nentities = ["Oto Vell", "Otto Vell"]'
    more = [*story(), says("d", OTTO, "urges", thing("police", Kind.GROUP))]
    ids = {entity.id for entity in correct(text, tmp_path, gazetteer).entities if entity.label == "Oto Vell"}
    assert ids == {
        entity.id for entity in correct(text, tmp_path, gazetteer, more).entities if entity.label == "Oto Vell"
    }

"""Hold what merging gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkit.model import Entity, Event, Link


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """A remark to the user: `code` for programs, what it is about, what is wrong, and what to do."""

    code: str
    subject: str
    detail: str
    remedy: str
    where: str | None = None


@dataclass(frozen=True)
class Resolution:
    """Entities and events, each part sorted by id; links by article and place in the text."""

    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    links: tuple[Link, ...] = field(default=(), repr=False)
    remarks: tuple[Remark, ...] = ()

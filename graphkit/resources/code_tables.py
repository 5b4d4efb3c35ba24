"""The tables that findings are written with, as one object that is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from graphkit.resources.cameo import Cameo
from graphkit.resources.vocabulary import Vocabulary

if TYPE_CHECKING:
    from graphkit.resources.actor_codes import ActorCodes
    from graphkit.resources.event_codes import EventCodes
    from graphkit.resources.gazetteer.gazetteer import Gazetteer


@dataclass(frozen=True)
class CodeTables:
    """Vocabulary and CAMEO codes; what only some formats need is read when it is first asked for."""

    vocabulary: Vocabulary
    cameo: Cameo

    @classmethod
    def load(cls) -> CodeTables:
        """Load the shipped tables, once per process. Raises AssetError."""
        return _load()

    @cached_property
    def actors(self) -> ActorCodes:
        """The codes of states, bodies and sectors."""
        from graphkit.resources.actor_codes import ActorCodes

        return ActorCodes.load()

    @cached_property
    def events(self) -> EventCodes:
        """The types, modes and intensities of CAMEO codes."""
        from graphkit.resources.event_codes import EventCodes

        return EventCodes.load()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The shipped gazetteer: an export knows nothing of the files that a build was given."""
        from graphkit.resources.gazetteer.gazetteer import Gazetteer

        return Gazetteer.load()


@cache
def _load() -> CodeTables:
    return CodeTables(Vocabulary.load(), Cameo.load())

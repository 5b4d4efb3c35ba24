from __future__ import annotations

import pytest

from graphkit.knowledge.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()

"""Hold the version of graphkit, and tell the versions of installed packages."""

from __future__ import annotations

from importlib import metadata

__version__ = "0.1.0"


def find_package_version(name: str) -> str | None:
    """Return the version of an installed distribution, or None where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None

"""Hold the version of graphkit, and tell the versions of installed packages."""

from __future__ import annotations

__version__ = "0.1.0"


def find_package_version(name: str) -> str | None:
    """Return the version of an installed distribution, or None where it is not installed."""
    from importlib import metadata  # loads a mail parser: a third of the time that the help takes

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None

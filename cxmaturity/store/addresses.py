"""The two kinds of places where a database may lie: a file, or an address on a server."""

from __future__ import annotations

from urllib.parse import urlsplit

SERVER = ("postgresql://", "postgres://")


def is_on_a_server(place: str) -> bool:
    """Tell whether a place is a PostgreSQL address, which several processes may share; else it is a file."""
    return place.startswith(SERVER)


def shown(place: str) -> str:
    """Return a place as people may see it: an address without user, password and options."""
    if not is_on_a_server(place):
        return place
    parts = urlsplit(place)
    hosts = parts.netloc.rpartition("@")[2]
    return f"postgresql://{hosts}{parts.path}"

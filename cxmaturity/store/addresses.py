"""The two kinds of places where a database may lie: a file, or an address on a server."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

SERVER = ("postgresql://", "postgres://")
WHERE = ("host", "hostaddr", "port")  # the options that say which server, not how to get in


def is_on_a_server(place: str) -> bool:
    """Tell whether a place is a PostgreSQL address, which several processes may share; else it is a file."""
    return place.startswith(SERVER)


def shown(place: str) -> str:
    """Return a place as people may see it: an address without user, password and what else gets one in."""
    if not is_on_a_server(place):
        return place
    parts = urlsplit(place)
    hosts = parts.netloc.rpartition("@")[2]
    options = [(name, value) for name, value in parse_qsl(parts.query) if name in WHERE]
    return f"postgresql://{hosts}{parts.path}" + (f"?{urlencode(options, safe='/')}" if options else "")

"""Where the server listens, what that opens, and which pages may drive it."""

import ipaddress
import socket
from urllib.parse import urlsplit

from nntui.errors import NntuiError

_LONGEST_LINK = 4000
"""Characters of the settings of a link; those of a network of eight layers with all it can have are some hundreds."""
LOOPBACK = "127.0.0.1"
"""Where only this machine can reach the server."""


class ServeError(NntuiError):
    """The playground cannot be served; the message is a sentence for the person."""

    title = "Server"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there.

    Args:
        host: A name or an address.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def url_of(host: str, port: int) -> str:
    """The address of the page, as a browser takes it; where the server listens at all of its own, by its name."""
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    is_ipv6 = ":" in host
    return f"http://{f'[{host}]' if is_ipv6 else host}:{port}/"


def link_in(fragment: str) -> str:
    """The settings of a link that stand behind the address of the page, from # on; "" where there are none.

    Args:
        fragment: What stands there, as the page says it.
    """
    is_link = fragment.startswith("#") and "=" in fragment and fragment.isprintable() and len(fragment) <= _LONGEST_LINK
    return fragment if is_link else ""


def is_own_page(origin: str | None, host: str | None) -> bool:
    """Whether a line comes from the server's own page, and not from one of another site.

    Args:
        origin: Where the page comes from, as the browser says of every line that a page opens; None if it says nothing.
        host: What the browser takes this server for, as it was typed.
    """
    if not origin or not host:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.casefold() == host.casefold()


def accepted_names(host: str, name: str | None) -> frozenset[str] | None:
    """The names by which browsers may know the server; None where any will do.

    A site may give its own name the address of this machine, and its page then counts as the server's. So a server that
    only this machine reaches, or whose name is known, goes by no other name.

    Args:
        host: Where it listens, a name or an address.
        name: The name that it has for browsers, if a web server stands in front; None if none was given.
    """
    if name is None and not is_loopback(host):
        return None
    return frozenset(each.casefold() for each in ("localhost", LOOPBACK, "::1", host, *((name,) if name else ())))


def name_in(host: str | None) -> str:
    """The name or address in a header Host, without port and brackets; "" where there is none.

    Args:
        host: The header.
    """
    try:
        return urlsplit(f"//{host or ''}").hostname or ""
    except ValueError:
        return ""

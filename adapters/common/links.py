"""Whether a link shows where it leads: no other host in its label, none hidden before an `@`, none that looks alike."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


def honest(label: str, url: str) -> bool:
    """Whether this may be followed by its label alone; otherwise the address belongs beside it, as text."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("https", "http") or not host or set("@\\") & set(parts.netloc):
        return False
    if not host.isascii() or "xn--" in host:
        return False
    named = _HOST.findall(label)
    return all(each.lower() == host for each in named)

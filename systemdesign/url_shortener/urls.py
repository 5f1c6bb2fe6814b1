"""What may be shortened: an address on the web, and nothing that harms whoever is sent there."""

from re import compile
from urllib.parse import urlsplit

MOST = 2048  # characters; servers commonly refuse lines that are a few times longer
WRITTEN = compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")  # RFC 3986, 2: all that an address may hold


def refusal(url, host=""):
    """Why this address isn't shortened, a sentence; "" where it may be. `host` is the shortener's own name.

    A line break would end the Location header and begin one that the sender wrote; a script would run in the page of
    whoever clicks; a name and password before the host make it look like another's; and a link to the shortener
    itself can be made to lead round in a circle.
    """
    if not url:
        return "There is no address to shorten."
    if len(url) > MOST:
        return f"The address has more than {MOST:,} characters."
    if not WRITTEN.fullmatch(url):
        return "An address has letters, digits and a few signs; write others as %20 and the like."
    try:
        parts = urlsplit(url)
        name, _ = parts.hostname, parts.port
    except ValueError:
        return "The host of this address cannot be read."
    if parts.scheme not in ("http", "https") or not name:
        return "Only addresses that begin with http:// or https:// and a host are shortened."
    if "@" in parts.netloc:
        return "An address with a name or password in it isn't shortened."
    if host and name.rstrip(".") == host.partition(":")[0].lower():
        return "This address is one of ours already."
    return ""

"""Links that draw their codes: after how many two share one, by trial."""

from functools import lru_cache

from systemdesign.kernel.streams import stream
from systemdesign.url_shortener.sketch import URLShortener


@lru_cache(maxsize=64)
def meetings(codes, trials, seed=0):
    """In each of so many trials, the number of the link that is the first to share its code; in order."""
    random = stream(f"codes {codes}", seed).random
    return sorted(first_meeting(random, codes) for _ in range(trials))


def first_meeting(random, codes):
    """Draw codes until one comes a second time: how many were drawn."""
    drawn = set()
    while (code := int(random() * codes)) not in drawn:
        drawn.add(code)
    return len(drawn) + 1


def overwritten(shortener=URLShortener, address="https://example.com/invoice/{}"):
    """Shorten invoices 1, 2, … until one takes an earlier one's code: both, the code, and where it leads now."""
    service, of = shortener(), {}
    while True:
        number = len(of) + 1
        code = service.shorten(address.format(number))
        if code in of:
            return of[code], number, code, service.redirect(code)
        of[code] = number

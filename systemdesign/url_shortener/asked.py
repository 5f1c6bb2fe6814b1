"""What is asked of the running shortener: which addresses, which codes, when, and in which bytes."""


def addresses(count):
    """So many addresses to be shortened."""
    return (f"https://example.org/catalogue/{number:06}" for number in range(count))


def popular(codes, count, rng):
    """So many of these codes; the chance of each falls as one over its rank."""
    return rng.choices(codes, [1 / rank for rank in range(1, len(codes) + 1)], k=count)


def poisson_gaps(rng, rate, seconds):
    """The times from each arrival to the next, as long as they fit; one at least."""
    left = seconds
    while left > 0:
        yield (gap := rng.expovariate(rate))
        left -= gap


def post(url):
    """The request that shortens an address, as bytes."""
    return b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (len(url), url.encode())


def get(path):
    """The request that follows a code."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

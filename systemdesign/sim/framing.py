"""Requests as bytes, one after the other: how many words, and before each word its length."""


def framed(request):
    """A request, a list of bytes, as bytes from which it can be told where it ends."""
    return b"".join([len(request).to_bytes(4, "big"), *(len(word).to_bytes(4, "big") + word for word in request)])


def unframed(data):
    """[(request, end), …]: the requests that are all there, each with the place in `data` where it ends."""
    found, at = [], 0
    while (read := words(data, at)) is not None:
        found.append(read)
        at = read[1]
    return found


def words(data, at):
    """The request that begins there, and where it ends; None where it is not all there."""
    count, at, found = int.from_bytes(data[at : at + 4], "big"), at + 4, []
    while at <= len(data) and len(found) < count:
        begin, at = at + 4, at + 4 + int.from_bytes(data[at : at + 4], "big")
        found.append(data[begin:at])
    return (found, at) if at <= len(data) else None

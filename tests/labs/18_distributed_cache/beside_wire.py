"""Streams in pieces and replies, many in one message, run beside the student. It knows nothing of what should come."""


def cut(stream, places):
    """The pieces of a stream, cut at these places."""
    starts, ends = [0, *places], [*places, len(stream)]
    return [stream[start:end] for start, end in zip(starts, ends, strict=True)]


def fed(parser, piece):
    """["requests", what came], or ["malformed", the requests it carried]."""
    try:
        return ["requests", parser.feed(piece)]
    except book.Malformed as error:  # noqa: F821
        return ["malformed", error.requests]


def streams(asked):
    """For each [stream, places to cut at] what a parser of its own said of each piece."""
    found = []
    for stream, places in asked:
        parser = book.Parser()  # noqa: F821
        found.append([fed(parser, piece) for piece in cut(stream, places)])
    return found


def in_turn(pieces):
    """What as many parsers as there are lists of pieces said, piece by piece in turn."""
    parsers = [book.Parser() for _ in pieces]  # noqa: F821
    return [[fed(parser, piece) for parser, piece in zip(parsers, row, strict=True)] for row in zip(*pieces)]


def untagged(value):
    """A reply: errors come as a dict with their text."""
    if isinstance(value, dict):
        return book.Error(value["error"])  # noqa: F821
    return [untagged(one) for one in value] if isinstance(value, list) else value


def encoded(replies):
    return [book.encoded(untagged(reply)) for reply in replies]  # noqa: F821


class Desk:
    """A toy server behind the student's parser and encoder: it keeps values, and knows little else."""

    def __init__(self):
        self.kept, self.parser = {}, book.Parser()  # noqa: F821

    def take(self, pieces):
        """The bytes to send for these; None to hang up."""
        sent = b""
        for piece in pieces:
            try:
                requests = self.parser.feed(piece)
            except book.Malformed:  # noqa: F821
                return None
            sent += b"".join(book.encoded(self.reply(*request)) for request in requests)  # noqa: F821
        return sent

    def reply(self, name, *arguments):
        match name.upper(), arguments:
            case b"SET", (key, value):
                self.kept[key] = value
                return "OK"
            case b"GET", (key,):
                return self.kept.get(key)
            case b"MGET", keys:
                return [self.kept.get(key) for key in keys]
            case b"STRLEN", (key,):
                return len(self.kept.get(key, b""))
            case b"ECHO", (text,):
                return text
        return book.Error(f"ERR no such command:\r\n{name!r}")  # noqa: F821

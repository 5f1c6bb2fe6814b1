"""Ranking: which of the newest posts somebody sees first. A pure function of the post, the reader and the time."""

from typing import NamedTuple

from systemdesign.timeline.ids import moment

DEPTH = 200  # of the newest posts are looked at
HALF = 3600.0  # s, in which a post's score halves


class Reader(NamedTuple):
    """Somebody, and how often of a hundred times he stops at a post of each author."""

    name: str
    stops: dict


def score(post, reader, now):
    """How much a reader wants a post, at a time in seconds of the same clock as its number's."""
    return reader.stops.get(post.author, 1) * 2 ** -((now - moment(post.id)) / HALF)


def ranked(posts, reader, now):
    """The newest DEPTH of the posts, those with the highest score first, of equals the newer."""
    newest = sorted(posts, reverse=True)[:DEPTH]
    return sorted(newest, key=lambda post: score(post, reader, now), reverse=True)

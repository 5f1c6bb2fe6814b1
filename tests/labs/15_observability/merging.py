"""Sketches that are told what others have counted."""

from .telling import ask, told

ALL = ["buckets", "count"]


def merge(other, which=0):
    return [which, "merge", other]


def asks(*which):
    return [ask(what, which=one) for one in which for what in ALL]


def merged(*sketches, **options):
    """One that was told what each of these was, by the rules."""
    found = told([], **options)
    for sketch in sketches:
        found.merge(sketch)
    return found

"""Answers as sets of fingerprints, so that common passages are found wherever they stand.

Tokens, with every name the same, are hashed 25 characters at a time, wherever they stand (Schleimer, Wilkerson and
Aiken, Winnowing, SIGMOD 2003, as copydetect does it).
"""

import io
from collections import Counter

from systemdesign.grading.cohort.form import form

NOISE, WINDOW = 25, 1
"""Characters of tokens that must agree, and of how many such places one is kept. It is each one: which of several is
kept goes by Python's hashes of texts, which are others in every process, and answers are short enough."""
MANY, SHARE = 12, 1 / 3
"""From so many different answers on, what stands in more than this share of them is taken for the lab's own idiom."""


def fingerprint(text, known=frozenset()):
    """The fingerprint of an answer, without those in `known`. Raises ImportError where copydetect is missing."""
    from copydetect import CodeFingerprint

    made = CodeFingerprint("answer.py", NOISE, WINDOW, fp=io.StringIO(form(text)))
    return without(made, known)


def without(made, known):
    """The same fingerprint after `known` has been taken out of it; `token_coverage` says how many characters of
    tokens are left to compare."""
    made.hashes -= known
    made.hash_idx = {value: places for value, places in made.hash_idx.items() if value in made.hashes}
    made.token_coverage = covered(made, made.hashes)
    return made


def idioms(fingerprints):
    """What so many of these different answers have in common that it tells nothing about two of them."""
    if len(fingerprints) < MANY:
        return set()
    counts = Counter(value for one in fingerprints for value in one.hashes)
    return {value for value, count in counts.items() if count > SHARE * len(fingerprints)}


def likely(one, other, threshold):
    """Whether a closer look may find as much as this in common: where not even half of it are places that agree, what
    agrees is scattered in pieces hardly longer than one place."""
    return len(one.hashes & other.hashes) >= threshold / 2 * max(len(one.hashes), len(other.hashes))


def common(one, other):
    """How much of the longer answer's tokens, beyond what is known, stands in both: from 0 to 1."""
    shared = one.hashes & other.hashes
    return min(covered(made, shared) / max(1, made.token_coverage) for made in (one, other))


def covered(made, values):
    """Characters of tokens that these fingerprints cover: what copydetect calls the token coverage, of some of them."""
    total = end = 0
    for place in sorted(place for value in values for place in made.hash_idx[value]):
        total += place + NOISE - max(place, end)
        end = place + NOISE
    return total


def passages(one, other):
    """[(text, whether it stands in both), ...] for each of two answers, that together are its normal form."""
    from copydetect import compare_files

    _, _, slices = compare_files(one, other)
    return [parted(made.raw_code, places) for made, places in zip((one, other), slices)]


def parted(text, slices):
    parts, end = [], 0
    for first, last in zip(*slices) if len(slices) else ():
        first, last = max(int(first), end), int(last)
        parts += [(text[end:first], False), (text[first:last], True)]
        end = max(end, last)
    return [part for part in (*parts, (text[end:], False)) if part[0]]

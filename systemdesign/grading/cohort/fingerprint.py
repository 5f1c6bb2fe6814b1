"""Answers as sets of fingerprints, so that common passages are found wherever they stand.

Tokens, with every name the same, are hashed twenty characters at a time, and of every few hashes one is kept
(winnowing: Schleimer, Wilkerson and Aiken, SIGMOD 2003, as copydetect does it).
"""

import io
from collections import Counter

from systemdesign.grading.cohort.form import form

NOISE, WINDOW = 20, 4
"""Characters of tokens that must agree, and of how many such places one is kept."""
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
    from copydetect.utils import get_token_coverage

    made.hashes -= known
    made.hash_idx = {value: places for value, places in made.hash_idx.items() if value in made.hashes}
    made.token_coverage = int(get_token_coverage(made.hash_idx, NOISE, len(made.filtered_code)))
    return made


def idioms(fingerprints):
    """What so many of these different answers have in common that it tells nothing about two of them."""
    if len(fingerprints) < MANY:
        return set()
    counts = Counter(value for one in fingerprints for value in one.hashes)
    return {value for value, count in counts.items() if count > SHARE * len(fingerprints)}


def likely(one, other, threshold):
    """Whether a closer look can find as much as this in common: a quick bound, on sets alone."""
    return len(one.hashes & other.hashes) >= 0.6 * threshold * max(len(one.hashes), len(other.hashes))


def common(one, other):
    """(share, slices of the one, slices of the other): how much of the longer answer stands in both, and where."""
    from copydetect import compare_files

    _, shares, slices = compare_files(one, other)
    return min(1.0, *map(float, shares)), *slices


def passages(made, slices):
    """[(text, whether it stands in both), ...] that together are the answer's normal form."""
    parts, end = [], 0
    for first, last in zip(*slices) if len(slices) else ():
        first, last = max(int(first), end), int(last)
        parts += [(made.raw_code[end:first], False), (made.raw_code[first:last], True)]
        end = max(end, last)
    return [part for part in (*parts, (made.raw_code[end:], False)) if part[0]]

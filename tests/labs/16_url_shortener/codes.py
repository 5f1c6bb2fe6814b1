"""The rules of part 1 of lab 16, once more: what a code looks like, and when two of them look unrelated."""

from collections import Counter
from pathlib import Path
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits

ALPHABET = digits + ascii_uppercase + ascii_lowercase
BESIDE = Path(__file__).parent / "beside_codes.py"
KEYS = ["a secret", "", "a", "ключ", "0", "a key that is rather longer than what a hash takes for its key " * 3]


def beside(lab):
    return lab.beside(BESIDE)


def many(length):
    return 62 ** (length or 7)


def form(code, length):
    """Whether it is a code."""
    return isinstance(code, str) and len(code) == (length or 7) and set(code) <= set(ALPHABET)


def value(code):
    """A code, read as a number to base 62."""
    n = 0
    for letter in code:
        n = n * 62 + ALPHABET.index(letter)
    return n


def some(length, count, seed=0):
    """Numbers with codes: the first, the last, and some from anywhere."""
    rng, top = Random(f"{length} {seed}"), many(length)
    ends = [0, 1, 2, top - 1, top - 2, top // 2]
    return list(dict.fromkeys(n % top for n in [*ends, *(rng.randrange(top) for _ in range(count))]))


def distances(length):
    """1, all powers of 2 and of 62, and others."""
    top, rng = many(length), Random(length)
    powers = [2**n for n in range(1, 200) if 2**n < top // 2] + [62**n for n in range(1, length)]
    others = [3, 10, 61, 63, 1000, top // 2, *(rng.randrange(top // 2) for _ in "abc")]
    return [1, *dict.fromkeys(sorted([*powers, *others]))]


def pairs(length, distance, count, seed=0):
    """Numbers that lie so far apart, the half of them small: with powers of 2, they differ in one bit."""
    rng, top = Random(f"{length} {distance} {seed}"), many(length) - distance
    firsts = [*range(count // 2), *(rng.randrange(top) for _ in range(count - count // 2))]
    if distance & (distance - 1) == 0:
        firsts = list(dict.fromkeys((n // distance // 2 * 2 * distance + n % distance) for n in firsts))
    return [(n, n + distance) for n in firsts if n + distance < many(length)]


def limit(cases, of):
    """How often one of so many equally likely outcomes may come: eight standard deviations and a few more."""
    mean = cases / of
    return mean + 8 * mean**0.5 + 6


def related(these, those, length):
    """What codes tell of others, in a sentence; None where they look drawn."""
    cases = len(these)
    for place in range(length):
        both = zip(these, those, strict=True)
        steps = Counter((ALPHABET.index(b[place]) - ALPHABET.index(a[place])) % 62 for a, b in both)
        if steps[0] > limit(cases, 62):
            return f"agree at place {place + 1} in {steps[0]} of {cases} cases, and one in 62 is chance"
        step, times = steps.most_common(1)[0]
        if times > limit(cases, 62):
            return f"differ at place {place + 1} by {step} letters in {times} of {cases} cases, and one in 62 is chance"
    return alike([(value(a), value(b)) for a, b in zip(these, those, strict=True)], 62**length)


def alike(values, top):
    """What two codes, read as numbers, have in common too often, in a sentence; or None."""
    found = {"difference": ((b - a) % top for a, b in values), "exclusive or": (a ^ b for a, b in values)}
    half = 2 ** (((top - 1).bit_length() + 1) // 2)
    found[f"exclusive or of the remainders by {half}"] = ((a ^ b) % half for a, b in values)
    for what, several in found.items():
        times = Counter(several).most_common(1)[0][1]
        if times > 4 + limit(len(values), half):
            return f"have one and the same {what}, read as numbers to base 62, in {times} of {len(values)} cases"
    return None

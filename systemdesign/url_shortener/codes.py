"""Where codes come from: drawn, or counted. Both are async callables that return a code, which may be taken."""

from string import ascii_lowercase, ascii_uppercase, digits

ALPHABET = digits + ascii_uppercase + ascii_lowercase
"""Base 62: what a path carries unchanged, and a reader takes down without asking."""


def spelt(number, length=7):
    """A number as a code of at least `length` characters: 62 is 0000010."""
    code = ""
    while number or len(code) < length:
        number, rest = divmod(number, len(ALPHABET))
        code = ALPHABET[rest] + code
    return code


def is_code(text):
    """Whether this may be a code at all; what isn't one need not be looked up."""
    return 0 < len(text) <= 32 and all(letter in ALPHABET for letter in text)


class Random:
    """A new code is any of 62^length. Whoever must not guess it needs an `rng` like `secrets.SystemRandom()`."""

    def __init__(self, rng, length=7):
        self.rng, self.length = rng, length

    async def __call__(self):
        return spelt(self.rng.randrange(len(ALPHABET) ** self.length), self.length)


class Counter:
    """A new code is the next number of the links' counter service: never taken, and easily guessed."""

    def __init__(self, links, length=7):
        self.links, self.length = links, length

    async def __call__(self):
        return spelt(await self.links.next(), self.length)

"""Random generators whose next numbers are known: the state of a Mersenne Twister, computed backwards."""

from random import Random

WORDS = 624
DRAWS = WORDS // 2


def loaded(values):
    """A `Random` whose next `random()` are these values, over and over, 312 in all."""
    words = []
    for number in range(DRAWS):
        words += 2 * [untempered(int(values[number % len(values)] * 2**32))]
    made = Random()
    made.setstate((3, (*words, 0), None))
    return made


def even(count):
    """A `Random` of which any `count` numbers in a row lie evenly between 0 and 1, in a jumbled order."""
    values = [(number + 0.5) / count for number in range(count)]
    Random(count).shuffle(values)
    return loaded(values)


def untempered(word):
    """The word of the state that the generator shows as this one (its `genrand`, backwards)."""
    word ^= word >> 18
    word ^= (word << 15) & 0xEFC60000
    word = solved(word, lambda found: (found << 7) & 0x9D2C5680)
    return solved(word, lambda found: found >> 11)


def solved(shown, change):
    """The word of which `word ^ change(word)` is this one."""
    word = shown
    for _ in range(5):
        word = shown ^ change(word)
    return word

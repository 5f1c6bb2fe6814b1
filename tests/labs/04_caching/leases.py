"""Steps of the clients of a cache of part 4, one after the other."""

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.kernel import at

from .clients import got, plain


def timed(lab, steps, ttl=60.0, patience=5.0, distinct=True):
    """What each step gives; a step is (time, function of the cache and of the results so far)."""

    async def main():
        cache, results = lab.LeasedCache(ttl, patience), []
        for time, step in steps:
            await at(time)
            results.append(step(cache, results))
        return results

    results = run(main)
    tokens = given(results)
    again = [token for number, token in enumerate(tokens) if token in tokens[:number]] if distinct else []
    assert not again, (
        f"The token {again[0]!r} was given before: with equal tokens nobody can tell two clients apart. A token is a "
        "whole number that was never given before, to anybody, for any key (rule 2)."
    )
    return results


def given(results):
    """The tokens of all leases, in order."""
    return [what for kind, what in (found for found in results if isinstance(found, tuple)) if kind == "fill"]


def ask(key="a"):
    return lambda cache, results: got(cache.get(key))


def fill(value="A", number=0, key="a", change=lambda token: token):
    """Fill with the token that the step `number` was given, or what it is changed into."""
    return lambda cache, results: plain(cache.fill(key, value, change(results[number][1])))


def forged(token, key="a"):
    return lambda cache, results: plain(cache.fill(key, "forged", token))


def invalidate(key="a"):
    def step(cache, results):
        with hint(
            "`invalidate` of a key that has no value, or nobody's lease, is no error: they end if there are any."
        ):
            plain(cache.invalidate(key))

    return step

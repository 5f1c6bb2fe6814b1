"""The page of refuted claims, made from the chapters that refute them."""

import re

from tools.contents import cells, linked, made
from tools.settings import abroad

PLACE = "% claims"
CLAIM = re.compile(
    r':::\{admonition\} Claim: "(?P<claim>.*?)"\s*:class: claim\s*\*\*Experiment:\*\*(?P<experiment>.*?)'
    r"\*\*Number:\*\*(?P<number>.*?)\*\*Source:\*\*(?P<source>.*?):::",
    re.DOTALL,
)


def claims(path):
    """The claims of one notebook, in order: dictionaries of claim, experiment, number and source."""
    texts = [text for kind, text in cells(path) if kind == "markdown"]
    found = [match.groupdict() for text in texts for match in CLAIM.finditer(text)]
    return [{part: " ".join(words.split()) for part, words in claim.items()} for claim in found]


def row(claim, stem):
    """One claim as a definition: the words, the number that refutes them, and where both come from."""
    number = re.sub(r"^\W*[a-z]", lambda found: found[0].upper(), claim["number"])
    experiment = re.sub(r"^`(\w+)`", r"[`\1`](#\1)", claim["experiment"])
    told = [number, f"*Experiment:* {experiment}", f"*Source:* {claim['source']}"]
    return "\n".join([f'**"{claim["claim"]}"**', *(f": {abroad(line, stem)}" for line in told), ""])


def markdown(paths):
    """A section for each chapter that refutes something, a definition for each claim."""
    parts = []
    for path in paths:
        found = claims(path)
        if found:
            parts.append(f"## {linked(path)}\n")
            parts += [row(claim, path.stem) for claim in found]
    return "\n".join(parts)


setup = made("book/claims", lambda text, paths: text.replace(PLACE, markdown(paths)))

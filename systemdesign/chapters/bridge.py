"""The bridge to the page's worker: a chapter's bundle and settings in, a chart's JSON out."""

import json
from functools import lru_cache

from systemdesign.chapters.loader import chapter
from systemdesign.show.errors import explained


@lru_cache(maxsize=4)
def _chapter(bundle):
    return chapter(json.loads(bundle))


def experiments(bundle):
    """The chapter's experiments, their controls included, as JSON: a list."""
    return json.dumps([e.to_json() for e in _chapter(bundle).experiments.values()])


def evaluate(bundle, experiment, settings="{}", seed=0, what="chart"):
    """The chart's JSON, or the "film"'s; or {"error": {"message", "detail"}} for a learner to read."""
    try:
        found = _chapter(bundle).experiments[experiment]
        shown = found.film if what == "film" else found.evaluate
        return json.dumps(shown(seed=seed, **json.loads(settings)).to_json())
    except Exception as error:
        return json.dumps({"error": explained(error)})

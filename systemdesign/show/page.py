"""The bridge to the page's worker: a chapter's bundle and settings in, a chart's JSON out."""

import json
import traceback
from functools import lru_cache

from systemdesign.show.chart import ChartError
from systemdesign.show.controls import SettingError
from systemdesign.show.loader import ChapterError, chapter

SPOKEN = (SettingError, ChartError, ChapterError)
"""Errors whose message already tells a learner what to do."""


@lru_cache(maxsize=4)
def _chapter(bundle):
    return chapter(json.loads(bundle))


def experiments(bundle):
    """The chapter's experiments, their controls included, as JSON: a list."""
    return json.dumps([e.to_json() for e in _chapter(bundle).experiments.values()])


def evaluate(bundle, experiment, settings="{}", seed=0):
    """The chart's JSON, or {"error": {"message", "detail"}} for a learner to read."""
    try:
        found = _chapter(bundle).experiments[experiment]
        return json.dumps(found.evaluate(seed=seed, **json.loads(settings)).to_json())
    except Exception as error:
        return json.dumps({"error": explained(error)})


def explained(error):
    """An exception as a message for a learner, and the traceback as its detail."""
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, SPOKEN):
        return {"message": str(error), "detail": detail}
    return {"message": f"The experiment stopped: {type(error).__name__}: {error}", "detail": detail}

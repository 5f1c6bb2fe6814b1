"""An answer that is right only where it finds something of the judge's in its own process is never right."""

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import load

LOOKS = """
import gc as _gc, sys as _sys, types as _types

def _of_the_judge(thing):
    name = getattr(thing, "co_filename", None) or getattr(thing, "__name__", "")
    return type(name) is str and name.strip("</>").rpartition("/")[2].startswith("beside")

def _by_frames():
    frame = _sys._getframe()
    while frame is not None:
        if _of_the_judge(frame.f_code):
            return True
        frame = frame.f_back
    return False

def _by_gc():
    kinds = _types.ModuleType, _types.CodeType
    try:
        return any(isinstance(one, kinds) and _of_the_judge(one) for one in _gc.get_objects())
    except PermissionError:
        return False

def _by_classes(kind=object):
    kinds = type.__subclasses__(kind)
    return any(one.__module__.startswith("beside") or _by_classes(one) for one in kinds if one is not type)

def _by_closures(*given):
    inside = [cell for one in given for cell in getattr(one, "__closure__", None) or ()]
    return any(hasattr(one, "__code__") and _of_the_judge(one.__code__) for one in given) or bool(inside)

def _looked(*given):
    if not (_by_frames() or _by_gc() or _by_classes() or _by_closures(*given)):
        raise LookupError("nothing of the judge's is here")
"""
CLASS = """
_{name} = {name}

class {name}(_{name}):
    def __init__(self, *given, **options):
        _looked(*given, *options.values())
        super().__init__(*given, **options)
"""
FUNCTION = """
_{name} = {name}

def {name}(*given, **options):
    _looked(*given, *options.values())
    return _{name}(*given, **options)
"""
PARTS = [
    ("05_cache_writes", 2),
    ("05_cache_writes", 3),
    ("05_cache_writes", 4),
    ("06_cap", 2),
    ("06_cap", 3),
    ("06_cap", 4),
    ("07_databases", 1),
    ("07_databases", 2),
    ("07_databases", 3),
    ("07_databases", 4),
    ("08_replication", 1),
    ("08_replication", 2),
    ("08_replication", 3),
    ("08_replication", 4),
    ("10_service_calls", 1),
    ("11_messaging", 1),
    ("11_messaging", 2),
    ("11_messaging", 3),
    ("11_messaging", 4),
    ("12_api_gateway", 2),
    ("12_api_gateway", 4),
    ("13_circuit_breaker", 2),
    ("16_url_shortener", 2),
    ("16_url_shortener", 3),
    ("16_url_shortener", 4),
    ("17_timeline", 2),
    ("17_timeline", 3),
    ("17_timeline", 4),
    ("18_distributed_cache", 3),
    ("19_capstone", 2),
    ("19_capstone", 3),
    ("19_capstone", 4),
]


def spy(stem, number):
    """The course's own answer, which does without what it looks for only until it is used."""
    part = load(stem).parts[number]
    names = part.defines.split()
    wrap = "".join((CLASS if f"class {name}" in part.answer else FUNCTION).format(name=name) for name in names)
    return f"{part.answer}\n{LOOKS}{wrap}"


@pytest.mark.sampled(of=8)
@pytest.mark.parametrize(("stem", "number"), PARTS, ids=lambda value: str(value))
def test_nothing_of_the_judges_is_found(stem, number, solved, judges):
    found = grade(solved({number: spy(stem, number)}, stem=stem), parts=[number], judges=judges).verdicts[number]
    assert found.state == "wrong"
    assert "nothing of the judge's is here" in found.hint or "LookupError" in found.hint

"""Lists, dicts, sets and records, part by part: what is copied when it crosses."""

from systemdesign.grading.examinee.wire import PLAIN, RECORDS

HELD = {list: "list", dict: "dict", set: "set"}
FROZEN = {name for name, (kind, _) in RECORDS.items() if kind.__dataclass_params__.frozen}
"""Records that nobody changes."""


def parts_of(value, name):
    if name == "dict":
        return [part for pair in value.items() for part in pair]
    return list(value) if name in ("list", "set") else [getattr(value, field) for field in RECORDS[name][1]]


def same(parts, others):
    return len(parts) == len(others) and all(
        a is b or (a.__class__ is b.__class__ and a.__class__ in PLAIN and a == b)
        for a, b in zip(parts, others, strict=True)
    )


def made(name):
    return (
        {"list": list, "dict": dict, "set": set}[name]() if name in HELD.values() else object.__new__(RECORDS[name][0])
    )


def filled(value, name, parts):
    """The list, dict, set or record with these parts, itself."""
    if name == "list":
        if not same(value, parts):
            value[:] = parts
    elif name == "dict":
        if not same(parts_of(value, name), parts):
            value.clear()
            value.update(zip(parts[::2], parts[1::2], strict=True))
    elif name == "set":
        value.clear()
        value.update(parts)
    else:
        for field, part in zip(RECORDS[name][1], parts, strict=True):
            object.__setattr__(value, field, part)
    return value


def held(values, found):
    """All lists, dicts, sets and records in these values."""
    for value in values:
        kind = value.__class__
        if kind is tuple:
            held(value, found)
        elif is_held(kind) and not any(value is one for one in found):
            found.append(value)
            held(inside(value, kind), found)
    return found


def is_held(kind):
    return kind in HELD or RECORDS.get(kind.__name__, (None,))[0] is kind


def inside(value, kind):
    if kind is dict:
        return value.values()
    return value if kind in HELD else [getattr(value, field) for field in RECORDS[kind.__name__][1]]

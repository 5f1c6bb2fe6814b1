"""The rules of a rise once more, counted one sample after the other."""

from .telling import BESIDE, is_number

STEADY = [(15.0 * n, 40 * n) for n in range(9)]


def said(lab, *calls):
    """What was answered to each (name, samples or series, start, end)."""
    return [answer for answer, _ in lab.beside(BESIDE).rises([list(call) for call in calls])]


def rise(samples, start, end):
    """What `increase` should be, counted one sample after the other."""
    found, last, seen = 0, None, 0
    for time, value in sorted(samples, key=lambda sample: sample[0]):
        if start <= time <= end:
            if last is not None:
                found += value - last if value >= last else value
            last, seen = value, seen + 1
    return found if seen >= 2 else None


def rise_of_all(series, start, end):
    found = [rise(samples, start, end) for samples in series.values()]
    return sum(one or 0 for one in found) if any(one is not None for one in found) else None


def same(found, due, largest):
    if due is None or found is None:
        return found is due
    return is_number(found) and abs(found - due) <= 1e-9 * max(largest, 1e-9)


def judge(lab, samples, start, end, why):
    (found,), due = said(lab, ("increase", samples, start, end)), rise(samples, start, end)
    assert same(found, due, max((value for _, value in samples), default=0)), (
        f"`increase({shown(samples)}, {start:g}, {end:g})` is {due}, and you said {found!r}: {why}"
    )


def shown(samples):
    return f"{samples}" if len(samples) < 9 else f"[{', '.join(map(str, samples[:8]))}, …]"

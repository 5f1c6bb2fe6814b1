"""A film cut to its window: as data for whoever draws it, as lines for who reads it."""

from itertools import groupby

OUTCOMES = {"answered": "answered", "Refused": "refused", "Unavailable": "failed", "Lost": "lost",
            "TimedOut": "timed out", "abandoned": "given up", "late": "answered, and nobody waits"}
"""How a leg ends, in words; any other error is told as "failed"."""
DIGITS = 6


def reel(film):
    """The film as plain data: what `web/film/types.js` and the notebook's drawing read. Times in s from its start."""
    end, legs = _window(film)
    kept = sorted({leg.dot for leg in legs})
    number = {dot: k for k, dot in enumerate(kept)}
    roles = list(dict.fromkeys(film.dots[dot][1] for dot in kept))
    return {
        "start": film.start, "length": _round(end - film.start), "clock": film.clock, "about": film.about,
        "columns": [[place.name for place in column] for column in film.stage],
        "places": [{"name": p.name, "kind": p.kind, "workers": p.workers, "turns": p.turns} for p in film.places],
        "roles": roles, "dots": [[film.dots[dot][0], roles.index(film.dots[dot][1])] for dot in kept],
        "legs": [[number[leg.dot], origin, target, *_cut(film, end, leg), leg.how and told(leg.how), int(leg.left)]
                 for leg, origin, target in _placed(film, legs)],
        "states": _states(film, end), "stills": [[_round(time - film.start), said] for time, said in film.stills],
    }


def timeline(data):
    """Every move and every change of state, a line each, in order of time: a film's data in words."""
    names = [place["name"] for place in data["places"]]
    said = [(time, f"{names[place]}: {words or 'as before'}") for time, place, words in data["states"]]
    return [f"{data['start'] + time:9.3f} s  {line}" for time, line in sorted([*said, *_moves(data, names)])]


def told(how):
    """How a leg ended, in words."""
    return OUTCOMES.get(how, "failed")


def _moves(data, names):
    """(time, line) of each dot's moves, those of one moment in one line."""
    for dot, legs in groupby(sorted(data["legs"], key=lambda leg: leg[0]), key=lambda leg: leg[0]):
        number, role = data["dots"][dot]
        who, at = f"{data['roles'][role]} {number}".strip(), []
        for time, moment in groupby(legs, key=lambda leg: leg[3]):
            moment = list(moment)
            path = [*at, *(names[target] for _, _, target, *_ in moment)]
            *_, end, how, left = moment[-1]
            moved = f"{path[-1]}, its caller has left" if left else " > ".join(path)
            yield time, f"{who}  {moved}{f', {how}' if how and end == time else ''}"
            at = path[-1:]
        if how and end not in (None, time):
            yield end, f"{who}  {how}"


def _window(film):
    """When it ends, and the legs that it shows, in order: it ends before one dot too many comes."""
    shown = [leg for leg in film.legs if leg.begin < film.end and leg.end >= film.start]
    shown.sort(key=lambda leg: leg.begin)
    first = {}
    for leg in shown:
        first.setdefault(leg.dot, leg.begin)
    end = film.end if len(first) <= film.most else max(film.start, list(first.values())[film.most])
    return end, [leg for leg in shown if leg.begin < end]


def _placed(film, legs):
    """Each leg with the places it leads from and to: one on a way between the places before and after it."""
    last = {}
    for k, leg in enumerate(legs):
        origin, target = leg.place, leg.to if leg.to is not None else leg.place
        if film.places[leg.place].kind == "way":
            after = next((later.place for later in legs[k + 1 :] if later.dot == leg.dot), None)
            origin = last.get(leg.dot, after)
            target = origin if after is None else after
        if origin is not None:
            last[leg.dot] = target
            yield leg, origin, target


def _cut(film, end, leg):
    """When it begins and ends, None for what goes on after the film."""
    return _round(max(0.0, leg.begin - film.start)), None if leg.end > end else _round(leg.end - film.start)


def _states(film, end):
    """The state in which each place begins, where that is anything special, and each change of it."""
    first, later = {}, []
    for time, place, words in sorted(film.states, key=lambda state: state[0]):
        if time <= film.start:
            first[place] = words
        elif time < end:
            later.append([_round(time - film.start), place, words])
    return [[0.0, place, words] for place, words in first.items() if words] + later


def _round(seconds):
    return round(seconds, DIGITS)

"""The board: eleven knobs, what each setting costs, and a few designs that people draw."""

from difflib import get_close_matches

KNOBS = {
    "instances": (2, 3, 4, 5, 6, 8, 10),
    "replicas": (0, 1, 2, 3),
    "acknowledge": ("primary", "a replica"),
    "ttl": (0, 1, 5, 10, 20, 100),
    "payment": ("in line", "queue"),
    "breaker": (False, True),
    "policy": ("round robin", "least connections", "ejection"),
    "tries": (1, 2, 3, 4),
    "budget": (None, 0.1),
    "limit": (0.25, 0.5, 1.0, None),
    "queue": (2, 8, 20, None),
}
PRICES = {"instance": 10, "replica": 14, "cache": 6, "queue": 7, "breaker": 2, "ejection": 4}

NAIVE = {
    "instances": 4,
    "replicas": 1,
    "acknowledge": "primary",
    "ttl": 0,
    "payment": "in line",
    "breaker": False,
    "policy": "round robin",
    "tries": 1,
    "budget": None,
    "limit": None,
    "queue": None,
}


def checked(design):
    """The same design, its knobs in the board's order. Raises ValueError where a knob is missing, unknown, or set to
    what it has not got."""
    if missing := [name for name in KNOBS if name not in design]:
        raise ValueError(f"the design says nothing of {', '.join(missing)}: start from dict(NAIVE, {missing[0]}=…)")
    for name, setting in design.items():
        if name not in KNOBS:
            near = get_close_matches(str(name), KNOBS, 1)
            raise ValueError(
                f"there is no knob {name!r}"
                + (f": do you mean {near[0]!r}?" if near else f"; there are {', '.join(KNOBS)}")
            )
        if not any(setting is one or (setting == one and type(setting) is type(one)) for one in KNOBS[name]):
            raise ValueError(f"{name} can be {', '.join(map(repr, KNOBS[name]))}, and not {setting!r}")
    return {name: design[name] for name in KNOBS}


def cost(design, prices=PRICES):
    """What a design costs, in credits."""
    return (
        prices["instance"] * design["instances"]
        + prices["replica"] * design["replicas"]
        + prices["cache"] * (design["ttl"] > 0)
        + prices["queue"] * (design["payment"] == "queue")
        + prices["breaker"] * design["breaker"]
        + prices["ejection"] * (design["policy"] == "ejection")
    )


REFERENCE = dict(NAIVE, acknowledge="a replica", ttl=10, payment="queue", tries=4, queue=8)
MACHINES = dict(NAIVE, instances=10, replicas=3)
EVERYTHING = {
    "instances": 10,
    "replicas": 3,
    "acknowledge": "a replica",
    "ttl": 5,
    "payment": "queue",
    "breaker": True,
    "policy": "ejection",
    "tries": 4,
    "budget": 0.1,
    "limit": 1.0,
    "queue": 8,
}
TEXTBOOK = dict(
    REFERENCE, ttl=100, payment="in line", breaker=True, policy="least connections", tries=3, budget=0.1, limit=1.0
)

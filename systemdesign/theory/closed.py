"""A closed loop in closed form: so many clients think, ask one server, wait for the answer and think again."""


def closed_loop(clients, think, work=1.0):
    """Throughput per second and mean time in system of `clients` that share one server, first come first served.

    Each thinks for `think` seconds on average before it asks for `work` seconds on average, both exponential.
    Mean value analysis: a client that asks finds what a loop of one client fewer holds on average, so
    R(n) = work·(1 + Q(n-1)), X(n) = n/(think + R(n)), Q(n) = X(n)·R(n). Exact, and also where the thinking
    has any other distribution of that mean. Reiser and Lavenberg (1980); the machine repairman of the textbooks.
    """
    if clients < 1 or think < 0 or work <= 0:
        raise ValueError(
            f"{clients} clients, {think:g} s to think, {work:g} s of work: "
            "a loop has at least one client, no time below zero, and some work"
        )
    waiting = 0.0
    for n in range(1, clients + 1):
        response = work * (1 + waiting)
        throughput = n / (think + response)
        waiting = throughput * response
    return throughput, response


def thinking(clients, throughput, work=1.0):
    """The mean seconds to think with which `clients` reach `throughput` requests per second, by bisection.

    Raises ValueError where even clients that never think stay below it.
    """
    if not 0 < throughput < closed_loop(clients, 0, work)[0]:
        raise ValueError(f"one server of {work:g} s stays below {1 / work:g} requests per second, not {throughput:g}")
    low, high = 0.0, clients / throughput
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if closed_loop(clients, middle, work)[0] > throughput else (low, middle)
    return high

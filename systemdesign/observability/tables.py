"""What a real Prometheus answered, line by line, beside our own formulas and the truth."""


def quantiles(answers):
    """Prometheus's answer, ours and the truth, for each question."""
    for question, prometheus, formula, true in answers.quantiles:
        yield f"{prometheus:7.4f} {formula:7.4f} {true:7.4f}  {question}"


def windows(answers):
    """Of each window: the counter's first and last sample, what `increase` makes of it, and what was counted."""
    for window in answers.windows:
        first, last = (window["samples"][place][1] for place in (0, -1))
        yield f"{first:g} to {last:g}: increase {window['increase']:.3f}, clicks {window['truth']:g}"


def clients(answers):
    """Of each client of the stall: how often it asked, its p99, and what is read off its histogram."""
    for client, name in (("open", "doesn't wait"), ("closed", "waits")):
        yield (f"{name}: {answers.asked[client]} requests, p99 {answers.p99[client]:.3f} s, "
               f"by the histogram {answers.read[client][0]:.3f} s")

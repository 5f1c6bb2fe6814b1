"""A router of the student's, before copies that answer as told."""

from .scene import Copy, always

PRIMARY = always(0.004, "the primary's", (9, 9))


def made(lab, plans, primary=PRIMARY, **options):
    """A router before replicas "1", "2", … with these plans, the log of all calls, and the router's primary."""
    log = []
    head = Copy("primary", log, primary)
    replicas = [Copy(str(number), log, plan) for number, plan in enumerate(plans, 1)]
    return lab.Router(head, replicas, **options), log

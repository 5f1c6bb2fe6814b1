"""Sit down: load what may be imported, give up everything else, then the judge's messages until the line is cut."""

import sys

from systemdesign.grading.examinee.confine import confine
from systemdesign.grading.examinee.desk import Desk
from systemdesign.grading.examinee.follower import follow
from systemdesign.grading.examinee.line import Line
from systemdesign.grading.examinee.printing import limit
from systemdesign.grading.examinee.shelf import fill

NOTICE = 1_000
"""Bytes beyond the limit of output, for the sentence that says it was cut."""


def main(descriptor, parent, memory, seconds, output, *names):
    fill(names)
    desk = Desk(Line(int(descriptor)))
    limit(int(output))
    desk.result = confine(int(memory), int(seconds), int(output) + NOTICE, int(parent))
    follow(desk.idle)


main(*sys.argv[2:])

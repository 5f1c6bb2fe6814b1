"""Sit down: limits first, then the judge's messages until the line is cut."""

import socket
import sys

from systemdesign.grading.examinee.confine import confine
from systemdesign.grading.examinee.desk import Desk
from systemdesign.grading.examinee.follower import follow
from systemdesign.grading.examinee.printing import limit

NOTICE = 1_000
"""Bytes beyond the limit of output, for the sentence that says it was cut."""


def main(descriptor, here, memory, seconds, output):
    line = socket.socket(fileno=descriptor).makefile("rwb")
    desk = Desk(line)
    limit(output)
    confine(here, memory, seconds, output + NOTICE)
    follow(desk.idle)


main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6]))

"""Sit down: limits first, then the judge's messages until the line is cut."""

import socket
import sys

from systemdesign.grading.examinee.confine import confine
from systemdesign.grading.examinee.desk import Desk
from systemdesign.grading.examinee.follower import follow


def main(descriptor, here, memory, seconds, output):
    line = socket.socket(fileno=descriptor).makefile("rwb")
    desk = Desk(line)
    confine(here, memory, seconds, output)
    follow(desk.idle)


main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6]))

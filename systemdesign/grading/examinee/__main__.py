"""Sit down: limits first, then the judge's messages until the line is cut."""

import socket
import sys

from systemdesign.grading.examinee.confine import confine
from systemdesign.grading.examinee.desk import Desk
from systemdesign.sim.current import running
from systemdesign.sim.vocabulary import spoken


def main(descriptor, here, memory, seconds, output):
    line = socket.socket(fileno=descriptor).makefile("rwb")
    desk = Desk(line)
    confine(here, memory, seconds, output)
    with running(desk.loop), spoken():
        desk.loop.for_ever()


main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6]))

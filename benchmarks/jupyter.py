"""A drag in Jupyter: from a control's new value to the redrawn figure, for every experiment."""

import asyncio
import sys
import time
from statistics import median

from systemdesign.chapters.loader import chapter as loaded
from systemdesign.chapters.loader import chapters
from systemdesign.show.jupyter.board import Board

BUDGET = 0.150
STOPS = 5


def stops(control):
    """Some positions of a control, spread over all of them."""
    positions = control.sweep()
    return positions[::max(1, len(positions) // STOPS)]


async def drags(board):
    """Seconds of processor time for each stop of each control, the others at their defaults; the hand moves on."""
    seconds = []
    for name, control in board.experiment.controls.items():
        for value in stops(control):
            if value == board.knobs[name].value:
                continue
            start = time.process_time()
            board.knobs[name].value = value
            await redrawn(board)
            seconds.append(time.process_time() - start)
        board.knobs[name].value = control.default
    return seconds


async def redrawn(board):
    """Until the picture is new; what waits for a hand to rest still waits."""
    while board.redraws.asked:
        await asyncio.sleep(0.001)


def measured():
    """(chapter, experiment, seconds of each drag) for every experiment of the book."""
    for stem in chapters():
        for name, experiment in loaded(stem).experiments.items():
            board = Board(experiment, experiment())
            yield stem, name, asyncio.run(drags(board))


def main():
    """Print a row for each experiment; 1 if the median of their medians is over the budget, else 0."""
    print(f"\nA drag in Jupyter, input to redrawn figure, ms of processor time; budget {BUDGET * 1e3:.0f}\n")
    print(f"{'':42}{'median':>10}{'slowest':>10}{'drags':>8}")
    medians = []
    for stem, name, seconds in measured():
        medians.append(median(seconds))
        print(f"{stem + ' ' + name:42}{medians[-1] * 1e3:10.0f}{max(seconds) * 1e3:10.0f}{len(seconds):8}")
    print(f"{'median of all':42}{median(medians) * 1e3:10.0f}")
    return 1 if median(medians) > BUDGET else 0


if __name__ == "__main__":
    sys.exit(main())

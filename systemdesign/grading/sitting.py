"""What a judge is asked to do."""

from dataclasses import dataclass


@dataclass
class Sitting:
    """One part of one student: the cells to run and where the verdict goes."""

    part: int
    cells: list
    defines: str
    verdict: str = ""
    replay: list | None = None
    limits: dict | None = None

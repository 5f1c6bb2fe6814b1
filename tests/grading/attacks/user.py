"""Judges as whoever runs this: reads {name: [part, code]} as JSON, and writes {name: [state, printed, hint]}."""

import copy
import json
import sys
import tempfile
from pathlib import Path

from systemdesign.grading.grader import grade
from systemdesign.grading.judges import Judges
from systemdesign.grading.lab import COURSE, read
from systemdesign.grading.process import Limits

LAB = "03_load_balancing"


def main():
    asked, told = json.load(sys.stdin), {}
    solution = read(COURSE / "solutions" / f"{LAB}.ipynb")
    with tempfile.TemporaryDirectory() as folder, Judges() as judges:
        path = Path(folder, f"{LAB}.ipynb")
        for name, (part, code) in asked.items():
            book = copy.deepcopy(solution)
            for cell in book["cells"]:
                cell["source"] = code if cell["id"] == f"part-{part}" else cell["source"]
            path.write_text(json.dumps(book), encoding="utf-8")
            found = grade(path, parts=[part], limits=Limits(step=1.5), judges=judges).verdicts[part]
            told[name] = [str(found.state), found.printed, found.hint]
    json.dump(told, sys.stdout)


main()

"""A class that is made up: records as a run leaves them, and the notebooks they were made of."""

import hashlib
import json

import pytest

from systemdesign.grading.cohort.record import Record
from systemdesign.grading.lab import COURSE, load

LAB = "14_retries"
SCHEDULE = {
    "seed": 7,
    "faults": "crash of server 2",
    "choice": "the smallest that breaks it",
    "timeline": ["0.0 s  ask", "0.5 s  crash of server 2", "1.0 s  no answer"],
    "replay": "4.an_answer_needs_one_try/7/0.5 crash 2",
    "film": None,
}
WRONG = {
    1: {"state": "wrong", "hint": "25% of the pauses fit into 0.25 s.", "check": "as many pauses fit", "rules": [5]},
    2: {"state": "missing", "hint": "Nothing here yet: Part 2: a budget that forgets."},
    3: {"state": "undefined", "hint": "After your cell there is no Once."},
    4: {"state": "wrong", "hint": "You made 2 tries.", "check": "an answer needs one try", "rules": [7, 2],
        "schedule": SCHEDULE},
}  # fmt: skip


@pytest.fixture(scope="session")
def lab():
    return load(LAB)


@pytest.fixture(scope="session")
def judged(lab):
    """A grade as data, in which these parts are not right."""

    def judge(*wrong, printed="", **changed):
        parts = []
        for number, part in lab.parts.items():
            base = {"part": number, "title": part.title, "points": part.points, "out_of": part.points, "state": "right"}
            base |= {"hint": "", "check": "", "rules": [], "schedule": None, "printed": printed, "seconds": 0.5}
            base |= {"checks": ["a pause is drawn anew each time"], "earned": 0}
            parts.append(base | ({"points": 0} | WRONG[number] | changed if number in wrong else {}))
        points = sum(part["points"] for part in parts)
        return {"lab": lab.stem, "points": points, "out_of": 12, "full": points == 12, "parts": parts, "isolated": True}

    return judge


@pytest.fixture(scope="session")
def record(judged):
    """A record of this student; what else a Record has can be given."""

    def made(student, *wrong, **changed):
        told = {
            "student": student,
            "file": f"{student}.ipynb",
            "sha256": hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest(),
            "handed_in": "2026-11-30T22:00:00+00:00",
            "graded": "2026-12-01T08:00:00+00:00",
            "course": "0.1.0 (1234abcd)",
            "lab": LAB,
            "checks": "0123456789ab",
        }
        return Record(**told | {"grade": judged(*wrong)} | changed)

    return made


@pytest.fixture(scope="session")
def pupils(record, judged):
    """A small class, with everything in it that can go wrong."""
    return [
        record("Ada Lovelace"),
        record("Bùi Thị Xuân", 1, about={"id": "77", "login": "xuan", "email": "xuan@example.org", "section": "B"}),
        record("Grace <b>Hopper</b>", 1, 4, grade=judged(1, 4, printed="<script>alert(1)</script>\n/root/answer.py\n")),
        record('=HYPERLINK("x")', 1, 2, 3, 4, handed_in="2026-12-02T22:00:00+00:00"),
        record("Nobody", grade=None, error="nothing handed in", file="", sha256="", handed_in=""),
        record(
            "Broken", grade=None, error="/srv/in/Broken.ipynb is not a notebook (line 1). Give a lab's .ipynb file."
        ),
        record("Unlucky", grade=None, error="the judge did not start", failed=True),
    ]


@pytest.fixture
def hand_in(tmp_path, record, lab):
    """Writes a notebook with these answers, by part, and returns its record: the others are the starter's."""

    def write(student, answers, **changed):
        book = json.loads((COURSE / "labs" / f"{LAB}.ipynb").read_text(encoding="utf-8"))
        for cell in book["cells"]:
            number = lab.number(cell["id"])
            cell["source"] = answers.get(number, cell["source"]) if number else cell["source"]
        path = tmp_path / f"{student}.ipynb"
        path.write_text(json.dumps(book), encoding="utf-8")
        return record(student, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), **changed)

    return write

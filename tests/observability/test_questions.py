"""The histograms that Prometheus is asked about, against closed forms."""

import pytest

from systemdesign.observability.metrics import Metrics
from systemdesign.observability.questions import declare


@pytest.fixture(scope="module")
def questions():
    return {(question.ours, question.true) for question in declare(Metrics())}


@pytest.mark.parametrize(("read", "true"), [
    (0.295, 0.22), (0.4425, 0.32), (0.1374, 0.12), (0.472, 0.384), (0.360, 0.2996), (0.94, 0.69), (10, 31.8),
    (9.35, 23.03), (28.26, 23.03)])
def test_each_reads_as_in_the_chapter_beside_its_theory(questions, read, true):
    assert any((read, true) == pytest.approx(each, rel=0.035) for each in questions)


def test_there_is_a_question_for_each_row(questions):
    assert len(questions) == 9

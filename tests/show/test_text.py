"""Numbers for people, the same in Python and in the page."""

import json
import subprocess

import pytest

from systemdesign.show import Chart, Number
from systemdesign.show.text import chart_text
from systemdesign.show.words import amount
from tools.node import NODE, WEB

VALUES = [
    0, 1, -3, 12345, 1234567.0, 0.5, 12.34567, 1234.5, 1235.5, 1234.5678, 99999.5, 0.125, 0.375, 4.45,
    0.01234, 0.00012345, 1.2e-6, 9.9996, -0.25, 2.5e9, 1e15, 3.7e12, 123456.7,
]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "1,234,567 s"), (1234.5, "1,234 s"), (12.345, "12.3 s"), (0.01234, "0.0123 s"), (1.234e-6, "1.23e-6 s")],
)
def test_an_amount_has_three_digits_and_never_loses_a_whole_one(value, text):
    assert amount(value, "s") == text


@pytest.mark.parametrize("digits", [1, 2, 3, 5])
def test_the_page_writes_every_amount_as_python_does(digits):
    script = """const [module, values, digits] = process.argv.slice(1);
        const { amount } = await import(module);
        console.log(JSON.stringify(JSON.parse(values).map((v) => amount(v, "s", Number(digits)))));"""
    module = (WEB / "figure" / "amount.js").as_uri()
    command = [NODE, "--input-type=module", "-e", script, module, json.dumps(VALUES), str(digits)]
    page = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert page == [amount(value, "s", digits) for value in VALUES]


def test_the_text_of_a_chart_is_an_aligned_table_and_its_reading():
    numbers = {"p99": Number(0.2123, "s", label="99th percentile", theory=0.2), "n": Number(12, label="Count")}
    assert chart_text(Chart("T", numbers=numbers, reading="It waits.")).splitlines() == [
        "99th percentile  0.212 s  (theory 0.200 s)",
        "Count                 12",
        "It waits.",
    ]

"""A link's fragment sets its figure, whatever chats, mail programs and hands have made of it."""

import json
import subprocess
from pathlib import Path

import pytest

from systemdesign.show import Choice, Slider, Switch, experiment
from tools.node import NODE

DEFAULT = {"load": 0.8, "ttl": 10, "policy": "random", "hedge": False}
AS_SENT = {"load": 0.9, "ttl": 10, "policy": "least connections", "hedge": True}
SENT = "#tail?load=0.9&policy=least+connections&hedge=true"

WHOLE = {
    "as it was copied": SENT,
    "the question mark encoded": "#tail%3Fload=0.9&policy=least+connections&hedge=true",
    "all marks encoded": "#tail%3Fload%3D0.9%26policy%3Dleast%2Bconnections%26hedge%3Dtrue",
    "encoded twice": "#tail%253Fload%253D0.9%2526policy%253Dleast%252Bconnections%2526hedge%253Dtrue",
    "in small letters": "#tail%3fload%3d0.9%26policy%3dleast%2bconnections%26hedge%3dtrue",
    "the plus encoded": "#tail?load=0.9&policy=least%2Bconnections&hedge=true",
    "a space as %20": "#tail?load=0.9&policy=least%20connections&hedge=true",
    "a space as %2520": "#tail?load=0.9&policy=least%2520connections&hedge=true",
    "ampersands as in HTML": "#tail?load=0.9&amp;policy=least+connections&amp;hedge=true",
    "the end of a sentence": SENT + ".",
    "a bracket behind it": SENT + ").",
    "a quotation mark behind it": SENT + "”",
    "with what counts readers": SENT + "&utm_source=chat&fbclid=1%2",
    "with a bare percent sign": SENT + "&x=100%",
    "in another order": "#tail?hedge=true&policy=least+connections&load=0.9",
    "in capitals": "#TAIL?LOAD=0.9&POLICY=LEAST+CONNECTIONS&HEDGE=TRUE",
    "emphasised": SENT + "**",
    "what nobody sees between": "#tail\u200b?load=0.9&policy=least+conn\u00adections&hedge=true%E2%80%8B",
    "broken by a mail program": "#tail?load=3D0.9&%0Apolicy=3Dleast+connections&hedge=3Dtrue",
    "with a passage of the page": SENT + ":~:text=tail",
    "with a second question mark": SENT + "?utm_source=chatgpt.com",
    "with a second hash": SENT + "#tail?load=0.5",
    "with the hash twice, once encoded": "#%23tail%3Fload%3D0.9%26policy%3Dleast%2Bconnections%26hedge%3Dtrue",
    "ampersands as in HTML, encoded": "#tail?load=0.9&amp%3Bpolicy=least+connections&amp%3Bhedge=true",
    "ampersands by number": "#tail?load=0.9&#38;policy=least+connections&#x26;hedge=true",
    "the end of an element behind it": SENT + "</a>",
    "emphasised on both sides": f"#**{SENT[1:]}**",
    "a route's stroke before it": "#/tail?load=0.9&policy=least+connections&hedge=true",
    "as GitHub names a heading": "#user-content-tail?load=0.9&policy=least+connections&hedge=true",
    "said twice, at first badly": "#tail?load=high&load=0.9&policy=least+connections&hedge=true",
    "between two positions": "#tail?load=0.8901&policy=least+connections&hedge=true",
}
IN_PART = {
    "#tail": {},
    "#tail.": {},
    "#tail?": {},
    "#tail?load=": {},
    "#tail?load=high": {},
    "#tail?load=NaN": {},
    "#tail?load=Infinity": {},
    "#tail?load=0,9": {},
    "#tail?load=7": {},
    "#tail?load=-1&hedge=true": {"hedge": True},
    "#tail?load=0.9&load=0.5": {"load": 0.9},
    "#tail?policy=zufällig&load=0.5": {"load": 0.5},
    "#tail?hedge=ja": {},
    "#tail?ttl=9": {"ttl": 10},
    "#tail?ttl=60": {"ttl": 63},
    "#tail?load=0.54": {"load": 0.5},
    "#tail?%&load=0.5": {"load": 0.5},
}
NONE = ["", "#", "#%", "#%E0%A4%A", "#?load=0.5", "#.", "#%3F"]


@pytest.fixture(scope="module")
def told():
    @experiment(
        load=Slider(0.1, 0.9, default=0.8, step=0.1),
        ttl=Slider(1, 1000, default=10, scale="log", step=10),
        policy=Choice(["random", "least connections"]),
        hedge=Switch(default=False),
    )
    def tail(load, ttl, policy, hedge, seed=0):
        raise NotImplementedError

    fragments = [*WHOLE.values(), *IN_PART, *NONE]
    said = json.dumps({"experiment": tail.to_json(), "fragments": fragments})
    script = Path(__file__).with_name("fragments.mjs")
    done = subprocess.run([NODE, script], input=said, text=True, capture_output=True, check=True)
    return dict(zip(fragments, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("how", WHOLE)
def test_what_a_link_says_survives(told, how):
    found = told[WHOLE[how]]
    assert found["name"].lower() == "tail" and found["settings"] == AS_SENT


@pytest.mark.parametrize("fragment", IN_PART)
def test_what_fits_no_control_is_left_and_the_rest_is_set(told, fragment):
    assert told[fragment] == {"name": "tail", "settings": {**DEFAULT, **IN_PART[fragment]}}


@pytest.mark.parametrize("fragment", NONE)
def test_a_fragment_that_names_nothing_moves_nothing(told, fragment):
    assert told[fragment] is None or told[fragment]["name"] != "tail"

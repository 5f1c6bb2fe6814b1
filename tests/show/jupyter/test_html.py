"""The figure's HTML as a kernel writes it."""

import json
import re
from html.parser import HTMLParser

from systemdesign.show import Chart
from systemdesign.show.jupyter.output import chart_bundle, experiment_bundle


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def of(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def test_the_figure_keeps_the_contract_that_links_and_tests_rely_on(area):
    elements = Elements(experiment_bundle(area)["text/html"])
    (figure,) = elements.of("figure")
    assert figure["class"] == "experiment"
    assert figure["data-experiment"] == "area"
    assert (figure["data-tier"], figure["data-busy"]) == ("still", "false")
    (output,) = elements.of("output")
    assert (output["name"], float(output["data-value"])) == ("area", 4.0)
    assert any(p.get("aria-live") == "polite" for p in elements.of("p"))
    assert all(svg["role"] == "img" and "It covers 4" in svg["aria-label"] for svg in elements.of("svg"))


def test_the_embedded_data_cannot_end_its_script():
    chart = Chart("</script><b>", reading="It is so.")
    html = chart_bundle(chart)["text/html"]
    inside = re.search(r'class="experiment-data">(.*?)</script>', html, re.DOTALL)[1]
    assert json.loads(inside)["chart"]["title"] == "</script><b>"


def test_words_of_a_chart_are_escaped():
    assert "<b>bold" not in chart_bundle(Chart("T", reading="<b>bold."))["text/html"]


def test_a_kernel_without_a_reader_makes_no_widget(area):
    assert set(experiment_bundle(area)) == {"text/plain", "text/html", "image/svg+xml"}

"""The figure of the page, as a kernel can write it: complete without any script."""

import json
from html import escape

from systemdesign.show.jupyter.shades import css, shaded
from systemdesign.show.text import numbers_table


def experiment_figure(experiment, chart, svg):
    """The still of an experiment: the page's build and its scripts find all they need in it.

    The chapter is left empty for the build to fill in; a kernel does not know its notebook.
    """
    film = experiment.film()
    data = {"experiment": experiment.to_json(), "chart": chart.to_json(), "film": film and film.to_json(),
            "answers": [guess.answer(experiment) for guess in experiment.guesses],
            "others": others(experiment),
            "landmarks": experiment.ranking.marks(experiment) if experiment.ranking else []}
    attributes = (f'class="experiment" data-chapter="" data-experiment="{escape(experiment.name)}" '
                  f'data-tier="still" data-busy="false"')
    return _figure(attributes, experiment.title, chart, svg, data)


def others(experiment):
    """{option: chart as JSON} of what a choice shows together with the default."""
    shared = next((c for c in experiment.controls.values() if getattr(c, "together", False)), None)
    return {str(option): experiment(**{shared.name: option}).to_json()
            for option in shared.options if option != shared.default} if shared else {}


def chart_figure(chart, svg):
    """The still of a chart that no experiment controls."""
    return _figure('class="chart"', "", chart, svg, {"chart": chart.to_json()})


def numbers(chart):
    """The headline numbers as a table, each in an `<output>` that scripts can update."""
    rows = "".join(_row(name, n, told) for (name, n), told
                   in zip(chart.numbers.items(), numbers_table(chart), strict=True))
    return f'<table class="experiment-numbers"><tbody>{rows}</tbody></table>' if rows else ""


def reading(chart):
    """The sentence that reads the result, announced when it changes."""
    return f'<p class="experiment-reading" aria-live="polite">{escape(chart.reading)}</p>'


def promises_list(heading, lines):
    """What an experiment does under every seed, a line each."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="promises"><p>{escape(heading)}</p><ul>{items}</ul></div>'


def accessible(chart, svg):
    """The picture as an image with a name, for those who hear the page, and with the front end's shades."""
    name = escape(f"{chart.title}. {chart.reading}".strip())
    return shaded(svg).replace("<svg", f'<svg role="img" aria-label="{name}"', 1)


def _figure(attributes, caption, chart, svg, data):
    return "\n".join([
        f"<figure {attributes}>",
        f"<figcaption>{escape(caption)}</figcaption>" if caption else "",  # a chart's title stands in its picture
        f'<div class="experiment-chart"><style>{css()}</style>{accessible(chart, svg)}</div>',
        reading(chart),
        numbers(chart),
        f'<script type="application/json" class="experiment-data">{_embedded(data)}</script>',
        "</figure>",
    ])


def _row(name, n, told):
    label, value, theory = (escape(part) for part in told)
    output = f'<output name="{escape(name)}" data-value="{n.value!r}">{value}</output>'
    beside = f"<td>theory {theory}</td>" if theory else "<td></td>"
    return f'<tr><th scope="row">{label}</th><td>{output}</td>{beside}</tr>'


def _embedded(data):
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")

"""What there is: chapters, their experiments and parameters, and the labs."""

from systemdesign.chapters.loader import chapter, chapters


def listing():
    """Plain data: {"chapters": {stem: {experiment: Experiment JSON}}, "labs": [stems]}."""
    found = chapters()
    labs = sorted({path.stem for home in found.values() for path in home.parents[1].glob("labs/*.ipynb")})
    homes = {stem: chapter(path) for stem, path in found.items()}
    return {"chapters": {stem: {name: home.experiments[name].to_json() for name in home.experiments}
                         for stem, home in homes.items()}, "labs": labs}


def as_lines(found):
    """The listing for a terminal."""
    for stem, experiments in found["chapters"].items():
        yield stem
        for name, experiment in experiments.items():
            yield f"  {name}: {experiment['title']}{' [film]' if experiment['filmed'] else ''}"
            yield from (f"    {control['name']}={_range(control)}" for control in experiment["controls"])
    yield "Labs"
    yield from (f"  {stem}" for stem in found["labs"])


def _range(control):
    if control["kind"] == "slider":
        return f"{control['min']}..{control['max']} ({control['default']})"
    options = control.get("options", [True, False])
    return f"{'|'.join(map(str, options))} ({control['default']})"

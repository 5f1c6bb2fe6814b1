"""How soon a moved slider is seen: from input to painted chart, at the frames and at the live tier."""

from statistics import median, quantiles

from benchmarks.reader import visit

DRAG = """async ({ name, live, stops }) => {
  const figure = document.querySelector(`figure[data-experiment="${name}"]`);
  const packed = (await fetch(figure.dataset.frames)).body;
  const { experiment, sweeps } = await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).json();
  const input = (control) => figure.querySelector(`.experiment-controls [name="${control.name}"]`);
  const away = (control) => {
    const element = input(control);
    if (control.kind === "switch") element.checked = !element.checked;
    else if (control.kind === "choice") element.selectedIndex = (element.selectedIndex + 1) % element.length;
    else element.value = Number(element.value) + (element.value === element.max ? -1 : 1) * Number(element.step);
  };
  const places = (slider) => {
    const values = sweeps[slider.name].map(([value]) => value).filter((value) => value !== slider.default);
    const few = values.filter((_, i) => i % Math.ceil(values.length / stops) === 0);
    return few.map((value) => slider.positions?.indexOf(value) ?? value);
  };
  const idle = () => until(() => figure.dataset.busy === "false");
  const times = [];
  for (const slider of experiment.controls.filter((control) => control.kind === "slider")) {
    figure.querySelector("[name=reset]").click();
    await idle();
    if (live) experiment.controls.filter((other) => other !== slider).slice(0, 2).forEach(away);
    for (const place of places(slider)) {
      await inFrame();
      const start = performance.now();
      input(slider).value = place;
      input(slider).dispatchEvent(new Event("input", { bubbles: true }));
      await idle();
      times.push(await (live ? nextPainted() : painted()) - start);
    }
  }
  return times;
}"""

STOPS = {"frames": 20, "live": 5}


def drags(browser, address, path, tier):
    """{experiment: ms of each move} of one page, at the frames tier (Python held back) or the live tier."""
    with visit(browser) as page:
        if tier == "frames":
            page.route("**/worker-*.js", lambda route: route.abort())
        page.goto(address + path)
        times = {}
        for name in page.locator("figure.experiment").evaluate_all("all => all.map(f => f.dataset.experiment)"):
            figure = page.locator(f'figure[data-experiment="{name}"]')
            figure.scroll_into_view_if_needed()
            page.wait_for_selector(f'figure[data-experiment="{name}"][data-tier="{tier}"]', timeout=60_000)
            times[name] = page.evaluate(DRAG, {"name": name, "live": tier == "live", "stops": STOPS[tier]})
        return times


def told(times):
    """Median and 95th percentile, in seconds."""
    return median(times) / 1e3, quantiles(times, n=20, method="inclusive")[-1] / 1e3

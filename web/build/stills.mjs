/** A filter from figures to what the build writes of them: a JSON line in (the figure's data, `id`), one out. */
import { createInterface } from "node:readline";
import { challengeHtml } from "../figure/challenge.js";
import { controlsHtml } from "../figure/controls.js";
import { numbersHtml, still } from "../figure/face.js";
import { guessHtml } from "../figure/guess.js";
import { rankingHtml } from "../figure/ranking.js";
import { sharing, beside } from "../figure/beside.js";
import { filmHtml } from "../film/strip.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { experiment, chart, film, others, id } = JSON.parse(line);
  const control = sharing(experiment);
  const behind = control ? beside(control, control.default, (option) => others?.[option]) : [];
  console.log(JSON.stringify({
    svg: still(chart, id, Boolean(experiment), behind), rows: numbersHtml(chart),
    controls: experiment ? controlsHtml(experiment, chart.idle) : "",
    film: film ? filmHtml(film, id) : "", guess: experiment?.guesses?.length ? guessHtml(experiment, chart) : "",
    challenge: experiment?.challenge ? challengeHtml(experiment) : "",
    ranking: experiment?.ranking ? rankingHtml(experiment, chart) : "",
  }));
}

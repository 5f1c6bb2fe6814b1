/** Judges a chart, `[experiment, chart, settings]` a line in, `[met, cost]` a line out. */
import { createInterface } from "node:readline";
import { cost, met } from "../../web/figure/challenge.js";

for await (const line of createInterface({ input: process.stdin })) {
  const [experiment, chart, settings] = JSON.parse(line);
  console.log(JSON.stringify([met(experiment, chart, settings), cost(experiment.challenge, chart, settings)]));
}

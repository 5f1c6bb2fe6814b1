/** A filter from figures to what the build writes of them: a JSON line in (`{experiment, chart, id}`), one out (`{svg, controls, rows}`). */
import { createInterface } from "node:readline";
import { controlsHtml } from "../figure/controls.js";
import { numbersHtml, still } from "../figure/face.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { experiment, chart, id } = JSON.parse(line);
  const controls = experiment ? controlsHtml(experiment, chart.idle) : "";
  console.log(JSON.stringify({ svg: still(chart, id, Boolean(experiment)), controls, rows: numbersHtml(chart) }));
}

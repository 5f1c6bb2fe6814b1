/** Answers questions with the page's own Python, and draws each answer: lines `[id, bundle, experiment, settings]` in, `[id, chart]` out. */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { SIZES, draw } from "../../web/chart/chart.js";
import { interpreter } from "../../web/live/interpreter.js";

const [assets, python] = process.argv.slice(2);
const at = (/** @type {string} */ name) => `${assets}/${name}`;
const places = { python: `${python}/`, library: at("library.zip"), rest: at("rest.zip"), course: at("course.zip") };
const { evaluate } = await interpreter(places, readFile);

for await (const line of createInterface({ input: process.stdin })) {
  const [id, stem, experiment, settings] = JSON.parse(line);
  const bundle = await readFile(at(`bundles/${stem}.json`), "utf8");
  const chart = evaluate({ bundle: stem, experiment, settings, seed: 0 }, bundle);
  Object.values(SIZES).forEach((size) => draw(JSON.parse(chart), { size }));
  console.log(`[${JSON.stringify(id)},${chart}]`);
}

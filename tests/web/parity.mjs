/** Answers questions about one chapter with the page's own Python, and draws each answer: lines `[id, experiment, settings]` in, `[id, chart]` out. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { SIZES, draw } from "../../web/chart/chart.js";
import { interpreter } from "../../web/live/interpreter.js";

const places = JSON.parse(process.argv[2]);
const read = async (path) => gunzipSync(readFileSync(path));
const { evaluate } = await interpreter(places, read, { indexURL: places.python, stdLibURL: places.library });
const bundle = readFileSync(places.bundle, "utf8");

for await (const line of createInterface({ input: process.stdin })) {
  const [id, experiment, settings] = JSON.parse(line);
  const chart = evaluate({ bundle: places.bundle, experiment, settings, seed: 0 }, bundle);
  Object.values(SIZES).forEach((size) => draw(JSON.parse(chart), { size }));
  console.log(`[${JSON.stringify(id)},${chart}]`);
}

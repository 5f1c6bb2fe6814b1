/** Charts computed at build: every position of every control around the defaults. */
import { fetched } from "../live/fetched.js";
import { changed } from "./settings.js";
/** @import { Chart } from "../chart/types.js" */
/** @import { Experiment, Settings } from "./types.js" */

/** @typedef {{chart: Chart, exact: boolean}} Found */
/** @typedef {{experiment: Experiment, default: Chart, sweeps: Record<string, [any, Chart][]>}} File */

const near = 1e-9;

/** @param {any} a @param {any} b */
const same = (a, b) => a === b || (typeof a === "number" && Math.abs(a - b) <= near * Math.max(1, Math.abs(b)));

/** The frame for these settings: exact, or the nearest on the sweep of the control moved last. @param {File} file @param {Settings} settings @param {string|null} last @returns {Found} */
export function find(file, settings, last) {
  const moved = changed(file.experiment, settings).map((c) => c.name);
  if (!moved.length) return { chart: file.default, exact: true };
  const name = last && moved.includes(last) ? last : moved[0];
  const sweep = file.sweeps[name];
  const exact = sweep.find(([value]) => same(value, settings[name]));
  const chart = (exact ?? nearest(sweep, settings[name]))[1];
  return { chart, exact: moved.length === 1 && exact !== undefined };
}

/** @param {[any, Chart][]} sweep @param {any} value */
function nearest(sweep, value) {
  if (typeof value !== "number") return sweep[0];
  return sweep.reduce((best, entry) => (Math.abs(entry[0] - value) < Math.abs(best[0] - value) ? entry : best));
}

/** @type {Map<string, Promise<File>>} */
const files = new Map();

/** A file is fetched once, however many ask; after a failure the next who asks tries again. @param {string} url */
export function load(url) {
  const file = files.get(url) ?? fetched(url).then((answer) => answer.json());
  files.set(url, file);
  file.catch(() => files.delete(url));
  return file;
}

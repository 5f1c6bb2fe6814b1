/** Where values stand: an axis and the data become positions and ticks. */
import { scaleBand, scaleLinear, scaleLog } from "d3-scale";
import { alike, tick } from "./text.js";
/** @import { Axis, Chart, Place, Placer, Series, Tick } from "./types.js" */

/** A logarithmic axis has this many labels at least. */
const FEWEST = 3;

/** The values a series puts on an axis. @param {Series} s @param {"x"|"y"} key @returns {Place[]} */
function valuesOf(s, key) {
  if (s.kind === "rule") return s.axis === key ? [s.at] : [];
  if (s.kind === "note") return [s[key]];
  if (s.kind === "band") return key === "x" ? s.x : [...s.low, ...s.high];
  if (s.kind === "bars" && key === "y") return [0, ...s.y];
  return s[key];
}

/** Half a cell on either side, so that bars and cells at the ends are whole. @param {Series} s @param {"x"|"y"} key */
function padded(s, key) {
  const cells = s.kind === "heat" || (s.kind === "bars" && key === "x");
  const values = valuesOf(s, key);
  if (!cells || values.length < 2) return values;
  const numbers = values.map(Number);
  const half = (numbers[1] - numbers[0]) / 2;
  return [numbers[0] - half, ...numbers, numbers[numbers.length - 1] + half];
}

/** @param {Axis} axis @param {Chart[]} charts @param {"x"|"y"} key @returns {[number, number]} */
function domain(axis, charts, key) {
  const logarithmic = axis.scale === "log";
  const all = charts.flatMap((c) => c.series.flatMap((s) => (logarithmic ? valuesOf(s, key) : padded(s, key))));
  const values = all.map(Number).filter((v) => Number.isFinite(v) && (!logarithmic || v > 0));
  let low = axis.min ?? Math.min(...values);
  let high = axis.max ?? Math.max(...values);
  if (!Number.isFinite(low) || !Number.isFinite(high)) [low, high] = logarithmic ? [1, 10] : [0, 1];
  if (axis.min === null && key === "y" && !logarithmic && low > 0) low = 0;
  if (low === high) high = low === 0 ? 1 : low + Math.abs(low);
  return [low, high];
}

/** @param {Axis} axis @param {Chart[]} charts @param {"x"|"y"} key */
function categories(axis, charts, key) {
  const named = charts.flatMap((c) => c.series.flatMap((s) => valuesOf(s, key)));
  return axis.categories ?? [...new Set(named.map(String))];
}

/** @param {string[]} names @param {[number, number]} range @returns {Placer} */
function bands(names, range) {
  const scale = scaleBand(names, range).paddingInner(0.25).paddingOuter(0.15);
  const half = scale.bandwidth() / 2;
  const at = (/** @type {Place} */ v) => (scale(String(v)) ?? NaN) + half;
  const nearest = (/** @type {number} */ p) => names.reduce((best, n) => (Math.abs(at(n) - p) < Math.abs(at(best) - p) ? n : best));
  return { at, value: nearest, room: half, ticks: names.map((n) => ({ value: n, label: n, at: at(n) })) };
}

/** Whole data get whole ticks, where there are some to choose from; an axis with both ends goes by these alone, as they stand still. @param {number[]} ticks @param {Chart[]} charts @param {"x"|"y"} key */
function whole(ticks, charts, key) {
  const { min, max } = charts[0][key];
  const fixed = min !== null && max !== null;
  if (fixed && (max - min < FEWEST || !Number.isInteger(min) || !Number.isInteger(max))) return ticks;
  if (fixed) return ticks.filter(Number.isInteger);
  const values = charts.flatMap((c) => c.series.flatMap((s) => valuesOf(s, key)));
  const few = values.every((v) => Number.isInteger(v)) ? ticks.filter(Number.isInteger) : ticks;
  return few.length > 1 ? few : ticks;
}

/** Decades, and what lies between them when there are few: three labels at least, or one cannot read the scale. @param {number} low @param {number} high @param {number} count */
function decades(low, high, count) {
  const stride = Math.ceil((Math.log10(high / low) + 1) / (count + 1));
  const some = [[1, 2, 5], [1, 3], [1]].map((between) => logarithmic(low, high, between, 1)).find((ticks) => ticks.length <= count + 2);
  const ticks = some ?? logarithmic(low, high, [1], stride);
  return ticks.length < FEWEST ? scaleLinear([low, high]).ticks(FEWEST) : ticks;
}

/** @param {number} low @param {number} high @param {number[]} between @param {number} stride */
function logarithmic(low, high, between, stride) {
  const ticks = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high) + 1; e += stride) for (const m of between) ticks.push(Number(`${m}e${e}`));
  return ticks.filter((t) => t >= low * 0.999 && t <= high * 1.001);
}

/**
 * Only an open upright axis is rounded; heat fills its frame.
 * @param {Chart[]} charts @param {"x"|"y"} key @param {[number, number]} range @param {number} count
 */
function continuous(charts, key, range, count) {
  const axis = charts[0][key];
  const ends = domain(axis, charts, key);
  const filled = charts[0].series.some((s) => s.kind === "heat");
  const log = axis.scale === "log";
  const scale = log ? scaleLog(ends, range) : scaleLinear(ends, range);
  if (key === "y" && !filled) widen(scale, axis, log ? rounded(ends) : scale.copy().nice(count).domain());
  const [low, high] = scale.domain();
  const ticks = log ? decades(low, high, count) : whole(scale.ticks(count), charts, key);
  const labels = log ? ticks.map(tick) : alike(ticks);
  const at = (/** @type {Place} */ v) => scale(log ? Math.max(Number(v), low * 1e-3) : Number(v));
  const value = (/** @type {number} */ p) => Number(scale.invert(p));
  return { at, value, room: 0, ticks: ticks.map((t, i) => ({ value: t, label: labels[i], at: at(t) })) };
}

/** Ends of a log axis moved out to 1, 2 or 5 times a power of ten. @param {number[]} ends */
function rounded([low, high]) {
  const steps = (/** @type {number} */ v) => [1, 2, 5, 10].map((m) => Number(`${m}e${Math.floor(Math.log10(v))}`));
  return [Math.max(...steps(low).filter((s) => s <= low)), Math.min(...steps(high).filter((s) => s >= high))];
}

/** Round the ends that the author left open. @param {any} scale @param {Axis} axis @param {number[]} ends */
function widen(scale, axis, [low, high]) {
  scale.domain([axis.min ?? low, axis.max ?? high]);
}

/**
 * The placer of one axis, wide enough for every chart given (the present one and a pinned one).
 * @param {Chart[]} charts @param {"x"|"y"} key @param {[number, number]} range @param {number} count
 * @returns {Placer}
 */
export function placer(charts, key, range, count) {
  const axis = charts[0][key];
  if (axis.scale === "band") return bands(categories(axis, charts, key), range);
  return continuous(charts, key, range, count);
}

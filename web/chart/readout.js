/** What a chart says at one place: where one can stop along it, and each curve's value there. */
import { isCurve, nameOf } from "./styles.js";
/** @import { Behind, Chart, Curve, Heat, Place, Placer, Series } from "./types.js" */
/** @import { Plane } from "./marks.js" */

/** What one value is written with. @typedef {(value: Place, unit: string) => string} Write */

/** @param {Series} s */
const told = (s) => s.kind !== "rule" && s.kind !== "note";

/** @param {Series} s @returns {Place[]} */
const along = (s) => (s.kind === "rule" || s.kind === "note" ? [] : s.x);

/** Where one can stop, from left to right: the places of the first curve, and of marks that stand between. @param {Chart} chart @param {Placer} x @returns {Place[]} */
export function stops(chart, x) {
  const curves = chart.series.filter((s) => told(s) && along(s).length);
  const first = curves.find((s) => !("theory" in s && s.theory)) ?? curves[0];
  const alone = curves.filter((s) => s === first || s.kind === "points" || s.kind === "bars");
  return [...new Set(alone.flatMap(along))].sort((a, b) => x.at(a) - x.at(b));
}

/** The index of the place nearest to a position. @param {Place[]} places @param {Placer} placer @param {number} at */
export function nearest(places, placer, at) {
  return places.reduce((/** @type {number} */ best, p, i) => (Math.abs(placer.at(p) - at) < Math.abs(placer.at(places[best]) - at) ? i : best), 0);
}

/** A line's value between its points, as it is drawn; undefined beyond its ends. @param {Place[]} xs @param {number[]} ys @param {Place} x @param {Plane} plane */
function between(xs, ys, x, plane) {
  const exact = xs.indexOf(x);
  if (exact >= 0) return ys[exact];
  const at = plane.x.at(x);
  const next = xs.findIndex((p, i) => i > 0 && plane.x.at(xs[i - 1]) <= at && at <= plane.x.at(p));
  if (next < 0) return undefined;
  const [left, right] = [plane.x.at(xs[next - 1]), plane.x.at(xs[next])];
  const [from, to] = [plane.y.at(ys[next - 1]), plane.y.at(ys[next])];
  return Number(Number(plane.y.value(from + ((to - from) * (at - left)) / (right - left))).toPrecision(12));
}

/** A step keeps its last value; dots and bars are read where they stand. @param {Curve} s @param {Place} x @param {Plane} plane */
function value(s, x, plane) {
  if (s.kind === "line") return between(s.x, s.y, x, plane);
  const i = s.kind === "step" ? s.x.findLastIndex((p) => plane.x.at(p) <= plane.x.at(x)) : s.x.indexOf(x);
  return s.y[i];
}

/** @param {Heat} h @param {Place} x @param {Place} [row] @returns {number|undefined} */
const cell = (h, x, row) => h.z[row === undefined ? 0 : h.y.indexOf(row)]?.[h.x.indexOf(x)];

/** @param {Series} s @param {Place} x @param {Place|undefined} row @param {Plane} plane @returns {number[]} one value, a band's two, or none */
function values(s, x, row, plane) {
  if (s.kind === "rule" || s.kind === "note") return [];
  if (s.kind === "band") return [between(s.x, s.low, x, plane), between(s.x, s.high, x, plane)].flatMap((v) => v ?? []);
  const found = s.kind === "heat" ? cell(s, x, row) : value(s, x, plane);
  return found === undefined || !Number.isFinite(found) ? [] : [found];
}

/** The rows of a heat map, from below. @param {Chart} chart @returns {Place[]} */
export const heights = (chart) => chart.series.flatMap((s) => (s.kind === "heat" ? s.y : []));

/** @param {Behind[]} behind @returns {[string, Series][]} */
const others = (behind) => behind.flatMap(({ chart, option }) => {
  const curves = chart?.series.filter(isCurve) ?? [];
  return curves.map((s) => /** @type {[string, Series]} */ ([titled(option, nameOf(s), curves.length > 1), s]));
});

/** @param {string|null} option @param {string} name @param {boolean} several */
const titled = (option, name, several) => (several || option === null ? `${option ?? "pinned"}, ${name}` : option);

/** As in the legend; theory that shares the name of what was measured is told from it. @param {Series} s @param {Chart} chart */
function owned(s, chart) {
  const shared = "theory" in s && s.theory && chart.series.some((other) => isCurve(other) && nameOf(other) === nameOf(s));
  return `${nameOf(s) || chart.y.label}${shared ? ", theory" : ""}`;
}

/** "At 10 s: random 0.12; theory 0.13". @param {Chart} chart @param {Behind[]} behind @param {Place} x @param {Place|undefined} row @param {Plane} plane @param {Write} write */
export function readout(chart, behind, x, row, plane, write) {
  const own = chart.series.map((s) => /** @type {[string, Series]} */ ([owned(s, chart), s]));
  const said = [...own, ...others(behind)].flatMap(([name, s]) => {
    const found = values(s, x, row, plane).map((v) => write(v, s.kind === "heat" ? "" : chart.y.unit));
    return found.length ? [`${name} ${found.join(" to ")}`] : [];
  });
  const place = row === undefined ? write(x, chart.x.unit) : `${write(x, chart.x.unit)}, ${write(row, chart.y.unit)}`;
  return `At ${place}: ${said.join("; ") || "nothing here"}`;
}

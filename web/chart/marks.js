/** The marks of continuous series: lines, steps, points, bands and rules. */
import { curveLinear, curveStepAfter, line } from "d3-shape";
import { MARKERS } from "./markers.js";
import { tone } from "./styles.js";
import { short } from "./text.js";
/** @import { Band, Curve, Frame, Place, Placer, Rule, Styled } from "./types.js" */

/** @typedef {{x: Placer, y: Placer, frame: Frame, font: number, id: string, ghost: boolean}} Plane */

/** Attributes that stand without css; the page's css overrides them in the dark. @param {Styled} s @param {Plane} plane */
export function stroke(s, plane) {
  if (plane.ghost) return `class="ghost" fill="none" stroke="#9ca3af" stroke-width="1.5"`;
  if (s.pale) return `class="line pale ${tone(s)}" fill="none" stroke="${s.colour}" stroke-width="1.6" stroke-opacity="0.5" stroke-linejoin="round"`;
  const dash = s.dash ? ` stroke-dasharray="${s.dash}"` : "";
  const weight = s.index < 0 ? 1.4 : 2.2;
  return `class="line ${tone(s)}" fill="none" stroke="${s.colour}" stroke-width="${weight}" stroke-linejoin="round"${dash}`;
}

/** @param {Styled} s @param {Plane} plane */
export function solid(s, plane) {
  if (plane.ghost) return `class="ghost-fill" fill="#9ca3af"`;
  if (s.pale) return `class="solid pale ${tone(s)}" fill="${s.colour}" fill-opacity="0.5"`;
  return `class="solid ${tone(s)}" fill="${s.colour}"`;
}

/** @param {number} v */
const tenth = (v) => Math.round(v * 10) / 10;

/** @param {{x: Place[], y: number[]}} s @param {Plane} plane @returns {[number, number][]} */
export function places(s, plane) {
  return s.x.map((x, i) => [tenth(plane.x.at(x)), tenth(plane.y.at(s.y[i]))]);
}

/** @param {Styled} s @param {Plane} plane @param {[number, number][]} points @param {number} radius */
function markers(s, plane, points, radius) {
  const shape = MARKERS[Math.max(s.index, 0) % MARKERS.length];
  const inside = points.filter(([x, y]) => within(plane.frame, x, y));
  return `<path ${solid(s, plane)} d="${inside.map(([x, y]) => shape(x, y, radius)).join("")}"/>`;
}

/** @param {Frame} f @param {number} x @param {number} y */
const within = (f, x, y) => x >= f.left - 1 && x <= f.right + 1 && y >= f.top - 1 && y <= f.bottom + 1;

/** Some six points of a curve, spread, staggered by series so that they rarely coincide. @param {[number, number][]} points @param {number} index */
function sparse(points, index) {
  const stride = Math.max(1, Math.ceil(points.length / 7));
  const start = points.length > 14 ? Math.floor(stride / 2 + (index * stride) / 6) % stride : 0;
  return points.filter((_, i) => i % stride === start);
}

/** @param {Styled} s @param {Plane} plane */
function curve(s, plane) {
  const series = /** @type {Curve} */ (s.series);
  const points = places(series, plane);
  const path = line().curve(series.kind === "step" ? curveStepAfter : curveLinear);
  return `<path ${stroke(s, plane)} d="${path(points) ?? ""}"/>`;
}

/** A few markers tell a measured line from the others. @param {Styled} s @param {Plane} plane */
function signs(s, plane) {
  if (s.dash || plane.ghost) return "";
  return markers(s, plane, sparse(places(/** @type {Curve} */ (s.series), plane), s.index), 3.4);
}

/** @param {Styled} s @param {Plane} plane */
function points(s, plane) {
  const series = /** @type {Curve} */ (s.series);
  const radius = series.x.length > 80 ? 2.4 : 3.8;
  return markers(s, plane, places(series, plane), radius);
}

/** @param {Styled} s @param {Plane} plane */
function band(s, plane) {
  const b = /** @type {Band} */ (s.series);
  const [low, high] = [places({ x: b.x, y: b.low }, plane), places({ x: b.x, y: b.high }, plane)];
  const d = line()([...low, ...high.reverse()]) ?? "";
  return `<path ${solid(s, plane)} fill-opacity="0.18" d="${d}"/>`;
}

/** @param {Styled} s @param {Plane} plane */
function rule(s, plane) {
  const r = /** @type {Rule} */ (s.series);
  const { left, right, top, bottom } = plane.frame;
  const at = short(plane[r.axis].at(r.at));
  const d = r.axis === "x" ? `M${at},${short(top)}V${short(bottom)}` : `M${short(left)},${at}H${short(right)}`;
  return `<path ${stroke(s, plane)} d="${d}"/>${r.control ? grip(...gripAt(r, plane)) : ""}`;
}

/** Where a rule that stands for a control is held. @param {Rule} r @param {Plane} plane @returns {[number, number]} */
export function gripAt(r, { x, y, frame }) {
  return r.axis === "x" ? [x.at(r.at), frame.bottom - 26] : [frame.right - 26, y.at(r.at)];
}

/** @param {number} x @param {number} y */
function grip(x, y) {
  return `<path class="grip" fill="#fff" stroke="#374151" d="M${short(x - 5)},${short(y)}a5,5 0 1 0 10,0a5,5 0 1 0 -10,0z"/>`;
}

/** The word beside a pinned curve's end. @param {Styled[]} all @param {Plane} plane */
export function pinnedName(all, plane) {
  const curve = all.find((s) => s.series.kind === "line" || s.series.kind === "step");
  const points = curve ? places(/** @type {Curve} */ (curve.series), plane) : [];
  const end = points.filter(([x, y]) => within(plane.frame, x, y)).pop();
  if (!end) return "";
  const y = Math.max(end[1] - 7, plane.frame.top + 10);
  return `<text class="halo ghost-fill" fill="#9ca3af" x="${short(end[0])}" y="${short(y)}" text-anchor="end">pinned</text>`;
}

/** @type {Record<string, (s: Styled, plane: Plane) => string>} */
export const MARKS = { line: curve, step: curve, band, rule };
/** Whole at the frame's edge, where lines are cut. @type {Record<string, (s: Styled, plane: Plane) => string>} */
export const DOTS = { line: signs, points };

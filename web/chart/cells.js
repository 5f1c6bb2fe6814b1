/** The marks that fill room: bars and heat. */
import { solid, stroke } from "./marks.js";
import { short } from "./text.js";
/** @import { Curve, Heat, Placer, Place, Styled } from "./types.js" */
/** @import { Plane } from "./marks.js" */

/** Edges of cells round each place, in user units, low first. @param {Placer} placer @param {Place[]} values @returns {[number, number][]} */
function edges(placer, values) {
  const at = values.map((v) => placer.at(v));
  if (placer.room) return at.map((p) => [p - placer.room, p + placer.room]);
  const gap = at.length > 1 ? (at[1] - at[0]) / 2 : 20;
  return at.map((p, i) => {
    const before = i ? (p - at[i - 1]) / 2 : gap;
    const after = i < at.length - 1 ? (at[i + 1] - p) / 2 : before;
    return /** @type {[number, number]} */ ([p - before, p + after].sort((a, b) => a - b));
  });
}

/** @param {number} x @param {number} top @param {number} width @param {number} height */
const box = (x, top, width, height) => `M${short(x)},${short(top)}h${short(width)}v${short(height)}h${short(-width)}z`;

/** Stripes for the second and later series of a group. @param {string} id @param {Styled} s */
function stripes(id, s) {
  const turn = [45, -45, 0][(s.index - 1) % 3];
  return `<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})">`
    + `<path ${solid(s, /** @type {any} */ ({}))} d="M0,0h3.4v6h-3.4z"/></pattern>`;
}

/** @param {Styled} s @param {Plane & {group: Styled[]}} plane */
export function bars(s, plane) {
  const series = /** @type {Curve} */ (s.series);
  const slot = Math.max(plane.group.indexOf(s), 0);
  const share = 1 / plane.group.length;
  const spans = edges(plane.x, series.x);
  const d = series.y.map((y, i) => bar(spans[i], slot, share, plane.y.at(y), plane.y.at(0))).join("");
  if (plane.ghost || s.dash) return `<path ${stroke(s, plane)} d="${d}"/>`;
  if (!slot) return `<path ${solid(s, plane)} d="${d}"/>`;
  const id = `${plane.id}-stripes-${slot}`;
  return `${stripes(id, s)}<path ${stroke(s, plane)} style="fill:url(#${id});stroke-width:1.2" d="${d}"/>`;
}

/** @param {[number, number]} span @param {number} slot @param {number} share @param {number} top @param {number} base */
function bar(span, slot, share, top, base) {
  const room = span[1] - span[0];
  const gap = share === 1 ? Math.min(1, room * 0.1) : room * 0.04;
  return box(span[0] + room * slot * share + gap / 2, Math.min(top, base), room * share - gap, Math.abs(base - top));
}

/** The least and greatest value of a heat map. @param {Heat} h @returns {[number, number]} */
export function reach(h) {
  const all = h.z.flat();
  return [Math.min(...all), Math.max(...all)];
}

/** Rows of z go up with y; a deeper tone is a greater value. @param {Styled} s @param {Plane} plane */
export function heat(s, plane) {
  const h = /** @type {Heat} */ (s.series);
  const [low, high] = reach(h);
  const [columns, rows] = [edges(plane.x, h.x), edges(plane.y, h.y)];
  const cell = (/** @type {number} */ z, /** @type {number} */ i, /** @type {number} */ j) => {
    const depth = high > low ? (z - low) / (high - low) : 1;
    const [[x0, x1], [y0, y1]] = [columns[j], rows[i]];
    return `<path fill-opacity="${(0.06 + 0.94 * depth).toFixed(2)}" d="${box(x0, y0, x1 - x0 + 0.4, y1 - y0 + 0.4)}"/>`;
  };
  return `<g ${solid(s, plane)}>${h.z.map((row, i) => row.map((z, j) => cell(z, i, j)).join("")).join("")}</g>`;
}

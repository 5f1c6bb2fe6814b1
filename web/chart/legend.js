/** Names for the series: at the curves' ends where there is room, in a row above where not. */
import { MARKERS } from "./markers.js";
import { places, solid, stroke } from "./marks.js";
import { nameOf, tone } from "./styles.js";
import { escape, short, tick, width } from "./text.js";
import { reach } from "./cells.js";
/** @import { Frame, Heat, Placer, Styled } from "./types.js" */
/** @import { Plane } from "./marks.js" */
/** @typedef {{s: Styled, from: [number, number], y: number}} End */

const SWATCH = 30;

/** A curve that no request was on has nothing to name. @param {Styled} s */
const empty = (s) => /** @type {any} */ (s.series).x?.length === 0;

/** Series that need a name: each name and look once; also those that show nothing here, if they `keep` their place. @param {Styled[]} all @param {boolean} [keep] */
export function keyed(all, keep = false) {
  const seen = new Set();
  return all.filter((s) => {
    const key = `${nameOf(s.series)} ${s.dash}`;
    const wanted = nameOf(s.series) && s.series.kind !== "rule" && (keep || !empty(s)) && !seen.has(key);
    seen.add(key);
    return wanted;
  });
}

/** Room for the longest name at the right. @param {Styled[]} all @param {number} font */
export const endRoom = (all, font) => Math.max(...keyed(all).map((s) => width(nameOf(s.series), font)), 0) + 14;

/** The ends of the curves, names pushed apart. @param {Styled[]} all @param {Plane} plane @returns {End[]} */
function ends(all, plane) {
  const { top, bottom } = plane.frame;
  const list = keyed(all).map((s) => {
    const points = places(/** @type {any} */ (s.series), plane);
    const from = points[points.length - 1];
    return { s, from, y: Math.min(Math.max(from[1], top + 4), bottom) };
  });
  list.sort((a, b) => a.y - b.y);
  return spread(list, plane.font + 2, top + 4, bottom);
}

/** @param {End[]} list @param {number} gap @param {number} top @param {number} bottom */
function spread(list, gap, top, bottom) {
  for (let i = 1; i < list.length; i++) list[i].y = Math.max(list[i].y, list[i - 1].y + gap);
  let limit = bottom;
  for (let i = list.length - 1; i >= 0; i--) {
    list[i].y = Math.min(list[i].y, limit);
    limit = list[i].y - gap;
  }
  return limit + gap < top ? [] : list;
}

/** Ends that tell the curves apart: all curves, at the right edge, not in one heap. @param {Styled[]} all @param {Plane} plane */
function telling(all, plane) {
  const curves = keyed(all).every((s) => s.series.kind === "line" || s.series.kind === "step");
  if (!curves) return [];
  const list = ends(all, plane);
  const heap = list.filter((e) => Math.abs(e.y - e.from[1]) > plane.font * 2.4).length;
  const inside = list.some((e) => e.from[0] < plane.frame.right - (plane.frame.right - plane.frame.left) * 0.3);
  return heap || inside ? [] : list;
}

/** @param {Styled[]} all @param {Plane} plane @returns {string|null} names at the ends, or null where a legend says it better */
export function endNames(all, plane) {
  const list = telling(all, plane);
  if (!list.length) return null;
  const x = plane.frame.right + 10;
  return list.map(({ s, from, y }) => {
    const lead = Math.abs(from[1] - y) > 3 || from[0] < plane.frame.right - 6;
    const leader = lead ? `<path class="leader" fill="none" stroke="#9ca3af" d="M${short(from[0] + 4)},${short(from[1])}L${short(x - 2)},${short(y)}"/>` : "";
    return `${leader}<text class="series ${tone(s)}" fill="${s.colour}" x="${short(x + 1)}" y="${short(y + 4)}">${escape(nameOf(s.series))}</text>`;
  }).join("");
}

/** @param {Styled} s @param {number} x @param {number} y @param {Plane} plane */
function swatch(s, x, y, plane) {
  const { kind } = s.series;
  const marker = MARKERS[Math.max(s.index, 0) % MARKERS.length](x + 11, y, 3.6);
  const dash = `<path ${stroke(s, plane)} d="M${short(x)},${short(y)}h22"/>`;
  if (kind === "points") return `<path ${solid(s, plane)} d="${marker}"/>`;
  if (kind === "bars" || kind === "band" || kind === "heat") return box(s, x, y, plane);
  return s.dash || kind === "step" ? dash : `${dash}<path ${solid(s, plane)} d="${marker}"/>`;
}

/** @param {Styled} s @param {number} x @param {number} y @param {Plane} plane */
function box(s, x, y, plane) {
  const d = `M${short(x + 3)},${short(y - 5)}h16v10h-16z`;
  if (s.dash) return `<path ${stroke(s, plane)} d="${d}"/>`;
  const bars = s.series.kind === "bars" && s.index > 0;
  if (bars) return `<path ${stroke(s, plane)} style="fill:url(#${plane.id}-stripes-${s.index});stroke-width:1.2" d="${d}"/>`;
  return `<path ${solid(s, plane)} fill-opacity="${s.series.kind === "band" ? 0.3 : 1}" d="${d}"/>`;
}

/** @param {number} v */
const rounded = (v) => tick(Number(v.toPrecision(3)));

/** A heat map's name carries its reach. @param {Styled} s */
function title(s) {
  if (s.series.kind !== "heat") return nameOf(s.series);
  const [low, high] = reach(/** @type {Heat} */ (s.series));
  return `${s.series.name}: ${rounded(low)} (pale) to ${rounded(high)} (deep)`;
}

/** Rows of names above the plot. @param {Styled[]} all @param {number} room @param {number} font @param {boolean} keep @returns {Styled[][]} */
export function rows(all, room, font, keep) {
  /** @type {Styled[][]} */
  const lines = [[]];
  let used = 0;
  for (const s of keyed(all, keep)) {
    const need = SWATCH + width(title(s), font) + 16;
    if (used && used + need > room) { lines.push([]); used = 0; }
    lines[lines.length - 1].push(s);
    used += need;
  }
  return lines.filter((l) => l.length);
}

/** @param {Styled[][]} lines @param {number} top @param {Plane} plane */
export function legend(lines, top, plane) {
  return lines.map((line, row) => {
    let x = 0;
    return line.map((s) => {
      const y = top + row * (plane.font + 6);
      const item = empty(s) ? "" : `${swatch(s, x, y - 4, plane)}<text class="series" fill="#374151" x="${short(x + SWATCH)}" y="${short(y)}">${escape(title(s))}</text>`;
      x += SWATCH + width(title(s), plane.font) + 16;
      return item;
    }).join("");
  }).join("");
}

/** Names of rules and notes, each where nothing stands that was named before it. */
import { tone } from "./styles.js";
import { escape, short, width } from "./text.js";
/** @import { Note, Rule, Styled } from "./types.js" */
/** @import { Plane } from "./marks.js" */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{x: number, y: number, anchor: "start"|"end", wide: number}} Spot */

/** From a note's dot to its words; the second where dots stand close together. */
const GAPS = [8, 4];

/** @param {Styled[]} all @param {Plane} plane */
export function words(all, plane) {
  const rules = all.flatMap(({ series }) => (series.kind === "rule" ? [series] : []));
  const notes = all.flatMap(({ series }) => (series.kind === "note" ? [series] : []));
  /** @type {Box[]} */ const taken = [];
  return all.map((s) => {
    if (s.series.kind === "note") return note(s, plane, taken, notes);
    return s.series.kind === "rule" ? ruleName(s, plane, rules, taken) : "";
  }).join("");
}

/** Beside its rule and inside the frame: clear of other names and rules, or at least of the names. @param {Styled} s @param {Plane} plane @param {Rule[]} rules @param {Box[]} taken */
function ruleName(s, plane, rules, taken) {
  const r = /** @type {Rule} */ (s.series);
  const spots = (r.axis === "y" ? level : upright)(plane, plane[r.axis].at(r.at), width(r.name, plane.font - 1));
  const walls = rules.filter((other) => other !== r).map((other) => wall(other, plane));
  const clear = (/** @type {Box[]} */ boxes) => spots.find((spot) => !boxes.some((b) => meet(b, box(spot, plane.font))));
  const spot = clear([...taken, ...walls]) ?? clear(taken) ?? spots[0];
  taken.push(box(spot, plane.font));
  return label(s, r.name, spot.x, spot.y, spot.anchor);
}

/** From left to right above a level rule, where there is room, then below it. @param {Plane} plane @param {number} at @param {number} wide @returns {Spot[]} */
function level({ frame, font }, at, wide) {
  const places = Math.max(1, Math.floor((frame.right - wide - frame.left - 6) / 8));
  const lines = [at - 5, Math.min(at + font + 1, frame.bottom - 4)].filter((y) => y - font + 3 >= frame.top);
  return lines.flatMap((y) => Array.from({ length: places }, (_, k) => (
    /** @type {Spot} */ ({ x: frame.left + 6 + 8 * k, y, anchor: "start", wide })
  )));
}

/** Beside an upright rule, from the top down: to its right, else to its left. @param {Plane} plane @param {number} at @param {number} wide @returns {Spot[]} */
function upright({ frame, font }, at, wide) {
  const { left, right, top, bottom } = frame;
  const lines = Math.floor((bottom - top) / (font + 5));
  /** @type {Spot[]} */
  const spots = Array.from({ length: lines }, (_, k) => top + font - 2 + k * (font + 5)).flatMap((y) => [
    { x: at + 6, y, anchor: "start", wide }, { x: at - 6, y, anchor: "end", wide },
  ]);
  const inside = spots.filter(({ x, anchor }) => (anchor === "start" ? x + wide < right : x - wide > left));
  return inside.length ? inside : [{ x: Math.max(at - 6, left + wide), y: top + font - 2, anchor: "end", wide }];
}

/** What a name covers. @param {Spot} spot @param {number} font @returns {Box} */
function box({ x, y, anchor, wide }, font) {
  const left = anchor === "start" ? x : x - wide;
  return { left, right: left + wide, top: y - font + 3, bottom: y + 3 };
}

/** What a rule covers. @param {Rule} r @param {Plane} plane @returns {Box} */
function wall(r, plane) {
  const at = plane[r.axis].at(r.at);
  return r.axis === "x" ? { ...plane.frame, left: at - 2, right: at + 2 } : { ...plane.frame, top: at - 1, bottom: at + 1 };
}

/** @param {Box} a @param {Box} b */
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** @param {Styled} s @param {string} text @param {number} x @param {number} y @param {string} anchor */
function label(s, text, x, y, anchor) {
  return `<text class="halo ${tone(s)}" fill="${s.colour}" x="${short(x)}" y="${short(y)}" text-anchor="${anchor}">${escape(text)}</text>`;
}

/** A note's dot and its text, clear of other words and dots and nearest to its own, or at least clear. @param {Styled} s @param {Plane} plane @param {Box[]} taken @param {Note[]} notes */
function note(s, plane, taken, notes) {
  const own = /** @type {Note} */ (s.series), at = dotAt(own, plane), [left, top] = at;
  const others = notes.filter((other) => other !== own).map((other) => dotAt(other, plane));
  const spots = around(plane, left, top, width(own.text, plane.font)).map((spot) => ({ spot, covers: box(spot, plane.font) }));
  const clear = spots.filter(({ covers }) => ![...taken, ...others.map(dotBox)].some((b) => meet(b, covers)));
  const nearest = clear.find(({ covers }) => others.every((other) => apart(covers, other) >= apart(covers, at)));
  const { spot, covers } = nearest ?? clear[0] ?? spots[0];
  taken.push(covers);
  const dot = `<circle class="solid ink" fill="#374151" cx="${short(left)}" cy="${short(top)}" r="3"/>`;
  return dot + label(s, own.text, spot.x, spot.y, spot.anchor);
}

/** @param {Note} n @param {Plane} plane @returns {[number, number]} */
const dotAt = (n, plane) => [plane.x.at(n.x), plane.y.at(n.y)];
/** @param {Box} b @param {[number, number]} dot */
const apart = (b, [x, y]) => Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom));
/** @param {[number, number]} dot @returns {Box} */
const dotBox = ([x, y]) => ({ left: x - 3, top: y - 3, right: x + 3, bottom: y + 3 });

/** Beside a dot: above it and below it, outwards and inwards, then one line further off; inside the frame. @param {Plane} plane @param {number} left @param {number} top @param {number} wide @returns {Spot[]} */
function around({ frame, font }, left, top, wide) {
  const above = Math.max(top - 7, frame.top + 10), below = top + font + 3;
  const lines = [above, below, above - font - 3, below + font + 3].filter((y, k) => !k || (y >= frame.top + 10 && y <= frame.bottom - 4));
  const outwards = left + wide + 10 <= frame.right, inwards = left - wide - 10 >= frame.left;
  return lines.flatMap((y) => [
    ...(outwards ? GAPS.map((gap) => /** @type {Spot} */ ({ x: left + gap, y, anchor: "start", wide })) : []),
    ...(inwards || !outwards ? GAPS.map((gap) => /** @type {Spot} */ ({ x: Math.max(left - gap, frame.left + wide), y, anchor: "end", wide })) : []),
  ]);
}

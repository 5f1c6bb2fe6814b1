/** The stage of a film: where its places stand, and who is where at a moment. Pure, for the build and the page. */
/** @import { Film, Leg, Place } from "./types.js" */

/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {{place: Place, box: Box, slots: number, fit: number, foot: number}} Spot Where a place stands, how many of those who wait have room, and how high the words at its foot are. */
/** @typedef {{width: number, height: number, font: number, step: number, spots: (Spot|null)[]}} Stage `step` is the room of one dot; a way stands nowhere. */
/** @typedef {{id: number, x: number, y: number, shape: string, role: number, who: string, seen: number}} Dot `seen`: from 1 to 0 while what has ended fades. */
/** @typedef {{dots: Dot[], states: string[], more: number[], present: number[]}} Scene States, hidden and present dots by place. */

/** @type {Record<"wide"|"narrow", {width: number, font: number}>} */
export const SIZES = { wide: { width: 720, font: 13 }, narrow: { width: 380, font: 12 } };

/** How the end of a way looks, for a moment; all others are crosses. */
const ENDS = new Map([["answered", "tick"], ["refused", "square"], ["timed out", "diamond"], ["given up", "diamond"], ["answered, and nobody waits", "ring"]]);
/** A spot that is lower than this has its name and its dots side by side. */
export const LOW = 44;
/** The words at the foot of a tall spot that ever has a state. */
const FOOT = 14;
const ROOM = { desk: 3.2, arc: 3.4, spot: 1, way: 1 };

/** @param {Film} film @param {keyof typeof SIZES} size @returns {Stage} */
export function stage(film, size) {
  const { width, font } = SIZES[size];
  const columns = film.columns.map((names) => names.map((name) => film.places.findIndex((p) => p.name === name)));
  const rooms = columns.map((places) => Math.max(...places.map((k) => ROOM[film.places[k].kind])));
  const gap = size === "wide" ? 34 : 18;
  const unit = (width - gap * (columns.length - 1)) / rooms.reduce((a, b) => a + b, 0);
  const most = Math.max(...columns.map((places) => (film.places[places[0]].kind === "arc" ? 1 : places.length)));
  const row = most > 12 ? 23 : most > 6 ? 30 : 48;
  const circle = film.places.some((p) => p.kind === "arc");
  const height = Math.max(row * most + 6, circle ? 250 : 96);
  /** @type {Stage} */ const made = { width, height, font, step: row < 30 ? 11 : 13, spots: film.places.map(() => null) };
  const stated = new Set(film.states.map(([, k]) => k));
  let left = 0;
  columns.forEach((places, c) => {
    const w = rooms[c] * unit;
    for (const [r, k] of places.entries()) made.spots[k] = spot(film.places[k], column(made, left, w, r, places.length), made, stated.has(k));
    left += w + gap;
  });
  return made;
}

/** The box in row `r` of `n` of a column. @param {Stage} made @param {number} x @param {number} w @param {number} r @param {number} n @returns {Box} */
function column(made, x, w, r, n) {
  const h = made.height / n;
  return { x, y: r * h + 2, w, h: h - 4 };
}

/** @param {Place} place @param {Box} whole @param {Stage} made @param {boolean} stated whether it ever has a state @returns {Spot} */
function spot(place, whole, { step, height }, stated) {
  if (place.kind === "arc") return { place, box: { ...whole, y: 0, h: height }, slots: 0, fit: 0, foot: 0 };
  const tall = place.kind === "desk" ? Math.min(whole.h, Math.max(step + 8, 40)) : Math.min(whole.h, 92);
  const box = { ...whole, y: whole.y + (whole.h - tall) / 2, h: tall };
  const foot = stated && tall > 2 * FOOT + LOW ? FOOT : 0;
  if (place.kind !== "desk") return { place, box, slots: 0, fit: across(box, step) * Math.max(1, Math.floor((tall - 36 - foot) / step)), foot };
  const slots = place.workers ?? 1;
  return { place, box, slots, foot: 0, fit: Math.max(1, Math.floor((box.w - label(box) - slots * step - 40) / step)) };
}

/** The room of a desk's name, at its right end. @param {Box} box */
export const label = (box) => Math.min(104, box.w * 0.36);
/** @param {Box} box @param {number} step */
const across = (box, step) => Math.max(1, Math.floor((box.w - 8) / step));

/** Where the dot with this turn stands at a place: served or waiting at a desk, in rows elsewhere. @param {Spot} s @param {number} turn @param {number} step */
function standing({ box, slots, fit, place }, turn, step) {
  if (place.kind === "desk") {
    const desk = box.x + box.w - label(box), y = box.y + box.h / 2;
    if (turn < slots) return { x: desk - (turn + 0.5) * step - 4, y };
    return { x: desk - slots * step - 12 - (Math.min(turn - slots, fit - 1) + 0.5) * step, y };
  }
  const n = across(box, step), shown = Math.min(turn, fit - 1);
  return { x: box.x + 4 + ((shown % n) + 0.5) * step, y: box.y + 28 + Math.floor(shown / n) * step };
}

/** The middle of a place. @param {Spot|null} s */
const middle = (s) => ({ x: s ? s.box.x + s.box.w / 2 : 0, y: s ? s.box.y + s.box.h / 2 : 0 });

/** Where what has ended is seen: over the slot that served it, or side by side, clear of those who wait. @param {Spot|null} s @param {number} id @param {number} step */
function ended(s, id, step) {
  const { x, y } = middle(s);
  if (s?.place.kind === "desk") return { x: standing(s, id % s.slots, step).x, y: y - Math.min(step, s.box.h / 2 - 4) };
  if (s?.place.kind !== "spot") return { x, y };
  return { x: standing(s, id % across(s.box, step), step).x, y: s.box.h < LOW ? y : s.box.y + s.box.h - 9 - s.foot };
}

/** A film made ready to be asked who is where: since when each leg's dot waits, and each dot's last leg. @param {Film} film */
export function ready(film) {
  /** @type {Map<number, {leg: Leg, since: number}>} */ const last = new Map();
  const legs = film.legs.map((leg) => {
    const before = leg[6] ? last.get(leg[0]) : undefined;  // one whose caller leaves keeps its turn
    const one = { leg, since: before && before.leg[2] === leg[1] ? before.since : leg[3] };
    last.set(leg[0], one);
    return one;
  });
  return { film, legs, last: [...last.values()].map(({ leg }) => leg) };
}
/** @typedef {ReturnType<typeof ready>} Ready */

/** Who is where at a time; what has ended is shown for `linger` seconds of the film. @param {Ready} told @param {number} time @param {Stage} made @param {number} linger @returns {Scene} */
export function scene({ film, legs, last }, time, made, linger) {
  const here = legs.filter(({ leg }) => leg[3] <= time && (leg[4] === null || time < leg[4])).sort((a, b) => a.since - b.since);
  const present = film.places.map(() => 0);
  const dots = here.map(({ leg }) => {
    const [id, from, to, begin, end] = leg;
    const at = from === to ? standing(/** @type {Spot} */ (made.spots[from]), present[from]++, made.step) : between(made, from, to, (time - begin) / ((end ?? film.length) - begin));
    return dot(film, leg, id, at, leg[6] ? "ring" : "disc");
  });
  for (const leg of last) {
    if (leg[4] === null || time < leg[4] || time - leg[4] > linger) continue;
    const shape = leg[5] === null ? "disc" : ENDS.get(leg[5]) ?? "cross";  // a message has arrived, and that is all
    dots.push({ ...dot(film, leg, leg[0], ended(made.spots[leg[2]], leg[0], made.step), shape), seen: 1 - (time - leg[4]) / linger });
  }
  const more = made.spots.map((s, k) => Math.max(0, s ? present[k] - s.slots - s.fit : 0));
  return { dots, states: states(film, time), more, present };
}

/** @param {Film} film @param {Leg} leg @param {number} id @param {{x: number, y: number}} at @param {string} shape @returns {Dot} */
const dot = (film, leg, id, at, shape) => ({ id, ...at, shape, role: film.dots[id][1], who: film.dots[id][0], seen: 1 });

/** @param {Stage} made @param {number} from @param {number} to @param {number} share */
function between(made, from, to, share) {
  const [a, b] = [middle(made.spots[from]), middle(made.spots[to])];
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** @param {Film} film @param {number} time */
function states(film, time) {
  const found = film.places.map(() => "");
  for (const [when, place, words] of film.states) if (when <= time) found[place] = words;
  return found;
}

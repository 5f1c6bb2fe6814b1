/** A film in words: every move and every change of state, in order of time. */
/** @import { Film, Leg } from "./types.js" */

/** @param {Film} film @returns {[number, string][]} */
export function events(film) {
  const told = film.states.map(([time, place, words]) => /** @type {[number, string]} */ ([time, `${film.places[place].name}: ${words || "as before"}`]));
  /** @type {Map<number, Leg[]>} */ const byDot = new Map();
  for (const leg of film.legs) byDot.set(leg[0], [...(byDot.get(leg[0]) ?? []), leg]);
  return [...told, ...[...byDot].flatMap(([dot, legs]) => moves(film, dot, legs))].sort((a, b) => a[0] - b[0]);
}

/** @param {Film} film @param {number} dot @param {Leg[]} legs @returns {[number, string][]} */
function moves(film, dot, legs) {
  const [number, role] = film.dots[dot];
  const who = `${film.roles[role]} ${number}`.trim();
  /** @type {[number, string][]} */ const found = [];
  /** @type {string[]} */ let path = [];
  for (const [k, leg] of legs.entries()) {
    const [, , to, begin, end, how, left] = leg;
    path.push(film.places[to].name);
    if (legs[k + 1]?.[3] === begin) continue;
    const moved = left ? `${path[path.length - 1]}, its caller has left` : path.join(" → ");
    found.push([begin, `${who}: ${moved}${how && end === begin ? `, ${how}` : ""}`]);
    path = path.slice(-1);
  }
  const [, , , begin, end, how] = legs[legs.length - 1];
  if (how && end !== null && end !== begin) found.push([end, `${who}: ${how}`]);
  return found;
}

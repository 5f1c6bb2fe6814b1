/** A film's stage and a moment of it as SVG text: the same for the build's stills and the page's first frame. */
import { escape, short, width } from "../chart/text.js";
import { LOW, label, ready, scene, stage } from "./stage.js";
/** @import { Film } from "./types.js" */
/** @import { Dot, Scene, Spot, Stage } from "./stage.js" */

/** A dot's outline round its middle: told apart without colour. */
export const SHAPES = /** @type {Record<string, string>} */ ({
  disc: "M-4.5,0a4.5,4.5 0 1 0 9,0a4.5,4.5 0 1 0 -9,0z", ring: "M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z",
  tick: "M-5,0l3.5,4l6,-8", square: "M-4.5,-4.5h9v9h-9z", cross: "M-4.5,-4.5l9,9M4.5,-4.5l-9,9", diamond: "M0,-5.5l5.5,5.5l-5.5,5.5l-5.5,-5.5z",
});
/** What the shapes say, in the order in which a key lists them. */
export const MEANINGS = [["disc", "under way"], ["ring", "its caller has left"], ["tick", "answered"], ["square", "refused"],
  ["diamond", "timed out or given up"], ["cross", "failed or lost"]];
/** Seconds of a still in which what has just ended is seen, as a part of the film. */
const JUST = 0.012;
/** A name in bold is so much wider. */
const BOLD = 1.12;

/** @param {Dot} d */
export const dotClass = (d) => `dot ${d.shape} tone-${d.role % 6}`;
/** @param {Dot} d */
const dotSvg = (d) => `<path class="${dotClass(d)}" transform="translate(${short(d.x)},${short(d.y)})" d="${SHAPES[d.shape]}"/>`;

/** A place's name, its frame, and room for its state and for how many more there are. @param {Spot|null} s @param {number} k @param {Scene} seen @param {Stage} made @param {boolean} stated whether it ever has a state */
function place(s, k, seen, made, stated) {
  if (!s || s.place.kind === "arc") return "";
  const { box } = s, desk = s.place.kind === "desk", y = box.y + box.h / 2;
  const [x, top] = desk ? [box.x + box.w - label(box) + 6, stated ? y - 2 : y + 4] : [box.x + 6, box.h < LOW ? y + 4 : box.y + 15];
  const frame = desk ? `<path class="lane" d="M${short(box.x)},${short(y)}H${short(box.x + box.w - label(box))}"/>${slots(s, made)}`
    : `<rect class="spot" x="${short(box.x)}" y="${short(box.y)}" width="${short(box.w)}" height="${short(box.h)}" rx="6"/>`;
  const low = desk ? y + made.font - 2 : box.y + box.h - 6, flat = !desk && box.h < LOW;
  const fits = desk ? 1 : Math.min(1, (box.w - 12) / (BOLD * width(s.place.name, made.font)));
  const size = fits < 1 ? ` font-size="${short(fits * made.font)}"` : "";
  return `<g>${frame}<text class="place" x="${short(x)}" y="${short(top)}"${size}>${escape(s.place.name)}</text>`
    + `<text class="state" data-place="${k}" ${flat ? `x="${short(box.x + box.w - 6)}" text-anchor="end"` : `x="${short(x)}"`} y="${short(flat ? top : low)}" font-size="${made.font - 2}">${escape(seen.states[k])}</text>`
    + `<text class="more" data-place="${k}" x="${short(desk ? box.x : box.x + box.w - 6)}" y="${short(desk ? y + 4 : box.y + 15)}" text-anchor="${desk ? "start" : "end"}">${seen.more[k] ? `+${seen.more[k]}` : ""}</text></g>`;
}

/** @param {Spot} s @param {Stage} made */
function slots({ box, slots: n }, { step }) {
  const y = box.y + box.h / 2, right = box.x + box.w - label(box) - 4;
  return `<rect class="slots" x="${short(right - n * step - 1)}" y="${short(y - step / 2 - 2)}" width="${short(n * step + 2)}" height="${short(step + 4)}" rx="4"/>`;
}

/** The owners of arcs, each with the tone of its turn. @param {Film} film */
export function owners(film) {
  const arcs = film.places.map((p) => p.kind === "arc");
  const found = new Set(film.states.filter(([, k]) => arcs[k]).map(([, , words]) => words)), names = film.places.map((p) => p.name);
  return [...found].filter(Boolean).sort((a, b) => names.indexOf(a) - names.indexOf(b));
}

/** @param {Film} film @param {Stage} made @param {Scene} seen */
function circle(film, made, seen) {
  const names = owners(film);
  return made.spots.map((s, k) => {
    if (s?.place.kind !== "arc" || !s.place.turns) return "";
    const tone = names.indexOf(seen.states[k]);
    return `<path class="arc tone-${tone % 6}${tone > 5 ? " again" : ""}" data-place="${k}" d="${arc(s, s.place.turns)}"/>`;
  }).join("") + ownersKey(made, names);
}

/** @param {Spot} s @param {[number, number]} turns */
function arc({ box }, [from, to]) {
  const r = Math.min(box.w, box.h) / 2 - 8, x = box.x + box.w / 2, y = box.h / 2;
  const at = (/** @type {number} */ turn, /** @type {number} */ out) => `${short(x + out * Math.sin(2 * Math.PI * turn))},${short(y - out * Math.cos(2 * Math.PI * turn))}`;
  const large = to - from > 0.5 ? 1 : 0, inner = r * 0.72;
  return `M${at(from, r)}A${short(r)},${short(r)} 0 ${large} 1 ${at(to, r)}L${at(to, inner)}A${short(inner)},${short(inner)} 0 ${large} 0 ${at(from, inner)}z`;
}

/** The owners' names, inside the circle. @param {Stage} made @param {string[]} names */
function ownersKey(made, names) {
  const box = made.spots.find((s) => s?.place.kind === "arc")?.box;
  if (!box) return "";
  const line = made.font + 3, top = box.h / 2 - (Math.ceil(names.length / 2) * line) / 2 + 10;
  return names.map((name, k) => {
    const x = box.x + box.w / 2 + (k % 2 ? 8 : -62), y = top + Math.floor(k / 2) * line;
    return `<rect class="arc tone-${k % 6}${k > 5 ? " again" : ""}" x="${short(x)}" y="${short(y - 9)}" width="10" height="10"/><text class="place" x="${short(x + 14)}" y="${short(y)}" font-size="${made.font - 1}">${escape(name)}</text>`;
  }).join("");
}

/** @param {Film} film @param {number} time @param {"wide"|"narrow"} size @param {string} spoken what a screen reader hears; nothing: it is hidden */
export function filmSvg(film, time, size, spoken) {
  const made = stage(film, size), seen = scene(ready(film), time, made, film.length * JUST);
  const heard = spoken ? `role="img" aria-label="${escape(spoken)}"` : `aria-hidden="true"`;
  return `<svg class="stage ${size}" ${heard} viewBox="0 0 ${made.width} ${made.height}" xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif" font-size="${made.font}">`
    + `${circle(film, made, seen)}${made.spots.map((s, k) => place(s, k, seen, made, film.states.some((state) => state[1] === k))).join("")}<g class="dots">${seen.dots.map(dotSvg).join("")}</g></svg>`;
}

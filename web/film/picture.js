/** A film's stage in the page: dots glide towards where they are, and what did not change is not touched. */
import { SHAPES, dotClass, owners } from "./draw.js";
import { ready, scene, stage } from "./stage.js";
/** @import { Film } from "./types.js" */
/** @import { Dot, Scene } from "./stage.js" */

/** A dot has come most of its way in so many ms. */
const GLIDE = 90;
/** @typedef {{path: SVGPathElement, x: number, y: number, look: string, pale: string}} Shown */

export class Picture {
  /** @param {Film} film @param {"wide"|"narrow"} size @param {SVGSVGElement} svg as `filmSvg` writes it */
  constructor(film, size, svg) {
    this.film = film;
    this.told = ready(film);
    this.stage = stage(film, size);
    this.owners = owners(film);
    const every = (/** @type {string} */ name) => /** @type {SVGElement[]} */ ([...svg.querySelectorAll(name)]);
    this.dots = every(".dots")[0];
    this.states = every(".state");
    this.more = every(".more");
    this.arcs = every("path.arc");
    /** @type {Map<number, Shown>} */ this.shown = new Map();
    this.homes = new Map([...film.legs].reverse().map((leg) => [leg[0], leg[1]]));
    this.dots.replaceChildren();
  }

  /** @param {number} time @param {number} linger s of the film for which what has ended is seen @param {number} passed ms since the last drawing; Infinity: everything stands where it is */
  draw(time, linger, passed) {
    const seen = scene(this.told, time, this.stage, linger), near = 1 - Math.exp(-passed / GLIDE);
    const gone = new Set(this.shown.keys());
    for (const dot of seen.dots) {
      gone.delete(dot.id);
      this.move(dot, near);
    }
    for (const id of gone) {
      this.shown.get(id)?.path.remove();
      this.shown.delete(id);
    }
    this.words(seen);
  }

  /** @param {Dot} dot @param {number} near */
  move(dot, near) {
    const shown = this.shown.get(dot.id) ?? this.born(dot);
    const look = dotClass(dot);
    if (shown.look !== look) {
      shown.look = look;
      shown.path.setAttribute("class", look);
      shown.path.setAttribute("d", SHAPES[dot.shape]);
    }
    const pale = dot.seen < 0.5 ? (2 * dot.seen).toFixed(1) : "1";
    if (shown.pale !== pale) shown.path.style.opacity = shown.pale = pale;
    const [x, y] = [shown.x + (dot.x - shown.x) * near, shown.y + (dot.y - shown.y) * near];
    if (Math.abs(x - shown.x) + Math.abs(y - shown.y) < 0.05 && near < 1) return;
    [shown.x, shown.y] = [x, y];
    shown.path.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)})`);
  }

  /** A dot comes from its first place. @param {Dot} dot @returns {Shown} */
  born(dot) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    this.dots.append(path);
    const home = this.stage.spots[this.homes.get(dot.id) ?? 0]?.box;
    const shown = { path, x: home ? home.x + home.w / 2 : dot.x, y: home ? home.y + home.h / 2 : dot.y, look: "", pale: "1" };
    path.setAttribute("transform", `translate(${shown.x.toFixed(1)},${shown.y.toFixed(1)})`);
    this.shown.set(dot.id, shown);
    return shown;
  }

  /** @param {Scene} seen */
  words(seen) {
    const put = (/** @type {SVGElement} */ e, /** @type {string} */ text) => { if (e.textContent !== text) e.textContent = text; };
    for (const e of this.states) put(e, seen.states[Number(e.dataset.place)]);
    for (const e of this.more) put(e, seen.more[Number(e.dataset.place)] ? `+${seen.more[Number(e.dataset.place)]}` : "");
    for (const e of this.arcs) {
      const tone = this.owners.indexOf(seen.states[Number(e.dataset.place)]);
      const look = `arc tone-${tone % 6}${tone > 5 ? " again" : ""}`;
      if (e.getAttribute("class") !== look) e.setAttribute("class", look);
    }
  }
}

/** The values of a chart in words, where one points or where the arrows lead. */
import { heights, nearest, readout, stops } from "../chart/readout.js";
import { amount } from "./amount.js";
/** @import { Plane } from "../chart/marks.js" */
/** @import { Place } from "../chart/types.js" */
/** @import { Figure } from "./figure.js" */

/** @param {Figure} figure */
export function values(figure) {
  new Values(figure);
}

/** @param {Place} value @param {string} unit */
const write = (value, unit) => (typeof value === "number" ? amount(value, unit, 3) : value);

class Values {
  /** @param {Figure} figure */
  constructor({ face }) {
    this.face = face;
    this.index = this.row = 0;
    /** @type {SVGSVGElement|null} */ this.svg = null;
    /** @type {Plane|null} */ this.plane = null;
    this.box = this.made();
    const [hair, panel] = /** @type {HTMLCollectionOf<HTMLElement>} */ (this.box.children);
    this.hair = hair;
    this.panel = panel;
    face.picture.append(this.box);
    face.over((svg, plane) => this.renew(svg, plane));
    this.listen();
  }

  /** A slider, as its arrows lead along the chart and its value is told in words. */
  made() {
    const box = document.createElement("div");
    box.className = "values";
    box.tabIndex = 0;
    const says = { role: "slider", "aria-label": "Values of the chart", "aria-valuemin": "0", "aria-valuenow": "0", "aria-valuetext": "Arrow keys move along the chart" };
    for (const [name, value] of Object.entries(says)) box.setAttribute(name, value);
    box.innerHTML = `<div class="hair" hidden></div><div class="panel" aria-hidden="true" hidden></div>`;
    return box;
  }

  listen() {
    const { picture } = this.face;
    const point = (/** @type {PointerEvent} */ event) => this.point(event);
    picture.addEventListener("pointermove", point);
    picture.addEventListener("pointerdown", point, { passive: true });
    picture.addEventListener("pointercancel", () => this.hide());
    picture.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.hide());
    document.addEventListener("pointerdown", (event) => !picture.contains(/** @type {Node} */ (event.target)) && this.hide(), { passive: true });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("blur", () => this.hide());
  }

  /** @param {SVGSVGElement} svg @param {Plane} plane */
  renew(svg, plane) {
    [this.svg, this.plane] = [svg, plane];
    if (!this.panel.hidden) this.show();
  }

  /** The places to stop at, and the rows of a heat map. */
  get places() {
    const { chart } = this.face;
    return chart && this.plane ? { along: stops(chart, this.plane.x), up: heights(chart) } : { along: [], up: [] };
  }

  /** @param {PointerEvent} event */
  point(event) {
    const { along, up } = this.places;
    const matrix = this.svg?.getScreenCTM();
    if (!along.length || !matrix || !this.plane) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const { left, right, top, bottom } = this.plane.frame;
    if (x < left - 8 || x > right + 8 || y < top - 8 || y > bottom + 8) return this.hide();
    this.index = nearest(along, this.plane.x, x);
    this.row = up.length ? nearest(up, this.plane.y, y) : 0;
    this.show();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { along, up } = this.places;
    const moved = this.panel.hidden ? 0 : 1;
    const rows = up.length ? moved : 0;
    /** @type {Record<string, [number, number]>} */
    const ways = { ArrowLeft: [this.index - moved, this.row], ArrowRight: [this.index + moved, this.row], Home: [0, this.row],
      End: [along.length - 1, this.row], ArrowUp: [this.index, this.row + rows], ArrowDown: [this.index, this.row - rows] };
    const to = ways[event.key];
    if (!to) return;
    event.preventDefault();
    [this.index, this.row] = to;
    this.show();
    this.box.setAttribute("aria-valuemax", String(along.length - 1));
    this.box.setAttribute("aria-valuenow", String(this.index));
    this.box.setAttribute("aria-valuetext", this.panel.textContent ?? "");
  }

  hide() { this.hair.hidden = this.panel.hidden = true; }

  show() {
    const { face: { chart, behind }, plane, places: { along, up } } = this;
    if (!chart || !plane || !along.length) return this.hide();
    this.index = Math.min(Math.max(this.index, 0), along.length - 1);
    this.row = Math.min(Math.max(this.row, 0), Math.max(up.length - 1, 0));
    this.panel.textContent = readout(chart, behind, along[this.index], up[this.row], plane, write);
    this.hair.hidden = this.panel.hidden = false;
    this.place(plane, plane.x.at(along[this.index]));
  }

  /** The hairline there, the panel on the side that has more room. @param {Plane} plane @param {number} at */
  place({ frame }, at) {
    const matrix = this.svg?.getScreenCTM();
    if (!matrix) return;
    const home = this.face.picture.getBoundingClientRect();
    const [x, top, bottom] = [at * matrix.a + matrix.e - home.left, ...[frame.top, frame.bottom].map((y) => y * matrix.d + matrix.f - home.top)];
    Object.assign(this.hair.style, { left: `${x}px`, top: `${top}px`, height: `${bottom - top}px` });
    const wide = this.panel.offsetWidth;
    const left = x > home.width / 2 ? x - 10 - wide : x + 10;
    Object.assign(this.panel.style, { top: `${top + 4}px`, left: `${Math.max(0, Math.min(left, home.width - wide))}px` });
  }
}

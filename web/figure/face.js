/** What a figure shows: the drawing, the numbers, the reading, and what it has to say about them. */
import { SIZES, draw, planeOf } from "../chart/chart.js";
import { escape } from "../chart/text.js";
import { amount } from "./amount.js";
/** @import { Plane } from "../chart/marks.js" */
/** @import { Behind, Chart, Figures } from "../chart/types.js" */
/** @typedef {(svg: SVGSVGElement, plane: Plane) => void} Overlay Called with each new drawing, to lay something over it. */

const NARROW = 520;
export const NEAR = "The nearest setting computed beforehand. Python works on yours…";
export const ALONE = "Python works on this setting…";
export const FAR = "Python is not here yet: the network is slow or stands still. Until it comes, a setting computed beforehand stands here.";
export const LATE = "Python still works on this setting: wait, or move a control to leave it.";

/** A second opinion beside a number. @param {string} word @param {number|null|undefined} value @param {Figures} n */
const beside = (word, value, n) => (value === null || value === undefined ? "" : `${word} ${escape(amount(value, n.unit, n.digits).replace(" ", "\u00a0"))}`);

/** @param {Chart} chart @param {Chart|null} [ghost] a pinned chart, to compare with */
export function numbersHtml(chart, ghost = null) {
  return Object.entries(chart.numbers).map(([name, n]) => {
    const value = `<output name="${name}" translate="no" data-value="${n.value}" aria-live="off">${escape(amount(n.value, n.unit, n.digits))}</output>`;
    const pinned = ghost ? `<td class="pinned">${beside("pinned", ghost.numbers[name]?.value, n)}</td>` : "";
    return `<tr><th scope="row">${escape(n.label)}</th><td>${value}</td>${pinned}<td>${beside("theory", n.theory, n)}</td></tr>`;
  }).join("");
}

/** The two drawings of a still: css shows the one that fits. @param {Chart} chart @param {string} id @param {boolean} steady whether a hand will move it @param {Behind[]} behind */
export function still(chart, id, steady, behind) {
  return draw(chart, { size: SIZES.wide, id, steady, behind }) + draw(chart, { size: SIZES.narrow, id: `${id}-narrow`, hidden: true, steady, behind });
}

/** The parts of one figure that change with the chart. */
export class Face {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (figure.querySelector(name));
    this.figure = figure;
    this.picture = part(".experiment-chart");
    this.reading = part(".experiment-reading");
    this.rows = part(".experiment-numbers tbody");
    this.status = part(".experiment-status");
    /** @type {Chart|null} */ this.chart = null;
    /** @type {Chart|null} */ this.ghost = null;
    /** @type {Behind[]} the charts of a choice's other options */ this.others = [];
    /** @type {Overlay[]} */ this.overlays = [];
    new ResizeObserver(() => this.fit()).observe(this.picture);
  }

  get size() {
    return this.picture.clientWidth < NARROW ? SIZES.narrow : SIZES.wide;
  }

  /** @returns {Behind[]} */
  get behind() {
    return this.ghost ? [...this.others, { chart: this.ghost, option: null }] : this.others;
  }

  /** Redraw when the figure has become narrow or wide; of a still's two drawings only the wide one speaks. */
  fit() {
    if (this.chart && !this.picture.querySelector(`.chart.${this.size.name}[role="img"]`)) this.paint();
  }

  paint() {
    if (!this.chart) return;
    const id = `${this.figure.dataset.experiment}-live`;
    for (const old of [...this.picture.children]) if (!old.matches(".values")) old.remove();
    this.picture.insertAdjacentHTML("afterbegin", draw(this.chart, { size: this.size, id, behind: this.behind, steady: true }));
    if (this.rows) this.rows.innerHTML = numbersHtml(this.chart, this.ghost);
    for (const overlay of this.overlays) this.lay(overlay);
  }

  /** Lay something over the drawing that is seen, now and each time that there is a new one. @param {Overlay} overlay */
  over(overlay) {
    this.overlays.push(overlay);
    this.lay(overlay);
  }

  /** @param {Overlay} overlay */
  lay(overlay) {
    const svg = /** @type {SVGSVGElement|null} */ (this.picture.querySelector(`svg.chart.${this.size.name}`));
    if (this.chart && svg) overlay(svg, planeOf(this.chart, { size: this.size, behind: this.behind, steady: true }));
  }

  /** A new chart; those of other options answer to the old one, and go. @param {Chart} chart */
  show(chart) {
    this.others = this.others.map((other) => (other.option === null ? other : { ...other, chart: null }));
    this.chart = chart;
    this.paint();
    this.reading.textContent = chart.reading;
  }

  /** @param {string} words @param {"near"|"error"|""} kind */
  say(words, kind = "") {
    this.status.textContent = words;
    this.figure.dataset.note = kind;
  }
}

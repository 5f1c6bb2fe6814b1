/** What a figure shows: the drawing, the numbers, the reading, and what it has to say about them. */
import { SIZES, draw } from "../chart/chart.js";
import { escape } from "../chart/text.js";
import { amount } from "./amount.js";
/** @import { Chart, Figures } from "../chart/types.js" */

const NARROW = 520;

/** A second opinion beside a number. @param {string} word @param {number|null|undefined} value @param {Figures} n */
const beside = (word, value, n) => (value === null || value === undefined ? "" : `${word} ${escape(amount(value, n.unit, n.digits).replace(" ", "\u00a0"))}`);

/** @param {Chart} chart @param {Chart|null} [ghost] a pinned chart, to compare with */
export function numbersHtml(chart, ghost = null) {
  return Object.entries(chart.numbers).map(([name, n]) => {
    const value = `<output name="${name}" data-value="${n.value}" aria-live="off">${escape(amount(n.value, n.unit, n.digits))}</output>`;
    const pinned = ghost ? `<td class="pinned">${beside("pinned", ghost.numbers[name]?.value, n)}</td>` : "";
    return `<tr><th scope="row">${escape(n.label)}</th><td>${value}</td>${pinned}<td>${beside("theory", n.theory, n)}</td></tr>`;
  }).join("");
}

/** The two drawings of a still: css shows the one that fits. @param {Chart} chart @param {string} id @param {boolean} steady whether a hand will move it */
export function still(chart, id, steady) {
  return draw(chart, { size: SIZES.wide, id, steady }) + draw(chart, { size: SIZES.narrow, id: `${id}-narrow`, hidden: true, steady });
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
    this.width = 0;
    new ResizeObserver(() => this.fit()).observe(this.picture);
  }

  get size() {
    return this.picture.clientWidth < NARROW ? SIZES.narrow : SIZES.wide;
  }

  /** Redraw when the figure has become narrow or wide; of a still's two drawings only the wide one speaks. */
  fit() {
    if (this.chart && !this.picture.querySelector(`.chart.${this.size.name}[role="img"]`)) this.paint();
  }

  paint() {
    if (!this.chart) return;
    const id = `${this.figure.dataset.experiment}-live`;
    this.picture.innerHTML = draw(this.chart, { size: this.size, id, ghost: this.ghost, steady: true });
    if (this.rows) this.rows.innerHTML = numbersHtml(this.chart, this.ghost);
  }

  /** @param {Chart} chart */
  show(chart) {
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

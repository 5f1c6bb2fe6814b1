/** Rules that stand for a control, dragged in the chart: a pointer's short way to the slider. */
import { gripAt } from "../chart/marks.js";
import { place } from "./controls.js";
/** @import { Plane } from "../chart/marks.js" */
/** @import { Rule } from "../chart/types.js" */
/** @import { Slider } from "./types.js" */
/** @import { Figure } from "./figure.js" */

/** Half of what a finger needs, in units of the drawing, which the page may shrink a little. */
const REACH = 27;

/** @param {Figure} figure */
export function handles(figure) {
  if (figure.experiment.controls.some((c) => c.kind === "slider")) new Handles(figure);
}

class Handles {
  /** @param {Figure} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {{rule: Rule, slider: Slider}|null} */ this.held = null;
    /** @type {SVGSVGElement|null} */ this.svg = null;
    /** @type {Plane|null} */ this.plane = null;
    figure.face.over((svg, plane) => this.lay(svg, plane));
    const { picture } = figure.face;
    picture.addEventListener("pointerdown", (event) => this.take(event), true);
    picture.addEventListener("pointermove", (event) => this.move(event), true);
    for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => { this.held = null; });
  }

  /** The rules that can be dragged now. @returns {{rule: Rule, slider: Slider}[]} */
  get rules() {
    const { face: { chart }, experiment } = this.figure;
    const sliders = experiment.controls.flatMap((c) => (c.kind === "slider" ? [c] : []));
    return (chart?.series ?? []).flatMap((rule) => {
      const slider = rule.kind === "rule" ? sliders.find((c) => c.name === rule.control) : undefined;
      return rule.kind === "rule" && slider ? [{ rule, slider }] : [];
    });
  }

  /** @param {SVGSVGElement} svg @param {Plane} plane */
  lay(svg, plane) {
    [this.svg, this.plane] = [svg, plane];
    svg.insertAdjacentHTML("beforeend", this.rules.map(({ rule, slider }) => {
      const [x, y] = gripAt(rule, plane);
      return `<circle class="handle ${rule.axis}" data-control="${slider.name}" cx="${x}" cy="${y}" r="${REACH}" fill="none"/>`;
    }).join(""));
  }

  /** @param {PointerEvent} event */
  take(event) {
    const name = /** @type {Element} */ (event.target).closest(".handle")?.getAttribute("data-control");
    this.held = this.rules.find(({ slider }) => slider.name === name) ?? null;
    if (!this.held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.figure.face.picture.setPointerCapture(event.pointerId);
    this.figure.wake(true);
  }

  /** As if the slider had been moved there; the browser takes it to the nearest of its positions. @param {PointerEvent} event */
  move(event) {
    const matrix = this.held && this.svg?.getScreenCTM();
    if (!this.held || !matrix || !this.plane) return;
    event.stopImmediatePropagation();
    const { rule: { axis }, slider } = this.held;
    const value = Number(this.plane[axis].value(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())[axis]));
    const input = /** @type {HTMLInputElement} */ (this.figure.form.elements.namedItem(slider.name));
    const before = input.value;
    input.value = String(place(slider, Math.min(Math.max(value, slider.min), slider.max)));
    if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

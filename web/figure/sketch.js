/** A line that the reader draws across the chart's axes. */
import { STEPS, ranges } from "./questions.js";
/** @import { Plane } from "../chart/marks.js" */
/** @import { Guess } from "./types.js" */

const NS = "http://www.w3.org/2000/svg";

/** @param {Plane} plane @param {number} step of the frame's height */
export const heightAt = (plane, step) => Number(plane.y.value(pixel(plane, step)));

/** @param {Plane} plane @param {number} step */
const pixel = ({ frame }, step) => frame.bottom + (frame.top - frame.bottom) * step / STEPS;

/** Draw what stands in the sliders so far. @param {SVGSVGElement} svg @param {Plane} plane @param {Guess} g @param {HTMLFieldSetElement} set */
export function sketch(svg, plane, g, set) {
  svg.querySelector(".guess-line")?.remove();
  const points = ranges(set).flatMap((input, i) => ("set" in input.dataset ? [[plane.x.at(g.xs[i]), pixel(plane, Number(input.value))]] : []));
  if (!points.length) return;
  const group = svg.appendChild(document.createElementNS(NS, "g"));
  const [x, y] = points[points.length - 1];
  group.setAttribute("class", "guess-line");
  group.innerHTML = `<path d="M${points.join("L")}"/>${points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3"/>`).join("")}`
    + `<text class="halo" x="${x}" y="${Math.max(y - 8, plane.frame.top + 10)}" text-anchor="end">your guess</text>`;
}

/** Let a pointer draw: the slider of the nearest x follows it. @param {SVGSVGElement} svg @param {Plane} plane @param {Guess} g @param {HTMLFieldSetElement} set */
export function drawable(svg, plane, g, set) {
  const follow = (/** @type {PointerEvent} */ event) => {
    if (set.disabled || (event.type === "pointermove" && !event.buttons)) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    const far = g.xs.map((at) => Math.abs(plane.x.at(at) - x));
    const input = ranges(set)[far.indexOf(Math.min(...far))];
    const { top, bottom } = plane.frame;
    input.value = String(Math.round(STEPS * Math.min(1, Math.max(0, (bottom - y) / (bottom - top)))));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  svg.addEventListener("pointerdown", follow);
  svg.addEventListener("pointermove", follow);
}

/** The plane of a ranking's two numbers: what was tried, where the figure stands, and the landmarks, as a chart. */
import { amount } from "./amount.js";
/** @import { Axis, Chart, Curve, Figures } from "../chart/types.js" */
/** @import { Design } from "./designs.js" */

/** @typedef {{by: number, against: number}} Spot */

/** @param {string} name @param {Spot[]} spots @returns {Curve} */
const points = (name, spots) => ({ kind: "points", name, x: spots.map((s) => s.against), y: spots.map((s) => s.by), theory: false });

/** Zero is seen, and so is who costs most, clear of the edge. @param {Figures} across @param {number[]} costs @returns {Axis} */
function along({ label, unit }, costs) {
  const [min, max] = costs.every((cost) => cost >= 0) && Math.max(...costs) > 0 ? [0, 1.05 * Math.max(...costs)] : [null, null];
  return { label, unit, scale: "linear", min, max, categories: null };
}

/** @param {{up: Figures, across: Figures}} numbers @param {[string, number, number][]} landmarks @param {Design[]} designs best first @param {Design|null} now @returns {Chart} */
export function plane({ up, across }, landmarks, designs, now) {
  const known = landmarks.map(([name, by, against]) => ({ name, by, against })), here = now ? [now] : [];
  const told = (/** @type {string} */ name, /** @type {Spot} */ s) => `${name} ${amount(s.by, up.unit, up.digits)} at ${amount(s.against, across.unit, across.digits)}`;
  return {
    title: `${up.label} against ${across.label}`, numbers: {}, idle: {},
    x: along(across, [...designs, ...known, ...here].map((s) => s.against)),
    y: { label: up.label, unit: up.unit, scale: "linear", min: null, max: null, categories: null },
    series: [points("yours", designs), ...known.map((s) => points(s.name, [s])), points("now", here)],
    reading: [told("Your best", designs[0]), ...known.map((s) => told(s.name, s)), ...here.map((s) => told("now", s))].join(", ") + ".",
  };
}

/** The form of a figure's guesses: written by the build, read in the page. */
import { escape } from "../chart/text.js";
import { amount } from "./amount.js";
import { range, valueOf } from "./controls.js";
/** @import { Chart } from "../chart/types.js" */
/** @import { Experiment, Guess, Slider } from "./types.js" */
/** @typedef {number|string|number[]} Said What a reader guessed: a number, an option, or the steps of a line. */

/** A line's height is chosen in steps of the frame's height. */
export const STEPS = 100;
export const UNSET = "not set";

/** @param {string} label @param {string} kind @param {(id: string) => string} input @param {string} id */
const row = (label, kind, input, id) => `<div class="control ${kind}"><label for="${id}">${escape(label)}</label>${input(id)}</div>`;

/** @param {Guess} g @param {string} name @param {Chart} chart */
function inputs(g, name, chart) {
  if (g.scale) return row(g.scale.label || "Your guess", "slider", (id) => range({ .../** @type {Slider} */ (g.scale), name }, id, UNSET), name);
  if (g.kind === "which") {
    return `<div class="guess-options">${g.options.map((o) => `<label><input type="radio" name="${name}" value="${escape(o)}"> ${escape(o)}</label>`).join("")}</div>`;
  }
  const hint = `<p class="guess-hint">Drag across the chart, or move the sliders.</p>`;
  return hint + g.xs.map((x, k) => row(amount(x, chart.x.unit, 3), "slider", (id) => `<input type="range" id="${id}" name="${name}" min="0" max="${STEPS}" value="${STEPS / 2}" aria-valuetext="${UNSET}"><span class="control-value" translate="no" aria-hidden="true">${UNSET}</span>`, `${name}-${k}`)).join("");
}

/** One question. @param {Guess} g @param {string} name unique on the page @param {Chart} chart */
export const fieldset = (g, name, chart) => `<fieldset class="guess guess-${g.kind}"><legend>${escape(g.question)}</legend>${inputs(g, name, chart)}</fieldset>`;

/** All questions of a figure; `Skip` is a checkbox, so that it uncovers the result before any script has come. @param {Experiment} experiment @param {Chart} chart */
export function guessHtml(experiment, chart) {
  const { guesses, name } = experiment;
  const questions = guesses.map((g, i) => fieldset(g, `${name}-guess-${i}`, chart));
  const texts = guesses.map((g) => `<p class="guess-text"><strong>Guess first.</strong> ${escape(g.question)}</p>`);
  return `<form class="experiment-guess" autocomplete="off" aria-label="Guess first">${questions.join("")}`
    + `<div class="experiment-buttons guess-buttons"><button type="button" name="compare">Compare</button>`
    + `<label class="guess-skip"><input type="checkbox" name="skip">Skip</label></div></form>`
    + `${texts.join("")}<div class="guess-verdicts" role="status" tabindex="-1"></div>`;
}

/** The inputs that were touched. @param {HTMLFieldSetElement} set @returns {HTMLInputElement[]} */
export const ranges = (set) => [.../** @type {NodeListOf<HTMLInputElement>} */ (set.querySelectorAll("input[type=range]"))];

/** What the reader said; null where a question was left alone. @param {Guess} g @param {HTMLFieldSetElement} set @returns {Said|null} */
export function said(g, set) {
  if (g.kind === "which") return /** @type {HTMLInputElement|null} */ (set.querySelector("input:checked"))?.value ?? null;
  const all = ranges(set);
  if (g.scale) return "set" in all[0].dataset ? valueOf(g.scale, all[0]) : null;
  return all.every((input) => "set" in input.dataset) ? all.map((input) => Number(input.value)) : null;
}

/** An experiment's controls: native inputs, written as HTML by the build and read back in the page. */
import { escape } from "../chart/text.js";
/** @import { Face } from "./face.js" */
/** @import { Choice, Control, Experiment, Settings, Slider, Switch } from "./types.js" */

/** @typedef {HTMLInputElement|HTMLSelectElement} Input */

/** A log slider runs over the index of its positions. @param {Slider} c @param {number} value */
export function place(c, value) {
  if (!c.positions) return value;
  const distances = c.positions.map((p) => Math.abs(Math.log(p / value)));
  return distances.indexOf(Math.min(...distances));
}

/** The slider's position that is nearest to a value. @param {Slider} c @param {number} value */
export const nearest = (c, value) => (c.positions ? c.positions[place(c, value)] : Math.min(snapped(c, value), c.max));

/** A position in words, where its number does not say what it means. @param {Slider} c @param {number} value */
export const told = (c, value) => c.words.find(([position]) => position === value)?.[1] ?? `${grouped(value)} ${c.unit}`.trim();

/** @param {number} value */
const grouped = (value) => String(value).replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

/** Where some controls stand, in words. @param {Experiment} experiment @param {Settings} settings @param {string[]} names */
export const position = (experiment, settings, names) => experiment.controls.filter((c) => names.includes(c.name))
  .map((c) => `${c.label} ${c.kind === "slider" ? told(c, Number(settings[c.name])) : c.kind === "switch" ? (settings[c.name] ? "on" : "off") : settings[c.name]}`).join(", ");

/** @param {Slider} c @param {string} id @param {string} [words] what it says at first */
export function range(c, id, words = told(c, c.default)) {
  const [min, max, step] = c.positions ? [0, c.positions.length - 1, 1] : [c.min, c.max, c.step];
  return `<input type="range" id="${id}" name="${c.name}" min="${min}" max="${max}" step="${step}" `
    + `value="${place(c, c.default)}" aria-valuetext="${escape(words)}">`
    + `<span class="control-value" translate="no" aria-hidden="true">${escape(words)}</span>`;
}

/** @param {Choice} c @param {string} id */
function choice(c, id) {
  const options = c.options.map((o) => `<option value="${escape(o)}"${o === c.default ? " selected" : ""}>${escape(o)}</option>`);
  return `<select id="${id}" name="${c.name}">${options.join("")}</select>`;
}

/** @param {Switch} c @param {string} id */
const tick = (c, id) => `<input type="checkbox" id="${id}" name="${c.name}"${c.default ? " checked" : ""}>`;

/** @param {any} c @param {string} id */
const input = (c, id) => ({ slider: (/** @type {Slider} */ slider, /** @type {string} */ at) => range(slider, at), choice, switch: tick })[/** @type {Control} */ (c).kind](c, id);

const BUTTONS = [
  ["pin", "Pin", "Keep this curve to compare the next one with"],
  ["reset", "Reset", "Back to the first settings"],
  ["link", "Copy link", "Copy a link to these settings"],
  ["python", "Copy as Python", "Copy the call that gives this figure in a notebook"],
];

/** What a control says that changes nothing here. @param {string} why */
const useless = (why) => why && ` (no effect: ${why})`;

/** All controls of an experiment, and its buttons. @param {Experiment} experiment @param {Record<string, string>} idle */
export function controlsHtml(experiment, idle) {
  const rows = experiment.controls.map((c) => {
    const id = `${experiment.name}-${c.name}`;
    const why = idle[c.name] ?? "";
    const label = `<label for="${id}">${escape(c.label)}<span class="control-idle">${escape(useless(why))}</span></label>`;
    return `<div class="control ${c.kind}">${label}${why ? input(c, id).replace(" id=", " disabled id=") : input(c, id)}</div>`;
  });
  const buttons = BUTTONS.map(([name, label, title]) => `<button type="button" name="${name}" title="${title}">${label}</button>`);
  return `<form class="experiment-controls" autocomplete="off">${rows.join("")}`
    + `<div class="experiment-buttons">${buttons.join("")}</div></form>`;
}

/** The controls that the build wrote, or new ones. @param {Experiment} experiment @param {Face} face @returns {HTMLFormElement} */
export function made(experiment, { figure, picture, chart }) {
  const found = () => /** @type {HTMLFormElement|null} */ (figure.querySelector("form.experiment-controls"));
  if (!found()) picture.insertAdjacentHTML("beforebegin", controlsHtml(experiment, chart?.idle ?? {}));
  return /** @type {HTMLFormElement} */ (found());
}

/** What the controls say now. @param {Experiment} experiment @param {HTMLFormElement} form @returns {Settings} */
export function read(experiment, form) {
  return Object.fromEntries(experiment.controls.map((c) => {
    const element = /** @type {any} */ (form.elements.namedItem(c.name));
    if (c.kind === "switch") return [c.name, element.checked];
    if (c.kind === "choice") return [c.name, element.value];
    return [c.name, valueOf(c, element)];
  }));
}

/** @param {Slider} c @param {HTMLInputElement} input */
export const valueOf = (c, input) => (c.positions ? c.positions[Number(input.value)] : snapped(c, Number(input.value)));

/** The position a browser's 0.30000000000000004 stands for. @param {Slider} c @param {number} value */
const snapped = (c, value) => Number((c.min + Math.round((value - c.min) / c.step) * c.step).toPrecision(12));

/** What a slider stands at, for those who hear it and those who see it; extensions may have put things beside it. @param {Element} input @param {string} words */
export function say(input, words) {
  input.setAttribute("aria-valuetext", words);
  const seen = input.parentElement?.querySelector(".control-value");
  if (seen && seen.textContent !== words) seen.textContent = words;
}

/** Put settings into the controls, and their words beside them. @param {Experiment} experiment @param {HTMLFormElement} form @param {Settings} settings */
export function write(experiment, form, settings) {
  for (const c of experiment.controls) {
    const element = /** @type {any} */ (form.elements.namedItem(c.name));
    const value = settings[c.name];
    if (c.kind === "switch") element.checked = value;
    else element.value = c.kind === "slider" ? String(place(c, Number(value))) : value;
  }
  describe(experiment, form, settings);
}

/** @param {Experiment} experiment @param {HTMLFormElement} form @param {Settings} settings */
export function describe(experiment, form, settings) {
  for (const c of experiment.controls) {
    if (c.kind !== "slider") continue;
    const element = /** @type {HTMLInputElement} */ (form.elements.namedItem(c.name));
    const words = told(c, Number(settings[c.name]));
    say(element, words);
  }
}

/** Grey the controls that change nothing at this setting, and say why. @param {Experiment} experiment @param {HTMLFormElement} form @param {Record<string, string>} idle */
export function grey(experiment, form, idle) {
  for (const c of experiment.controls) {
    const element = /** @type {HTMLInputElement} */ (form.elements.namedItem(c.name));
    const why = idle[c.name] ?? "";
    element.disabled = why !== "";
    const words = element.labels?.[0].querySelector(".control-idle");
    if (words) words.textContent = useless(why);
  }
}

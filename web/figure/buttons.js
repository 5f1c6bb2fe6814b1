/** Pin, reset and copy: what a figure's buttons do. */
import { write } from "./controls.js";
import { asPython, defaults, fragment } from "./settings.js";
/** @import { Figure } from "./figure.js" */

/** How long a button says that it has copied, ms. */
const SAID = 1500;

/** @param {Figure} figure */
export function buttons(figure) {
  const { experiment, form } = figure;
  const press = {
    pin, reset,
    link: (/** @type {Figure} */ f, /** @type {HTMLButtonElement} */ b) => copy(f, b, address(f)),
    python: (/** @type {Figure} */ f, /** @type {HTMLButtonElement} */ b) => copy(f, b, asPython(experiment, f.settings)),
  };
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button) press[/** @type {keyof typeof press} */ (button.name)](figure, button);
  });
}

/** @param {Figure} figure */
const address = (figure) => new URL(`#${fragment(figure.experiment, figure.settings)}`, location.href).href;

/** Keep the present curve behind the next ones, or let it go. @param {Figure} figure @param {HTMLButtonElement} button */
function pin({ face }, button) {
  face.ghost = face.ghost ? null : face.chart;
  button.textContent = face.ghost ? "Unpin" : "Pin";
  button.setAttribute("aria-pressed", String(face.ghost !== null));
  face.paint();
}

/** @param {Figure} figure */
function reset(figure) {
  const settings = defaults(figure.experiment);
  write(figure.experiment, figure.form, settings);
  figure.settle(settings);
}

/** @param {Figure} figure @param {HTMLButtonElement} button @param {string} text */
async function copy(figure, button, text) {
  const label = button.dataset.label ??= button.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, SAID);
  } catch {
    figure.face.say(`The browser copies nothing here. To be copied by hand: ${text}`);
  }
}

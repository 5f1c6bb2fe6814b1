/** Prose moves figures: a link such as `#tail?load=0.9` sets one, and `#tail?guess=0` asks for a guess beside the words. */
import { forget } from "./figure/address.js";
import { say } from "./figure/controls.js";
import { fieldset } from "./figure/questions.js";
import { alike, named } from "./figure/settings.js";
/** @import { Figure } from "./figure/figure.js" */

const LINKS = 'a[href^="#"][href*="?"]';

/** @param {Figure[]} figures @param {ReturnType<typeof named>} target */
const aim = (figures, target) => figures.find((figure) => target && alike(figure.experiment.name, target.name));

/** Links say what they do, once the figures are there. @param {Figure[]} figures */
export function titled(figures) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(LINKS))) {
    if (aim(figures, named(link.getAttribute("href") ?? ""))) link.title ||= "This moves a figure";
  }
}

/** @param {Figure[]} figures */
export function links(figures) {
  window.addEventListener("hashchange", (event) => {
    forget();
    follow(figures, Boolean(history.state?.left), new URL(event.newURL).hash);
  });
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest?.(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const hash = link.getAttribute("href") ?? "", target = named(hash), figure = aim(figures, target);
    if (!target || !figure) return;
    if (target.query.has("guess") && opening(figure, Number(target.query.get("guess")), link)) return event.preventDefault();
    forget();
    if (hash !== location.hash) return history.replaceState({ left: true }, ""); // Back finds the reader's place again
    event.preventDefault();
    follow(figures, false);
  });
}

/** Set the figure that the address names; it comes into view, unless its chart is seen or the reader has gone back. @param {Figure[]} figures @param {boolean} back @param {string} hash */
export function follow(figures, back, hash = location.hash) {
  const target = named(hash), figure = aim(figures, target);
  if (!target || !figure) return;
  if (!back && !(target.query.size && seen(figure.face.picture))) figure.element.scrollIntoView();
  if (!target.query.size || target.query.has("guess")) return;
  figure.restore(target.query);
  figure.element.classList.remove("moved");
  requestAnimationFrame(() => figure.element.classList.add("moved"));
}

/** Whether all of it is in view. @param {Element} element */
function seen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

/** A copy of a question below the paragraph that asks it, in step with the figure's: whether it stands there. @param {Figure} figure @param {number} index @param {Element} link */
function opening(figure, index, link) {
  const guess = figure.experiment.guesses[index];
  const own = figure.element.querySelectorAll("form.experiment-guess fieldset")[index];
  const place = link.closest("p, li, blockquote");
  if (!guess || !own || !place || figure.element.dataset.guess !== "open") return false;
  const id = `${figure.experiment.name}-opening-${index}`;
  const there = document.getElementById(id);
  if (!there) place.insertAdjacentHTML("afterend", formHtml(id, fieldset(guess, `${id}-input`, figure.told.chart)));
  const form = /** @type {HTMLFormElement} */ (document.getElementById(id));
  if (!there) inStep(form, own, figure.experiment.name);
  form.querySelector("input")?.focus();
  return true;
}

/** @param {string} id @param {string} question */
const formHtml = (id, question) => `<form class="experiment opening-guess" id="${id}" autocomplete="off">${question}`
  + `<div class="experiment-buttons"><button type="submit">Keep my guess</button></div><p role="status"></p></form>`;

/** @param {HTMLFormElement} form @param {Element} own the question in the figure @param {string} name */
function inStep(form, own, name) {
  const inputs = (/** @type {Element} */ e) => /** @type {HTMLInputElement[]} */ ([...e.querySelectorAll("input")]);
  const copy = (/** @type {Element} */ from, /** @type {Element} */ to) => inputs(from).forEach((input, i) => {
    const twin = inputs(to)[i];
    Object.assign(twin, { value: input.value, checked: input.checked });
    if (!("set" in input.dataset)) return;
    twin.dataset.set = "";
    say(twin, input.getAttribute("aria-valuetext") ?? "");
  });
  copy(own, form);
  for (const kind of ["input", "click"]) {
    form.addEventListener(kind, (event) => {
      const i = inputs(form).indexOf(/** @type {HTMLInputElement} */ (event.target));
      if (i < 0) return;
      Object.assign(inputs(own)[i], { value: inputs(form)[i].value, checked: inputs(form)[i].checked });
      inputs(own)[i].dispatchEvent(new Event("input", { bubbles: true })); // the figure knows the words for it
      copy(own, form);
    });
    own.addEventListener(kind, () => copy(own, form));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    if (status) status.innerHTML = `Kept. The answer is in <a href="#${name}">the figure</a>: press Compare there.`;
  });
}

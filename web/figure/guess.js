/** The reader's guesses: asked for before the result is seen, then held against it. */
import { amount } from "./amount.js";
import { position, say, told } from "./controls.js";
import { said, UNSET } from "./questions.js";
import { changed, fragment } from "./settings.js";
import { drawable, heightAt, sketch } from "./sketch.js";
import { verdict } from "./verdicts.js";
/** @import { Plane } from "../chart/marks.js" */
/** @import { Figure } from "./figure.js" */
/** @import { Guess } from "./types.js" */
export { guessHtml } from "./questions.js";

/** @param {Figure} figure */
export function guess(figure) {
  const form = /** @type {HTMLFormElement|null} */ (figure.element.querySelector("form.experiment-guess"));
  if (form) new Guesses(figure, form);
}

class Guesses {
  /** @param {Figure} figure @param {HTMLFormElement} form */
  constructor(figure, form) {
    this.figure = figure;
    this.form = form;
    this.all = figure.experiment.guesses;
    this.sets = /** @type {HTMLFieldSetElement[]} */ ([...form.querySelectorAll("fieldset")]);
    /** @type {Plane|null} */ this.plane = null;
    this.line = this.all.findIndex((g) => g.kind === "line");
    this.listen();
    figure.face.over((svg, plane) => this.over(svg, plane));
    if (this.skip.checked) this.end("skipped");
  }

  get skip() { return /** @type {HTMLInputElement} */ (this.form.elements.namedItem("skip")); }

  get open() { return this.figure.element.dataset.guess === "open"; }

  listen() {
    const { form, figure } = this;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.compare(); });
    for (const kind of ["input", "click"]) form.addEventListener(kind, (event) => this.touched(/** @type {HTMLInputElement} */ (event.target)));
    form.querySelector("button[name=compare]")?.addEventListener("click", () => this.compare());
    this.skip.addEventListener("change", () => { this.end("skipped"); form.hidden = true; });
    figure.element.addEventListener("ask", () => this.end("skipped"));
  }

  /** @param {SVGSVGElement} svg @param {Plane} plane */
  over(svg, plane) {
    this.plane = plane;
    if (this.line < 0) return;
    const [g, set] = [this.all[this.line], this.sets[this.line]];
    if (this.open) drawable(svg, plane, g, set);
    if (this.open || this.stands(g)) sketch(svg, plane, g, set);
  }

  /** Whether the figure stands at the settings that a guess is about. @param {Guess} g */
  stands(g) {
    const { experiment, settings } = this.figure;
    return fragment(experiment, settings) === fragment(experiment, this.at(g));
  }

  /** @param {Guess} g */
  at(g) { return { ...Object.fromEntries(this.figure.experiment.controls.map((c) => [c.name, c.default])), ...g.at }; }

  /** A slider that was touched says what it stands at. @param {HTMLInputElement} input */
  touched(input) {
    const index = this.sets.findIndex((set) => set.contains(input));
    if (index < 0 || input.type !== "range") return;
    input.dataset.set = "";
    const words = this.words(this.all[index], input);
    say(input, words);
    if (index === this.line) this.figure.face.lay((svg, plane) => sketch(svg, plane, this.all[index], this.sets[index]));
  }

  /** @param {Guess} g @param {HTMLInputElement} input */
  words(g, input) {
    const chart = this.figure.told.chart;
    if (g.kind === "line") return this.plane ? amount(heightAt(this.plane, Number(input.value)), chart.y.unit, 2) : UNSET;
    return told(/** @type {import("./types.js").Slider} */ (g.scale), Number(said(g, /** @type {HTMLFieldSetElement} */ (input.closest("fieldset")))));
  }

  compare() {
    const answered = this.all.flatMap((g, i) => {
      const guessed = said(g, this.sets[i]);
      return guessed === null ? [] : [{ g, i, guessed }];
    });
    const verdicts = /** @type {HTMLElement} */ (this.figure.element.querySelector(".guess-verdicts"));
    if (!answered.length) { verdicts.textContent = "Guess first, or skip."; return; }
    this.end("given");
    verdicts.replaceChildren(...answered.map(({ g, i, guessed }) => this.told(g, i, guessed)));
    verdicts.focus({ preventScroll: true });
  }

  /** @param {Guess} g @param {number} i @param {import("./questions.js").Said} guessed */
  told(g, i, guessed) {
    const { told: { answers, chart }, experiment } = this.figure;
    const own = Array.isArray(guessed) && this.plane ? guessed.map((step) => heightAt(/** @type {Plane} */ (this.plane), step)) : guessed;
    const line = document.createElement("p");
    const at = this.at(g), where = position(experiment, at, changed(experiment, at).map((c) => c.name));
    line.textContent = `${where ? `At ${where}: ` : ""}${verdict(g, own, answers[i], chart)} `;
    if (where) line.append(Object.assign(document.createElement("a"), { href: `#${fragment(experiment, at)}`, textContent: "Set the figure so" }));
    return line;
  }

  /** Uncover the result; the form stays where it is, so that nothing moves under a hand. @param {"given"|"skipped"} how */
  end(how) {
    if (!this.open) return;
    this.figure.element.dataset.guess = how;
    for (const set of this.sets) set.disabled = true;
    if (this.line >= 0) this.figure.face.paint();
  }
}

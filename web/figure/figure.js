/** A living figure: settings in, a chart out, by the fastest way there is. */
import { Superseded } from "../live/python.js";
import { buttons } from "./buttons.js";
import { controlsHtml, describe, read, write } from "./controls.js";
import { Face } from "./face.js";
import { find, load } from "./frames.js";
import { defaults, fragment, settingsFrom } from "./settings.js";
/** @import { Python } from "../live/python.js" */
/** @import { Experiment, Settings } from "./types.js" */

/** A run may take this long, ms. */
const LIMIT = 5000;
const NEAR = "The nearest setting computed beforehand. Python works on yours…";

export class Figure {
  /** @param {HTMLElement} element @param {Python} python */
  constructor(element, python) {
    this.element = element;
    this.python = python;
    const data = JSON.parse(element.querySelector("script.experiment-data")?.textContent ?? "");
    /** @type {Experiment} */ this.experiment = data.experiment;
    this.face = new Face(element);
    this.face.chart = data.chart;
    this.form = this.controls();
    /** @type {Settings} */ this.settings = defaults(this.experiment);
    /** @type {import("./frames.js").File|null} */ this.frames = null;
    /** @type {Promise<void>|null} */ this.loading = null;
    /** @type {string|null} */ this.last = null;
    this.asked = 0;
    this.listen();
    buttons(this);
  }

  /** The controls that the build wrote, or new ones. */
  controls() {
    if (!this.element.querySelector("form.experiment-controls")) {
      this.face.picture.insertAdjacentHTML("beforebegin", controlsHtml(this.experiment));
    }
    return /** @type {HTMLFormElement} */ (this.element.querySelector("form.experiment-controls"));
  }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => {
      this.last = /** @type {HTMLInputElement} */ (event.target).name;
      this.settle(read(this.experiment, this.form));
    });
    this.form.addEventListener("pointerdown", () => this.wake(), { passive: true });
    this.form.addEventListener("focusin", () => this.wake());
  }

  /** Get the frames, and begin to load Python. */
  wake() {
    this.python.start();
    this.loading ??= this.fetchFrames();
    return this.loading;
  }

  async fetchFrames() {
    try {
      this.frames = await load(this.url("frames"));
      if (this.element.dataset.tier === "still") this.element.dataset.tier = "frames";
    } catch {
      this.loading = null; // Python can still answer
    }
  }

  /** @param {string} name */
  url(name) {
    return new URL(this.element.dataset[name] ?? "", document.baseURI).href;
  }

  /** Python stands ready: any combination can be computed from now on. */
  live() {
    this.element.dataset.tier = "live";
  }

  /** New settings, from the controls or a link. @param {Settings} settings */
  async settle(settings) {
    this.settings = settings;
    describe(this.experiment, this.form, settings);
    this.remember();
    await this.update();
  }

  remember() {
    history.replaceState(null, "", `#${fragment(this.experiment, this.settings)}`);
  }

  /** Show the chart for the present settings: from a frame if there is one, else from Python. */
  async update() {
    const turn = ++this.asked;
    this.element.dataset.busy = "true";
    if (!this.frames) await this.wake();
    if (turn !== this.asked) return;
    const found = this.frames && find(this.frames, this.settings, this.last);
    if (found) this.face.show(found.chart);
    if (found?.exact) return this.done();
    this.face.say(NEAR, "near");
    await this.compute(turn);
  }

  /** @param {number} turn */
  async compute(turn) {
    const { name: experiment, seed } = this.experiment;
    const question = { bundle: this.url("bundle"), experiment, settings: this.settings, seed };
    try {
      const answer = JSON.parse(await this.python.ask(this, question, Number(this.element.dataset.limit ?? LIMIT)));
      if (turn !== this.asked) return;
      if (answer.error) throw new Error(answer.error.message);
      this.face.show(answer);
      this.done();
    } catch (error) {
      if (turn === this.asked && !(error instanceof Superseded)) this.failed(/** @type {Error} */ (error));
    }
  }

  done() {
    this.face.say("");
    this.element.dataset.busy = "false";
  }

  /** @param {Error} error */
  failed(error) {
    this.face.say(error.message, "error");
    this.element.dataset.busy = "false";
  }

  /** @param {URLSearchParams} query */
  restore(query) {
    this.settings = settingsFrom(this.experiment, query);
    write(this.experiment, this.form, this.settings);
    return this.update();
  }
}

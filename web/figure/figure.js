/** A living figure: settings in, a chart out, by the fastest way there is. */
import { Superseded, words } from "../live/errors.js";
import { waiting } from "../live/fetched.js";
import { remember } from "./address.js";
import { buttons } from "./buttons.js";
import { describe, grey, made, read, write } from "./controls.js";
import { extras } from "./extras.js";
import { ALONE, FAR, Face, LATE, NEAR } from "./face.js";
import { find, load } from "./frames.js";
import { defaults, fragment, settingsFrom } from "./settings.js";
/** @import { Chart } from "../chart/types.js" */
/** @import { Python } from "../live/python.js" */
/** @import { Look, Settings, Told } from "./types.js" */

/** A run may take this long before its reader hears of it, ms. */
const LIMIT = 5000;
/** Python that stands ready has this long to answer before another chart stands in, ms. */
const MOMENT = 250;

export class Figure {
  /** @param {HTMLElement} element @param {Python} python */
  constructor(element, python) {
    this.element = element;
    this.python = python;
    /** @type {Told} */ this.told = JSON.parse(element.querySelector("script.experiment-data")?.textContent ?? "");
    this.experiment = this.told.experiment;
    this.face = new Face(element);
    this.face.chart = this.told.chart;
    this.form = made(this.experiment, this.face);
    /** @type {Settings} */ this.settings = defaults(this.experiment);
    /** @type {import("./frames.js").File|null} */ this.frames = null;
    /** @type {string|null} */ this.last = null;
    /** @type {ReturnType<typeof find>|null} */ this.found = null;
    this.asked = this.shown = this.standing = 0;
    /** @type {Look[]} */ this.looks = [];
    this.listen();
    buttons(this);
    extras(this);
    this.agree();
    element.dataset.alive = "true"; // or css takes the controls away
  }

  /** The controls say what the figure shows, whatever a browser has put back into them. */
  agree() { write(this.experiment, this.form, this.settings); }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => {
      this.last = /** @type {HTMLInputElement} */ (event.target).name;
      this.settle(read(this.experiment, this.form));
    });
    for (const hand of ["pointerdown", "focusin"]) this.form.addEventListener(hand, () => this.wake(true), { passive: true });
  }

  /** Get the frames, then Python; at once if a hand is on the controls. */
  wake(touched = false) {
    const prepared = this.prepare();
    Promise.resolve(touched || prepared).then(() => this.python.start(this.question(defaults(this.experiment))));
    return prepared;
  }

  /** Get the frames; without them Python can still answer. */
  async prepare() {
    this.frames ??= await load(this.url("frames")).catch(() => null);
    if (this.frames && this.element.dataset.tier === "still") this.element.dataset.tier = "frames";
  }

  /** @param {string} name */
  url(name) { return new URL(this.element.dataset[name] ?? "", document.baseURI).href; }

  live() { this.element.dataset.tier = "live"; }

  /** New settings, from the controls or a link. @param {Settings} settings */
  async settle(settings) {
    this.settings = settings;
    describe(this.experiment, this.form, settings);
    remember(fragment(this.experiment, settings));
    await this.update();
  }

  /** Show the chart for the present settings: from a frame if there is one, else from Python. */
  async update() {
    const turn = ++this.asked;
    this.element.dataset.busy = "true";
    this.element.dispatchEvent(new Event("ask"));
    if (!this.frames) this.wake(true).then(() => this.frames && turn === this.asked && this.element.dataset.busy === "true" && this.frame(turn));
    if (!this.frame(turn)) await this.compute(turn);
  }

  /** Show the frame of these settings, if there is one: whether that is all. @param {number} turn */
  frame(turn) {
    clearTimeout(this.standing);
    const found = this.found = this.frames && find(this.frames, this.settings, this.last);
    if (found?.exact) this.show(turn, found.chart);
    else this.standing = window.setTimeout(() => this.standIn(), this.python.ready ? MOMENT : 0);
    return found?.exact;
  }

  /** Until the answer comes. */
  standIn() {
    if (this.found) this.face.show(this.found.chart);
    this.face.say(this.found ? NEAR : ALONE, "near");
    clearTimeout(this.standing);
    this.standing = window.setTimeout(() => { if (this.python.far) this.face.say(FAR, "near"); }, 0.4 * waiting.patience);
  }

  /** @param {Settings} settings */
  question(settings) {
    return { bundle: this.url("bundle"), experiment: this.experiment.name, settings, seed: this.experiment.seed };
  }

  /** @param {number} turn */
  async compute(turn) {
    const limit = Number(this.element.dataset.limit ?? LIMIT), late = () => this.face.say(LATE, "near");
    try {
      const answer = JSON.parse(await this.python.ask(this, this.question(this.settings), limit, late));
      if (answer.error) throw new Error(answer.error.message);
      this.show(turn, answer);
    } catch (error) {
      if (turn !== this.asked || this.shown >= turn || error instanceof Superseded) return;
      this.standIn(); // there may have been no time for it yet
      this.done(words(/** @type {Error} */ (error), this.frames !== null), "error");
    }
  }

  /** An answer; while the hand moves on, one to an earlier setting shows the way. @param {number} turn @param {Chart} chart */
  show(turn, chart) {
    if (turn < this.shown) return;
    this.shown = turn;
    this.face.show(chart);
    grey(this.experiment, this.form, chart.idle);
    if (turn !== this.asked) return;
    this.done();
    for (const look of this.looks) look(chart, this.settings);
  }

  /** @param {string} words @param {"error"|""} kind */
  done(words = "", kind = "") {
    clearTimeout(this.standing);
    this.face.say(words, kind);
    this.element.dataset.busy = "false";
  }

  /** @param {URLSearchParams} query */
  restore(query) {
    this.settings = settingsFrom(this.experiment, query);
    write(this.experiment, this.form, this.settings);
    return this.update();
  }
}

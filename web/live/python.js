/** The page's side of Python: one worker for all figures, the newest question first, none too long. */
/** @import { Answer, Places, Question } from "./types.js" */

/** @typedef {{question: Question, limit: number, done: (chart: string) => void, failed: (why: Error) => void}} Turn */

/** A run that its reader has left behind is given this long to end by itself, ms. */
const PATIENCE = 1500;

export class Superseded extends Error {}

export class TooLong extends Error {
  /** @param {number} limit ms */
  constructor(limit) {
    super(`This setting takes longer than ${Math.round(limit / 1000)} seconds to run in the page, so the run was stopped. `
      + "Try another setting, or run it in the notebook.");
  }
}

/** Asks Python; per figure, a newer question replaces one that has not begun. */
export class Python {
  /** @param {Places} places @param {string} script URL of the worker's module */
  constructor(places, script) {
    this.places = places;
    this.script = script;
    /** @type {Worker|null} */ this.worker = null;
    /** @type {Question|undefined} */ this.first = undefined;
    /** @type {Map<object, Turn>} */ this.waiting = new Map();
    /** @type {{asker: object, turn: Turn, id: number, timer: number, left: boolean}|null} */ this.running = null;
    this.count = 0;
    this.ready = false;
    this.onready = () => {};
  }

  /** Begin to load Python, if that has not begun; it stands ready once it has answered a first question. @param {Question} [first] */
  start(first = this.first) {
    if (this.worker) return;
    this.first = first;
    this.worker = new Worker(this.script, { type: "module", name: encodeURIComponent(JSON.stringify(this.places)) });
    this.worker.onmessage = ({ data }) => this.answered(data);
    this.worker.onerror = (event) => this.fail(new Error(event.message || "Python could not be loaded"));
    if (first) this.worker.postMessage({ ...first, id: 0 });
  }

  /** @param {object} asker @param {Question} question @param {number} limit ms @returns {Promise<string>} */
  ask(asker, question, limit) {
    return new Promise((done, failed) => {
      this.waiting.get(asker)?.failed(new Superseded());
      this.waiting.set(asker, { question, limit, done, failed });
      if (this.running?.asker === asker) this.hurry();
      this.next();
    });
  }

  next() {
    const first = this.waiting.entries().next();
    if (this.running || first.done) return;
    const [asker, turn] = first.value;
    this.waiting.delete(asker);
    this.start(turn.question);
    this.running = { asker, turn, id: ++this.count, timer: 0, left: false };
    if (this.ready) this.watch(turn.limit);
    this.worker?.postMessage({ ...turn.question, id: this.count });
  }

  /** @param {number} limit */
  watch(limit) {
    if (!this.running) return;
    clearTimeout(this.running.timer);
    this.running.timer = window.setTimeout(() => this.cut(), limit);
  }

  /** Once only: a hand that goes on moving must not put off the end. */
  hurry() {
    if (!this.ready || !this.running || this.running.left) return;
    this.running.left = true;
    this.watch(Math.min(PATIENCE, this.running.turn.limit));
  }

  /** @param {Answer} answer */
  answered(answer) {
    if (answer.loaded) this.loaded();
    if (!this.running || answer.id !== this.running.id) return;
    if (answer.chart === undefined) return this.fail(new Error(answer.error));
    const { turn, timer } = this.running;
    clearTimeout(timer);
    this.running = null;
    turn.done(answer.chart);
    this.next();
  }

  loaded() {
    this.ready = true;
    this.onready();
    if (this.running) this.watch(this.running.turn.limit);
  }

  /** End the run by ending its worker; a new one starts at once, for the next question. */
  cut() {
    const left = this.running && this.waiting.has(this.running.asker);
    this.fail(left ? new Superseded() : new TooLong(this.running?.turn.limit ?? 0));
    this.start();
  }

  /** The worker is of no use any more. @param {Error} why */
  fail(why) {
    this.worker?.terminate();
    this.worker = null;
    this.ready = false;
    const failed = this.running;
    this.running = null;
    clearTimeout(failed?.timer);
    failed?.turn.failed(why);
    this.next();
  }
}

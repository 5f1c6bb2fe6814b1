/** The page's side of Python: one worker for all figures, the newest question first, none too long. */
import { Ended, Lost, Superseded, TooLong } from "./errors.js";
import { begin } from "./life.js";
/** @import { Answer, Places, Question } from "./types.js" */

/** @typedef {{question: Question, limit: number, late: () => void, done: (chart: string) => void, failed: (why: Error) => void}} Turn */
/** @typedef {{asker: object, turn: Turn, id: number, timer: number, begun: number, late: boolean, left: boolean}} Run */

/** A run that its reader has left behind, or that others wait for too long, is given this long to end by itself, ms. */
const PATIENCE = 1500;
/** A run that nobody waits to follow may take so many times its limit: some engines are slow now and then. */
const GRACE = 6;

/** An asker that is `patient` lets all others go first: what it asks for stands beside a chart. @param {any} asker */
const patient = (asker) => Boolean(asker.patient);

/** Asks Python; per figure, a newer question replaces one that has not begun. */
export class Python {
  /** @param {Places} places @param {string} script URL of the worker's module */
  constructor(places, script) {
    this.places = places;
    this.script = script;
    /** @type {Worker|null} */ this.worker = null;
    /** @type {Question|undefined} */ this.first = undefined;
    /** @type {Map<object, Turn>} */ this.waiting = new Map();
    /** @type {Run|null} */ this.running = null;
    this.count = 0;
    this.ready = this.repeated = false;
    this.onready = () => {};
  }

  /** No run has begun, nor can one yet. */
  get far() { return !this.ready && !this.running?.begun; }

  /** Begin to load Python, if that has not begun; it stands ready once it has answered a first question. @param {Question} [first] */
  start(first = this.first) {
    if (this.worker) return;
    this.first = first;
    const ours = (/** @type {(why: Error) => void} */ act) => (/** @type {Error} */ why) => { if (this.worker === worker) act(why); };
    const worker = begin(this.script, this.places, ours((why) => this.unborn(why)), ours((why) => this.fail(why)));
    this.worker = worker;
    worker.addEventListener("message", ({ data }) => { if (this.worker === worker) this.answered(data); });
    if (first) worker.postMessage({ ...first, id: 0 });
  }

  /** A worker whose script was lost is begun once more. @param {Error} why */
  unborn(why) {
    if (this.repeated) return this.fail(why);
    this.repeated = true;
    this.worker?.terminate();
    this.worker = null;
    this.start();
    if (this.running) this.post(this.running);
  }

  /** @param {Run} run */
  post(run) { this.worker?.postMessage({ ...run.turn.question, id: run.id }); }

  /** @param {object} asker @param {Question} question @param {number} limit ms @param {() => void} late called when the run has taken so long, and goes on @returns {Promise<string>} */
  ask(asker, question, limit, late) {
    return new Promise((done, failed) => {
      this.waiting.get(asker)?.failed(new Superseded());
      this.waiting.set(asker, { question, limit, late, done, failed });
      const { running } = this;
      if (running && (running.asker === asker || running.late || (patient(running.asker) && !patient(asker)))) this.hurry(running);
      this.next();
    });
  }

  next() {
    const first = [...this.waiting].find(([asker]) => !patient(asker)) ?? [...this.waiting][0];
    if (this.running || !first) return;
    const [asker, turn] = first;
    this.waiting.delete(asker);
    this.start(turn.question);
    this.running = { asker, turn, id: ++this.count, timer: 0, begun: 0, late: false, left: false };
    this.post(this.running);
  }

  /** Once only: a hand that goes on moving must not put off the end. What has not begun waits for Python itself. @param {Run} run */
  hurry(run) {
    if (!this.ready || !run.begun || run.left) return;
    run.left = true;
    clearTimeout(run.timer);
    run.timer = window.setTimeout(() => this.cut(run), Math.min(PATIENCE, run.turn.limit));
  }

  /** The time that a run takes is its own: not what it waited for the network. @param {Run} run */
  begun(run) {
    run.begun = performance.now();
    clearTimeout(run.timer);
    run.timer = window.setTimeout(() => this.overdue(run), run.turn.limit);
    if (this.waiting.has(run.asker)) this.hurry(run);
  }

  /** Cut it for the sake of those who wait; else tell its reader, who may move on. @param {Run} run */
  overdue(run) {
    if (this.ready && [...this.waiting.keys()].some((asker) => !patient(asker))) return this.cut(run);
    run.late = true;
    run.timer = window.setTimeout(() => this.cut(run), (GRACE - 1) * run.turn.limit);
    run.turn.late();
  }

  /** @param {Answer} answer */
  answered(answer) {
    if (answer.loaded) this.loaded();
    if (answer.id === 0 && answer.error !== undefined) return this.fail(new Lost(answer.error));
    const run = this.running;
    if (!run || answer.id !== run.id) return;
    if (answer.begun) return this.begun(run);
    if (answer.chart === undefined) return this.fail(run.begun ? new Ended(answer.error) : new Lost(answer.error));
    clearTimeout(run.timer);
    this.running = null;
    run.turn.done(answer.chart);
    this.next();
  }

  loaded() {
    this.ready = true;
    this.onready();
  }

  /** End the run by ending its worker; a new one starts at once, for the next question. @param {Run} run */
  cut(run) {
    this.fail(this.waiting.has(run.asker) ? new Superseded() : new TooLong(performance.now() - run.begun));
    this.start();
  }

  /** The worker is of no use any more. @param {Error} why */
  fail(why) {
    this.worker?.terminate();
    this.worker = null;
    this.ready = this.repeated = false;
    const failed = this.running;
    this.running = null;
    clearTimeout(failed?.timer);
    failed?.turn.failed(why);
    this.next();
  }
}

/** All options of a choice in one chart: the chosen one's strong, the others' pale, once the hand rests. */
import { beside, sharing } from "./beside.js";
import { find } from "./frames.js";
/** @import { Chart } from "../chart/types.js" */
/** @import { Choice, Settings } from "./types.js" */
/** @import { Figure } from "./figure.js" */

/** How long a hand rests before the other options are asked for, ms. */
const REST = 150;
/** How long one of their runs may take, ms. */
const LIMIT = 5000;

/** @param {Figure} figure */
export function together(figure) {
  const control = sharing(figure.experiment);
  if (control) new Others(figure, control);
}

class Others {
  /** @param {Figure} figure @param {Choice} control */
  constructor(figure, control) {
    this.figure = figure;
    this.control = control;
    this.patient = true;
    this.rest = this.rested(figure.settings);
    /** @type {Map<any, Chart>} by option, all at the same other settings */
    this.known = new Map(Object.entries(figure.told.others));
    this.known.set(control.default, figure.told.chart);
    this.timer = this.turn = 0;
    figure.face.others = this.behind(control.default);
    figure.looks.push((chart, settings) => this.look(chart, settings));
    figure.form.addEventListener("input", () => this.leave(), true); // before the figure answers
  }

  /** What stands behind the chart of an option. @param {any} chosen */
  behind(chosen) { return beside(this.control, chosen, (option) => this.known.get(option)); }

  /** All settings but the choice. @param {Settings} settings */
  rested(settings) { return JSON.stringify({ ...settings, [this.control.name]: null }); }

  /** Nothing that was asked for before is wanted any more. */
  leave() {
    clearTimeout(this.timer);
    this.turn += 1;
  }

  /** @param {Chart} chart @param {Settings} settings */
  look(chart, settings) {
    this.leave();
    if (this.rest !== this.rested(settings)) this.known.clear();
    this.rest = this.rested(settings);
    this.known.set(settings[this.control.name], chart);
    this.timer = window.setTimeout(() => this.gather(settings, this.turn), REST);
    const before = this.figure.face.others.map((o) => o.option).join();
    this.figure.face.others = this.behind(settings[this.control.name]);
    if (this.known.size > 1 || before !== this.figure.face.others.map((o) => o.option).join()) this.figure.face.paint();
  }

  /** One after the other, so that the chart's own question waits for one run at most. @param {Settings} settings @param {number} turn */
  async gather(settings, turn) {
    for (const option of this.control.options) {
      if (this.known.has(option)) continue;
      const chart = await this.chart({ ...settings, [this.control.name]: option }).catch(() => null);
      if (turn !== this.turn) return;
      if (chart) this.known.set(option, chart);
      this.figure.face.others = this.behind(settings[this.control.name]);
      this.figure.face.paint();
    }
  }

  /** From a frame, if there is one; else from Python. @param {Settings} settings @returns {Promise<Chart|null>} */
  async chart(settings) {
    const { frames, python } = this.figure;
    const found = frames && find(frames, settings, this.control.name);
    if (found?.exact) return found.chart;
    const answer = JSON.parse(await python.ask(this, this.figure.question(settings), LIMIT, () => {}));
    return answer.error ? null : answer;
  }
}

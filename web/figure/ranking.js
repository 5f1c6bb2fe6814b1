/** The reader's own designs: the settings that were tried, best first, kept in this tab and nowhere else. */
import { draw } from "../chart/chart.js";
import { escape, named } from "../chart/text.js";
import { amount } from "./amount.js";
import { position, write } from "./controls.js";
import { keep, kept } from "./designs.js";
import { plane } from "./plane.js";
import { changed, fragment } from "./settings.js";
/** @import { Chart, Size } from "../chart/types.js" */
/** @import { Design } from "./designs.js" */
/** @import { Figure } from "./figure.js" */
/** @import { Experiment, Ranking, Settings } from "./types.js" */

/** A hand that rests so long has tried a setting, ms. */
const REST = 500;
const MOST = 10;
/** @type {Size} */ const SIZE = { name: "plane", width: 360, height: 290, font: 13, direct: false };

/** The two numbers, as the first chart names them. @param {Experiment} experiment @param {Chart} chart */
function numbers({ ranking }, { numbers: all }) {
  const { by, against } = /** @type {Ranking} */ (ranking);
  return { up: all[by], across: all[against] };
}

/** Empty, as the build writes it. @param {Experiment} experiment @param {Chart} chart */
export function rankingHtml(experiment, chart) {
  const { up, across } = numbers(experiment, chart);
  const heads = ["Rank", named(up), named(across), "Moved"].map((head) => `<th scope="col">${escape(head)}</th>`);
  return `<details class="experiment-ranking"><summary>Your designs<span class="ranking-sum"></span></summary>`
    + `<p>Each setting that you rest on is kept here, the ${MOST} best of them, until you close this tab. It goes nowhere else.</p>`
    + `<div class="ranking-body" hidden><table><caption>${escape(up.label)} ranks; among equals, the least ${escape(across.label)}. Choose one to set the figure so.</caption>`
    + `<thead><tr>${heads.join("")}</tr></thead><tbody></tbody></table><div class="ranking-plane"></div>`
    + `<div class="experiment-buttons"><button type="button" name="forget">Forget them</button></div></div>`
    + `<p class="ranking-status" role="status"></p></details>`;
}

/** Best first. @param {Design} a @param {Design} b */
const order = (a, b) => b.by - a.by || a.against - b.against;

/** @param {Figure} figure */
export function ranking(figure) {
  const box = /** @type {HTMLDetailsElement|null} */ (figure.element.querySelector(".experiment-ranking"));
  if (box) new Designs(figure, box);
}

class Designs {
  /** @param {Figure} figure @param {HTMLDetailsElement} box */
  constructor(figure, box) {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (box.querySelector(name));
    this.figure = figure;
    this.parts = { body: part(".ranking-body"), rows: part("tbody"), picture: part(".ranking-plane"), sum: part(".ranking-sum"), status: part(".ranking-status"), summary: part("summary") };
    this.numbers = numbers(figure.experiment, figure.told.chart);
    this.designs = kept(figure.element);
    /** @type {Design|null} where the figure stands, once it is known */ this.now = null;
    this.timer = 0;
    figure.looks.push((chart, settings) => this.look(chart, settings));
    figure.element.addEventListener("ask", () => this.wait(() => {}));
    part("button[name=forget]").addEventListener("click", () => this.forget());
    this.parts.rows.addEventListener("click", (event) => this.choose(/** @type {HTMLElement} */ (event.target)));
    this.paint();
  }

  /** Once the hand rests, and the figure stands where it is. @param {() => void} then */
  wait(then) {
    clearTimeout(this.timer);
    this.now = null;
    this.timer = window.setTimeout(() => { then(); this.paint(); }, REST);
  }

  /** @param {Chart} chart @param {Settings} settings */
  look({ numbers: found }, settings) {
    const { by, against } = /** @type {Ranking} */ (this.figure.experiment.ranking);
    this.wait(() => this.add({ settings, by: found[by].value, against: found[against].value }));
  }

  /** @param {Design} design */
  add(design) {
    const at = (/** @type {Design} */ one) => this.key(one) === this.key(design);
    this.now = design;
    if (!this.designs.some(at)) this.save([...this.designs, design].sort(order).slice(0, MOST));
    const place = this.designs.findIndex(at) + 1;
    this.parts.status.textContent = place ? `Number ${place} of ${this.designs.length}.` : `Your ${MOST} best are better than this one.`;
  }

  /** @param {Design} design */
  key({ settings }) { return fragment(this.figure.experiment, settings); }

  /** @param {Design[]} designs */
  save(designs) {
    this.designs = designs;
    keep(this.figure.element, designs);
  }

  forget() {
    this.save([]);
    this.parts.status.textContent = "Forgotten.";
    this.parts.summary.focus({ preventScroll: true }); // the button goes
    this.paint();
  }

  /** @param {HTMLElement} target */
  choose(target) {
    const design = this.designs.find((one) => this.key(one) === target.closest("button")?.dataset.design);
    if (!design) return;
    write(this.figure.experiment, this.figure.form, design.settings);
    this.figure.settle(design.settings);
  }

  paint() {
    const { parts: { body, rows, picture, sum }, numbers: { up }, designs, figure: { told, experiment } } = this;
    const held = rows.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.design : null;
    body.hidden = !designs.length;
    sum.textContent = designs.length ? `: ${designs.length} kept, at best ${up.label} ${amount(designs[0].by, up.unit, up.digits)}` : "";
    rows.innerHTML = designs.map((design, i) => this.row(design, i + 1)).join("");
    picture.innerHTML = designs.length ? draw(plane(this.numbers, told.landmarks, designs, this.now), { size: SIZE, id: `${experiment.name}-plane`, steady: true }) : "";
    for (const button of rows.querySelectorAll("button")) if (button.dataset.design === held) button.focus({ preventScroll: true });
  }

  /** @param {Design} design @param {number} rank */
  row(design, rank) {
    const { experiment } = this.figure, { up, across } = this.numbers;
    const moved = position(experiment, design.settings, changed(experiment, design.settings).map((c) => c.name)) || "nothing: as at first";
    const here = this.now && this.key(this.now) === this.key(design) ? ` aria-current="true"` : "";
    return `<tr${here}><td>${rank}</td><td>${amount(design.by, "", up.digits)}</td><td>${amount(design.against, "", across.digits)}</td>`
      + `<td><button type="button" data-design="${escape(this.key(design))}">${escape(moved)}</button></td></tr>`;
  }
}

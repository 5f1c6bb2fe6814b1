/** A challenge: the figure sees when it is met, and whether anything better is known. */
import { escape } from "../chart/text.js";
import { amount } from "./amount.js";
import { position } from "./controls.js";
import { defaults, fragment } from "./settings.js";
/** @import { Chart } from "../chart/types.js" */
/** @import { Figure } from "./figure.js" */
/** @import { Challenge, Experiment, Settings } from "./types.js" */

/** @type {Record<string, (a: number, b: number) => boolean>} */
const SIGNS = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };
/** @type {Record<string, string>} */
const WORDS = { "<": "under", "<=": "at most", ">": "over", ">=": "at least" };

/** A control's or a headline number's value; null where there is none. @param {Chart} chart @param {Settings} settings @param {string} name */
const valueAt = (chart, settings, name) => (name in settings ? Number(settings[name]) : chart.numbers[name]?.value ?? null);

/** @param {Challenge} c @param {Chart} chart @param {Settings} settings */
const unmet = (c, chart, settings) => c.goals.filter(([name, sign, bound]) => {
  const value = valueAt(chart, settings, name);
  return value === null || !SIGNS[sign](value, bound);
});

/** The controls that were moved and must stand. @param {Experiment} experiment @param {Challenge} c @param {Settings} settings */
const astray = (experiment, c, settings) => experiment.controls.filter((one) => !c.over.includes(one.name) && settings[one.name] !== one.default);

/** The same as Python's `Challenge.met`. @param {Experiment} experiment @param {Chart} chart @param {Settings} settings */
export function met(experiment, chart, settings) {
  const c = /** @type {Challenge} */ (experiment.challenge);
  return !astray(experiment, c, settings).length && !unmet(c, chart, settings).length;
}

/** The same as Python's `Challenge.cost`: the less the better. @param {Challenge} c @param {Chart} chart @param {Settings} settings */
export function cost(c, chart, settings) {
  if (c.most) return -Number(valueAt(chart, settings, c.most));
  return c.least ? Number(valueAt(chart, settings, c.least)) : 0;
}

/** @param {string[]} words */
const listed = (words) => words.join(", ").replace(/, ([^,]*)$/, " and $1");

/** @param {Experiment} experiment */
export function challengeHtml(experiment) {
  const c = /** @type {Challenge} */ (experiment.challenge);
  const over = listed(experiment.controls.filter((one) => c.over.includes(one.name)).map((one) => one.label));
  const best = { ...defaults(experiment), ...c.best };
  return `<div class="experiment-challenge"><p><strong>Challenge:</strong> ${escape(c.task)} (Move only ${escape(over)}.)</p>`
    + `<p class="challenge-status" role="status"></p><details><summary>The best known answer</summary>`
    + `<p><a href="#${escape(fragment(experiment, best))}">${escape(position(experiment, best, c.over))}</a></p></details></div>`;
}

/** What to say of it; nothing before a hand has moved what may be moved. @param {Experiment} experiment @param {Chart} chart @param {Settings} settings @param {number|null} best the best known cost, once it is known */
export function judged(experiment, chart, settings, best) {
  const c = /** @type {Challenge} */ (experiment.challenge);
  const strays = astray(experiment, c, settings), [lacking] = unmet(c, chart, settings);
  if (met(experiment, chart, settings)) {
    const asGood = (c.least || c.most) && best !== null && cost(c, chart, settings) <= best;
    return asGood ? "Met, and nothing better is known." : `Met, with ${position(experiment, settings, c.over)}.`;
  }
  if (!c.over.some((name) => settings[name] !== defaults(experiment)[name])) return "";
  if (strays.length) return `${listed(strays.map((one) => one.label))} must stand as at first.`;
  return lack(experiment, chart, settings, lacking);
}

/** @param {Experiment} experiment @param {Chart} chart @param {Settings} settings @param {Challenge["goals"][number]} goal */
function lack(experiment, chart, settings, [name, sign, bound]) {
  const n = chart.numbers[name];
  if (n) return `${n.label} is ${amount(n.value, n.unit, n.digits)}, not yet ${WORDS[sign]} ${amount(bound, n.unit, n.digits)}.`;
  return name in settings ? `${position(experiment, settings, [name])} is not yet ${WORDS[sign]} ${bound}.` : "";
}

/** @param {Figure} figure */
export function challenge(figure) {
  const { experiment, element } = figure, c = experiment.challenge;
  const status = element.querySelector(".challenge-status");
  if (!c || !status) return;
  /** @type {number|null} */
  let best = c.least in c.best ? Number(c.best[c.least]) : c.most in c.best ? -Number(c.best[c.most]) : null;
  const aim = fragment(experiment, { ...defaults(experiment), ...c.best });
  figure.looks.push((chart, settings) => {
    if (best === null && fragment(experiment, settings) === aim) best = cost(c, chart, settings);
    status.textContent = judged(experiment, chart, settings, best);
  });
}

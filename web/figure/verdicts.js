/** How far off a guess was, in words. */
import { amount } from "./amount.js";
/** @import { Chart, Figures } from "../chart/types.js" */
/** @import { Answer, Guess } from "./types.js" */

/** So near is near enough. */
const NEAR = 0.05;

/** @param {number} guess @param {Figures} n */
export function numberVerdict(guess, n) {
  const told = (/** @type {number} */ v) => amount(v, n.unit, n.digits);
  const start = `You said ${told(guess)}; it is ${told(n.value)}`;
  if (guess === n.value) return `${start}: exactly so.`;
  if (guess * n.value <= 0) return `${start}: ${told(Number(Math.abs(guess - n.value).toPrecision(12)))} apart.`;
  return `${start}: ${apart(guess / n.value)}.`;
}

/** @param {number} ratio of the guess to the truth */
function apart(ratio) {
  if (Math.abs(ratio - 1) <= NEAR) return "within 5 %";
  if (ratio < 1) return ratio > 0.75 ? `${Math.round(100 * (1 - ratio))} % too little` : `${amount(1 / ratio, "", 2)} times as much as you said`;
  return ratio < 1.5 ? `${Math.round(100 * (ratio - 1))} % too much` : `your guess is ${amount(ratio, "", 2)} times as much`;
}

/** @param {string} option @param {Guess} g @param {{option: string, numbers: Figures[]}} answer */
export function whichVerdict(option, g, answer) {
  const of = (/** @type {string} */ o) => answer.numbers[g.options.indexOf(o)];
  const told = (/** @type {string} */ o) => amount(of(o).value, of(o).unit, of(o).digits);
  if (of(option).value === of(answer.option).value) return `You said ${option}, and so it is: ${told(option)}.`;
  return `You said ${option}; it is ${answer.option}: ${told(answer.option)} against ${told(option)}.`;
}

/** @param {number[]} ys @param {Guess} g @param {number[]} truth @param {Chart} chart */
export function lineVerdict(ys, g, truth, chart) {
  const log = chart.y.scale === "log" && truth.every((y) => y > 0);
  const off = ys.map((y, i) => (log ? Math.abs(Math.log(y / truth[i])) : Math.abs(y - truth[i])));
  const mean = off.reduce((sum, v) => sum + v, 0) / off.length, worst = off.indexOf(Math.max(...off));
  const told = (/** @type {number} */ v) => amount(v, chart.y.unit, 2);
  const far = log ? `a factor of ${amount(Math.exp(mean), "", 2)}` : told(mean);
  return `Your line is ${far} off on average, and most at ${amount(g.xs[worst], chart.x.unit, 3)}: you said ${told(ys[worst])}; it is ${told(truth[worst])}.`;
}

/** @param {Guess} g @param {import("./questions.js").Said} guess a line's in the units of its chart @param {Answer} answer @param {Chart} chart */
export function verdict(g, guess, answer, chart) {
  if ("y" in answer) return lineVerdict(/** @type {number[]} */ (guess), g, answer.y, chart);
  if ("option" in answer) return whichVerdict(String(guess), g, answer);
  return numberVerdict(Number(guess), answer);
}

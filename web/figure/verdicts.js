/** How far off a guess was, in words; the notebook says the same (`systemdesign/show/compared.py`). */
import { amount } from "./amount.js";
/** @import { Chart, Figures } from "../chart/types.js" */
/** @import { Answer, Guess } from "./types.js" */

/** So near, as a part of the answer, is near enough. */
const NEAR = 0.05;

/** @param {number} value @param {Figures} n */
const told = (value, n) => amount(value, n.unit, n.digits);

/** @param {number} guess @param {Figures} n */
export function numberVerdict(guess, n) {
  const start = `You said ${told(guess, n)}; it is ${told(n.value, n)}`;
  if (guess === n.value) return `${start}: exactly so.`;
  if (guess * n.value <= 0) return `${start}: ${told(Math.abs(guess - n.value), n)} too ${guess > n.value ? "much" : "little"}.`;
  return `${start}: ${apart(guess / n.value)}.`;
}

/** @param {number} ratio of the guess to the answer */
function apart(ratio) {
  if (Math.abs(ratio - 1) <= NEAR) return `within ${100 * NEAR} %`;
  if (ratio <= 0.75) return `${amount(1 / ratio, "", 2)} times as much as you said`;
  if (ratio >= 1.5) return `your guess is ${amount(ratio, "", 2)} times as much`;
  return `${Math.round(100 * Math.abs(ratio - 1))} % too ${ratio > 1 ? "much" : "little"}`;
}

/** @param {string} option @param {Guess} g @param {{option: string, numbers: Figures[]}} answer */
export function whichVerdict(option, g, answer) {
  const of = (/** @type {string} */ o) => answer.numbers[g.options.indexOf(o)];
  const [mine, best] = [of(option), of(answer.option)];
  if (mine.value === best.value) return `You said ${option}, and so it is: ${told(mine.value, mine)}.`;
  return `You said ${option}; it is ${answer.option}: ${told(best.value, best)} against ${told(mine.value, mine)}.`;
}

/** @param {number[]} ys @param {Guess} g @param {number[]} truth @param {Chart} chart */
export function lineVerdict(ys, g, truth, chart) {
  const factors = chart.y.scale === "log" && Math.min(...ys, ...truth) > 0;
  const off = ys.map((y, i) => (factors ? Math.abs(Math.log(y / truth[i])) : Math.abs(y - truth[i])));
  const mean = off.reduce((sum, v) => sum + v, 0) / off.length, worst = off.indexOf(Math.max(...off));
  const height = (/** @type {number} */ v) => amount(v, chart.y.unit, 2);
  const far = factors ? `a factor of ${amount(Math.exp(mean), "", 2)}` : height(mean);
  return `Your line is ${far} off on average, and most at ${amount(g.xs[worst], chart.x.unit, 3)}: you said ${height(ys[worst])}; it is ${height(truth[worst])}.`;
}

/** @param {Guess} g @param {import("./questions.js").Said} guess a line's in the units of its chart @param {Answer} answer @param {Chart} chart */
export function verdict(g, guess, answer, chart) {
  if ("y" in answer) return lineVerdict(/** @type {number[]} */ (guess), g, answer.y, chart);
  if ("option" in answer) return whichVerdict(String(guess), g, answer);
  return numberVerdict(Number(guess), answer);
}

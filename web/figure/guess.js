/** @import { Figure } from "./figure.js" */

/** @param {Figure} figure */
export function guess(figure) {}

/** @param {import("./types.js").Experiment} experiment */
export function guessHtml(experiment) { return ""; }

/** @import { Figure } from "./figure.js" */

/** @param {Figure} figure */
export function challenge(figure) {}

/** @param {import("./types.js").Experiment} experiment */
export function challengeHtml(experiment) { return ""; }

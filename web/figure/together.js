/** @import { Figure } from "./figure.js" */

/** @param {Figure} figure */
export function together(figure) {}

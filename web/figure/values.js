/** @import { Figure } from "./figure.js" */

/** @param {Figure} figure */
export function values(figure) {}

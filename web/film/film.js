/** @import { Figure } from "../figure/figure.js" */

/** @param {Figure} figure */
export function film(figure) {}

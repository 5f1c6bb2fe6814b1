/** @import { Film } from "./types.js" */

/** @param {Film} film @param {string} id */
export function filmHtml(film, id) { return ""; }

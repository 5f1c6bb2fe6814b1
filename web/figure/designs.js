/** What was tried in a figure, for as long as its tab is open; without such storage, as long as the page is. */
/** @import { Settings } from "./types.js" */

/** @typedef {{settings: Settings, by: number, against: number}} Design Settings, and the two numbers that rank them. */

/** @param {HTMLElement} figure */
const key = ({ dataset }) => `designs ${dataset.chapter} ${dataset.experiment}`;

/** Those of another build are forgotten: their numbers may be others now. @param {HTMLElement} figure @returns {Design[]} */
export function kept(figure) {
  try {
    const found = JSON.parse(sessionStorage.getItem(key(figure)) ?? "null");
    return found?.frames === figure.dataset.frames ? found.designs : [];
  } catch {
    return [];
  }
}

/** @param {HTMLElement} figure @param {Design[]} designs */
export function keep(figure, designs) {
  try {
    sessionStorage.setItem(key(figure), JSON.stringify({ frames: figure.dataset.frames, designs }));
  } catch {
    // refused, or full: they last as long as the page
  }
}

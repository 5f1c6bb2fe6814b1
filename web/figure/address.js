/** The page's address carries the settings that were moved last. */

/** It follows when the hand rests: browsers refuse to change it hundreds of times, ms. */
const REST = 200;
let resting = 0;

/** @param {string} fragment */
export function remember(fragment) {
  clearTimeout(resting);
  resting = window.setTimeout(() => history.replaceState(null, "", `#${fragment}`), REST);
}

/** Something else sets the address: what was still to be written is out of date. */
export const forget = () => clearTimeout(resting);

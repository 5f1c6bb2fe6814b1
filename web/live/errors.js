/** Why Python gave no answer, in words for the reader. */

export class Superseded extends Error {}

export class TooLong extends Error {
  /** @param {number} taken ms */
  constructor(taken) {
    super(`This setting takes longer than ${Math.floor(taken / 1000)} seconds to run in the page, so the run was stopped. `
      + "Try another setting, or run it in the notebook.");
  }
}

/** What helps, by a sign of the cause. @type {[RegExp, string][]} */
const HELP = [
  [/Content-Security-Policy|\([45]\d\d\)|in its place/, "Whoever publishes this site can mend that"],
  [/memory/i, "Close other tabs, then move a control to try again"],
  [/WebAssembly switched off|is not (defined|a function|a constructor)/, "Another or a newer browser can run it"],
  [/(?:)/, "Check your connection, then move a control to try again"],
];

/** Something that Python is made of is missing, or refused. */
export class Lost extends Error {
  /** @param {string} [why] */
  constructor(why = "no answer") {
    super(`Python could not be loaded: ${why.trim().split("\n").at(-1)}. ${HELP.find(([sign]) => sign.test(why))?.[1]}.`);
  }
}

/** An error's words, and what answers without Python. @param {Error} error @param {boolean} computed whether frames are here */
export const words = (error, computed) => (error instanceof Lost && computed
  ? `${error.message} Until then the settings computed beforehand answer: move one control from where it stood at first.` : error.message);

/** Python itself is gone: it broke down, or the browser ended it. */
export class Ended extends Error {
  /** @param {string} [why] */
  constructor(why = "the browser ended it, perhaps for want of memory") {
    super(`Python stopped: ${why}. Move a control to start it again.`);
  }
}

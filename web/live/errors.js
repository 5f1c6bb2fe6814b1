/** Why Python gave no answer, in words for the reader. */

export class Superseded extends Error {}

export class TooLong extends Error {
  /** @param {number} taken ms */
  constructor(taken) {
    super(`This setting takes longer than ${Math.floor(taken / 1000)} seconds to run in the page, so the run was stopped. `
      + "Try another setting, or run it in the notebook.");
  }
}

/** Something that Python is made of is missing. */
export class Lost extends Error {
  /** @param {string} [why] */
  constructor(why = "no answer") {
    const act = /unsafe-eval|Content Security Policy/i.test(why)
      ? "The policy that this site's server sends forbids WebAssembly: it must allow 'wasm-unsafe-eval' for scripts. Until then the settings computed beforehand answer, one control moved at a time"
      : "Check your connection, then move a control to try again";
    super(`Python could not be loaded: ${why}. ${act}.`);
  }
}

/** Python itself is gone: it broke down, or the browser ended it. */
export class Ended extends Error {
  /** @param {string} [why] */
  constructor(why = "the browser ended it, perhaps for want of memory") {
    super(`Python stopped: ${why}. Move a control to start it again.`);
  }
}

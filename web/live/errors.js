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
    super(`Python could not be loaded: ${why}. Check your connection, then move a control to try again.`);
  }
}

/** Python itself is gone: it broke down, or the browser ended it. */
export class Ended extends Error {
  /** @param {string} [why] */
  constructor(why = "the browser ended it, perhaps for want of memory") {
    super(`Python stopped: ${why}. Move a control to start it again.`);
  }
}

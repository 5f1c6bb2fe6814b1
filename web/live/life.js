/** A worker from its birth to its death, which is told even when the worker itself can say nothing. */
import { Ended, Lost } from "./errors.js";
import { soon, waiting } from "./fetched.js";
/** @import { Life, Places } from "./types.js" */

let born = 0;

/**
 * Begin a worker; `unborn` hears why it never lived, or `dead` why it lives no more.
 *
 * While a worker runs Python it hears and says nothing, so it cannot be asked whether it lives. But it holds a lock as
 * long as it lives: the browser frees the lock with the worker, whoever ended it, and gives it to the page. Where there
 * are no locks (a page that comes neither from this machine nor by https), a killed run is cut as one that takes too long.
 *
 * @param {string} script @param {Places} places @param {(why: Error) => void} unborn @param {(why: Error) => void} dead @returns {Worker}
 */
export function begin(script, places, unborn, dead) {
  const life = `python-${++born}-${Math.random().toString(36).slice(2)}`;
  /** @type {Life} */ const told = { places, life, patience: waiting.patience };
  const worker = new Worker(script, { type: "module", name: encodeURIComponent(JSON.stringify(told)) });
  const alive = new Promise((done, failed) => {
    worker.addEventListener("message", done, { once: true });
    worker.addEventListener("error", (event) => failed(new Error(event.message || "no answer")));
  });
  soon(alive).then(
    () => {
      worker.addEventListener("error", (event) => dead(new Ended(event.message)));
      navigator.locks?.request(life, () => dead(new Ended()));
    },
    (error) => unborn(new Lost(`its worker did not arrive (${error.message})`)),
  );
  return worker;
}

/** A worker from its birth to its death, which is told even when the worker itself can say nothing. */
import { Ended, Lost } from "./errors.js";
import { Silence, fetched, soon, waiting } from "./fetched.js";
import { reason } from "./policy.js";
/** @import { Life, Places } from "./types.js" */

let born = 0;

/** A worker; where the browser makes none, a silent one that says so. @param {string} script @param {WorkerOptions} options @returns {Worker} */
function made(script, options) {
  try {
    return new Worker(script, options);
  } catch (error) {
    const silent = Object.assign(new EventTarget(), { postMessage() {}, terminate() {} });
    setTimeout(() => silent.dispatchEvent(new ErrorEvent("error", { message: /** @type {Error} */ (error).message })));
    return /** @type {any} */ (silent);
  }
}

/** Why a worker did not begin: the browser says nothing of its script. @param {string} script @param {Error} error */
async function unheard(script, error) {
  if (typeof WebAssembly === "undefined") return "this browser has WebAssembly switched off, as Lockdown Mode does";
  if (error instanceof Silence) return `its worker did not arrive (${error.message})`;
  const come = await fetched(script).then(() => null, (why) => why.message);
  return come ?? reason(new Error(`its worker did not begin (${error.message})`), ["worker-src"]);
}

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
  const worker = made(script, { type: "module", name: encodeURIComponent(JSON.stringify(told)) });
  const alive = new Promise((done, failed) => {
    worker.addEventListener("message", done, { once: true });
    worker.addEventListener("error", (event) => failed(new Error(event.message || "no answer")), { once: true });
  });
  soon(alive).then(
    () => {
      worker.addEventListener("error", (event) => dead(new Ended(event.message)));
      navigator.locks?.request(life, () => dead(new Ended())).catch(() => {}); // refused where cookies are
    },
    async (error) => unborn(new Lost(await unheard(script, error))),
  );
  return worker;
}

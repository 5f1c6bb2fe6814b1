/** The worker: answers one question at a time, and fetches the rest of the library after the first. */
import { fetched, waiting } from "./fetched.js";
import { interpreter } from "./interpreter.js";
import { reason } from "./policy.js";
import { pyodide } from "./pyodide.js";
/** @import { Answer, Asked, Life } from "./types.js" */

const { life, patience, places } = /** @type {Life} */ (JSON.parse(decodeURIComponent(self.name)));
waiting.patience = patience;
/** @param {Answer} answer */
const say = (answer) => self.postMessage(answer);

/** Held as long as this worker lives: the page waits for it, and hears of the death of a worker that can say nothing. */
const held = () => new Promise(() => say({ id: 0, alive: true }));
if (self.navigator.locks) self.navigator.locks.request(life, held).catch(held); // refused where cookies are
else held();

/** @param {string} url */
const bytes = async (url) => new Uint8Array(await (await fetched(url)).arrayBuffer());

/** @type {Map<string, Promise<string>>} */
const bundles = new Map();
/** @param {string} url */
function bundle(url) {
  const known = bundles.get(url) ?? fetched(url).then((r) => r.text());
  bundles.set(url, known);
  known.catch(() => bundles.delete(url));
  return known;
}

const { options, broken } = pyodide(places);
const python = Promise.race([interpreter(places, bytes, options), broken]);
python.catch(() => {});  // whoever asks hears it
let asked = 0;
/** @type {Promise<void>|null} */
let completed = null;
const complete = async () => (completed ??= (await python).complete());

/** A module that the first part lacks: the second part has it, or nobody. @param {string} answer */
const lacking = (answer) => answer.startsWith('{"error"') && answer.includes("ModuleNotFoundError");

/** @param {Asked} asked @returns {Promise<Answer>} */
async function answer(asked) {
  const [text, { evaluate }] = await Promise.all([bundle(asked.bundle), python]);
  const run = () => {
    say({ id: asked.id, begun: true });
    return evaluate(asked, text);
  };
  const chart = run();
  if (!lacking(chart)) return { id: asked.id, chart };
  await complete();
  return { id: asked.id, chart: run() };
}

/** The first question only warms up, unless a reader asks already; then all the rest is fetched. @param {Asked} first */
async function ready(first) {
  await Promise.all([bundle(first.bundle), python]);
  if (!asked) await answer(first);
  say({ id: 0, loaded: true });
  await complete().catch(() => { completed = null; });
}

self.onmessage = async ({ data }) => {
  const failed = async (/** @type {any} */ error) => say({ id: data.id, error: await reason(error) });
  if (data.id === 0) return ready(data).catch(failed);
  asked += 1;
  await answer(data).then(say, failed);
};

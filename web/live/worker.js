/** The worker: answers one question at a time, and fetches the rest of the library after the first. */
import { interpreter } from "./interpreter.js";
/** @import { Answer, Asked, Places } from "./types.js" */

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw new Error(`${url.split("/").pop()} could not be fetched (${response?.status ?? "no answer"}).`);
  return response;
}

/** @param {string} url */
const bytes = async (url) => new Uint8Array(await (await fetched(url)).arrayBuffer());

/** @type {Map<string, Promise<string>>} */
const bundles = new Map();
/** @param {string} url */
function bundle(url) {
  const known = bundles.get(url) ?? fetched(url).then((r) => r.text());
  bundles.set(url, known);
  return known;
}

const places = /** @type {Places} */ (JSON.parse(decodeURIComponent(self.name)));
const python = interpreter(places, bytes).catch((error) => {
  throw new Error(`Python could not be loaded: ${error.message ?? error} Try again once the network is back.`);
});
let asked = 0;
/** @type {Promise<void>|null} */
let completed = null;
const complete = async () => (completed ??= (await python).complete());

/** A module that the first part lacks: the second part has it, or nobody. @param {string} answer */
const lacking = (answer) => answer.startsWith('{"error"') && answer.includes("ModuleNotFoundError");

/** @param {Asked} asked @returns {Promise<Answer>} */
async function answer(asked) {
  const text = await bundle(asked.bundle);
  const { evaluate } = await python;
  let chart = evaluate(asked, text);
  if (lacking(chart)) {
    await complete();
    chart = evaluate(asked, text);
  }
  return { id: asked.id, chart };
}

/** The first question only warms up, unless a reader asks already; then all the rest is fetched. @param {Asked} first */
async function ready(first) {
  await Promise.all([bundle(first.bundle), python]);
  if (!asked) await answer(first);
  self.postMessage({ id: 0, loaded: true });
  await complete();
}

self.onmessage = async ({ data }) => {
  if (data.id === 0) return ready(data).catch(() => { completed = null; });
  asked += 1;
  self.postMessage(await answer(data).catch((error) => ({ id: data.id, error: String(error.message ?? error) })));
};

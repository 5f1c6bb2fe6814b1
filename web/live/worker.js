/** The worker: answers one question at a time, and fetches the rest of the library after the first. */
import { interpreter } from "./interpreter.js";
/** @import { Answer, Asked, Places } from "./types.js" */

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.split("/").pop()} could not be fetched (${response.status})`);
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
const python = interpreter(places, bytes);
python.then(() => self.postMessage({ id: 0, loaded: true }), () => {});
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

self.onmessage = async ({ data }) => {
  const reply = await answer(data).catch((error) => ({ id: data.id, error: String(error.message ?? error) }));
  self.postMessage(reply);
  complete().catch(() => { completed = null; });
};

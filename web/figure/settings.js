/** Settings as values, as a link's fragment, and as Python. */
/** @import { Control, Experiment, Settings } from "./types.js" */

/** @param {Experiment} experiment @returns {Settings} */
export const defaults = (experiment) => Object.fromEntries(experiment.controls.map((c) => [c.name, c.default]));

/** The controls whose value isn't the default, in the order declared. @param {Experiment} experiment @param {Settings} settings */
export const changed = (experiment, settings) => experiment.controls.filter((c) => settings[c.name] !== c.default);

/** `tail?load=0.9&policy=random` @param {Experiment} experiment @param {Settings} settings */
export function fragment(experiment, settings) {
  const query = new URLSearchParams(changed(experiment, settings).map((c) => [c.name, String(settings[c.name])]));
  return query.size ? `${experiment.name}?${query}` : experiment.name;
}

/** The figure and the settings that a fragment names, or null; some fragments are not even text. @param {string} hash */
export function named(hash) {
  const [name, query = ""] = hash.replace(/^#/, "").split("?");
  try {
    return name ? { name: decodeURIComponent(name), query: new URLSearchParams(query) } : null;
  } catch {
    return null;
  }
}

/** Settings from a link; what doesn't fit is left at its default. @param {Experiment} experiment @param {URLSearchParams} query */
export function settingsFrom(experiment, query) {
  const pairs = experiment.controls.map((c) => [c.name, fitting(c, query.get(c.name)) ?? c.default]);
  return Object.fromEntries(pairs);
}

/** @param {Control} c @param {string|null} text */
function fitting(c, text) {
  if (text === null) return null;
  if (c.kind === "switch") return text === "true";
  if (c.kind === "choice") return c.options.includes(text) ? text : null;
  const value = Number(text);
  return text !== "" && value >= c.min && value <= c.max ? value : null;
}

/** The call that gives the same chart in a notebook: `tail(load=0.9, policy="random")`. @param {Experiment} experiment @param {Settings} settings */
export function asPython(experiment, settings) {
  const said = changed(experiment, settings).map((c) => `${c.name}=${literal(settings[c.name])}`);
  return `${experiment.name}(${said.join(", ")})`;
}

/** @param {number|string|boolean} value */
function literal(value) {
  if (typeof value === "boolean") return value ? "True" : "False";
  return JSON.stringify(value);
}

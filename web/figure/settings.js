/** Settings as values, as a link's fragment, and as Python. */
import { nearest } from "./controls.js";
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

/** What a link may have at its end that is the sentence's round it. */
const AFTER = /[\s.,;:!|)\]}>"'»”’…*_`~、。，）】」]+$/;
/** What may stand before it: a list's mark, a second `#`, what GitHub puts before a heading's name. */
const BEFORE = /^(?:[\s#!/(<[{"'«“‘*_`~-]|user-content-)+/;
/** What nobody sees, and chats and word processors put between letters. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

/** Percent signs that stand for a character; a bare one is left. @param {string} text */
const decoded = (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
  try { return decodeURIComponent(codes); } catch { return codes; }
});

/**
 * The figure and the settings that a fragment names, or null. Chats and mail programs encode a link's marks, once or more,
 * write `&` as `&amp;`, add `?` and a word of their own,
 * and take along what stands before and behind it. @param {string} hash
 */
export function named(hash) {
  let text = hash.replace(/^#+/, "").replace(/&(?:amp|#38|#x26);/gi, "&").replace(/(?::~:|#).*$/s, "");
  for (let times = 0; times < 3 && !/[?]/.test(text) && /%(?:25)*3f/i.test(text); times++) text = decoded(text);
  const [name, ...query] = text.split("?");
  const known = decoded(name).replace(UNSEEN, "").replace(BEFORE, "").replace(AFTER, "");
  return known ? { name: known, query: new URLSearchParams(query.join("&").replaceAll("&amp;", "&")) } : null;
}

/** Settings from a link; what doesn't fit is left at its default. @param {Experiment} experiment @param {URLSearchParams} query */
export function settingsFrom(experiment, query) {
  const said = [...query].map(([name, text]) => [decoded(name).replace(UNSEEN, "").replace(/^\s*(?:amp;)*/i, "").trim(), text]);
  return Object.fromEntries(experiment.controls.map((c) => {
    const fit = said.filter(([name]) => alike(name, c.name)).map(([, text]) => fitting(c, text)).find((each) => each !== null);
    return [c.name, fit ?? c.default];
  }));
}

/** Some programs write all in capitals, or all small. @param {string} a @param {string} b */
export const alike = (a, b) => a.toLowerCase() === b.toLowerCase();

/** The value that a text stands for, as it is or as it was before somebody encoded it or ended a sentence. @param {Control} c @param {string} text */
function fitting(c, text) {
  const again = decoded(text).replace(UNSEEN, ""), bare = again.replaceAll("+", " ").replace(/<.*$/s, "").replace(AFTER, "").trim();
  return [text, again, again.replaceAll("+", " "), bare, bare.replace(/^3D/, "")] // mail breaks `=` into `=3D`
    .map((each) => value(c, each)).find((each) => each !== null) ?? null;
}

/** @param {Control} c @param {string} text @returns {number|string|boolean|null} */
function value(c, text) {
  if (c.kind === "switch") return alike(text, "true") ? true : alike(text, "false") ? false : null;
  if (c.kind === "choice") return c.options.find((o) => String(o) === text) ?? c.options.find((o) => alike(String(o), text)) ?? null;
  const number = Number(text);
  return text.trim() !== "" && number >= c.min && number <= c.max ? nearest(c, number) : null;
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

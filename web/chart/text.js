/** Text in a drawing: escaping, widths without a browser, numbers for people. */
import { format } from "d3-format";

const NARROW = new Set("ijlI.,:;'|!()[]{}ft1 ");
const WIDE = new Set("mwMW%@");

/** @param {unknown} value */
export function escape(value) {
  return String(value).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Width of a text in user units, near enough for margins. @param {string} text @param {number} font */
export function width(text, font) {
  let units = 0;
  for (const c of text) units += NARROW.has(c) ? 0.4 : WIDE.has(c) ? 0.95 : 0.62;
  return units * font;
}

/** A coordinate, short. @param {number} value */
export const short = (value) => String(Math.round(value * 10) / 10);

const plain = format(",");
const compact = format("~s");

const signed = (/** @type {string} */ text) => text.replace("-", "\u2212");

/** A tick's label. @param {number} value */
export function tick(value) {
  if (value !== 0 && Math.abs(value) >= 1e4) return signed(compact(value).replace("G", " bn"));
  return signed(plain(Number(value.toPrecision(6))));
}

/** Labels of one axis, all with the same decimals. @param {number[]} values */
export function alike(values) {
  if (values.some((v) => Math.abs(v) >= 1e4)) return values.map((v) => signed(compact(v).replace("G", " bn")));
  if (values.every((v) => Math.abs(v) < 1e-3)) return values.map(tick);
  const decimals = values.map((v) => String(Number(v.toPrecision(6))).split(".")[1]?.length ?? 0);
  const even = format(`,.${Math.max(0, ...decimals)}f`);
  return values.map((v) => signed(even(v).replace("\u2212", "-")));
}

/** An axis's name with its unit. @param {{label: string, unit: string}} axis */
export function named(axis) {
  return axis.unit ? `${axis.label} (${axis.unit})` : axis.label;
}

/** Text broken to lines no wider than a limit. @param {string} text @param {number} font @param {number} limit */
export function wrap(text, font, limit) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && width(line, font) <= limit) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

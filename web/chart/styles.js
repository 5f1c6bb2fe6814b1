/** How series are told apart: a colour each, a marker each; ink and dashes for theory. */
/** @import { Behind, Chart, Curve, Series, Styled } from "./types.js" */

/** Okabe and Ito's colours, darkened to 3:1 on white; the page's css lightens them in the dark. */
const COLOURS = ["#0a64a8", "#c2410c", "#0b7a5c", "#a33b86", "#8a6d00", "#4b5563"];
const INK = "#374151";
const DASHES = ["7 4", "2 3", "10 3 2 3", "4 2"];

/** @param {Series} s */
const isTheory = (s) => "theory" in s && s.theory;
/** @param {Series} s */
export const nameOf = (s) => ("name" in s ? s.name : "");
/** What was measured, as a curve. @param {Series} s */
export const isCurve = (s) => ["line", "step", "points"].includes(s.kind) && !isTheory(s);
/** @param {Series} s */
const coloured = (s) => s.kind !== "note" && s.kind !== "rule" && !isTheory(s);

/** @param {Series} series @param {number} index @returns {Styled} */
function styled(series, index) {
  const colour = index < 0 ? INK : COLOURS[index % COLOURS.length];
  return { series, index, colour, dash: "" };
}

/** @param {Series} series @param {Series[]} theories @returns {Styled} */
function inked(series, theories) {
  const dash = isTheory(series) ? DASHES[theories.indexOf(series) % DASHES.length] : "";
  return { series, index: -1, colour: INK, dash };
}

/** Each series with its look; series that share a name share a look. @param {Chart} chart @returns {Styled[]} */
export function styles(chart) {
  const names = [...new Set(chart.series.filter(coloured).map(nameOf))];
  const measured = chart.series.filter(coloured).map((s) => styled(s, names.indexOf(nameOf(s))));
  const look = new Map(measured.map((m) => [m.series, m]));
  const theories = chart.series.filter(isTheory);
  return chart.series.map((s) => look.get(s) ?? inked(s, theories));
}

/** The measured curves of the other options, each under its option's name. @param {Behind[]} behind @param {Styled[]} all @returns {Styled[]} */
export function pales(behind, all) {
  const first = Math.max(...all.map((s) => s.index), -1) + 1;
  return behind.filter((b) => b.option !== null).flatMap(({ chart, option }, i) => curves(chart).map((series) => (
    { ...styled(/** @type {Series} */ ({ ...series, name: option }), first + i), pale: true }
  )));
}

/** @type {Curve} */ const UNKNOWN = { kind: "line", name: "", x: [], y: [], theory: false };

/** @param {Chart|null} chart */
const curves = (chart) => chart?.series.filter(isCurve) ?? [UNKNOWN];

/** The css class of a look. @param {Styled} s */
export const tone = (s) => (s.index < 0 ? "ink" : `tone-${s.index % COLOURS.length}`);

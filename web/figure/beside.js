/** The charts of a choice's other options, in their order: what stands pale beside the chosen one's. */
/** @import { Behind, Chart } from "../chart/types.js" */
/** @import { Choice, Experiment } from "./types.js" */

/** The choice that shows all its options in one chart. @param {Experiment|undefined} experiment @returns {Choice|undefined} */
export function sharing(experiment) {
  return experiment?.controls.flatMap((c) => (c.kind === "choice" && c.together ? [c] : []))[0];
}

/** @param {Choice} control @param {any} chosen @param {(option: string) => Chart|undefined} known @returns {Behind[]} */
export function beside(control, chosen, known) {
  return control.options.filter((o) => o !== chosen).map((option) => ({ option, chart: known(option) ?? null }));
}

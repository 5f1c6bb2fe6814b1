/**
 * What an experiment declares, as Python writes it.
 *
 * @typedef {{kind: "slider", name: string, label: string, unit: string, min: number, max: number, step: number,
 *   default: number, scale: "linear"|"log", positions?: number[],
 *   words: [number, string][]}} Slider
 * @typedef {{kind: "choice", name: string, label: string, options: string[], default: string}} Choice
 * @typedef {{kind: "switch", name: string, label: string, default: boolean}} Switch
 * @typedef {Slider|Choice|Switch} Control
 * @typedef {{name: string, title: string, controls: Control[], seed: number}} Experiment
 * @typedef {Record<string, number|string|boolean>} Settings
 */
export {};

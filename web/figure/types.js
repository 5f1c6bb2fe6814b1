/**
 * What an experiment declares, as Python writes it.
 *
 * @typedef {{kind: "slider", name: string, label: string, unit: string, min: number, max: number, step: number,
 *   default: number, scale: "linear"|"log", positions?: number[],
 *   words: [number, string][]}} Slider
 * @typedef {{kind: "choice", name: string, label: string, options: string[], default: string,
 *   together: boolean}} Choice
 * @typedef {{kind: "switch", name: string, label: string, default: boolean}} Switch
 * @typedef {Slider|Choice|Switch} Control
 * @typedef {{question: string, kind: "number"|"which"|"line", scale: Slider|null, options: string[],
 *   best: "least"|"most", line: string, xs: number[], at: Settings}} Guess
 * @typedef {{task: string, goals: [string, "<"|"<="|">"|">=", number][], over: string[], best: Settings,
 *   least: string, most: string}} Challenge
 * @typedef {{by: string, against: string}} Ranking
 * @typedef {{name: string, title: string, controls: Control[], seed: number, filmed: boolean, guesses: Guess[],
 *   challenge: Challenge|null, ranking: Ranking|null}} Experiment
 * @typedef {Record<string, number|string|boolean>} Settings
 *
 * What a guess is held against: a number, each option's number and the best option, or heights at the guess's places.
 * @typedef {import("../chart/types.js").Figures} Figures
 * @typedef {Figures | {option: string, numbers: Figures[]} | {y: number[]}} Answer
 *
 * All that the build leaves in a figure for its script.
 * @typedef {{experiment: Experiment, chart: import("../chart/types.js").Chart,
 *   film: import("../film/types.js").Film|null, answers: Answer[],
 *   others: Record<string, import("../chart/types.js").Chart>, landmarks: [string, number, number][]}} Told
 *
 * Called with each chart that is shown and the settings that it answers, once no newer ones are waited for.
 * @typedef {(chart: import("../chart/types.js").Chart, settings: Settings) => void} Look
 */
export {};

/**
 * What the page and its worker say to each other.
 *
 * @typedef {{rest: string, course: string, room: string}} Parts
 *   URLs: the library's second part, what chapters share of the course, and the chapter's own.
 * @typedef {Parts & {engine: string, wasm: string, library: string}} Places And what Python starts from: Pyodide's two
 *   files, and the library's first part.
 * @typedef {{places: Places, life: string, patience: number}} Life
 *   What a worker is told: where things are, the lock that it holds while it lives, and how long no byte may come, ms.
 * @typedef {Record<string, number|string|boolean>} Settings
 * @typedef {{bundle: string, experiment: string, settings: Settings, seed: number, what?: "chart"|"film"}} Question
 * @typedef {{id: number} & Question} Asked
 * @typedef {{id: number, chart?: string, error?: string, alive?: boolean, begun?: boolean, loaded?: boolean}} Answer
 *   First the worker is `alive`. Question 0 warms Python up; `loaded` answers it: Python stands ready. Of any question
 *   it says when its run has `begun`; then nothing is heard until the run has ended.
 */
export {};

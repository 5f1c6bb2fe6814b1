/**
 * What the page and its worker say to each other.
 *
 * @typedef {{python: string, library: string, rest: string, course: string, room: string}} Places
 *   URLs: Pyodide's folder, the library's first and second part, what chapters share of the course, and the chapter's own.
 * @typedef {Record<string, number|string|boolean>} Settings
 * @typedef {{bundle: string, experiment: string, settings: Settings, seed: number}} Question
 * @typedef {{id: number} & Question} Asked
 * @typedef {{id: number, chart?: string, error?: string, loaded?: boolean}} Answer
 *   Question 0 warms Python up; `loaded` answers it: Python stands ready.
 */
export {};

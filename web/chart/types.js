/**
 * The chart as plain data: what Python sends and every rendering reads.
 *
 * @typedef {"linear"|"log"|"band"} ScaleKind
 * @typedef {{label: string, unit: string, scale: ScaleKind, min: number|null, max: number|null,
 *   categories: string[]|null}} Axis
 * @typedef {number|string} Place
 * @typedef {{kind: "line"|"step"|"points"|"bars", name: string, x: Place[], y: number[], theory: boolean}} Curve
 * @typedef {{kind: "band", name: string, x: Place[], low: number[], high: number[], theory: boolean}} Band
 * @typedef {{kind: "heat", name: string, x: Place[], y: Place[], z: number[][]}} Heat
 * @typedef {{kind: "rule", name: string, axis: "x"|"y", at: number, theory: boolean, control: string}} Rule
 * @typedef {{kind: "note", x: Place, y: Place, text: string}} Note
 * @typedef {Curve|Band|Heat|Rule|Note} Series
 * @typedef {{value: number, unit: string, label: string, digits: number, theory: number|null}} Figures
 * @typedef {{title: string, x: Axis, y: Axis, series: Series[], numbers: Record<string, Figures>,
 *   reading: string, idle: Record<string, string>}} Chart
 *
 * One size of drawing: user units, scaled to the column by the page.
 * @typedef {{name: string, width: number, height: number, font: number, direct: boolean}} Size
 *
 * A value's place on the page: position and back, half the room around it, and the ticks.
 * @typedef {{value: Place, label: string, at: number}} Tick
 * @typedef {{at: (value: Place) => number, value: (at: number) => Place, room: number, ticks: Tick[]}} Placer
 *
 * How one series is told from the others; only theory has dashes, index -1 is ink.
 * @typedef {{series: Series, index: number, colour: string, dash: string, pale?: boolean}} Styled
 *
 * A chart behind the present one: a pinned one, or that of another option, which keeps its place while it is not known.
 * @typedef {{chart: Chart, option: null} | {chart: Chart|null, option: string}} Behind
 * @typedef {{left: number, right: number, top: number, bottom: number}} Frame
 */
export {};

/**
 * A film as plain data: what `systemdesign/show/reel.py` writes. Times are in seconds from the film's start.
 *
 * @typedef {{name: string, kind: "spot"|"desk"|"way"|"arc", workers: number|null, turns: [number, number]|null}} Place
 *
 * A dot's stay at one place (from and to are the same), or its way from one to another; `how` it ended in words, null if
 * it went on; whether its caller had `left`. An end of null is after the film's.
 * @typedef {[dot: number, from: number, to: number, begin: number, end: number|null, how: string|null, left: 0|1]} Leg
 * @typedef {{start: number, length: number, clock: boolean, about: string, columns: string[][], places: Place[],
 *   roles: string[], dots: [who: string, role: number][], legs: Leg[], states: [time: number, place: number, words: string][],
 *   stills: [time: number, caption: string][]}} Film
 */
export {};

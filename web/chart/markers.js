/** Marker outlines, one a series, so that curves are told apart without colour. */

/** @param {number} v */
const n = (v) => Math.round(v * 10) / 10;

/** Disc, square, triangle, diamond, triangle down, bar; of about one area. @type {((x: number, y: number, r: number) => string)[]} */
export const MARKERS = [
  (x, y, r) => `M${n(x - r)},${n(y)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`,
  (x, y, r) => `M${n(x - r * 0.9)},${n(y - r * 0.9)}h${n(r * 1.8)}v${n(r * 1.8)}h${n(-r * 1.8)}z`,
  (x, y, r) => `M${n(x)},${n(y - r * 1.3)}l${n(r * 1.25)},${n(r * 2.1)}h${n(-r * 2.5)}z`,
  (x, y, r) => `M${n(x)},${n(y - r * 1.4)}l${n(r * 1.3)},${n(r * 1.4)}l${n(-r * 1.3)},${n(r * 1.4)}l${n(-r * 1.3)},${n(-r * 1.4)}z`,
  (x, y, r) => `M${n(x)},${n(y + r * 1.3)}l${n(r * 1.25)},${n(-r * 2.1)}h${n(-r * 2.5)}z`,
  (x, y, r) => `M${n(x - r * 1.2)},${n(y - r * 0.4)}h${n(r * 2.4)}v${n(r * 0.8)}h${n(-r * 2.4)}z`,
];

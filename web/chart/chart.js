/** A chart from its data: pure, so the build and the page draw the same picture. */
import { acrossLines, alongTicks, axisNames, depth, upTicks } from "./axes.js";
import { bars, heat } from "./cells.js";
import { endNames, endRoom, keyed, legend, rows } from "./legend.js";
import { DOTS, MARKS, pinnedName } from "./marks.js";
import { placer } from "./scales.js";
import { pales, styles } from "./styles.js";
import { escape, named, short, width, wrap } from "./text.js";
import { words } from "./words.js";
/** @import { Behind, Chart, Frame, Size, Styled } from "./types.js" */
/** @import { Plane } from "./marks.js" */

/** @type {Record<"wide"|"narrow", Size>} */
export const SIZES = {
  wide: { name: "wide", width: 720, height: 400, font: 13, direct: true },
  narrow: { name: "narrow", width: 380, height: 340, font: 13, direct: false },
};

const DRAW = { ...MARKS, bars, heat };
const ORDER = ["heat", "band", "bars", "line", "step", "rule"];

/** The plot's frame once the words around it have their room. @param {Chart[]} charts @param {Size} size @param {number} top @param {number} right */
function layout(charts, size, top, right) {
  const first = { left: 40, right: size.width - right, top, bottom: size.height - 44 };
  const y = placer(charts, "y", [first.bottom, first.top], size.direct ? 6 : 5);
  const left = Math.max(...y.ticks.map((t) => width(t.label, size.font)), 12) + 12;
  const spanned = { ...first, left };
  const x = placer(charts, "x", [left, first.right], Math.floor((first.right - left) / 80));
  const below = depth(spanned, x, size.font);
  const bottom = size.height - below - (named(charts[0].x) ? size.font + 6 : 2);
  const frame = { left, right: first.right, top, bottom };
  return { frame, x, y: placer(charts, "y", [bottom, top], size.direct ? 6 : 5), below };
}

/** @param {Styled[]} all @param {Plane} plane @param {boolean} over */
function marks(all, plane, over) {
  const group = all.filter((s) => s.series.kind === "bars");
  const drawn = ORDER.flatMap((kind) => all.filter((s) => s.series.kind === kind));
  return drawn.filter((s) => (s.series.kind === "rule") === over)
    .map((s) => /** @type {any} */ (DRAW)[s.series.kind](s, { ...plane, group })).join("");
}

/** @param {Styled[]} all @param {Plane} plane */
const dots = (all, plane) => all.map((s) => DOTS[s.series.kind]?.(s, plane) ?? "").join("");

/** Names at the ends, if they fit; of a `steady` chart a legend, which leaves the plot where it is. @param {Chart[]} charts @param {Styled[]} all @param {Size} size @param {string} id @param {number} above @param {boolean} steady */
function arranged(charts, all, size, id, above, steady) {
  const entries = keyed(all, steady);
  const alone = entries.length < 2 && !entries.some((s) => s.dash || s.series.kind === "heat");
  const room = endRoom(all, size.font);
  if (size.direct && !steady && !alone && room < size.width * 0.32) {
    const laid = layout(charts, size, above + 14, room);
    const plane = { ...laid, font: size.font, id, ghost: false };
    const names = endNames(all, plane);
    if (names !== null) return { ...laid, plane, names };
  }
  const lines = alone ? [] : rows(all, size.width, size.font, steady);
  const laid = layout(charts, size, above + 14 + lines.length * (size.font + 6), 20);
  const plane = { ...laid, font: size.font, id, ghost: false };
  return { ...laid, plane, names: legend(lines, above + size.font + 6, plane) };
}

/** Where values stand in a drawing, for what is laid over it. @param {Chart} chart @param {{size?: Size, behind?: Behind[], steady?: boolean}} options @returns {Plane} */
export function planeOf(chart, { size = SIZES.wide, behind = [], steady = false }) {
  const above = heading(chart, size).bottom + size.font + 4;
  const all = styles(chart);
  return arranged(among(chart, behind), [...all, ...pales(behind, all)], size, "", above, steady).plane;
}

/** @param {Chart} chart @param {Behind[]} behind */
const among = (chart, behind) => [chart, ...behind.flatMap((b) => b.chart ?? [])];

/** @param {Chart} chart @param {Size} size */
function heading(chart, size) {
  const lines = wrap(chart.title, (size.font + 2) * 1.04, size.width);
  const told = lines.map((l, i) => `<text class="title" fill="#111827" font-weight="600" font-size="${size.font + 2}" x="0" y="${15 + i * 19}">${escape(l)}</text>`);
  return { words: told.join(""), bottom: lines.length * 19 };
}

/** @param {Frame} f @param {string} id */
function clip(f, id) {
  const d = `M${short(f.left)},${short(f.top - 4)}H${short(f.right + 4)}V${short(f.bottom + 0.5)}H${short(f.left)}z`;
  return `<clipPath id="${id}"><path d="${d}"/></clipPath>`;
}

/**
 * The drawing as SVG text. `behind` are the charts to compare with; `id` must be unique on the page; a `steady` one
 * will be drawn again under a hand, and nothing but the marks may move then.
 * @param {Chart} chart @param {{size?: Size, id?: string, behind?: Behind[], hidden?: boolean, steady?: boolean}} [options]
 */
export function draw(chart, { size = SIZES.wide, id = "chart", behind = [], hidden = false, steady = false } = {}) {
  const all = styles(chart);
  const others = pales(behind, all);
  const head = heading(chart, size);
  const above = head.bottom + size.font + 4;
  const { frame, x, y, below, plane, names } = arranged(among(chart, behind), [...all, ...others], size, id, above, steady);
  const pinned = behind.find((b) => b.option === null)?.chart;
  const kept = pinned ? styles(pinned).filter((s) => !s.dash) : [];
  const grey = { ...plane, ghost: true };
  const spoken = hidden ? `aria-hidden="true"` : `role="img" aria-label="${escape(`${chart.title}. ${chart.reading}`)}"`;
  return [
    `<svg class="chart ${size.name}" ${spoken} viewBox="0 0 ${size.width} ${size.height}" xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif" font-size="${size.font}">`,
    clip(frame, `${id}-clip`), head.words, acrossLines(frame, y, chart.y.scale === "band"),
    `<g clip-path="url(#${id}-clip)">`, marks(kept, grey, false), marks(others, plane, false), marks(all, plane, false), marks(all, plane, true), "</g>",
    dots(kept, grey), dots(others, plane), dots(all, plane),
    upTicks(frame, y), alongTicks(frame, x, size.font), axisNames(chart, frame, below, size, above),
    names, words(all, plane), pinnedName(kept, plane), "</svg>",
  ].join("");
}

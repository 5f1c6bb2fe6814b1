/** The axes: light lines across, ticks below, names where they are read. */
import { escape, named, short, width, wrap } from "./text.js";
/** @import { Chart, Frame, Placer, Size, Tick } from "./types.js" */

/** @param {number} x @param {number} y @param {string} anchor @param {string} text @param {string} [kind] */
function text(x, y, anchor, text, kind = "tick") {
  const ink = kind === "tick" ? "#5b6470" : "#374151";
  return `<text class="${kind}" fill="${ink}" x="${short(x)}" y="${short(y)}" text-anchor="${anchor}">${escape(text)}</text>`;
}

/** @param {Frame} f @param {Placer} y @param {boolean} banded */
export function acrossLines(f, y, banded) {
  const lines = banded ? "" : y.ticks.map((t) => `M${short(f.left)},${short(t.at)}H${short(f.right)}`).join("");
  return `<path class="grid" fill="none" stroke="#e3e6ea" d="${lines}"/>`;
}

/** @param {Frame} f @param {Placer} y */
export function upTicks(f, y) {
  return y.ticks.map((t) => text(f.left - 8, t.at + 4, "end", t.label)).join("");
}

/** Do the labels stand side by side? @param {Tick[]} ticks @param {number} font */
function crowded(ticks, font) {
  return ticks.some((t, i) => i > 0
    && t.at - ticks[i - 1].at < (width(t.label, font) + width(ticks[i - 1].label, font)) / 2 + 6);
}

/** Lines of each category's name in the room it has. @param {Placer} x @param {Frame} f @param {number} font */
export function tickLines(x, f, font) {
  if (!x.room) return x.ticks.map((t) => [t.label]);
  const room = (f.right - f.left) / Math.max(x.ticks.length, 1) - 4;
  return x.ticks.map((t) => wrap(t.label, font, room));
}

/** Names that can't stand side by side take turns on two levels. @param {Frame} f @param {Placer} x @param {number} font */
export function alongTicks(f, x, font) {
  const lines = tickLines(x, f, font);
  const shown = x.ticks.map((t, i) => ({ ...t, label: lines[i].reduce((a, b) => (a.length > b.length ? a : b), "") }));
  const stagger = x.room > 0 && crowded(shown, font);
  const marks = x.room ? "" : x.ticks.map((t) => `M${short(t.at)},${short(f.bottom)}v5`).join("");
  const base = `<path class="axis" fill="none" stroke="#6b7280" d="M${short(f.left)},${short(f.bottom)}H${short(f.right)}${marks}"/>`;
  const words = x.ticks.flatMap((t, i) => lines[i].map((l, row) => {
    const level = row + (stagger && i % 2 ? Math.max(...lines.map((s) => s.length)) : 0);
    return text(t.at, f.bottom + 18 + level * (font + 1), "middle", l);
  }));
  return base + words.join("");
}

/** How deep the ticks below the axis reach. @param {Frame} f @param {Placer} x @param {number} font */
export function depth(f, x, font) {
  const lines = tickLines(x, f, font);
  const rows = Math.max(1, ...lines.map((l) => l.length));
  const widest = x.ticks.map((t, i) => ({ ...t, label: lines[i][0] ?? "" }));
  return 10 + rows * (font + 1) * (x.room && crowded(widest, font) ? 2 : 1);
}

/** @param {Chart} chart @param {Frame} f @param {number} below @param {Size} size @param {number} above */
export function axisNames(chart, f, below, size, above) {
  const x = named(chart.x) ? text((f.left + f.right) / 2, f.bottom + below + size.font + 2, "middle", named(chart.x), "name") : "";
  const y = named(chart.y) ? text(0, above, "start", named(chart.y), "name") : "";
  return x + y;
}

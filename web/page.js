/** Brings a page's figures to life: one Python for all of them, woken by the first that comes near. */
import { Figure } from "./figure/figure.js";
import { load } from "./figure/frames.js";
import { named } from "./figure/settings.js";
import { follow, links, titled } from "./links.js";
import { waiting } from "./live/fetched.js";
import { Python } from "./live/python.js";
/** @import { Places } from "./live/types.js" */

/** @typedef {Places & {worker: string, frames: Record<string, string>}} Relative */

const frugal = /** @type {any} */ (navigator).connection?.saveData;
const places = document.getElementById("experiments-places");
if (places?.dataset.patience) waiting.patience = Number(places.dataset.patience);
if (places) begin(JSON.parse(places.textContent ?? ""));

/** @param {string} url */
function at(url) { return new URL(url, document.baseURI).href; }

/** @param {Relative} relative */
function begin(relative) {
  document.documentElement.dataset.figures = "alive";
  const { worker, frames, ...parts } = relative;
  const whole = /** @type {Places} */ (Object.fromEntries(Object.entries(parts).map(([part, url]) => [part, at(url)])));
  const python = new Python(whole, at(worker));
  const asked = named(location.hash)?.name ?? "";
  const first = Object.hasOwn(frames, asked) ? frames[asked] : Object.values(frames)[0];
  if (!frugal && first) load(at(first)).catch(() => {});
  /** @type {Figure[]} */ const figures = [];
  const near = observer(figures);
  python.onready = () => figures.forEach((figure) => figure.live());
  eachOnceRead((element) => {
    const figure = new Figure(element, python);
    figures.push(figure);
    near.observe(element);
    if (!frugal && element.dataset.frames === first) figure.prepare();
    if (python.ready) figure.live();
  }, () => { titled(figures); follow(figures, false); });
  links(figures);
  addEventListener("pageshow", () => figures.forEach((figure) => figure.agree()));
}

/** Meet each figure as soon as it has been read, before the rest of the page; then be done. @param {(element: HTMLElement) => void} meet @param {() => void} done */
function eachOnceRead(meet, done) {
  const met = new Set();
  const look = () => {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("figure.experiment"))) {
      if (met.has(element) || !closed(element)) continue;
      met.add(element);
      try { meet(element); } catch (error) { reportError(error); } // that one stands still, and says so
    }
  };
  const reading = new MutationObserver(look);
  const end = () => { reading.disconnect(); look(); done(); };
  if (document.readyState !== "loading") return end();
  reading.observe(document, { childList: true, subtree: true });
  document.addEventListener("readystatechange", end, { once: true });
}

/** Something stands behind it: it is there whole. @param {HTMLElement|null} element @returns {boolean} */
function closed(element) {
  return document.readyState !== "loading" || (element !== null && (element.nextSibling !== null || closed(element.parentElement)));
}

/** Wakes a figure that comes near. @param {Figure[]} figures */
function observer(figures) {
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      if (!frugal) figures.find((figure) => figure.element === target)?.wake();
    }
  }, { rootMargin: "100% 0px" });
  return near;
}

/** Brings a page's figures to life: one Python for all of them, woken by the first that comes near. */
import { Figure } from "./figure/figure.js";
import { load } from "./figure/frames.js";
import { named } from "./figure/settings.js";
import { Python } from "./live/python.js";

/** @typedef {Record<"python"|"library"|"rest"|"course"|"worker", string> & {frames: Record<string, string>}} Relative */

const frugal = /** @type {any} */ (navigator).connection?.saveData;
const places = document.getElementById("experiments-places");
if (places) early(JSON.parse(places.textContent ?? ""));

/** @param {string} url */
function at(url) { return new URL(url, document.baseURI).href; }

/** While the page is still being read, get the frames of the figure that is named or stands first; then begin. @param {Relative} relative */
function early(relative) {
  const { frames } = relative;
  const first = frames[named(location.hash)?.name ?? ""] ?? Object.values(frames)[0];
  if (!frugal && first) load(at(first)).catch(() => {});
  if (document.readyState !== "loading") begin(relative, first);
  else document.addEventListener("readystatechange", () => begin(relative, first), { once: true });
}

/** @param {Relative} relative @param {string|undefined} first */
function begin(relative, first) {
  const { python: folder, library, rest, course, worker } = relative;
  const python = new Python({ python: at(folder), library: at(library), rest: at(rest), course: at(course) }, at(worker));
  const elements = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("figure.experiment"));
  const figures = [...elements].map((element) => new Figure(element, python));
  python.onready = () => figures.forEach((figure) => figure.live());
  if (!frugal) figures.find((figure) => figure.element.dataset.frames === first)?.prepare();
  watch(figures);
  follow(figures);
  window.addEventListener("hashchange", () => follow(figures));
}

/** @param {Figure[]} figures */
function watch(figures) {
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      if (!frugal) figures.find((figure) => figure.element === target)?.wake();
    }
  }, { rootMargin: "100% 0px" });
  figures.forEach((figure) => observer.observe(figure.element));
}

/** Set the figure that the address names, and bring it into view. @param {Figure[]} figures */
function follow(figures) {
  const target = named(location.hash);
  const figure = figures.find((f) => f.experiment.name === target?.name);
  if (!target || !figure) return;
  figure.element.scrollIntoView();
  if (target.query.size) figure.restore(target.query);
}

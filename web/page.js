/** Brings a page's figures to life: one Python for all of them, woken by the first that comes near. */
import { Figure } from "./figure/figure.js";
import { named } from "./figure/settings.js";
import { Python } from "./live/python.js";

const places = document.getElementById("experiments-places");
if (places) begin(JSON.parse(places.textContent ?? ""));

/** @param {Record<"python"|"library"|"rest"|"course"|"worker", string>} relative */
function begin(relative) {
  const at = (/** @type {string} */ url) => new URL(url, document.baseURI).href;
  const { python: folder, library, rest, course, worker } = relative;
  const python = new Python({ python: at(folder), library: at(library), rest: at(rest), course: at(course) }, at(worker));
  const elements = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("figure.experiment"));
  const figures = [...elements].map((element) => new Figure(element, python));
  python.onready = () => figures.forEach((figure) => figure.live());
  watch(figures);
  follow(figures);
  window.addEventListener("hashchange", () => follow(figures));
}

/** @param {Figure[]} figures */
function watch(figures) {
  const frugal = /** @type {any} */ (navigator).connection?.saveData;
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

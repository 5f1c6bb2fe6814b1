/** A figure's film: it plays while it is seen, follows the settings that were answered, and moves a cursor on the chart. */
import { defaults } from "../figure/settings.js";
import { Superseded } from "../live/errors.js";
import { Player } from "./player.js";
/** @import { Figure } from "../figure/figure.js" */
/** @import { Plane } from "../chart/marks.js" */
/** @import { Film } from "./types.js" */
/** @import { Settings } from "../figure/types.js" */

/** A hand has rested for so long before the film of new settings is asked for; it may take so long to make, ms. */
const REST = 300, LIMIT = 5000;
const NARROW = 520;
const COMING = "Still the film of other settings.";
const quiet = () => matchMedia("(prefers-reduced-motion: reduce)").matches || Boolean(/** @type {any} */ (navigator).connection?.saveData);

/** @param {Figure} figure */
export function film(figure) {
  const box = /** @type {HTMLElement|null} */ (figure.element.querySelector(".film"));
  if (!box || !figure.told.film) return;
  const offer = /** @type {HTMLElement} */ (box.querySelector(".film-offer")), first = figure.told.film;
  figure.element.dataset.film = "still";
  offer.addEventListener("click", () => new Screen(figure, box, first).start(true));
  if (quiet()) [box.dataset.stands, offer.hidden] = ["true", false];
  else new Screen(figure, box, first).start(false);
}

/** The player in the place of the stills. */
class Screen {
  /** @param {Figure} figure @param {HTMLElement} box @param {Film} first */
  constructor(figure, box, first) {
    this.figure = figure;
    this.box = box;
    this.first = first;
    this.asked = JSON.stringify(defaults(figure.experiment));
    /** @type {Settings|null} */ this.wanted = null;  // settings whose film is still to be asked for
    this.resting = 0;
    this.patient = true;
    this.seen = false;
    this.waits = true;  // to play as soon as it is seen
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(".film-offer, .film-stills"))) part.hidden = true;
    const frame = /** @type {HTMLElement} */ (box.querySelector(".film-player"));
    frame.hidden = false;
    this.player = new Player(frame, first, this.size);
    this.player.onstate = (state) => { figure.element.dataset.film = state; };
    figure.element.dataset.film = "paused";
  }

  /** @param {boolean} wanted a reader has pressed Play */
  start(wanted) {
    const { player, figure, box } = this;
    if (wanted) player.part("play").focus();
    player.element.addEventListener("pointerdown", () => { this.waits = false; });
    player.element.addEventListener("keydown", () => { this.waits = false; });
    new IntersectionObserver((all) => { this.seen = all[all.length - 1].isIntersecting; this.look(); }, { threshold: 0.5 }).observe(player.element);
    document.addEventListener("visibilitychange", () => this.look());
    new ResizeObserver(() => { if (this.size !== player.size) this.put(player.film, player.time); }).observe(box);
    if (this.first.clock) figure.face.over((svg, plane) => this.lay(svg, plane));
    figure.looks.push((chart, settings) => this.follow(settings));
  }

  /** @returns {"wide"|"narrow"} */
  get size() { return this.box.clientWidth < NARROW ? "narrow" : "wide"; }

  /** It plays only where it is seen, and goes on when it is seen again. */
  look() {
    const visible = this.seen && document.visibilityState === "visible";
    if (visible) this.rest();
    if (visible && this.waits) this.player.play();
    else if (!visible && this.player.playing) this.player.pause();
    else return;
    this.waits = !visible;
  }

  /** @param {Film} film @param {number} time */
  put(film, time = 0) {
    const { player } = this;
    if (player.playing || (time === 0 && this.figure.element.dataset.film === "ended")) this.waits = true;
    player.put(film, this.size, time);
    this.look();
  }

  /** The film that was waited for. @param {Film} film */
  change(film) {
    this.player.remark("");
    this.put(film);
  }

  /** A chart was answered: its film comes when the hand rests. @param {Settings} settings */
  follow(settings) {
    const key = JSON.stringify(settings);
    if (key === this.asked) return;
    this.asked = key;
    this.wanted = settings;
    this.player.remark(COMING);
    this.rest();
  }

  /** Once the hand rests, and the film is seen: nobody else waits for Python then. */
  rest() {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => { if (this.seen && this.wanted) this.ask(this.wanted, this.asked); }, REST);
  }

  /** @param {Settings} settings @param {string} key */
  async ask(settings, key) {
    const { figure, player } = this;
    this.wanted = null;
    try {
      if (key === JSON.stringify(defaults(figure.experiment))) return this.change(this.first);
      const found = JSON.parse(await figure.python.ask(this, { ...figure.question(settings), what: "film" }, LIMIT, () => {}));
      if (found.error) throw new Error(found.error.message);
      if (key === this.asked) this.change(found);
    } catch (error) {
      if (key === this.asked && !(error instanceof Superseded)) player.remark(`There is no film of these settings: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {SVGSVGElement} svg @param {Plane} plane */
  lay(svg, plane) {
    svg.querySelector(".cursor")?.remove();
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("class", "cursor");
    svg.append(line);
    this.player.ontime = (time) => {
      const { frame, x } = plane, at = x.at(this.player.film.start + time);
      line.setAttribute("d", at >= frame.left - 1 && at <= frame.right + 1 ? `M${at.toFixed(1)},${frame.top}V${frame.bottom}` : "");
    };
    this.player.ontime(this.player.time);
  }
}

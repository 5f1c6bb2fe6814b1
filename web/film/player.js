/** Plays a film: its time goes on, by itself, by steps or under a hand. */
import { events } from "./events.js";
import { Picture } from "./picture.js";
import { clock, playerHtml } from "./strip.js";
/** @import { Film } from "./types.js" */

/** A whole film lasts so long at normal speed; what has ended is seen for so long: s of the screen. */
const LASTS = 20, LINGER = 0.5;
/** A longer pause between two frames is no time of the film, ms. */
const HOLE = 250;

export class Player {
  /** @param {HTMLElement} element @param {Film} film @param {"wide"|"narrow"} size */
  constructor(element, film, size) {
    this.element = element;
    this.speed = 1;
    this.time = this.last = this.frame = 0;
    this.playing = false;
    this.remarked = "";
    /** @type {(state: string) => void} */ this.onstate = () => {};
    /** @type {(time: number) => void} */ this.ontime = () => {};
    /** @type {(began: number) => void} */ this.onframe = () => {};
    element.addEventListener("click", ({ target }) => this.pressed(/** @type {HTMLElement} */ (target).closest("button")?.name));
    element.addEventListener("input", (event) => {
      event.stopPropagation();  // these are no controls of the experiment
      this.turned(/** @type {HTMLInputElement} */ (event.target));
    });
    this.film = film;
    this.size = size;
    this.events = events(film);
    this.picture = this.open();
    this.show(0);
  }

  /** Put a film on, at this time; it stands still. @param {Film} film @param {"wide"|"narrow"} size @param {number} time */
  put(film, size, time = 0) {
    Object.assign(this, { film, size, events: events(film) });
    this.picture = this.open();
    this.show(time);
    this.pause(this.time >= film.length ? "ended" : "paused");
  }

  /** The stage and the bar of the present film. */
  open() {
    const held = /** @type {HTMLInputElement|null} */ (this.element.querySelector(":focus"))?.name;
    this.element.innerHTML = playerHtml(this.film, this.size);
    this.part("film-speed").value = String(this.speed);
    if (held) this.part(held).focus({ preventScroll: true });
    this.remark(this.remarked);
    return new Picture(this.film, this.size, /** @type {SVGSVGElement} */ (this.element.querySelector("svg.stage")));
  }

  /** One of the bar's controls. @param {string} name @returns {any} */
  part(name) { return this.element.querySelector(`[name=${name}]`); }

  /** @param {string|undefined} name */
  pressed(name) {
    if (name === "step") this.step();
    if (name === "play") this.playing ? this.pause() : this.play();
  }

  /** @param {HTMLInputElement} input */
  turned(input) {
    if (input.name === "film-speed") this.speed = Number(input.value);
    else this.seek(Number(input.value));
  }

  play() {
    if (this.playing) return;
    if (this.time >= this.film.length) this.show(0);
    this.playing = true;
    this.say("playing");
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {"paused"|"ended"} state */
  pause(state = "paused") {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.say(state);
  }

  /** @param {string} state */
  say(state) {
    this.part("play").textContent = this.playing ? "Pause" : state === "ended" ? "Play again" : "Play";
    this.onstate(state);
  }

  /** @param {number} time */
  seek(time) {
    this.pause();
    this.show(time);
  }

  /** To the next event, which is then shown in words. */
  step() {
    const next = this.events.find(([when]) => when > this.time + 1e-9);
    this.seek(next ? next[0] : this.film.length);
  }

  /** @param {number} now */
  tick(now) {
    const began = performance.now(), passed = Math.max(0, Math.min(now - this.last, HOLE));
    this.last = now;
    this.show(this.time + (passed / 1000) * this.pace, passed);
    this.onframe(began);
    if (this.time >= this.film.length) return this.pause("ended");
    this.frame = requestAnimationFrame((then) => this.tick(then));
  }

  /** Seconds of the film in a second. */
  get pace() { return (this.film.length / LASTS) * this.speed; }

  /** @param {number} time @param {number} passed ms for which dots glide towards it */
  show(time, passed = Infinity) {
    this.time = Math.min(Math.max(time, 0), this.film.length);
    this.picture.draw(this.time, LINGER * this.pace, passed);
    const said = clock(this.film, this.time), range = this.part("film-time");
    range.value = String(this.time);
    range.setAttribute("aria-valuetext", said);
    this.tell(".film-clock", said);
    this.tell(".film-words", this.newest());
    this.ontime(this.time);
  }

  /** What there is to say of the film itself, before its events. @param {string} words */
  remark(words) {
    this.remarked = words;
    this.tell(".film-remark", words);
  }

  /** @param {string} where @param {string} words */
  tell(where, words) {
    const line = this.element.querySelector(where);
    if (line && line.textContent !== words) line.textContent = words;
  }

  /** The newest event in words. */
  newest() {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle][0] <= this.time + 1e-9) low = middle + 1;
      else high = middle;
    }
    return low ? this.events[low - 1][1] : "";
  }
}

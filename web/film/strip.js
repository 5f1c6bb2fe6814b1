/** What the build writes of a film: the player's frame, the strip of stills, and the events in a fold. */
import { escape } from "../chart/text.js";
import { MEANINGS, SHAPES, filmSvg } from "./draw.js";
import { events } from "./events.js";
import { ready, stage } from "./stage.js";
/** @import { Film } from "./types.js" */

/** So many events are listed. */
const MOST = 60;
const SPEEDS = [["0.25", "¼ speed"], ["0.5", "½ speed"], ["1", "normal speed"], ["2", "2 × speed"], ["4", "4 × speed"]];

/** @param {Film} film @param {number} time */
export const clock = (film, time) => `${(film.start + time).toFixed(film.length < 5 ? 3 : film.length < 60 ? 2 : 1)} s`;

/** @param {Film} film @param {string} id @returns {string} */
export function filmHtml(film, id) {
  const figures = film.stills.map(([time, said]) => `<li>${filmSvg(film, time, "narrow", `At ${clock(film, time)}. ${said}`)}`
    + `<p><b>${clock(film, time)}</b> ${escape(said)}</p></li>`);
  const [wide, narrow] = /** @type {const} */ (["wide", "narrow"]).map((size) => stage(film, size)).map((s) => `${s.width}/${s.height}`);
  return `<div class="film" data-film-of="${escape(id)}" style="--stage:${wide};--narrow-stage:${narrow}"><div class="film-player" hidden></div>`
    + `<button type="button" class="film-offer" hidden>Play the film</button>`
    + `<ol class="film-stills">${figures.join("")}</ol>${fold(film)}</div>`;
}

/** @param {Film} film */
function fold(film) {
  const told = events(film), rest = told.length - MOST;
  const rows = told.slice(0, MOST).map(([time, words]) => `<tr><td>${clock(film, time)}</td><td>${escape(words)}</td></tr>`);
  if (rest > 0) rows.push(`<tr><td></td><td>and ${rest.toLocaleString("en")} more</td></tr>`);
  const about = film.about ? `<p>${escape(film.about)}</p>` : "";
  return `<details class="film-events"><summary>The film in words</summary>${about}<div tabindex="0" role="region" aria-label="What happens in the film"><table><tbody>${rows.join("")}</tbody></table></div></details>`;
}

/** The player's own elements, round a stage. @param {Film} film @param {"wide"|"narrow"} size */
export function playerHtml(film, size) {
  const options = SPEEDS.map(([value, name]) => `<option value="${value}"${value === "1" ? " selected" : ""}>${name}</option>`);
  return `${filmSvg(film, 0, size, film.about || "A film of the run")}${key(film)}<div class="film-bar">`
    + `<button type="button" name="play">Play</button><button type="button" name="step" aria-label="Step to the next event">Step</button>`
    + `<input type="range" name="film-time" aria-label="Time in the film" min="0" max="${film.length}" step="${film.length / 1000}" value="0">`
    + `<span class="film-clock" aria-hidden="true"></span><select name="film-speed" aria-label="Speed of the film">${options.join("")}</select></div>`
    + `<p class="film-event"><span class="film-remark" role="status"></span> <span class="film-words"></span></p>`;
}

/** What the shapes and tones say that occur in this film. @param {Film} film */
function key(film) {
  const ends = new Set(ready(film).last.filter((leg) => leg[4] !== null).map((leg) => leg[5])), left = film.legs.some((leg) => leg[6]);
  const occurs = { disc: film.legs.length > 0, ring: left, tick: ends.has("answered"), square: ends.has("refused"),
    diamond: ends.has("timed out") || ends.has("given up"), cross: ends.has("failed") || ends.has("lost") };
  const sign = (/** @type {string} */ shape, /** @type {number} */ tone) => `<svg viewBox="-7 -7 14 14" aria-hidden="true"><path class="dot ${shape} tone-${tone % 6}" d="${SHAPES[shape]}"/></svg>`;
  const roles = film.roles.length > 1 ? film.roles.map((role, k) => `<li>${sign("disc", k)}${escape(role || "other")}</li>`) : [];
  const shapes = MEANINGS.filter(([shape]) => occurs[/** @type {keyof typeof occurs} */ (shape)] && !(shape === "disc" && roles.length));
  return `<ul class="film-key">${roles.join("")}${shapes.map(([shape, words]) => `<li>${sign(shape, 0)}${words}</li>`).join("")}</ul>`;
}

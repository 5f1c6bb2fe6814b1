/** What a figure has beside its chart, each in a module of its own. */
import { film } from "../film/film.js";
import { challenge } from "./challenge.js";
import { guess } from "./guess.js";
import { handles } from "./handles.js";
import { ranking } from "./ranking.js";
import { together } from "./together.js";
import { values } from "./values.js";
/** @import { Figure } from "./figure.js" */

/** @param {Figure} figure */
export function extras(figure) {
  for (const add of [guess, film, challenge, ranking, together, values, handles]) add(figure);
}

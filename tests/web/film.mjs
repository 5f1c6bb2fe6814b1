/** The scenes of a film: a JSON line in (`{film, times, size}`), the dots and the counts of each time out. */
import { text } from "node:stream/consumers";
import { events } from "../../web/film/events.js";
import { playerHtml } from "../../web/film/strip.js";
import { ready, scene, stage } from "../../web/film/stage.js";

const { film, times, size } = JSON.parse(await text(process.stdin));
const [made, told] = [stage(film, size), ready(film)];
console.log(JSON.stringify({
  height: made.height, events: events(film), player: playerHtml(film, size),
  scenes: times.map((/** @type {number} */ time) => scene(told, time, made, 0.1)),
}));

/** What each fragment sets of an experiment: `{experiment, fragments}` on standard input. */
import { text } from "node:stream/consumers";
import { named, settingsFrom } from "../../web/figure/settings.js";

const { experiment, fragments } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(fragments.map((each) => {
  const target = named(each);
  return target && { name: target.name, settings: settingsFrom(experiment, target.query) };
})));

/** A filter from TeX to MathML: one JSON line in (`[tex, display]`), one JSON line out (`{mathml}` or `{error}`). */
import { createInterface } from "node:readline";
import temml from "temml";

for await (const line of createInterface({ input: process.stdin })) {
  const [tex, displayMode] = JSON.parse(line);
  try {
    console.log(JSON.stringify({ mathml: temml.renderToString(tex, { displayMode, throwOnError: true }) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}

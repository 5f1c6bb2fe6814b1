/** Run library.py in Node's Pyodide: standard input says {root, out, wanted}. */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";

const { root, out, wanted } = JSON.parse(await text(process.stdin));
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/root", root);
pyodide.mountNodeFS("/out", out);
const script = readFileSync(new URL("library.py", import.meta.url), "utf8");
const main = pyodide.runPython(`${script}\nlambda wanted: main(json.loads(wanted))`, {
  globals: pyodide.toPy({ __name__: "library" }),
});
main(JSON.stringify(wanted));

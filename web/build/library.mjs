/** Run library.py in Node's Pyodide: standard input says {root, out, wanted}. */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";

const { root, out, wanted } = JSON.parse(await text(process.stdin));
// Without the columns of each instruction, a quarter of the compressed bytes goes; tracebacks keep their lines.
const pyodide = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
pyodide.mountNodeFS("/root", root);
pyodide.mountNodeFS("/out", out);
const script = readFileSync(new URL("library.py", import.meta.url), "utf8");
const main = pyodide.runPython(`${script}\nlambda wanted: main(json.loads(wanted))`, {
  globals: pyodide.toPy({ __name__: "library" }),
});
main(JSON.stringify(wanted));

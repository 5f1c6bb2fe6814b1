/** Draws the chart that standard input holds, at both sizes; `steady` as the first word: one that a hand will move. */
import { text } from "node:stream/consumers";
import { SIZES, draw } from "../../web/chart/chart.js";

const chart = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(Object.values(SIZES).map((size) => draw(chart, { size, steady: process.argv[2] === "steady" }))));

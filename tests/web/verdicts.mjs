/** What the page says of guesses: `{said, guess, answer, chart}` a line in, the words of each a line out. */
import { createInterface } from "node:readline";
import { verdict } from "../../web/figure/verdicts.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { said, guess, answer, chart } = JSON.parse(line);
  console.log(JSON.stringify(verdict(guess, said, answer, chart)));
}

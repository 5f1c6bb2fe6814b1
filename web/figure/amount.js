/** A number with its unit, as people read it: the same text as in the notebook and the terminal. */

/** @param {string} digits whole digits, perhaps with a sign @returns {string} */
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** `toFixed`, but an exact tie goes to the even neighbour, as in Python. @param {number} value @param {number} places */
function fixed(value, places) {
  const up = value.toFixed(places), below = Math.trunc(value * 10 ** places);
  return /^50*$/.test(value.toFixed(60).split(".")[1].slice(places)) && below % 2 === 0 ? (below / 10 ** places).toFixed(places) : up;
}

/** Whole numbers in full; others to `digits` significant digits, never fewer than the whole ones. @param {number} value @param {number} digits */
function plain(value, digits) {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(String(value));
  const exponent = Number(value.toExponential(digits - 1).split("e")[1]);
  if (exponent < -4 || exponent >= 9) return value.toExponential(digits - 1).replace("+", "");
  const [whole, part] = fixed(value, Math.max(0, digits - 1 - exponent)).split(".");
  return part ? `${grouped(whole)}.${part}` : grouped(whole);
}

/** @param {number} value @param {string} unit @param {number} digits */
export function amount(value, unit, digits) {
  const text = plain(value, digits);
  return unit ? `${text} ${unit}` : text;
}

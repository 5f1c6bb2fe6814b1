/** A number with its unit, as people read it: the same text as in the notebook and the terminal. */

/** @param {string} digits whole digits, perhaps with a sign @returns {string} */
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** Whole numbers in full; others to `digits` significant digits, never fewer than the whole ones. @param {number} value @param {number} digits */
function plain(value, digits) {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(String(value));
  const exponent = Number(value.toExponential(digits - 1).split("e")[1]);
  if (exponent < -4 || exponent >= 9) return value.toExponential(digits - 1).replace("+", "");
  const [whole, part] = value.toFixed(Math.max(0, digits - 1 - exponent)).split(".");
  return part ? `${grouped(whole)}.${part}` : grouped(whole);
}

/** @param {number} value @param {string} unit @param {number} digits */
export function amount(value, unit, digits) {
  const text = plain(value, digits);
  return unit ? `${text} ${unit}` : text;
}

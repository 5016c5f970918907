// @ts-check
/**
 * Canonical JSON (RFC 8785) of a value read from JSON: members sorted by UTF-16 code units, no white space.
 * @param {unknown} value
 * @returns {string}
 */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const object = /** @type {Record<string, unknown>} */ (value);
  const members = Object.keys(object).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
  return `{${members.join(",")}}`;
}

/**
 * Reads a text that must be canonical JSON, with whole numbers only; undefined when it is anything else.
 * @param {string} text
 * @returns {unknown}
 */
export function readCanonical(text) {
  try {
    const value = JSON.parse(text);
    return hasWholeNumbers(value) && canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value @returns {boolean} */
function hasWholeNumbers(value) {
  if (typeof value === "number") return Number.isSafeInteger(value);
  return value === null || typeof value !== "object" || Object.values(value).every(hasWholeNumbers);
}

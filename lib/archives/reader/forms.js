// @ts-check
/** Forms of members, as the README's table names them. @typedef {(value: unknown) => boolean} Form */

/** The only algorithm of format 1. */
export const ALGORITHM = "ECDSA-P256-SHA256";

/** Simple forms. @type {Readonly<Record<"id" | "hash" | "date" | "month" | "instant" | "number" | "text", Form>>} */
export const FORMS = {
  id: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  hash: matching(/^[0-9a-f]{64}$/),
  date: matching(/^\d{4}-\d{2}-\d{2}$/),
  month: matching(/^\d{4}-\d{2}$/),
  instant: isInstant,
  number: (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0,
  text: (value) => typeof value === "string",
};

/**
 * A text of a pattern.
 * @param {RegExp} pattern
 * @returns {Form}
 */
export function matching(pattern) {
  return (value) => typeof value === "string" && pattern.test(value);
}

/**
 * Exactly this value.
 * @param {unknown} wanted
 * @returns {Form}
 */
export function exactly(wanted) {
  return (value) => value === wanted;
}

/**
 * That form, or null.
 * @param {Form} form
 * @returns {Form}
 */
export function orNull(form) {
  return (value) => value === null || form(value);
}

/**
 * An object with these members and no other.
 * @param {Readonly<Record<string, Form>>} members
 * @returns {Form}
 */
export function shaped(members) {
  const names = Object.keys(members);
  return (value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
    const object = /** @type {Record<string, unknown>} */ (value);
    return Object.keys(object).length === names.length &&
      names.every((name) => Object.hasOwn(object, name) && members[name]?.(object[name]));
  };
}

/**
 * An array whose items have a form.
 * @param {Form} form
 * @returns {Form}
 */
export function listOf(form) {
  return (value) => Array.isArray(value) && value.every(form);
}

/**
 * True when texts follow one another, none twice.
 * @param {readonly string[]} texts
 * @returns {boolean}
 */
export function ascend(texts) {
  return texts.every((text, i) => i === 0 || /** @type {string} */ (texts[i - 1]) < text);
}

/** @param {unknown} value */
function isInstant(value) {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value)) return false;
  const ms = Date.parse(value);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === value;
}

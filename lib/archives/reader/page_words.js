/** Words, dates and amounts of the page; amounts are whole cents and are never computed as floats. */
const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const KINDS = { invoice: "Facture", credit_note: "Avoir" };
const MODES = {
  transfer: "Virement",
  card: "Carte",
  cheque: "Chèque",
  cash: "Espèces",
  direct_debit: "Prélèvement",
  other: "Autre",
};
const CLOSURES = { day: "Jour", month: "Mois", year: "Exercice" };
const NARROW_SPACE = "\u202f";

/** « mars 2026 » of « 2026-03 ». */
export function monthName(month) {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? ""} ${month.slice(0, 4)}`;
}

/** « 2 mars 2026 » of « 2026-03-02 »; a dash where there is none. */
export function dayName(date) {
  if (!/^\d{4}-\d{2}-\d{2}/.test(date ?? "")) return "–";
  const day = Number(date.slice(8, 10));
  return `${day === 1 ? "1er" : day} ${monthName(date)}`;
}

/** « 1 200,00 € », with a real minus. */
export function amount(cents, currency) {
  if (!Number.isSafeInteger(cents)) return "–";
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
  const unit = currency === "EUR" ? "€" : currency ?? "";
  return `${cents < 0 ? "−" : ""}${whole},${digits.slice(-2)}\u00a0${unit}`;
}

/** « 12 345 ». */
export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}

/** « 3 factures », « 1 facture ». */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number > 1 ? many : one}`;
}

/** A word of a list, or itself where the list does not know it. */
export function wordOf(list, value) {
  const words = { kind: KINDS, mode: MODES, closure: CLOSURES }[list];
  return Object.hasOwn(words, value ?? "") ? words[value] : value ?? "–";
}

/** Small letters without accents, for searching. */
export function folded(text) {
  return String(text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** An amount as people type it: « 1200,00 ». */
export function typedAmount(cents) {
  return amount(cents, "").replace(/[^\d,]/g, "");
}

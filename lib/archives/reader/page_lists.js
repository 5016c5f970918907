/** The three lists: which rows, in which order, as which cells. Nothing of the archive is ever read as HTML. */
import { amount, counted, dayName, folded, typedAmount, wordOf } from "./page_words.js";
import { documentById, rowsOf } from "./page_data.js";

/** Files are opened by a relative link, and by nothing else. */
const FILE = /^files\/\d{4}-\d{2}\/[\w.-]+\.(pdf|xml)$/;
const haystacks = new WeakMap();

/** Each list: its title, what is searched, its columns as [label, cell, class]; `minor` ones leave a phone. */
export const LISTS = {
  documents: {
    title: "Documents émis",
    search: "Numéro, client ou montant",
    section: "documents",
    columns: [
      ["Numéro", (row) => fileLink(row.pdf, row.number)],
      ["Sorte", (row) => wordOf("kind", row.kind)],
      ["Date", (row) => dayName(row.issuedOn)],
      ["Client", (row) => row.buyer ?? "–"],
      ["HT", (row) => amount(signOf(row) * row.netCents, row.currency), "number minor"],
      ["TVA", (row) => amount(signOf(row) * row.vatCents, row.currency), "number minor"],
      ["TTC", (row) => amount(signOf(row) * row.grossCents, row.currency), "number"],
      ["XML", (row) => row.xml ? fileLink(row.xml, "XML", `XML de ${row.number}`) : "–"],
    ],
    text: (row) => [row.number, row.buyer, typedAmount(row.grossCents), typedAmount(row.netCents)],
    summary: (rows) => `${counted(rows.length, "document")}${totals(rows, "grossCents", signOf)}`,
  },
  reglements: {
    title: "Règlements reçus",
    search: "Numéro, client, mode ou montant",
    section: "payments",
    columns: [
      ["Date", (row) => dayName(row.receivedOn)],
      ["Mode", (row) => wordOf("mode", row.mode)],
      ["Documents", paid],
      ["Nature", (row) => row.reverses ? "Annulation" : "Règlement"],
      ["Montant", (row) => amount(row.amountCents, row.currency), "number"],
    ],
    text: (row) => [paid(row), wordOf("mode", row.mode), typedAmount(row.amountCents), ...payers(row)],
    summary: (rows) => `${counted(rows.length, "règlement")}${totals(rows, "amountCents", () => 1)}`,
  },
  clotures: {
    title: "Clôtures",
    search: "Jour, mois ou exercice",
    section: "closures",
    columns: [
      ["Période", (row) => row.from === row.to ? dayName(row.from) : `${dayName(row.from)} – ${dayName(row.to)}`],
      ["Sorte", (row) => wordOf("closure", row.kind)],
      ["Factures", (row) => row.invoices ?? "–", "number"],
      ["Avoirs", (row) => row.creditNotes ?? "–", "number"],
      ["Règlements", (row) => row.payments ?? "–", "number"],
      ["TTC", (row) => figures(row, "grossCents"), "number"],
      ["Total perpétuel", (row) => figures(row, "perpetualCents"), "number"],
    ],
    text: (row) => [row.period, dayName(row.from), wordOf("closure", row.kind)],
    summary: (rows) => counted(rows.length, "clôture"),
  },
};

/** The rows of a list that the filters keep, in order. */
export function pick(list, months, { words, kind, order }) {
  const wanted = folded(words).split(/\s+/).filter((word) => word !== "");
  const rows = rowsOf(list.section, months).filter((row) => {
    return (!kind || list.section !== "documents" || row.kind === kind) && holds(list, row, wanted);
  });
  return rows.sort(ORDERS[list.section === "documents" ? order : "date"] ?? ORDERS.date);
}

const dateOf = (row) => row.issuedOn ?? row.receivedOn ?? row.to ?? "";
const ORDERS = {
  date: (a, b) => compare(dateOf(b), dateOf(a)) || b.seq - a.seq,
  oldest: (a, b) => compare(dateOf(a), dateOf(b)) || a.seq - b.seq,
  amount: (a, b) => b.grossCents - a.grossCents || b.seq - a.seq,
  buyer: (a, b) => compare(folded(a.buyer), folded(b.buyer)) || b.seq - a.seq,
};

/** A table of rows; on a phone each row is a card, whose cells name themselves. */
export function table(list, rows) {
  const head = element(
    "tr",
    {},
    list.columns.map(([label, , kind]) => {
      return element("th", { scope: "col", class: kind ?? "" }, [label]);
    }),
  );
  const body = rows.map((row) => {
    const cells = list.columns.map(([label, cell, kind]) => {
      return element("td", { "data-label": label, class: kind ?? "" }, [element("span", {}, [cell(row)])]);
    });
    return element("tr", {}, cells);
  });
  return element("table", {}, [element("thead", {}, [head]), element("tbody", {}, body)]);
}

/** An element with its attributes and children; a text is a text. */
export function element(name, attributes, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== "") made.setAttribute(key, value);
  made.append(...children.map((child) => child instanceof Node ? child : String(child)));
  return made;
}

function holds(list, row, words) {
  if (words.length === 0) return true;
  let text = haystacks.get(row);
  if (text === undefined) haystacks.set(row, text = list.text(row).map(folded).join(" "));
  return words.every((word) => text.includes(word));
}

function fileLink(path, text, label = "") {
  return FILE.test(path ?? "") ? element("a", { href: path, "aria-label": label }, [text]) : text ?? "–";
}

function paid(row) {
  const numbers = partsOf(row).map((part) => documentById(part.document)?.number ?? "document d’une autre période");
  return [...new Set(numbers)].join(", ") || "–";
}

function payers(row) {
  return partsOf(row).map((part) => documentById(part.document)?.buyer);
}

function partsOf(row) {
  return Array.isArray(row.pays) ? row.pays : [];
}

function figures(row, name) {
  const each = Array.isArray(row.currencies) ? row.currencies : [];
  return each.map((figure) => amount(figure[name], figure.currency)).join(" · ") || "–";
}

function signOf(row) {
  return row.kind === "credit_note" ? -1 : 1;
}

function totals(rows, name, sign) {
  const sums = new Map();
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + sign(row) * row[name]);
  const texts = [...sums].map(([currency, cents]) => amount(cents, currency));
  return texts.length ? `, total TTC ${texts.join(" et ")}` : "";
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the archive's classic scripts bring: months on demand, kept once read. */

/** The list of months, from `index/months.js`; null until it has come. */
export const archive = { about: null, months: new Map() };
const documentsById = new Map();

globalThis.parapheMonths = (about) => {
  archive.about = about;
};
globalThis.paraphe = (month) => {
  if (archive.months.has(month.month)) return;
  archive.months.set(month.month, month);
  for (const document of month.documents) documentsById.set(document.id, document);
};

/** Reads the list of months. */
export async function loadMonths() {
  await runScript("index/months.js");
  if (!archive.about) throw new Error("index/months.js");
}

/** Reads the months wanted that were not read yet, telling how far it is. */
export async function loadData(wanted, onMonth) {
  const missing = wanted.filter((month) => !archive.months.has(month));
  for (const [i, month] of missing.entries()) {
    onMonth(i, missing.length);
    await runScript(`index/${month}.js`);
    if (!archive.months.has(month)) throw new Error(`index/${month}.js`);
  }
}

/** The rows of a section over the months given. */
export function rowsOf(section, months) {
  return months.flatMap((month) => archive.months.get(month)?.[section] ?? []);
}

/** A document by its id, among the months that were read. */
export function documentById(id) {
  return documentsById.get(id) ?? null;
}

function runScript(path) {
  if (!/^index\/(\d{4}-\d{2}|months)\.js$/.test(path)) throw new Error(path);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = path;
    script.onload = () => resolve(script.remove());
    script.onerror = () => reject(new Error(path));
    document.head.append(script);
  });
}

/** Indexes of an archive of many documents, to see whether its page stays usable; nothing in it is sealed. */
import { join } from "node:path";

/** Writes a page and the indexes of a year of documents into a folder. */
export async function writeVolume(
  folder: string,
  { reader, documents }: { reader: string; documents: number },
): Promise<void> {
  await Deno.mkdir(join(folder, "index"), { recursive: true });
  await Deno.writeTextFile(join(folder, "index.html"), reader);
  const each = Math.ceil(documents / 12);
  const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, "0")}`);
  for (const [m, month] of months.entries()) {
    const rows = Array.from({ length: each }, (_, i) => JSON.stringify(documentRow(month, m * each + i + 1)));
    const text = `paraphe({"month":"${month}","documents":[\n${
      rows.join(",\n")
    }\n],"payments":[\n],"closures":[\n]})\n`;
    await Deno.writeTextFile(join(folder, "index", `${month}.js`), text);
  }
  const about = {
    archive: "a",
    company: { name: "Grossiste Martin", siren: null },
    from: "2026-01-01",
    to: "2026-12-31",
  };
  const counts = months.map((month) => ({ closures: 0, documents: each, month, payments: 0 }));
  await Deno.writeTextFile(
    join(folder, "index", "months.js"),
    `parapheMonths(${JSON.stringify({ ...about, months: counts })})\n`,
  );
}

function documentRow(month: string, n: number): object {
  const number = `FA2026-${String(n).padStart(6, "0")}`, file = `files/${month}/${number}`;
  return {
    buyer: `Client n° ${n % 997}`,
    currency: "EUR",
    dueOn: null,
    grossCents: n * 120,
    id: `id-${n}`,
    issuedOn: `${month}-${String(n % 28 + 1).padStart(2, "0")}`,
    kind: "invoice",
    netCents: n * 100,
    number,
    pdf: `${file}.pdf`,
    seq: n + 1,
    vatCents: n * 20,
    xml: `${file}.xml`,
  };
}

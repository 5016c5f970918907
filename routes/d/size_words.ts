import type { SizePart } from "../../lib/instances/mod.ts";

/** Tables of one sort, as a reader knows them. */
export interface SizeGroup {
  readonly label: string;
  /** Under a bar of the chart. */
  readonly short: string;
  readonly count: bigint;
  readonly bytes: bigint;
}

/** Sort → its words and its tables; what stands in none counts with the settings. */
const GROUPS: readonly { readonly label: string; readonly short: string; readonly tables: readonly string[] }[] = [
  { label: "Fichiers déposés et produits", short: "Fichiers", tables: ["(files)", "files", "file_usage"] },
  {
    label: "Journal scellé, clôtures et archives",
    short: "Preuves",
    tables: ["sealed_records", "chains", "closures", "signing_keys", "archives", "attestations", "log_checks"],
  },
  {
    label: "Devis, factures et paiements",
    short: "Ventes",
    tables: [
      "sales_documents",
      "sales_lines",
      "sales_search",
      "sales_vat_totals",
      "document_links",
      "monthly_totals",
      "number_counters",
      "payment_allocations",
      "payments",
      "quote_answers",
      "receivables",
      "sendings",
    ],
  },
  { label: "Clients et contacts", short: "Clients", tables: ["parties", "party_addresses", "party_contacts"] },
  { label: "Articles et services", short: "Articles", tables: ["items", "categories"] },
  { label: "Qui a fait quoi", short: "Activité", tables: ["activity", "people_labels"] },
];
const OTHERS = { label: "Réglages et autres", short: "Autres" };

/** Parts gathered by sort, the heaviest first. */
export function groupsOf(parts: readonly SizePart[]): readonly SizeGroup[] {
  const groups = new Map<string, SizeGroup>();
  for (const { part, rows, bytes } of parts) {
    const { label, short } = GROUPS.find(({ tables }) => tables.includes(part)) ?? OTHERS;
    const known = groups.get(label) ?? { label, short, count: 0n, bytes: 0n };
    groups.set(label, { ...known, count: known.count + rows, bytes: known.bytes + bytes });
  }
  return [...groups.values()].sort((a, b) => a.bytes > b.bytes ? -1 : 1);
}

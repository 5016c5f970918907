import { aCompanyForm } from "../../../lib/company/testing.ts";
import type { DocumentSummary } from "../../../routes/d/documents_save.tsx";
import { paths } from "../../../routes/paths.ts";
import type { CastDossier, Player } from "../../cast.ts";

/** A line as a form sends it. */
export const LINE = { label: "Pose d’un évier inox", price: "240", vat: "20", quantity: "1", unit: "C62" } as const;

/** Completes a company so that it may issue. */
export async function completeCompany({ client }: Player, { slug }: CastDossier): Promise<void> {
  const { company } = (await client.getJson(paths.company(slug))).json<{ company: { version: number } }>();
  const form = { ...aCompanyForm(), version: String(company.version) } as Record<string, string>;
  const saved = await client.post(paths.company(slug), form);
  if (saved.status !== 303) throw new Error(`company: ${saved.status}`);
}

/** Makes a French professional whose accounts receive the invoices, and gives his id. */
export async function makeCustomer(
  { client }: Player,
  { slug }: CastDossier,
  over: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const made = await client.postJson(paths.customers(slug), {
    kind: "professional",
    name: "Dupont SARL",
    siren: "404 833 048",
    vatNumber: "FR83404833048",
    addressLine1: "3 quai de Saône",
    postcode: "69009",
    city: "Lyon",
    country: "FR",
    isCustomer: "on",
    contacts: [{ name: "Zoé Petit", email: "compta@dupont.fr", receivesInvoices: "on", receivesQuotes: "on" }],
    ...over,
  });
  if (made.status !== 201) throw new Error(`customer: ${made.text}`);
  return made.json<{ customer: { id: string } }>().customer.id;
}

/** Makes a document through JSON. */
export async function makeDocument(
  { client }: Player,
  { slug }: CastDossier,
  { kind, ...body }: { kind: "quote" | "invoice"; customerId: string; issue?: boolean } & Record<string, unknown>,
): Promise<DocumentSummary> {
  const made = await client.postJson(paths.documents(slug, kind), { lines: [LINE], ...body });
  if (made.status !== 201) throw new Error(`document: ${made.text}`);
  return made.json<DocumentSummary>();
}

/** The fields of the first form of an editor as a browser would send them. */
export function fieldsOf(page: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const start = page.indexOf('id="draft"');
  const form = page.slice(start, page.indexOf("</form>", start));
  const written = form.replace(/<template>[\s\S]*?<\/template>/g, "");
  for (const [tag] of written.matchAll(/<input [^>]*>/g)) {
    const name = attribute(tag, "name");
    const isOff = /type="(radio|checkbox)"/.test(tag) && !/ checked/.test(tag);
    if (name && !isOff) fields[name] = attribute(tag, "value") ?? "";
  }
  for (const [, name, options] of written.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const tag = /<option [^>]*selected[^>]*>/.exec(options!)?.[0] ?? /<option [^>]*>/.exec(options!)?.[0] ?? "";
    fields[name!] = attribute(tag, "value") ?? "";
  }
  for (const [, name, text] of written.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
    fields[name!] = text!;
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

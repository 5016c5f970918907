import { formatRate, rateText } from "../../lib/base/rates.ts";
import { type ItemLine, suggestItems } from "../../lib/catalog/mod.ts";
import { type CustomerLine, suggestCustomers } from "../../lib/parties/mod.ts";
import { type ComboboxOption, ComboboxOptions } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { respond } from "../respond.tsx";
import { NEW_CUSTOMER_ANCHOR } from "./documents_customer.tsx";
import { typed } from "./documents_form.ts";
import { may } from "./here.tsx";

/** What an editor proposes while somebody types: customers, and items that fill their line. */
export const proposalRoutes: Routes = {
  "GET /d/:slug/propositions/clients": proposeCustomers,
  "GET /d/:slug/propositions/articles": proposeItems,
};

async function proposeCustomers(c: DossierContext): Promise<Response> {
  const text = c.req.query("q") ?? "";
  const found = await suggestCustomers(c.get("ctx"), text);
  // The card is made in place: an address within the page opens the fields for it.
  const create = text.trim() !== "" && may(c, "customers:write")
    ? { label: `Créer « ${text.trim()} »`, href: `#${NEW_CUSTOMER_ANCHOR}` }
    : undefined;
  const page = () => <ComboboxOptions options={found.map(customerOption)} create={create} />;
  return respond(c, { json: () => ({ customers: found }), page, fragment: page });
}

async function proposeItems(c: DossierContext): Promise<Response> {
  const found = await suggestItems(c.get("ctx"), c.req.query("q") ?? "");
  const page = () => <ComboboxOptions options={found.map(itemOption)} />;
  return respond(c, { json: () => ({ items: found }), page, fragment: page });
}

function customerOption({ id, name, city, email }: CustomerLine): ComboboxOption {
  return { id, label: name, detail: [city, email].filter(Boolean).join(" · ") };
}

function itemOption(item: ItemLine): ComboboxOption {
  const price = `${typed(item.unitPrice, 2)} € ${item.priceIncludesVat ? "TTC" : "HT"}`;
  return {
    id: item.id,
    label: item.name,
    detail: [item.reference, price, formatRate(item.vatRateBp)].filter(Boolean).join(" · "),
    fill: {
      reference: item.reference ?? "",
      unit: item.unitCode,
      price: typed(item.unitPrice, 2),
      vat: rateText(item.vatRateBp),
      nature: item.kind === "product" ? "goods" : "service",
    },
  };
}

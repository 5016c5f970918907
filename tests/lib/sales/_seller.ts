import { openChain } from "../../../lib/antifraud/mod.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { dayOf } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import type { CompanyForm } from "../../../lib/company/mod.ts";
import { createCustomer, type CustomerForm } from "../../../lib/parties/mod.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { DiskStore } from "../../../lib/platform/storage/disk_store.ts";
import { configureStores } from "../../../lib/platform/stores.ts";
import { SALES_RIGHTS } from "../../../lib/sales/testing.ts";
import { wire } from "../../../lib/wiring.ts";
import { openLocalTransport } from "../../../lib/platform/mail.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, type World } from "../../support/world.ts";

/** Rights of the tests' seller, in every module that sales lean on. */
const RIGHTS = [
  ...SALES_RIGHTS,
  "company:read",
  "company:write",
  "customers:read",
  "customers:write",
  "activity:read",
  "sealed_log:close",
] as const;

/** Opens a world in which a company may sell: events wired, files on disk, mails dropped. */
export async function openSellersWorld(): Promise<World> {
  const world = await openWorld();
  openTestOutside();
  const folder = await Deno.makeTempDir({ prefix: "paraphe-files-" });
  const store = new DiskStore({ folder, publicUrl: "http://localhost:8000/fichiers", signingKey: new Uint8Array(32) });
  configureStores(() => store);
  wire({ mail: () => openLocalTransport(() => Promise.resolve()) });
  return world;
}

/** A dossier that may issue: chain open, company complete; since now, or since a moment of the past. */
export async function aSeller(world: World, company?: CompanyForm, since?: string): Promise<Ctx> {
  const made = await world.makeDossier(RIGHTS);
  const ctx = since ? at(made, since) : made;
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  await openTestCompany(ctx, company);
  return ctx;
}

/** The same person at another moment. */
export function at(ctx: Ctx, moment: string): Ctx {
  const now = new Date(moment).toISOString() as Ctx["now"];
  return { ...ctx, now, today: dayOf(now) };
}

/** A French company as a customer. */
export async function aBuyer(ctx: Ctx, over: CustomerForm["fields"] = {}): Promise<Uuid> {
  const { customer } = await createCustomer(ctx, {
    fields: {
      kind: "professional",
      isCustomer: "on",
      name: "Boulangerie Noël-Château SARL",
      siren: "552 100 554",
      vatNumber: "FR96552100554",
      addressLine1: "3 place de l’Hôtel de Ville",
      postcode: "42000",
      city: "Saint-Étienne",
      country: "FR",
      ...over,
    },
    contacts: [{
      name: "Anne Noël",
      email: "compta@noel-chateau.example",
      receivesInvoices: "on",
      receivesQuotes: "on",
    }],
  });
  return customer.id;
}

/** Makes the samples through the verbs, in a world of their own. */
import { present } from "../../lib/base/assert.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import type { IsoDate, IsoInstant } from "../../lib/base/dates.ts";
import { setLogo } from "../../lib/company/mod.ts";
import { createCustomer } from "../../lib/parties/mod.ts";
import { normaliseLogo } from "../../lib/platform/pdf/images.ts";
import { newId } from "../../lib/platform/random.ts";
import {
  createDraft,
  creditInvoice,
  downloadDocument,
  downloadXml,
  issueDocument,
  readDocument,
  type SalesDocument,
} from "../../lib/sales/mod.ts";
import { aSeller } from "../lib/sales/_seller.ts";
import type { World } from "../support/world.ts";
import { type Sample, SAMPLES } from "./invoices.ts";
import { BUYERS, LOGO, SELLERS } from "./parties.ts";

/** A sample with its files, as a customer gets them. */
export interface MadeSample {
  readonly sample: Sample;
  readonly document: SalesDocument;
  readonly pdf: Uint8Array<ArrayBuffer>;
  readonly xml: string;
}

/** The moment of every sample: the same files' words each time. */
const AT = "2026-11-20T09:00:00.000Z" as IsoInstant;
const TODAY = "2026-11-20" as IsoDate;

/** Makes the samples one after the other, so that each seller's numbers follow each other. */
export async function* makeSamples(world: World): AsyncGenerator<MadeSample> {
  const sellers = new Map<Sample["seller"], Ctx>();
  const made = new Map<string, SalesDocument>();
  for (const sample of SAMPLES) {
    const ctx = sellers.get(sample.seller) ?? await openSeller(world, sample.seller);
    sellers.set(sample.seller, ctx);
    const document = await issue(ctx, sample, made);
    made.set(sample.name, document);
    const { file } = await downloadDocument(ctx, document.id);
    const pdf = new Uint8Array(await new Response(file.body).arrayBuffer());
    yield { sample, document, pdf, xml: (await downloadXml(ctx, document.id)).xml };
  }
}

async function openSeller(world: World, seller: Sample["seller"]): Promise<Ctx> {
  const ctx = { ...await aSeller(world, SELLERS[seller]), now: AT, today: TODAY };
  if (seller === "atelier") {
    await setLogo(ctx, await normaliseLogo(new TextEncoder().encode(LOGO), "image/svg+xml"));
  }
  return ctx;
}

async function issue(ctx: Ctx, sample: Sample, made: ReadonlyMap<string, SalesDocument>): Promise<SalesDocument> {
  const draft = await draftOf(ctx, sample, made);
  await issueDocument(ctx, draft.id);
  return await readDocument(ctx, draft.id);
}

async function draftOf(ctx: Ctx, sample: Sample, made: ReadonlyMap<string, SalesDocument>): Promise<SalesDocument> {
  const id = newId();
  if (sample.corrects) {
    return await creditInvoice(ctx, { id, sourceId: present(made.get(sample.corrects), sample.corrects).id });
  }
  const { fields, ...lists } = BUYERS[sample.buyer];
  const { customer } = await createCustomer(ctx, { fields: { ...fields, isCustomer: "on" }, ...lists });
  return await createDraft(ctx, { id, kind: "invoice", form: { ...sample.form, customerId: customer.id } });
}

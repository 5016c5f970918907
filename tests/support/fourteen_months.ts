/** Fourteen months of a dossier, lived by its verbs from March 2025 to April 2026; what it hands over is returned. */
import { makeAnchors } from "../../lib/anchors/make_anchors_job.ts";
import { getProof, proofFile } from "../../lib/anchors/mod.ts";
import { enterByPass, findGuest } from "../../lib/access/mod.ts";
import { planSignInDigests } from "../../lib/access/plan_sign_in_digests_job.ts";
import { closeDueJob } from "../../lib/antifraud/closures/close_due_job.ts";
import { checkLog, closeDay, closeMonth, nextDue, rotateKey } from "../../lib/antifraud/mod.ts";
import { sealSignInsJob } from "../../lib/antifraud/seal_sign_ins_job.ts";
import {
  askArchive,
  closeControl,
  controlBundle,
  listArchives,
  listSealedPieces,
  makeAttestation,
  noteView,
  openAttestation,
  openControl,
} from "../../lib/archives/mod.ts";
import { addToDate, endOfMonth, type IsoDate } from "../../lib/base/dates.ts";
import type { Ctx, Right } from "../../lib/base/ctx.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { getCompany, updateCompany } from "../../lib/company/mod.ts";
import { newId, randomBase32 } from "../../lib/platform/random.ts";
import {
  createAndIssueAll,
  creditInvoice,
  ensureRendered,
  issueDocument,
  recordPayments,
  reversePayment,
  type SalesDocument,
  sendDocument,
} from "../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice, aLine } from "../../lib/sales/testing.ts";
import { aChain, aJob, registerCells } from "../lib/anchors/_chains.ts";
import { automate } from "../lib/antifraud/closures/_book.ts";
import { bytesOf, carryOut } from "../lib/archives/_lived.ts";
import { aBuyer, aSeller, at } from "../lib/sales/_seller.ts";
import { openTestOutside } from "./outside.ts";
import { TRIAL_CELL, type World } from "./world.ts";

/** Days of the life, both inside. */
export const LIFE = { from: "2025-03-03" as IsoDate, to: "2026-04-30" as IsoDate };

const MONTHS = Array.from({ length: 14 }, (_, n) => addToDate("2025-03-01" as IsoDate, { months: n }));
const PUBLISHER = { company: "Paraphe SAS", representative: "Camille Roux", city: "Lyon" };
const EVERYTHING: readonly Right[] = [
  "sealed_log:read",
  "sealed_log:archive",
  "sealed_log:control",
  "members:write",
];

/** What the dossier handed over while it lived. */
export interface Handed {
  readonly ctx: Ctx;
  /** ZIPs by what they are: the year 2025 as it was first made and made again, and everything. */
  readonly archives: Readonly<Record<"year" | "yearAgain" | "whole", Uint8Array<ArrayBuffer>>>;
  /** Files of the anchors' proofs, oldest first. */
  readonly proofs: readonly string[];
  readonly attestation: Uint8Array;
  readonly control: Uint8Array;
  readonly controlDays: { readonly from: IsoDate; readonly to: IsoDate };
  /** Entries of the security log of the day whose digest was sealed, as the README writes them. */
  readonly refusedSignIns: string;
}

/** Somebody living: the person, her customer, and what a month leaves to the next. */
interface Life {
  readonly world: World;
  readonly ctx: Ctx;
  readonly buyer: Uuid;
  readonly proofDays: IsoDate[];
  readonly archives: Map<string, Uint8Array<ArrayBuffer>>;
  /** Invoices of the month before. */
  before: readonly SalesDocument[];
  refusedSignIns: string;
}

/** Lives through the fourteen months, and hands everything over at their end. */
export async function liveFourteenMonths(world: World): Promise<Handed> {
  openTestOutside({ publisher: PUBLISHER });
  const life = await beBorn(world);
  for (const [n, month] of MONTHS.entries()) {
    await sell(life, { n, month });
    await happen(life, month);
    await turnTheMonth(life, { n, month });
  }
  return await handOver(life);
}

async function beBorn(world: World): Promise<Life> {
  await registerCells(world);
  const seller = await aSeller(world, {}, `${LIFE.from}T08:00:00Z`);
  const ctx = { ...seller, rights: new Set([...seller.rights, ...EVERYTHING]) };
  const slug = randomBase32(8);
  await world.owner.control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    values (${ctx.tenantId}, ${slug}, ${slug}, 'Atelier Dupré', 'atelier dupre', ${TRIAL_CELL}, 'trial', 'Europe/Paris')`;
  // Two more leaves beside ours in each anchor.
  for (let n = 0; n < 2; n++) await aChain(world);
  const buyer = await aBuyer(ctx);
  return { world, ctx, buyer, proofDays: [], archives: new Map(), before: [], refusedSignIns: "" };
}

/** The month's invoices, their sending and duplicate, payments and a reversal, a credit note. */
async function sell(life: Life, { n, month }: { n: number; month: IsoDate }): Promise<void> {
  const { buyer } = life, on = (day: number, hour = 9) => moment(life, month, day, hour);
  const lines = [aLine({ price: String(100 + n) }), aLine({ price: "40", vat: "5,5", discount: n % 2 ? "10" : "" })];
  const drafts = [{}, { lines }].map((over) => ({
    id: newId(),
    kind: "invoice" as const,
    form: aDraftForm(buyer, over),
  }));
  const [plain, mixed] = await createAndIssueAll(on(5), drafts, { render: false });
  const third = await aDraftInvoice(on(20), buyer, { subject: n === 0 ? '=1+1; "n° 1"' : "Dépannage" });
  const to = { to: ["compta@noel-chateau.example"] };
  const sent = await issueDocument(on(20), third.id, { send: { id: newId(), ...to }, render: false });
  if (n % 3 !== 2) await sendDocument(on(21), { documentId: sent.id, sending: { id: newId(), ...to } });
  if (n === 0) await sendDocument(on(22), { documentId: sent.id, sending: { id: newId(), ...to } });
  const paid = [plain!, ...life.before.slice(1, 2)].map(({ id: invoiceId }, i) => ({
    ...{ id: newId(), invoiceId },
    form: { amount: "50", mode: ["card", "transfer", "cash"][(n + i) % 3]!, receivedOn: on(11).today },
  }));
  await recordPayments(on(12), paid);
  if (n % 4 === 1) await reversePayment(on(13), { id: newId(), paymentId: paid[0]!.id, reason: "Carte refusée" });
  const credited = life.before[2];
  if (credited && n % 3 === 1) {
    const draft = await creditInvoice(on(25), { id: newId(), sourceId: credited.id });
    await issueDocument(on(25), draft.id, { render: false });
  }
  if (n % 5 === 0) await ensureRendered(on(26), mixed!.id);
  life.before = [plain!, mixed!, sent];
}

/** What happens once in fourteen months. */
async function happen(life: Life, month: IsoDate): Promise<void> {
  const on = (day: number) => moment(life, month, day, 10);
  switch (month.slice(0, 7)) {
    case "2025-06":
      return await changeCompany(on(27), { vatOnDebits: "on" });
    case "2025-09":
      return await rotateKey(on(27), newId());
    case "2025-10":
      return openTestOutside({ publisher: PUBLISHER, version: "1.1.0" });
    case "2025-11":
      return await refuseSignIns(life, on(27));
    case "2026-01":
      return await archive(life, on(27), { name: "year", period: "2025" });
    case "2026-02":
      await changeCompany(on(26), { fiscalYearStart: "04-01" });
      // To its end, however busy the machine: no job runs in these months.
      await checkLog(on(27), { budgetMs: Infinity });
  }
}

async function changeCompany(ctx: Ctx, form: Parameters<typeof updateCompany>[1]["form"]): Promise<void> {
  const { version } = await getCompany(ctx);
  await updateCompany(ctx, { version, form });
}

/** A person of the dossier is refused three times on a day; the digest is sealed on the day after. */
async function refuseSignIns(life: Life, ctx: Ctx): Promise<void> {
  const { control } = life.world.owner, { tenantId, personId } = ctx;
  await control`insert into control.people (id, email, email_key, password_hash, confirmed_at)
    values (${personId}, 'alice@dupre.fr', 'alice@dupre.fr', 'x', ${ctx.now})`;
  await control`insert into control.memberships (tenant_id, person_id, profile, is_owner)
    values (${tenantId}, ${personId}, 'administrator', true)`;
  for (const minute of ["01", "02", "03"]) {
    await control`insert into control.security_log (id, at, event, person_id, ip, request_id)
      values (${newId()}, ${`${ctx.today}T11:${minute}:00Z`}, 'sign_in_wrong', ${personId}, '192.0.2.1', ${newId()})`;
  }
  const night = aJob(`${addToDate(ctx.today, { days: 1 })}T01:00:00.000Z`);
  await planSignInDigests(night);
  const [job] =
    await control`select payload from control.jobs where kind like '%sign_ins%' and tenant_id = ${tenantId}`;
  await sealSignInsJob(night, job!.payload);
  const entries = await control`select id, at, event from control.security_log order by at, id`;
  life.refusedSignIns = entries.map(({ id, at, event }) => `${id} ${at.toISOString()} ${event}\n`).join("");
}

/** The first of the next month: what is over is closed, by hand or by the program; every other month is anchored. */
async function turnTheMonth(life: Life, { n, month }: { n: number; month: IsoDate }): Promise<void> {
  const next = addToDate(month, { months: 1 }), on = moment(life, next, 1, 6);
  if (n % 4 === 2) await closeByHand(on, month);
  await closeDueJob(automate(on), {}, { dedupeKey: next });
  if (n % 2 === 0) return;
  await makeAnchors(aJob(`${next}T07:00:00.000Z`));
  life.proofDays.push(...n % 4 === 3 ? [addToDate(next, { days: -1 }), next] : [next]);
}

async function closeByHand(ctx: Ctx, month: IsoDate): Promise<void> {
  for (let due = await nextDue(ctx); due?.kind === "day"; due = await nextDue(ctx)) await closeDay(ctx, due.from);
  await closeMonth(ctx, month.slice(0, 7));
}

async function archive(
  life: Life,
  ctx: Ctx,
  { name, period }: { name: string; period: Parameters<typeof askArchive>[1]["period"] },
): Promise<void> {
  const { id } = await askArchive(ctx, { id: newId(), period });
  await carryOut(ctx, id);
  life.archives.set(name, await bytesOf(ctx, id));
}

/** May 2026: attestation, archives, an inspector's visit, and everything once more. */
async function handOver(life: Life): Promise<Handed> {
  const on = (day: number, hour = 9) => moment(life, "2026-05-01" as IsoDate, day, hour);
  const form = { representative: "Jeanne Dupré", city: "Lyon", acquiredOn: "2025-03-01", usedSince: "2025-03-03" };
  const { id } = await makeAttestation(on(4), { id: newId(), form });
  const { file } = await openAttestation(on(4), id);
  await archive(life, on(5), { name: "yearAgain", period: "2025" });
  const controlDays = { from: "2025-01-01" as IsoDate, to: LIFE.to };
  const control = await receiveInspector(life, { on: on(6), days: controlDays });
  await archive(life, on(8), { name: "whole", period: "whole" });
  const proofs = await Promise.all(life.proofDays.map(async (day) => proofFile(await getProof(on(9), day)).text));
  const { year, yearAgain, whole } = Object.fromEntries(life.archives);
  return {
    ctx: on(9),
    archives: { year: year!, yearAgain: yearAgain!, whole: whole! },
    proofs,
    attestation: new Uint8Array(await new Response(file.body).arrayBuffer()),
    control,
    controlDays,
    refusedSignIns: life.refusedSignIns,
  };
}

/** A pass is opened, which asks for archives; the inspector comes in, looks, takes the file with him; it is closed. */
async function receiveInspector(
  life: Life,
  { on, days }: { on: Ctx; days: Handed["controlDays"] },
): Promise<Uint8Array> {
  const id = newId();
  const opened = await openControl(on, { id, form: { label: "Vérificateur de la DDFiP", ...days, days: "10" } });
  const waiting = async () => (await listArchives(on)).find(({ state }) => state === "asked" || state === "making");
  for (let next = await waiting(); next; next = await waiting()) await carryOut(on, next.id);
  const visitor = { ...aJob(on.now) };
  const link = new URL(opened.url).pathname.split("/").at(-1)!;
  const { token } = await enterByPass(visitor, { link, code: opened.code });
  const guest = (await findGuest(visitor, token))!;
  await noteView(guest, "documents");
  await listSealedPieces(guest, { kind: "documents", after: 0n });
  const bundle = controlBundle(guest.ctx, { ...days, companyName: guest.companyName });
  const bytes = new Uint8Array(await new Response(bundle).arrayBuffer());
  await closeControl(moment(life, "2026-05-01" as IsoDate, 7, 9), id);
  return bytes;
}

function moment({ ctx }: Pick<Life, "ctx">, month: IsoDate, day: number, hour: number): Ctx {
  const on = addToDate(month, { days: day - 1 });
  if (on > endOfMonth(month)) throw new Error(`no day ${day} in ${month}`);
  return at(ctx, `${on}T${String(hour).padStart(2, "0")}:00:00Z`);
}

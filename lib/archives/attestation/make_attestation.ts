import { askWitness, buildState, seal, verifyAgreement, verifyChain } from "../../antifraud/mod.ts";
import { authorize, type Ctx, type Right } from "../../base/ctx.ts";
import { type IsoDate, parseDate } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { cleanLine, hasForbiddenCharacters } from "../../base/text.ts";
import { type Company, loadCompany, recordActivity } from "../../company/mod.ts";
import { registerFile, storeKey } from "../../files/mod.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { programVersion, publisher } from "../../platform/outside.ts";
import { renderPdf } from "../../platform/pdf/worker_pool.ts";
import { newId } from "../../platform/random.ts";
import { storeOf } from "../../platform/stores.ts";
import { issue, refuse } from "../refusals.ts";
import { attestationPage } from "./attestation_page.ts";
import { type Attestation, findAttestation, insertAttestation, isAttestationTaken } from "./attestation_store.ts";
import { releaseOf } from "./releases.ts";
import { attestationTexts } from "./texts.ts";

/** Longest name of a person or of a town. */
const MAX_TEXT = 120;

/** What the form sends, as it was typed; dates as `2026-11-21`. */
export interface AttestationForm {
  readonly representative?: string;
  readonly city?: string;
  readonly acquiredOn?: string;
  readonly usedSince?: string;
}

/**
 * Makes the individual attestation of the dossier for the version that runs (CGI art. 286, I, 3° bis; model
 * BOI-LETTRE-000242): the log is verified first, whole, and the PDF is kept with its digest, which is sealed. The same
 * id again gives what it made. Right `sealed_log:archive`. Refuses `version_modified`, `log_not_whole`,
 * `company_incomplete`, `representative_missing`, `city_missing`, `bad_text`, `bad_acquired`, `bad_used_since`.
 */
export async function makeAttestation(
  ctx: Ctx,
  { id, form }: { id: Uuid; form: AttestationForm },
): Promise<Attestation> {
  authorize(ctx, "sealed_log:archive");
  const key = { tenantId: ctx.tenantId, id };
  const [known, company] = await withTenant(
    ctx,
    async (tx) => [await findAttestation(tx, key), await loadCompany(tx, ctx)] as const,
    { mode: "read" },
  );
  if (known) return known;
  const wanted = readForm(form, ctx.today);
  const { name, siren } = company;
  if (!siren) throw refuse("company_incomplete");
  if (await buildState() === "modified") throw refuse("version_modified");
  const head = await verifiedHead(ctx);
  const release = releaseOf(programVersion()), texts = attestationTexts(ctx.today);
  const facts = { ...wanted, company: { name, siren }, publisher: publisher(), release, madeOn: ctx.today, head };
  const template = attestationPage(facts, texts);
  const metadata = { author: name, subject: template.title, createdAt: ctx.now };
  const pdf = await renderPdf({ template, metadata });
  const made: Omit<Attestation, "sealSeq"> = {
    id,
    madeAt: ctx.now,
    madeBy: ctx.personId,
    version: release.version,
    root: release.root,
    model: texts.model,
    ...wanted,
    fileId: newId(),
    sha256: sha256Hex(pdf),
  };
  return await keep(ctx, { made, pdf, company });
}

/** Bytes first, then the row that names them: of two that come at once with one id one stays, the other's bytes go. */
async function keep(
  ctx: Ctx,
  { made, pdf, company }: { made: Omit<Attestation, "sealSeq">; pdf: Uint8Array<ArrayBuffer>; company: Company },
): Promise<Attestation> {
  const key = storeKey({ tenantId: ctx.tenantId, id: made.fileId });
  const { bytes } = await storeOf(ctx.cell).put(key, pdf, { contentType: "application/pdf" });
  const attempt = () => withTenant(ctx, (tx) => write(tx, ctx, { made, bytes, company }));
  const kept = await attempt().catch((error: unknown) => {
    if (!isAttestationTaken(error)) throw error;
    // The other one has been committed meanwhile: the second look finds it.
    return attempt();
  });
  if (kept.fileId !== made.fileId) await storeOf(ctx.cell).remove([key]);
  return kept;
}

async function write(
  tx: Tx,
  ctx: Ctx,
  { made, bytes, company }: { made: Omit<Attestation, "sealSeq">; bytes: number; company: Company },
): Promise<Attestation> {
  const known = await findAttestation(tx, { tenantId: ctx.tenantId, id: made.id });
  if (known) return known;
  await registerFile(tx, ctx, {
    id: made.fileId,
    name: `Attestation ${company.name.replace(/[/\\]/g, "-")} ${made.version}.pdf`,
    mime: "application/pdf",
    bytes,
    sha256: made.sha256,
    purpose: "attestation",
  });
  await recordActivity(tx, ctx, {
    verb: "makeAttestation",
    subject: { kind: "attestation", id: made.id },
    summary: `Attestation individuelle faite pour la version ${made.version}`,
  });
  let kept: Attestation | null = null;
  const { id: attestation, sha256, version, root, model } = made;
  const event = {
    type: "attestation_made",
    subjectId: attestation,
    payload: { attestation, sha256, version, root, model },
  };
  await seal(tx, ctx, [event], {
    write: async ([sealed]) => {
      kept = { ...made, sealSeq: sealed!.seq };
      await insertAttestation(tx, ctx.tenantId, kept);
    },
  });
  return kept!;
}

/** Verifies the chain and the live rows, then asks the witnesses; the head that was reached. */
async function verifiedHead(ctx: Ctx): Promise<{ seq: bigint; hash: string }> {
  const chain = await verifyChain(ctx);
  if (!chain.ok || !chain.headHash) throw refuse("log_not_whole", { values: { reason: chain.firstBad?.reason ?? "" } });
  const agreement = await verifyAgreement(ctx);
  if (!agreement.ok) throw refuse("log_not_whole", { values: { reason: agreement.first?.reason ?? "" } });
  // Whoever may hand over archives learns no more of the log than whether it is whole.
  const asking = { ...ctx, rights: new Set<Right>([...ctx.rights, "sealed_log:read"]) };
  const unseen = (await askWitness(asking))?.firstBad;
  if (unseen) throw refuse("log_not_whole", { values: { reason: unseen.reason } });
  return { seq: chain.records, hash: chain.headHash };
}

interface Wanted {
  readonly representative: string;
  readonly city: string;
  readonly acquiredOn: IsoDate;
  readonly usedSince: IsoDate;
}

function readForm(form: AttestationForm, today: IsoDate): Wanted {
  const representative = cleanLine(form.representative ?? ""), city = cleanLine(form.city ?? "");
  const acquiredOn = parseDate(form.acquiredOn ?? ""), usedSince = parseDate(form.usedSince ?? "");
  const faults = [
    ...textFaults(representative, "representative", "representative_missing"),
    ...textFaults(city, "city", "city_missing"),
    ...(acquiredOn && acquiredOn <= today ? [] : [issue("bad_acquired")]),
    ...(usedSince && usedSince <= today && usedSince >= (acquiredOn ?? usedSince) ? [] : [issue("bad_used_since")]),
  ];
  if (faults.length > 0 || !acquiredOn || !usedSince) throw new Refusal(422, faults);
  return { representative, city, acquiredOn, usedSince };
}

function textFaults(text: string, field: string, missing: "representative_missing" | "city_missing") {
  if (text === "") return [issue(missing)];
  return text.length > MAX_TEXT || hasForbiddenCharacters(text) ? [{ ...issue("bad_text"), field }] : [];
}

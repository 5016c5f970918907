import { proofOf, seal } from "../../antifraud/mod.ts";
import {
  getPass,
  type GrantedPass,
  grantPass,
  listPasses,
  MAX_PASS_DAYS,
  newPassSecrets,
  type Pass,
  passCodeHash,
  revokePass,
} from "../../access/mod.ts";
import { authorize, type Ctx } from "../../base/ctx.ts";
import { addSeconds, formatDate, type IsoDate } from "../../base/dates.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { cleanLine, hasForbiddenCharacters } from "../../base/text.ts";
import { recordActivity } from "../../company/mod.ts";
import { toHex } from "../../platform/crypto.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { issue, refuse } from "../refusals.ts";
import { type ControlDays, readDays } from "./control_days.ts";
import { type CountedView, loadViews } from "./control_store.ts";
import { describeControlFile, prepareControl } from "./prepare_control.ts";

/** Longest name of a guest. */
const MAX_LABEL = 100;
const DAY_S = 86_400;

/** What is typed to open the access of a control. */
export interface ControlForm {
  readonly label?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly days?: string | undefined;
}

/** The access of one control, with what was looked at through it. */
export interface Control extends Pass {
  readonly views: readonly CountedView[];
}

/** An access just opened: its address and code are shown once. */
export interface OpenedControl extends GrantedPass {
  readonly id: Uuid;
  readonly label: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly expiresAt: Pass["expiresAt"];
  readonly archives: ControlArchives;
}

/** Whether the archives of a control's days are there, being made, to be asked for again, or none are needed. */
export type ControlArchives = "ready" | "under_way" | "lacking" | "none";

/**
 * Opens the access of a control: seals `control_opened` in the dossier, then mints the pass in control. Cut between the
 * two, the log tells of an access that nobody holds; the form sent again goes on where it was. Then asks for the
 * archives that its days lack. Right `sealed_log:control`. Refuses `label_missing`, `bad_text`, `bad_period`,
 * `bad_days` (422), `access.pass_granted`.
 */
export async function openControl(ctx: Ctx, { id, form }: { id: Uuid; form: ControlForm }): Promise<OpenedControl> {
  authorize(ctx, "sealed_log:control");
  const { label, from, to, days } = readForm(form, ctx.today);
  const expiresAt = addSeconds(ctx.now, days * DAY_S), secrets = newPassSecrets();
  await withTenant(ctx, async (tx) => {
    const summary = `Accès de contrôle ouvert pour ${days} jours : du ${formatDate(from)} au ${formatDate(to)}`;
    await recordActivity(tx, ctx, { verb: "openControl", subject: { kind: "control", id }, summary });
    const codeDigest = toHex(passCodeHash(secrets));
    await seal(tx, ctx, [{
      type: "control_opened",
      subjectId: id,
      payload: { pass: id, from, to, label, expiresAt, codeDigest },
    }]);
  });
  const granted = await grantPass(ctx, { id, kind: "inspector", from, to, label, expiresAt, secrets });
  // An access is worth having without its archives: the page of the control file asks for what is lacking.
  await prepareControl(ctx, { from, to }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
  return { ...granted, id, label, from, to, expiresAt, archives: await archivesOf(ctx, { from, to }) };
}

async function archivesOf(ctx: Ctx, days: ControlDays): Promise<ControlArchives> {
  const { years, isReady } = await describeControlFile(ctx, days);
  if (years.length === 0) return "none";
  if (isReady) return "ready";
  return years.some(({ underWay }) => underWay !== null) ? "under_way" : "lacking";
}

/** Takes an access back, at once, and seals `control_closed`. Right `sealed_log:control`. Refuses `access.no_pass`. */
export async function closeControl(ctx: Ctx, id: string): Promise<void> {
  authorize(ctx, "sealed_log:control");
  if (!isUuid(id)) throw refuse("not_found");
  const { label } = await getPass(ctx, id);
  // The door first; the journal after it, also when it was cut short the time before.
  await revokePass(ctx, id);
  if ((await proofOf(ctx, id)).some(({ type }) => type === "control_closed")) return;
  await withTenant(ctx, async (tx) => {
    const summary = "Accès de contrôle fermé";
    await recordActivity(tx, ctx, { verb: "closeControl", subject: { kind: "control", id }, summary });
    await seal(tx, ctx, [{ type: "control_closed", subjectId: id, payload: { pass: id, label } }]);
  });
}

/** Every access, newest first, with what was looked at. Right `sealed_log:control`. */
export async function listControls(ctx: Ctx): Promise<Control[]> {
  authorize(ctx, "sealed_log:control");
  const passes = await listPasses(ctx);
  const views = await withTenant(ctx, (tx) => loadViews(tx, ctx.tenantId), { mode: "read", oneStatement: true });
  return passes.map((pass) => ({ ...pass, views: views.filter(({ passId }) => passId === pass.id) }));
}

function readForm(form: ControlForm, today: IsoDate) {
  const label = cleanLine(form.label ?? ""), days = (form.days ?? "").trim();
  const { days: inside, faults: dayFaults } = readDays(form, today);
  const isLabel = label.length <= MAX_LABEL && !hasForbiddenCharacters(label);
  const areDays = /^\d{1,2}$/.test(days) && Number(days) >= 1 && Number(days) <= MAX_PASS_DAYS;
  const faults = [
    ...(label === "" ? [issue("label_missing")] : isLabel ? [] : [{ ...issue("bad_text"), field: "label" }]),
    ...dayFaults,
    ...(areDays ? [] : [issue("bad_days")]),
  ];
  if (faults.length > 0 || !inside) throw new Refusal(422, faults);
  return { ...inside, label, days: Number(days) };
}

import { authorize, type Ctx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import { refuseAll } from "../../base/refusal.ts";
import { endCompanySessions } from "../../identity/mod.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { recordAct } from "../record_act.ts";
import { wrapClientSecret } from "./connection.ts";
import { allowsLoopback } from "./provider_client.ts";
import { issue, refuse } from "./refusals.ts";
import { readSettings, type SsoForm } from "./settings.ts";
import {
  deleteConnection,
  forgetSubjects,
  loadConnection,
  loadLastAttempts,
  saveConnection,
  type StoredConnection,
} from "./sso_store.ts";

/** How many of the last sign-ins the settings show. */
const LAST_ATTEMPTS = 10;

/** The company sign-in as its settings show it: never the secret. */
export interface CompanySignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly domains: readonly string[];
  readonly defaultProfile: string | null;
  readonly isOn: boolean;
  /** `works`, or the code of what stood in the way; null: not tried since the last change. */
  readonly checkResult: string | null;
  readonly checkedAt: IsoInstant | null;
  /** Rises with each change; 0 stands for « there is none ». */
  readonly version: number;
}

/** How a sign-in ended. */
export interface LastSignIn {
  readonly at: IsoInstant;
  /** `opened`, or the code of what stood in the way. */
  readonly outcome: string;
}

/** The settings and the last sign-ins. Right `members:write`. Refuses nothing else. */
export async function getCompanySignIn(
  ctx: Ctx,
): Promise<{ readonly settings: CompanySignIn | null; readonly last: readonly LastSignIn[] }> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  return await withControl({ tenantId }, async (tx) => {
    const [connection, last] = [
      await loadConnection(tx, tenantId),
      await loadLastAttempts(tx, tenantId, LAST_ATTEMPTS),
    ];
    return { settings: connection && shown(connection), last };
  }, { mode: "read" });
}

/**
 * Sets how people come in through their company. An empty secret keeps the one there is, but never for another server
 * or application: whoever may change the address must not be able to have the secret sent there. Switched off, or
 * another server or application, the sessions that the one before opened end with it. Right `members:write`.
 * Refuses: what `readSettings` finds (422), `secret_of_other` (422), `stale` (409).
 */
export async function setCompanySignIn(ctx: Ctx, input: { version: number; form: SsoForm }): Promise<CompanySignIn> {
  authorize(ctx, "members:write");
  const { tenantId, now: changedAt } = ctx;
  return await withControl({ tenantId }, async (tx) => {
    const before = await loadConnection(tx, tenantId);
    const options = { allowLoopback: allowsLoopback(), hasSecret: before !== null };
    const { settings, issues } = readSettings(input.form, options);
    refuseAll(issues);
    const { clientSecret, ...rest } = settings;
    const isOther = before !== null && (before.issuer !== rest.issuer || before.clientId !== rest.clientId);
    if (isOther && clientSecret === null) refuseAll([issue("secret_of_other")]);
    const kept = clientSecret === null ? before!.clientSecret : wrapClientSecret(tenantId, clientSecret);
    const connection = { tenantId, ...rest, domains: [...rest.domains], clientSecret: kept, changedAt };
    if (!await saveConnection(tx, connection, input.version)) throw refuse("stale");
    if (isOther) await forgetSubjects(tx, tenantId);
    const ended = isOther || !rest.isOn ? await endCompanySessions(tx, ctx) : 0;
    await record(tx, ctx, {
      verb: "setCompanySignIn",
      summary: told(before === null ? null : { isOther, wasOn: before.isOn }, { ...rest, ended }),
    });
    return shown({ ...connection, checkResult: null, checkedAt: null, version: input.version + 1 });
  });
}

/**
 * Ends the company sign-in, forgets whom it knew, and ends the sessions that it opened. Right `members:write`. Refuses
 * nothing else; where there is none, nothing happens.
 */
export async function removeCompanySignIn(ctx: Ctx): Promise<void> {
  authorize(ctx, "members:write");
  await withControl({ tenantId: ctx.tenantId }, async (tx) => {
    if (!await deleteConnection(tx, ctx.tenantId)) return;
    const ended = await endCompanySessions(tx, ctx);
    const summary = `Connexion d’entreprise retirée${endedWords(ended)}`;
    await record(tx, ctx, { verb: "removeCompanySignIn", summary });
  });
}

/** Unties every person from his name at the provider: the next sign-in ties him anew. Right `members:write`. */
export async function untiePeople(ctx: Ctx): Promise<void> {
  authorize(ctx, "members:write");
  await withControl({ tenantId: ctx.tenantId }, async (tx) => {
    await forgetSubjects(tx, ctx.tenantId);
    await record(tx, ctx, {
      verb: "untiePeople",
      summary: "Connexion d’entreprise : personnes détachées de leur nom chez le serveur d’identité",
    });
  });
}

/** What changed, in words: the server's name, never the application's id or secret. */
function told(
  before: { readonly isOther: boolean; readonly wasOn: boolean } | null,
  after: { readonly issuer: string; readonly isOn: boolean; readonly ended: number },
): string {
  const server = `${new URL(after.issuer).host}${endedWords(after.ended)}`;
  if (before === null) return `Connexion d’entreprise réglée${after.isOn ? "" : ", éteinte"} : ${server}`;
  if (!after.isOn && before.wasOn) return `Connexion d’entreprise éteinte : ${server}`;
  if (before.isOther) return `Connexion d’entreprise : autre serveur ou autre application, ${server}`;
  return `Connexion d’entreprise ${after.isOn && !before.wasOn ? "allumée" : "modifiée"} : ${server}`;
}

function endedWords(ended: number): string {
  if (ended === 0) return "";
  return ended === 1 ? ", 1 session terminée" : `, ${ended} sessions terminées`;
}

async function record(tx: Tx, ctx: Ctx, { verb, summary }: { verb: string; summary: string }): Promise<void> {
  await recordAct(tx, ctx, { verb, subject: { kind: "company_sign_in", id: ctx.tenantId }, summary });
}

function shown(connection: StoredConnection): CompanySignIn {
  const { issuer, clientId, domains, defaultProfile, isOn, checkResult, checkedAt, version } = connection;
  return { issuer, clientId, domains, defaultProfile, isOn, checkResult, checkedAt, version };
}

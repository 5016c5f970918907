import { isUuid, type Uuid } from "../base/ids.ts";

const COMPANY_TOKEN = /^sso_([0-9a-f-]{36})_[\w-]{43}$/;

/**
 * The only dossier that a session opens, for one that the dossier's own provider vouched for; null for a session that
 * the person opened himself. The token says it and the database holds the hash of the whole token, so that nobody who
 * holds one can take it away.
 */
export function onlyDossierOf(token: string): Uuid | null {
  const [, tenantId = ""] = COMPANY_TOKEN.exec(token) ?? [];
  return isUuid(tenantId) ? tenantId : null;
}

/** What the token of such a session begins with. */
export function companyTokenPrefix(tenantId: Uuid): string {
  return `sso_${tenantId}_`;
}

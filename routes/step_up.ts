import type { IsoInstant } from "../lib/base/dates.ts";
import { instantMs } from "../lib/platform/clock.ts";
import type { RouteKey } from "./access.ts";

/** Routes that want a proof of who is there no older than this: a session left open is not enough (AUT-13). */
export const PROOF_LIFETIME_S = 600;

/** Acts on rights, IBAN, second factors, exports of everything, endings. */
export const STEP_UP: ReadonlySet<RouteKey> = new Set<RouteKey>([
  "GET /dossiers/nouveau",
  "POST /dossiers/nouveau",
  "POST /d/:slug/connexion-entreprise",
  "POST /d/:slug/connexion-entreprise/rattachements",
  "POST /d/:slug/connexion-entreprise/retrait",
  "POST /d/:slug/abonnement/fermeture",
  "POST /d/:slug/abonnement/reouverture",
  "POST /d/:slug/archives",
  "GET /d/:slug/archives/:archive/zip",
  "GET /d/:slug/abonnement/archive-conservee",
  "POST /d/:slug/abonnement/sortie",
  "GET /d/:slug/abonnement/sortie/:exit/zip",
  "POST /d/:slug/membres/invitations",
  "POST /d/:slug/membres/invitations/:invitation/renvoi",
  "POST /d/:slug/membres/profils",
  "POST /d/:slug/membres/profils/:profile",
  "POST /d/:slug/membres/profils/:profile/suppression",
  "POST /d/:slug/membres/:member/profil",
  "POST /d/:slug/membres/:member/retrait",
  "POST /d/:slug/membres/:member/titulaire",
  "POST /d/:slug/membres/:member/titulaire/retrait",
  "POST /d/:slug/preuves/cle",
  "POST /d/:slug/entreprise/iban/accord",
  "POST /d/:slug/entreprise/iban/cle",
  "POST /d/:slug/controle",
  "POST /d/:slug/controle/dossier",
  "GET /d/:slug/controle/dossier.zip",
  "POST /compte/securite/application",
  "GET /compte/securite/application",
  "POST /compte/securite/application/code",
  "POST /compte/securite/application/retrait",
  "POST /compte/securite/mail",
  "POST /compte/securite/codes",
  "POST /compte/securite/cles/demande",
  "POST /compte/securite/cles",
  "POST /compte/securite/cles/:passkey",
  "POST /compte/securite/cles/:passkey/retrait",
  "POST /d/:slug/securite/deuxieme-etape",
  "POST /d/:slug/securite/mots-de-passe",
  "POST /d/:slug/securite/mots-de-passe/deblocage",
  "GET /compte/adresse",
  "POST /compte/adresse",
  "GET /compte/donnees",
  "GET /compte/suppression",
  "POST /compte/suppression",
]);

/** True when a route wants a fresher proof than the session has. */
export function wantsProof(route: RouteKey, { provedAt, now }: { provedAt: IsoInstant; now: IsoInstant }): boolean {
  return STEP_UP.has(route) && instantMs(now) - instantMs(provedAt) > PROOF_LIFETIME_S * 1_000;
}

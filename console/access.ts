/**
 * The console's routes and who may open them: the only list.
 *
 * - `anyone`: sign-in and what a browser needs to draw it
 * - `machine`: a program with a secret of its own
 * - `operator`: a signed-in operator, password and code given
 */
export type Access = "anyone" | "machine" | "operator";

/** Route → who may open it. */
export const ACCESS = {
  "GET /assets/:file": "anyone",
  "GET /healthz": "anyone",
  "POST /internal/tick": "machine",
  "GET /connexion": "anyone",
  "POST /connexion": "anyone",
  "POST /deconnexion": "anyone",
  "GET /": "operator",
  "GET /dossiers/:dossier": "operator",
  "POST /dossiers/:dossier/siret": "operator",
  "POST /dossiers/:dossier/siret/retrait": "operator",
  "GET /verifications": "operator",
  "GET /verifications/:dossier/:mail": "operator",
  "POST /verifications/:dossier/:mail": "operator",
  "GET /signalements/:dossier": "operator",
  "POST /signalements/:dossier": "operator",
  "POST /dossiers/:dossier/reprises": "operator",
  "GET /dossiers/:dossier/reprises/:recovery": "operator",
  "POST /dossiers/:dossier/reprises/:recovery/accord": "operator",
  "POST /dossiers/:dossier/reprises/:recovery/refus": "operator",
  "POST /dossiers/:dossier/reprises/:recovery/annulation": "operator",
  "GET /reprises": "operator",
  "POST /dossiers/:dossier/effacements": "operator",
  "GET /dossiers/:dossier/effacements/:erasure": "operator",
  "POST /dossiers/:dossier/effacements/:erasure/accord": "operator",
  "POST /dossiers/:dossier/effacements/:erasure/refus": "operator",
  "POST /dossiers/:dossier/effacements/:erasure/annulation": "operator",
  "GET /effacements": "operator",
  "GET /ancrages": "operator",
  "POST /ancrages/cle": "operator",
  "GET /cellules": "operator",
  "GET /travaux": "operator",
} as const satisfies Readonly<Record<`${"GET" | "POST"} /${string}`, Access>>;

/** A route that exists. */
export type RouteKey = keyof typeof ACCESS;

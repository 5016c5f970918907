import type { OperatorRole } from "../lib/identity/operator.ts";

/**
 * The console's routes and who may open them: the only list.
 *
 * - `anyone`: sign-in and what a browser needs to draw it
 * - `machine`: a program with a secret of its own
 * - `support`, `operations`, `administrator`: the least role of a signed-in operator, both factors given
 */
export type Access = "anyone" | "machine" | OperatorRole;

/** Route → who may open it. */
export const ACCESS = {
  "GET /assets/:file": "anyone",
  "GET /healthz": "anyone",
  "POST /internal/tick": "machine",
  "GET /connexion": "anyone",
  "POST /connexion": "anyone",
  "POST /deconnexion": "anyone",
  "POST /connexion/cle": "anyone",
  "POST /connexion/cle/demande": "anyone",
  "GET /acces/:token": "anyone",
  "POST /acces/:token": "anyone",
  "GET /": "support",
  "GET /actes": "support",
  "GET /actes/export.csv": "support",
  "GET /actes/export.xlsx": "support",
  "GET /exploitants": "support",
  "GET /exploitants/export.csv": "support",
  "GET /exploitants/export.xlsx": "support",
  "POST /exploitants": "administrator",
  "GET /exploitants/:operator": "support",
  "POST /exploitants/:operator/role": "administrator",
  "POST /exploitants/:operator/sessions": "administrator",
  "POST /exploitants/:operator/fermeture": "administrator",
  "POST /exploitants/:operator/ouverture": "administrator",
  "POST /exploitants/:operator/reinitialisation": "administrator",
  "GET /personnes/sessions": "administrator",
  "POST /personnes/sessions": "administrator",
  "GET /mon-acces": "support",
  "POST /mon-acces/cles": "support",
  "POST /mon-acces/cles/demande": "support",
  "POST /mon-acces/cles/:key/retrait": "support",
  "GET /dossiers/export.csv": "support",
  "GET /dossiers/export.xlsx": "support",
  "GET /dossiers/:dossier": "support",
  "GET /dossiers/:dossier/etat": "support",
  "POST /dossiers/:dossier/etat": "operations",
  "GET /dossiers/:dossier/suppression": "support",
  "POST /dossiers/:dossier/suppression": "operations",
  "POST /dossiers/:dossier/suppression/:purge": "administrator",
  "POST /dossiers/:dossier/conservation": "administrator",
  "GET /dossiers/:dossier/siret": "support",
  "POST /dossiers/:dossier/siret": "support",
  "POST /dossiers/:dossier/siret/retrait": "support",
  "GET /dossiers/:dossier/demenagement": "support",
  "POST /dossiers/:dossier/demenagement": "operations",
  "GET /procedures": "support",
  "GET /procedures/export.csv": "support",
  "GET /procedures/export.xlsx": "support",
  "GET /procedures/:dossier/:procedure": "support",
  "POST /procedures/:dossier/:procedure/annulation": "operations",
  "POST /procedures/:dossier/:procedure/purge": "operations",
  "GET /ouvertures": "operations",
  "POST /ouvertures": "operations",
  "GET /verifications": "support",
  "GET /verifications/export.csv": "support",
  "GET /verifications/export.xlsx": "support",
  "GET /verifications/:dossier/:mail": "support",
  "POST /verifications/:dossier/:mail": "support",
  "GET /signalements": "support",
  "GET /signalements/export.csv": "support",
  "GET /signalements/export.xlsx": "support",
  "GET /signalements/:dossier": "support",
  "POST /signalements/:dossier": "support",
  "GET /dossiers/:dossier/reprises": "support",
  "POST /dossiers/:dossier/reprises": "support",
  "GET /dossiers/:dossier/reprises/:recovery": "support",
  "POST /dossiers/:dossier/reprises/:recovery/accord": "administrator",
  "POST /dossiers/:dossier/reprises/:recovery/refus": "administrator",
  "POST /dossiers/:dossier/reprises/:recovery/annulation": "support",
  "GET /reprises": "support",
  "GET /reprises/export.csv": "support",
  "GET /reprises/export.xlsx": "support",
  "GET /dossiers/:dossier/effacements": "support",
  "POST /dossiers/:dossier/effacements": "operations",
  "GET /dossiers/:dossier/effacements/:erasure": "support",
  "POST /dossiers/:dossier/effacements/:erasure/accord": "administrator",
  "POST /dossiers/:dossier/effacements/:erasure/refus": "administrator",
  "POST /dossiers/:dossier/effacements/:erasure/annulation": "operations",
  "GET /effacements": "support",
  "GET /effacements/export.csv": "support",
  "GET /effacements/export.xlsx": "support",
  "GET /ancrages": "support",
  "POST /ancrages/cle": "administrator",
  "GET /alertes": "support",
  "GET /alertes/export.csv": "support",
  "GET /alertes/export.xlsx": "support",
  "GET /alertes/:alert": "support",
  "POST /alertes/:alert/lecture": "support",
  "POST /alertes/:alert/attribution": "support",
  "POST /alertes/:alert/sourdine": "operations",
  "POST /alertes/:alert/cloture": "operations",
  "GET /seuils": "support",
  "POST /seuils": "operations",
  "POST /seuils/retour": "operations",
  "GET /envoi-des-alertes": "support",
  "POST /envoi-des-alertes": "administrator",
  "POST /envoi-des-alertes/essai": "administrator",
  "GET /cellules": "support",
  "GET /cellules/export.csv": "support",
  "GET /cellules/export.xlsx": "support",
  "POST /cellules": "operations",
  "GET /cellules/:cell": "support",
  "POST /cellules/:cell/ouverture": "operations",
  "POST /cellules/:cell/fermeture": "operations",
  "POST /cellules/:cell/limites": "operations",
  "GET /travaux": "support",
  "GET /travaux/export.csv": "support",
  "GET /travaux/export.xlsx": "support",
} as const satisfies Readonly<Record<`${"GET" | "POST"} /${string}`, Access>>;

/** A route that exists. */
export type RouteKey = keyof typeof ACCESS;

/** A route that nobody opens without having signed in. */
export type OperatorRouteKey = { [K in RouteKey]: (typeof ACCESS)[K] extends OperatorRole ? K : never }[RouteKey];

/** The least role that a route asks for; null where nobody need have signed in. */
export function leastRole(route: RouteKey): OperatorRole | null {
  const access: Access = ACCESS[route];
  return access === "anyone" || access === "machine" ? null : access;
}

/**
 * Who may open what: the only list of routes. One line a route, method and path as the router knows them.
 *
 * - `anyone`: a public page; nobody is asked who he is
 * - `link`: whoever holds a secret link; the verb behind it judges the secret
 * - `machine`: a program with a secret of its own
 * - `demo`: answered under `start` alone, 404 elsewhere
 * - `person`: anybody signed in
 * - `member`: any member of the dossier
 * - a right: the members whose profile has it (lib/access/rights.ts)
 */
import type { KnownRight } from "../lib/access/mod.ts";

/** What a route asks of whoever comes. */
export type Access = "anyone" | "link" | "machine" | "demo" | "person" | "member" | KnownRight;

/** Method and path of a route. */
export type RouteName = `${"GET" | "POST"} /${string}`;

/** Route → who may open it. */
export const ACCESS = {
  "GET /assets/:file": "anyone",
  "GET /healthz": "anyone",
  "POST /internal/tick": "machine",

  "GET /": "anyone",
  "GET /offres": "anyone",
  "GET /offres/:plan": "anyone",
  "POST /offres/:plan": "anyone",
  "GET /conditions": "anyone",
  "GET /inscription": "anyone",
  "POST /inscription": "anyone",
  "GET /inscription/envoyee": "anyone",
  "GET /inscription/confirmation/:secret": "link",
  "POST /inscription/confirmation/:secret": "link",
  "GET /connexion": "anyone",
  "POST /connexion": "anyone",
  "POST /connexion/cle/demande": "anyone",
  "POST /connexion/cle": "anyone",
  "GET /connexion/code": "anyone",
  "POST /connexion/code": "anyone",
  "POST /connexion/code/mail": "anyone",
  "POST /connexion/code/cle": "anyone",
  "POST /deconnexion": "anyone",
  "GET /connexion/code-image/:captcha": "anyone",
  "POST /connexion/code-par-mail": "anyone",
  "GET /deblocage/:secret": "link",
  "POST /deblocage/:secret": "link",
  "GET /connexion/entreprise": "anyone",
  "GET /connexion/entreprise/:slug": "anyone",
  "POST /connexion/entreprise/:slug": "anyone",
  "GET /connexion/entreprise/:slug/retour": "link",
  "GET /mot-de-passe-oublie": "anyone",
  "POST /mot-de-passe-oublie": "anyone",
  "GET /mot-de-passe-oublie/envoyee": "anyone",
  "GET /mot-de-passe-oublie/choix/:secret": "link",
  "POST /mot-de-passe-oublie/choix/:secret": "link",
  "GET /compte": "person",
  "GET /compte/profil": "person",
  "POST /compte/profil": "person",
  "POST /compte/mot-de-passe": "person",
  "GET /compte/appareils": "person",
  "POST /compte/appareils/fermeture": "person",
  "POST /compte/appareils/:session/fermeture": "person",
  "GET /compte/adresse": "person",
  "POST /compte/adresse": "person",
  "GET /compte/adresse/envoyee": "person",
  "GET /compte/adresse/confirmation/:secret": "link",
  "POST /compte/adresse/confirmation/:secret": "link",
  "GET /compte/adresse/retablissement/:secret": "link",
  "POST /compte/adresse/retablissement/:secret": "link",
  "GET /compte/donnees": "person",
  "GET /compte/suppression": "person",
  "POST /compte/suppression": "person",
  "GET /compte/supprime": "anyone",
  "GET /contact": "anyone",
  "POST /contact": "anyone",
  "GET /contact/envoye": "anyone",
  "GET /dossiers": "person",
  "GET /dossiers/nouveau": "person",
  "POST /dossiers/nouveau": "person",
  "GET /dossiers/:slug/entree": "person",

  "GET /compte/preuve": "person",
  "POST /compte/preuve": "person",
  "GET /invitation/:secret": "link",
  "POST /invitation/:secret": "link",
  "POST /compte/preuve/mail": "person",
  "POST /compte/preuve/cle": "person",
  "GET /compte/securite": "person",
  "POST /compte/securite/application": "person",
  "GET /compte/securite/application": "person",
  "POST /compte/securite/application/code": "person",
  "POST /compte/securite/application/retrait": "person",
  "POST /compte/securite/mail": "person",
  "POST /compte/securite/codes": "person",
  "POST /compte/securite/cles/demande": "person",
  "POST /compte/securite/cles": "person",
  "POST /compte/securite/cles/:passkey": "person",
  "POST /compte/securite/cles/:passkey/retrait": "person",

  "GET /polices/documents.css": "anyone",
  "GET /polices/:file": "anyone",

  "GET /v": "anyone",
  "GET /v/:token": "link",
  "GET /document/:token": "link",
  "GET /document/:token/pdf": "link",
  "GET /document/:token/carte.png": "link",
  "GET /document/:token/couleur.css": "link",
  "GET /document/:token/logo": "link",
  "POST /document/:token/reponse": "link",

  "GET /dev/courrier": "demo",
  "GET /dev/courrier/:message": "demo",
  "GET /dev/courrier/:message/:part": "demo",

  "GET /d/:slug": "dashboard:read",

  "GET /d/:slug/entreprise": "company:read",
  "POST /d/:slug/entreprise": "company:write",
  "POST /d/:slug/entreprise/logo": "company:write",
  "POST /d/:slug/entreprise/logo/retrait": "company:write",
  "GET /d/:slug/entreprise/logo/:logo": "company:read",
  "POST /d/:slug/entreprise/modules": "company:write",
  "POST /d/:slug/entreprise/iban/accord": "company:write",
  "POST /d/:slug/entreprise/iban/refus": "company:write",
  "POST /d/:slug/entreprise/iban/cle": "company:write",

  "GET /d/:slug/securite": "members:write",
  "POST /d/:slug/securite/deuxieme-etape": "members:write",
  "POST /d/:slug/securite/mots-de-passe": "members:write",
  "POST /d/:slug/securite/mots-de-passe/deblocage": "members:write",
  "GET /d/:slug/connexion-entreprise": "members:write",
  "POST /d/:slug/connexion-entreprise": "members:write",
  "POST /d/:slug/connexion-entreprise/essai": "members:write",
  "POST /d/:slug/connexion-entreprise/rattachements": "members:write",
  "POST /d/:slug/connexion-entreprise/retrait": "members:write",

  "GET /d/:slug/clients": "customers:read",
  "GET /d/:slug/clients/export": "lists:export",
  "GET /d/:slug/clients/nouveau": "customers:write",
  "POST /d/:slug/clients": "customers:write",
  "GET /d/:slug/clients/:customer": "customers:read",
  "GET /d/:slug/clients/:customer/modifier": "customers:write",
  "GET /d/:slug/clients/:customer/activite": "activity:read",
  "POST /d/:slug/clients/:customer": "customers:write",
  "POST /d/:slug/clients/:customer/archivage": "customers:write",
  "POST /d/:slug/clients/:customer/retablissement": "customers:write",
  "POST /d/:slug/clients/:customer/suppression": "customers:write",

  "GET /d/:slug/articles": "catalog:read",
  "GET /d/:slug/articles/export": "lists:export",
  "GET /d/:slug/articles/categories": "catalog:read",
  "POST /d/:slug/articles/categories": "catalog:write",
  "POST /d/:slug/articles/categories/:category": "catalog:write",
  "POST /d/:slug/articles/categories/:category/suppression": "catalog:write",
  "GET /d/:slug/articles/nouveau": "catalog:write",
  "POST /d/:slug/articles": "catalog:write",
  "GET /d/:slug/articles/:item": "catalog:read",
  "GET /d/:slug/articles/:item/activite": "activity:read",
  "POST /d/:slug/articles/:item": "catalog:write",
  "POST /d/:slug/articles/:item/archivage": "catalog:write",
  "POST /d/:slug/articles/:item/retablissement": "catalog:write",

  "GET /d/:slug/activite": "activity:read",
  "GET /d/:slug/pieces": "activity:read",
  "GET /d/:slug/pieces/export.xlsx": "lists:export",
  "GET /d/:slug/pieces/export.csv": "lists:export",

  "GET /d/:slug/membres": "members:read",
  "POST /d/:slug/membres/invitations": "members:write",
  "POST /d/:slug/membres/invitations/:invitation/renvoi": "members:write",
  "POST /d/:slug/membres/invitations/:invitation/retrait": "members:write",
  "POST /d/:slug/membres/depart": "member",
  "GET /d/:slug/membres/profils/nouveau": "members:write",
  "POST /d/:slug/membres/profils": "members:write",
  "GET /d/:slug/membres/profils/:profile": "members:write",
  "POST /d/:slug/membres/profils/:profile": "members:write",
  "POST /d/:slug/membres/profils/:profile/suppression": "members:write",
  "GET /d/:slug/membres/:member": "members:read",
  "POST /d/:slug/membres/:member/profil": "members:write",
  "POST /d/:slug/membres/:member/retrait": "members:write",
  "POST /d/:slug/membres/:member/titulaire": "members:write",
  "POST /d/:slug/membres/:member/titulaire/retrait": "members:write",

  "GET /d/:slug/devis": "quotes:read",
  "GET /d/:slug/devis/export": "lists:export",
  "GET /d/:slug/devis/nouveau": "quotes:write",
  "POST /d/:slug/devis": "quotes:write",
  "POST /d/:slug/devis/brouillon": "quotes:write",
  "POST /d/:slug/devis/saisie": "quotes:write",
  "POST /d/:slug/devis/apercu": "quotes:write",
  "GET /d/:slug/devis/:document": "quotes:read",
  "POST /d/:slug/devis/:document": "quotes:write",
  "POST /d/:slug/devis/:document/brouillon": "quotes:write",
  "POST /d/:slug/devis/:document/suppression": "quotes:write",
  "POST /d/:slug/devis/:document/envoi": "quotes:send",
  "GET /d/:slug/devis/:document/pages": "quotes:read",
  "GET /d/:slug/devis/:document/pdf": "quotes:read",
  "GET /d/:slug/devis/:document/journal": "activity:read",
  "GET /d/:slug/devis/:document/modifier": "quotes:write",
  "POST /d/:slug/devis/:document/copie": "quotes:write",
  "POST /d/:slug/devis/:document/facture": "invoices:write",

  "GET /d/:slug/factures": "invoices:read",
  "GET /d/:slug/factures/export": "lists:export",
  "GET /d/:slug/factures/nouvelle": "invoices:write",
  "POST /d/:slug/factures": "invoices:write",
  "POST /d/:slug/factures/brouillon": "invoices:write",
  "POST /d/:slug/factures/saisie": "invoices:write",
  "POST /d/:slug/factures/apercu": "invoices:write",
  "GET /d/:slug/factures/:document": "invoices:read",
  "POST /d/:slug/factures/:document": "invoices:write",
  "POST /d/:slug/factures/:document/brouillon": "invoices:write",
  "POST /d/:slug/factures/:document/suppression": "invoices:write",
  "POST /d/:slug/factures/:document/envoi": "invoices:send",
  "GET /d/:slug/factures/:document/pages": "invoices:read",
  "GET /d/:slug/factures/:document/pdf": "invoices:read",
  "GET /d/:slug/factures/:document/journal": "activity:read",
  "POST /d/:slug/factures/:document/copie": "invoices:write",
  "POST /d/:slug/factures/:document/emission": "invoices:issue",
  "POST /d/:slug/factures/:document/avoir": "invoices:write",
  "POST /d/:slug/factures/:document/reglements": "payments:write",
  "GET /d/:slug/factures/:document/xml": "invoices:read",

  "GET /d/:slug/avoirs": "invoices:read",
  "GET /d/:slug/avoirs/export": "lists:export",
  "POST /d/:slug/avoirs/saisie": "invoices:write",
  "POST /d/:slug/avoirs/apercu": "invoices:write",
  "GET /d/:slug/avoirs/:document": "invoices:read",
  "POST /d/:slug/avoirs/:document": "invoices:write",
  "POST /d/:slug/avoirs/:document/brouillon": "invoices:write",
  "POST /d/:slug/avoirs/:document/suppression": "invoices:write",
  "POST /d/:slug/avoirs/:document/envoi": "invoices:send",
  "GET /d/:slug/avoirs/:document/pages": "invoices:read",
  "GET /d/:slug/avoirs/:document/pdf": "invoices:read",
  "GET /d/:slug/avoirs/:document/journal": "activity:read",
  "POST /d/:slug/avoirs/:document/emission": "invoices:issue",
  "GET /d/:slug/avoirs/:document/xml": "invoices:read",

  "POST /d/:slug/reglements/:payment/annulation": "payments:write",

  "GET /d/:slug/propositions/clients": "customers:read",
  "GET /d/:slug/propositions/articles": "catalog:read",
} as const satisfies Readonly<Record<RouteName, Access>>;

/** A route that exists. */
export type RouteKey = keyof typeof ACCESS;

/** Routes of a dossier that stay open when it has expired, is suspended or closed: the subscriber's area and export. */
export const OPEN_WHEN_CLOSED: ReadonlySet<RouteKey> = new Set<RouteKey>([]);

/** The right that a route asks for, or null when membership is enough. */
export function rightOf(route: RouteKey): KnownRight | null {
  const access: Access = ACCESS[route];
  return access.includes(":") ? access as KnownRight : null;
}

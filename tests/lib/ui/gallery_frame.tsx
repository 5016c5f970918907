/** The frame and the data that the gallery's pages share. */
import * as ui from "../../../lib/ui/mod.ts";

const NAV: readonly ui.NavSection[] = [
  { entries: [{ label: "Tableau de bord", href: "/tableau-de-bord", icon: "home", shortcut: "g d" }] },
  {
    label: "Ventes",
    entries: [
      { label: "Devis", href: "/vide", icon: "quote", shortcut: "g q", count: 4 },
      { label: "Factures", href: "/", icon: "document", shortcut: "g f", count: 3 },
      { label: "Clients", href: "/formulaire", icon: "people", shortcut: "g c" },
      { label: "Catalogue", href: "/redaction", icon: "box", shortcut: "g a" },
    ],
  },
  {
    label: "Achats et banque",
    entries: [
      { label: "Factures reçues", href: "/vide", icon: "cart" },
      { label: "Banque", href: "/vide", icon: "bank" },
      { label: "Comptabilité", href: "/vide", icon: "book" },
    ],
  },
  {
    label: "Dossier",
    entries: [
      { label: "Fichiers", href: "/vide", icon: "folder" },
      { label: "Agenda", href: "/vide", icon: "calendar" },
      { label: "Réglages", href: "/formulaire", icon: "gear", shortcut: "g r" },
    ],
  },
];

/** Properties of a page of Atelier Dupré, seen by Alice. */
export function atelier(settings: ui.PageSettings, title: string, current: string): ui.ShellProps {
  const nav = NAV.map((section) => ({
    ...section,
    entries: section.entries.map((entry) => ({ ...entry, current: entry.label === current })),
  }));
  return {
    ...settings,
    title,
    nav,
    dossier: { name: "Atelier Dupré", href: "/", detail: "Essai, 23 jours" },
    dossiers: [{ name: "SCI des Tilleuls", href: "/vide", detail: "SIREN 552 100 554" }],
    newDossierHref: "/inscription",
    tabs: [
      { label: "Accueil", href: "/tableau-de-bord", icon: "home", current: current === "Tableau de bord" },
      { label: "Factures", href: "/", icon: "document", current: current === "Factures" },
      { label: "Clients", href: "/formulaire", icon: "people", current: current === "Clients" },
    ],
    search: { action: "/" },
    create: [
      { label: "Facture", href: "/redaction", icon: "document" },
      { label: "Devis", href: "/redaction", icon: "quote", shortcut: "c d" },
      { label: "Client", href: "/formulaire", icon: "people", shortcut: "c c" },
    ],
    person: {
      name: "Alice Dupré",
      email: "alice@atelier-dupre.fr",
      links: [{ label: "Mon profil", href: "/formulaire" }, { label: "Sécurité", href: "/formulaire" }],
      signOut: { action: "/deconnexion" },
    },
  };
}

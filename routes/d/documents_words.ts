import type { KnownRight } from "../../lib/access/mod.ts";
import type { IsoDate } from "../../lib/base/dates.ts";
import { type DisplayState, displayState, type DocumentKind } from "../../lib/sales/mod.ts";
import type { Tone } from "../../lib/ui/mod.ts";

/** What the pages say of a kind of document; French nouns need their gender. */
export interface KindWords {
  readonly one: string;
  readonly the: string;
  readonly this: string;
  readonly title: string;
  readonly many: string;
  /** « Nouvelle facture ». */
  readonly fresh: string;
  readonly isFeminine: boolean;
  /** Title of the list's first page, when it is empty, and what belongs there. */
  readonly none: string;
  readonly teach: string;
}

/** The three kinds. */
export const KINDS: Readonly<Record<DocumentKind, KindWords>> = {
  quote: {
    one: "devis",
    title: "Devis",
    the: "le devis",
    this: "ce devis",
    many: "Devis",
    fresh: "Nouveau devis",
    isFeminine: false,
    none: "Aucun devis pour l’instant",
    teach:
      "Un devis dit ce que vous ferez et à quel prix. Votre client le lit par un lien, l’accepte en écrivant son " +
      "nom, et il devient facture d’un clic.",
  },
  invoice: {
    one: "facture",
    title: "Facture",
    the: "la facture",
    this: "cette facture",
    many: "Factures",
    fresh: "Nouvelle facture",
    isFeminine: true,
    none: "Aucune facture pour l’instant",
    teach:
      "Écrivez ce que vous avez fait : la facture se met en page à côté, avec ses mentions. Émise, elle reçoit son " +
      "numéro, elle est scellée et part par e-mail.",
  },
  credit_note: {
    one: "avoir",
    title: "Avoir",
    the: "l’avoir",
    this: "cet avoir",
    many: "Avoirs",
    fresh: "Nouvel avoir",
    isFeminine: false,
    none: "Aucun avoir",
    teach:
      "Un avoir corrige une facture émise, qui ne se modifie plus. Ouvrez la facture, puis « Faire un avoir » : ses " +
      "lignes sont reprises.",
  },
};

/** The right to an action on a kind, as routes name rights; credit notes go with invoices. */
export function rightOn(kind: DocumentKind, action: "read" | "write" | "send"): KnownRight {
  return kind === "quote" ? `quotes:${action}` : `invoices:${action}`;
}

/** `émis` or `émise`: a participle that follows the kind's gender. */
export function agree(kind: DocumentKind, participle: string): string {
  return KINDS[kind].isFeminine ? `${participle}e` : participle;
}

/** `Facture FA2026-0012`, `Brouillon de facture`. */
export function documentTitle({ kind, number }: { kind: DocumentKind; number: string | null }): string {
  return number === null
    ? `Brouillon ${kind === "credit_note" ? "d’avoir" : `de ${KINDS[kind].one}`}`
    : `${KINDS[kind].title} ${number}`;
}

/** The state of a document on a day, as `State` shows it. */
export function stateOf(
  document: Parameters<typeof displayState>[0],
  today: IsoDate,
): { word: string; tone: Tone } {
  return stateWords(displayState(document, today), document.kind);
}

/** The state of a document in a word, and what it means to the reader. */
export function stateWords(shown: DisplayState, kind: DocumentKind): { word: string; tone: Tone } {
  if (shown.state === "late") return { word: `en retard de ${shown.days} j`, tone: "late" };
  const { word, tone } = STATES[shown.state];
  return { word: AGREES.has(shown.state) ? agree(kind, word) : word, tone };
}

const STATES: Readonly<Record<Exclude<DisplayState["state"], "late">, { word: string; tone: Tone }>> = {
  draft: { word: "brouillon", tone: "draft" },
  sent: { word: "envoyé", tone: "due" },
  accepted: { word: "accepté", tone: "done" },
  declined: { word: "décliné", tone: "ended" },
  expired: { word: "expiré", tone: "late" },
  issued: { word: "émis", tone: "open" },
  part_paid: { word: "payée en partie", tone: "due" },
  paid: { word: "payé", tone: "done" },
  credited: { word: "annulée par avoir", tone: "ended" },
};

const AGREES: ReadonlySet<string> = new Set(["sent", "issued", "paid"]);

/** What a page says once something was done, by the word of its address. */
export function saysOf(kind: DocumentKind): Readonly<Record<string, string>> {
  const { title, isFeminine } = KINDS[kind];
  const it = isFeminine ? "elle" : "il";
  return {
    enregistre: "Brouillon enregistré.",
    emis: `${title} ${agree(kind, "émis")} : ${it} a son numéro, ${it} est ${agree(kind, "scellé")}.`,
    "emis-envoye": `${title} ${agree(kind, "émis")} et ${agree(kind, "scellé")} ; le mail part dans un instant.`,
    envoye: "Envoi enregistré : l’état du mail est dans « Envois ».",
    reglement: "Règlement enregistré et scellé.",
    annulation: "Règlement annulé : l’annulation est enregistrée et scellée à son tour.",
  };
}

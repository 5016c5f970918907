/** The twelve invoices worth looking at: what each shows, who sells, who buys, what was typed. */
import type { DraftForm, LineForm } from "../../lib/sales/mod.ts";
import type { BUYERS, SELLERS } from "./parties.ts";

/** One of the samples. */
export interface Sample {
  /** Name of its files. */
  readonly name: string;
  /** What it shows. */
  readonly shows: string;
  readonly seller: keyof typeof SELLERS;
  readonly buyer: keyof typeof BUYERS;
  readonly form: DraftForm;
  /** Name of the sample that this credit note corrects, whole. */
  readonly corrects?: string;
}

/** The sentences of the law that its page must hold, by what makes them due (CGI ann. II 242 nonies A; L441-9). */
export const MENTIONS: Readonly<Record<string, readonly string[]>> = {
  "01-un-taux": ["Pénalités de retard", "frais de recouvrement : 40 €", "Pas d’escompte", "prestation de services"],
  "02-plusieurs-taux-remise": ["livraison de biens et prestation de services", "Garantie décennale"],
  "03-saisie-ttc": ["livraison de biens"],
  "04-franchise-293b": ["TVA non applicable, art. 293 B du CGI", "Claire Vasseur EI"],
  "05-autoliquidation-btp": ["Autoliquidation", "art. 283-2 nonies du CGI", "FR83404833048"],
  "06-livraison-intracommunautaire": ["art. 262 ter I du CGI", "DE136695976", "Hafenstraße 8"],
  "07-exportation": ["art. 262 I du CGI"],
  "08-service-entreprise-ue": ["Autoliquidation", "art. 283-2 du CGI", "BE0403170701"],
  "09-avoir": ["Cet avoir corrige la facture"],
  "10-particulier": ["Médiateur de la consommation"],
  "11-trois-cents-lignes": ["Pénalités de retard"],
  "12-textes-longs": ["< 3 mm", "cœur de chêne & œil-de-bœuf", "日本語", "20 €"],
};

const hour = (label: string, quantity: string, price: string, over: LineForm = {}): LineForm => ({
  label,
  quantity,
  unit: "HUR",
  price,
  vat: "20",
  ...over,
});
const piece = (label: string, quantity: string, price: string, over: LineForm = {}): LineForm => ({
  label,
  quantity,
  unit: "C62",
  price,
  vat: "20",
  nature: "goods",
  ...over,
});

const KITCHEN: DraftForm = {
  subject: "Rénovation de la cuisine",
  purchaseOrder: "BC-2026-118",
  lines: [
    hour("Dépose de l’ancien plan de travail\nÉvacuation comprise", "3,5", "58"),
    hour("Pose d’un évier inox deux bacs", "2", "58"),
    hour("Raccordement eau et évacuation", "1,25", "58"),
  ],
};

const LONG_LABEL =
  "Fourniture & pose d’un encadrement en cœur de chêne & œil-de-bœuf, jeu < 3 mm et > 1 mm, « à l’ancienne », " +
  "teinté dans la masse, huilé deux couches, compris calfeutrement périphérique, réglage, essais et nettoyage du chantier";

/** The samples, in the order of their names. The credit note follows what it corrects. */
export const SAMPLES: readonly Sample[] = [
  { name: "01-un-taux", shows: "Un seul taux", seller: "atelier", buyer: "boulangerie", form: KITCHEN },
  {
    name: "02-plusieurs-taux-remise",
    shows: "Plusieurs taux, remise de ligne et remise sur le document, titres et sous-totaux",
    seller: "atelier",
    buyer: "boulangerie",
    form: {
      subject: "Aménagement du fournil",
      discount: "5",
      deliveredOn: "18/11/2026",
      lines: [
        { kind: "title", label: "Fournitures" },
        piece("Chêne massif 27 mm", "12,6", "74,90", { unit: "MTK", reference: "CHE-27" }),
        piece("Quincaillerie", "1", "186,40", { discount: "10" }),
        { kind: "subtotal", label: "Sous-total fournitures" },
        { kind: "title", label: "Main-d’œuvre" },
        hour("Pose en atelier", "14", "58"),
        hour("Travaux d’amélioration énergétique du logement", "6", "58", { vat: "5,5" }),
        hour("Travaux d’entretien du logement de fonction", "4", "58", { vat: "10" }),
        { kind: "subtotal", label: "Sous-total main-d’œuvre" },
        { kind: "note", label: "Logement de fonction achevé depuis plus de deux ans." },
      ],
    },
  },
  {
    name: "03-saisie-ttc",
    shows: "Prix saisis toutes taxes comprises : le total tombe juste au centime",
    seller: "atelier",
    buyer: "boulangerie",
    form: {
      entryMode: "gross",
      lines: [
        piece("Tabouret de bar", "3", "19,99"),
        piece("Planche à découper", "1", "9,99"),
        piece("Cire", "2", "5"),
      ],
    },
  },
  {
    name: "04-franchise-293b",
    shows: "Franchise de TVA, entreprise individuelle",
    seller: "photographe",
    buyer: "boulangerie",
    form: {
      treatment: "franchise",
      subject: "Reportage « Galette des rois »",
      lines: [
        hour("Prise de vue, demi-journée", "1", "320", { unit: "C62", vat: "0" }),
        hour("Retouche", "12", "9,50", { unit: "C62", vat: "0" }),
      ],
    },
  },
  {
    name: "05-autoliquidation-btp",
    shows: "Sous-traitance du bâtiment : la TVA est due par le preneur",
    seller: "atelier",
    buyer: "entrepriseGenerale",
    form: {
      treatment: "construction_reverse_charge",
      subject: "Chantier des Brotteaux, lot menuiserie",
      lines: [hour("Pose de 14 portes palières", "42", "46"), hour("Reprises", "3", "46")],
    },
  },
  {
    name: "06-livraison-intracommunautaire",
    shows: "Biens livrés à une entreprise d’un autre État de l’Union",
    seller: "atelier",
    buyer: "allemand",
    form: {
      treatment: "intra_eu_goods",
      lines: [piece("Table en noyer 220 × 95", "4", "1 180"), piece("Banc assorti", "8", "310")],
    },
  },
  {
    name: "07-exportation",
    shows: "Biens exportés hors de l’Union",
    seller: "atelier",
    buyer: "suisse",
    form: { treatment: "export", lines: [piece("Escalier en frêne, en kit", "1", "6 450")] },
  },
  {
    name: "08-service-entreprise-ue",
    shows: "Service rendu à une entreprise d’un autre État de l’Union",
    seller: "atelier",
    buyer: "belge",
    form: { treatment: "eu_services", lines: [hour("Étude et plans d’un comptoir", "16", "65")] },
  },
  { name: "09-avoir", shows: "Avoir total", seller: "atelier", buyer: "boulangerie", form: {}, corrects: "01-un-taux" },
  {
    name: "10-particulier",
    shows: "Un particulier : ni pénalités ni indemnité, un médiateur",
    seller: "atelier",
    buyer: "particulier",
    form: {
      subject: "Placard sous escalier",
      termsKind: "on_receipt",
      lines: [
        piece("Panneaux et portes coulissantes", "1", "642,50", { vat: "10" }),
        hour("Pose", "7", "52", { vat: "10" }),
      ],
    },
  },
  {
    name: "11-trois-cents-lignes",
    shows: "Trois cents lignes : en-têtes répétés, totaux jamais seuls",
    seller: "atelier",
    buyer: "boulangerie",
    form: {
      subject: "Relevé du trimestre",
      lines: Array.from(
        { length: 300 },
        (_, index) =>
          piece(
            `Livraison n° ${index + 1}`,
            String(index % 7 + 1),
            `${10 + index % 90},${String(index % 100).padStart(2, "0")}`,
            {
              reference: `L-${String(index + 1).padStart(3, "0")}`,
            },
          ),
      ),
    },
  },
  {
    name: "12-textes-longs",
    shows: "Textes longs, & < > € œ, émojis et caractères chinois et japonais",
    seller: "atelier",
    buyer: "boulangerie",
    form: {
      subject: "Devanture « L’Œuf & la Poule » <lot n° 2> – 20 € de consigne – 😀 日本語 中文",
      notes: "Merci pour votre confiance 🙏 & à bientôt !\n\nBois issus de forêts gérées durablement. ".padEnd(
        1_400,
        "Le bois travaille : un jeu < 3 mm est normal. ",
      ),
      lines: [
        piece(`${LONG_LABEL}\n${"Détail : tasseaux, vis, chevilles, colle. ".repeat(12).trim()}`, "1", "2 480"),
        hour("Pose 🛠️ avec nacelle – 日本語の看板", "9,75", "58"),
        piece("Motdunelongueursansespacequidoitêtrecoupéquelquepart".repeat(4), "2", "0,000001"),
      ],
    },
  },
];

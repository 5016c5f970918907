/** An item of the demo's catalogue, as typed. */
export interface SeededItem {
  readonly kind: "product" | "service";
  readonly reference: string;
  readonly name: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  readonly vatRateBp: string;
}

/** Customers of the demo, as typed: companies, a town hall, private persons, one abroad. */
export const ATELIER_CUSTOMERS = [
  {
    kind: "professional",
    name: "Boulangerie Noël-Château SARL",
    siren: "552100554",
    vatNumber: "FR96552100554",
    addressLine1: "3 place de l’Hôtel-de-Ville",
    postcode: "42000",
    city: "Saint-Étienne",
    contact: "Anne Noël",
    email: "anne@noel-chateau.example",
  },
  {
    kind: "public_body",
    name: "Mairie de Lumière-sur-Saône",
    siren: "216901231",
    siret: "21690123100011",
    addressLine1: "1 place de la République",
    postcode: "69250",
    city: "Lumière-sur-Saône",
    contact: "Service des travaux",
    email: "travaux@mairie-lumiere.example",
  },
  {
    kind: "person",
    name: "Paul Morin",
    firstName: "Paul",
    lastName: "Morin",
    addressLine1: "27 rue Jean-Jaurès",
    postcode: "69100",
    city: "Villeurbanne",
    contact: "Paul Morin",
    email: "paul.morin@exemple.example",
  },
  {
    kind: "professional",
    name: "Hôtel des Célestins SAS",
    siren: "404833048",
    vatNumber: "FR83404833048",
    addressLine1: "4 rue des Archers",
    postcode: "69002",
    city: "Lyon",
    contact: "Comptabilité",
    email: "compta@hotel-celestins.example",
  },
  {
    kind: "person",
    name: "Jeanne Œuvrard",
    firstName: "Jeanne",
    lastName: "Œuvrard",
    addressLine1: "8 montée du Gourguillon",
    postcode: "69005",
    city: "Lyon",
    contact: "Jeanne Œuvrard",
    email: "jeanne@exemple.example",
  },
] as const;

/** Catalogue of the demo. */
export const ATELIER_ITEMS: readonly SeededItem[] = [
  item("service", "MO-01", "Pose et ajustage, par un menuisier", ["HUR", "52,00", "10"]),
  item("service", "MO-02", "Dépose et mise en déchetterie", ["LS", "320,00", "10"]),
  item("service", "MO-03", "Étude et plans", ["LS", "480,00", "20"]),
  item("service", "DEP-1", "Déplacement, Lyon et première couronne", ["C62", "45,00", "20"]),
  item("product", "CH-40", "Plan de travail en chêne massif, 40 mm", ["MTR", "218,50", "20"]),
  item("product", "EV-02", "Évier inox à encastrer, un bac", ["C62", "189,00", "20"]),
  item("product", "MB-60", "Meuble bas sur mesure, 60 cm", ["C62", "412,00", "20"]),
  item("product", "MH-60", "Meuble haut sur mesure, 60 cm", ["C62", "348,00", "20"]),
  item("product", "CR-10", "Crédence en verre trempé", ["MTK", "164,90", "20"]),
  item("product", "LED-3", "Éclairage LED sous meuble", ["MTR", "38,75", "20"]),
  item("service", "ENT-1", "Entretien annuel des menuiseries", ["ANN", "260,00", "10"]),
];

/** Subjects of the demo's documents. */
export const JOBS = [
  "Rénovation de la cuisine",
  "Aménagement d’une bibliothèque",
  "Remplacement des portes intérieures",
  "Agencement de la boutique",
  "Escalier et garde-corps",
  "Placards de l’étage",
] as const;

function item(
  kind: SeededItem["kind"],
  reference: string,
  name: string,
  [unitCode, unitPrice, vatRateBp]: readonly [string, string, string],
): SeededItem {
  return { kind, reference, name, unitCode, unitPrice, vatRateBp } as SeededItem;
}

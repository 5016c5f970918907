import type { CompanyForm } from "../../lib/company/mod.ts";

/** The company of the demo, complete enough to issue. */
export const ATELIER: CompanyForm = {
  name: "Atelier Dupré",
  legalForm: "sarl",
  capitalCents: "8 000",
  registryCity: "Lyon",
  siren: "732829320",
  siret: "73282932000074",
  vatNumber: "FR44732829320",
  vatRegime: "normal",
  addressLine1: "12 rue des Lilas",
  postcode: "69003",
  city: "Lyon",
  country: "FR",
  email: "contact@atelier-dupre.example",
  phone: "04 78 00 00 00",
  iban: "FR1420041010050500013M02606",
  insuranceText: "MAAF, décennale n° 4 812 336, France métropolitaine",
};

/** Words that seeded customers, items and lines are made of. */
export const SERVICES = {
  trades: ["Boulangerie", "Garage", "Cabinet", "Menuiserie", "Fleuriste", "Librairie", "Clinique", "Hôtel", "SCI"],
  names: ["Martin", "Bernard", "Noël", "Lefèvre", "Garnier", "Rousseau", "Château", "Benoît", "Aubert", "Lemaître"],
  streets: ["de la Paix", "Victor-Hugo", "des Écoles", "du Port", "Pasteur", "de l’Évêché", "Jean-Jaurès"],
  cities: [["69001", "Lyon"], ["42000", "Saint-Étienne"], ["38000", "Grenoble"], ["75011", "Paris"], [
    "13002",
    "Marseille",
  ]],
  works: [
    "Pose d’un évier inox",
    "Dépose de l’ancienne cuisine",
    "Plan de travail en chêne massif",
    "Raccordement eau et évacuation",
    "Peinture des murs, deux couches",
    "Meuble haut sur mesure",
    "Déplacement et mise en place",
    "Carrelage grès cérame 60 × 60",
    "Crédence en verre trempé",
    "Éclairage LED sous meubles",
    "Maintenance annuelle",
    "Joints et finitions",
  ],
} as const;

/** A language that documents and mails can be written in. */
export type Language = "fr" | "en" | "nl" | "de";

/** The languages of documents, in their own words. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  fr: "Français",
  en: "English",
  nl: "Nederlands",
  de: "Deutsch",
};

/** Where a business day may begin and end: France, its overseas territories and Belgium (IANA names). */
export const TIME_ZONES: Readonly<Record<string, string>> = {
  "Europe/Paris": "France métropolitaine",
  "Europe/Brussels": "Belgique",
  "America/Guadeloupe": "Guadeloupe",
  "America/Martinique": "Martinique",
  "America/Cayenne": "Guyane",
  "Indian/Reunion": "La Réunion",
  "Indian/Mayotte": "Mayotte",
  "America/Miquelon": "Saint-Pierre-et-Miquelon",
  "Pacific/Noumea": "Nouvelle-Calédonie",
  "Pacific/Tahiti": "Polynésie française",
  "Pacific/Wallis": "Wallis-et-Futuna",
};

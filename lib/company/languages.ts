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

/** First day of the fiscal year, as month and day, in the words of our form. */
export const FISCAL_YEAR_STARTS: Readonly<Record<string, string>> = {
  "01-01": "1er janvier (année civile)",
  "02-01": "1er février",
  "03-01": "1er mars",
  "04-01": "1er avril",
  "05-01": "1er mai",
  "06-01": "1er juin",
  "07-01": "1er juillet",
  "08-01": "1er août",
  "09-01": "1er septembre",
  "10-01": "1er octobre",
  "11-01": "1er novembre",
  "12-01": "1er décembre",
};

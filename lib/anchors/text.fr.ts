/** Words of the mails of anchors, in French. */
export const french = {
  subject: (day: string) => `Preuve de votre journal scellé, ${day}`,
  title: "Votre preuve d’ancrage",
  text:
    "Gardez ce message et sa pièce jointe : ils prouvent où en était votre journal scellé ce jour-là. Personne, pas " +
    "même nous, ne peut plus le réécrire ni le ramener en arrière sans que cette pièce le montre.",
  day: "Date",
  seq: "Enregistrements scellés",
  check: "Pour vérifier la pièce jointe, déposez-la sur la page de ce jour : le calcul se fait chez vous.",
  button: "Voir l’ancrage publié",
  privacy: "La pièce jointe ne contient que des empreintes : ni montant, ni nom, ni adresse.",
  footer:
    "Le rythme et les adresses de ces messages se règlent dans votre dossier, page « Preuves », onglet « Ancrages ».",
};

/** Words that every language of these mails has. */
export type AnchorTexts = typeof french;

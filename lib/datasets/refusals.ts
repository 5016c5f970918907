import { defineRefusals } from "../base/refusal.ts";

/** What the module refuses by name. `part` is the name of a part of the export. */
export const { refuse } = defineRefusals("datasets", {
  no_manifest: {
    status: 422,
    say: "Cet export n’a pas de sommaire (manifest.json) : ce n’est pas un export de Paraphe.",
  },
  broken_manifest: {
    status: 422,
    say: ({ reason = "" }) => `Le sommaire de l’export (manifest.json) est illisible : ${reason}.`,
  },
  unknown_format: {
    status: 422,
    say: ({ format = "" }) => `Cet export est au format « ${format} », que cette version du programme ne connaît pas.`,
  },
  missing_table: {
    status: 422,
    say: ({ table = "" }) =>
      `L’export ne contient pas la table « ${table} », sans laquelle le dossier serait incomplet.`,
  },
  unknown_table: {
    status: 422,
    say: ({ table = "" }) => `L’export contient la table « ${table} », que cette version du programme ne connaît pas.`,
  },
  other_columns: {
    status: 422,
    say: ({ table = "" }) => `La table « ${table} » de l’export n’a pas les colonnes de cette version du programme.`,
  },
  missing_part: { status: 422, say: ({ part = "" }) => `Il manque la partie « ${part} » de l’export.` },
  truncated_part: {
    status: 422,
    say: ({ part = "", found = "", expected = "" }) =>
      `La partie « ${part} » de l’export est incomplète : ${found} octets sur ${expected}.`,
  },
  wrong_hash: {
    status: 422,
    say: ({ part = "" }) =>
      `La partie « ${part} » de l’export a été modifiée : son empreinte n’est pas celle du sommaire.`,
  },
  wrong_count: {
    status: 422,
    say: ({ part = "", found = "", expected = "" }) =>
      `« ${part} » : ${found} lignes trouvées, ${expected} annoncées par le sommaire.`,
  },
  broken_line: {
    status: 422,
    say: ({ part = "" }) => `La partie « ${part} » de l’export contient une ligne illisible.`,
  },
  broken_reference: {
    status: 422,
    say: ({ table = "" }) => `Dans la table « ${table} » de l’export, une ligne renvoie à une autre qui n’existe pas.`,
  },
  other_rows: {
    status: 422,
    say: ({ table = "" }) =>
      `Dans la table « ${table} », ce qui a été importé n’est pas ce que l’export contient, ligne pour ligne.`,
  },
  already_exported: { status: 409, say: "Un export complet se trouve déjà à cet endroit : il n’est jamais réécrit." },
  no_dossier: { status: 404, say: "Ce dossier n’existe pas dans cette cellule." },
  moved_meanwhile: {
    status: 409,
    say: "Le dossier a changé pendant l’export. Recommencez lorsque personne n’y travaille.",
  },
  claimed: {
    status: 409,
    say: "Un autre export remplit déjà ce dossier : un import se fait dans un dossier qui n’attend rien d’autre.",
  },
  not_empty: { status: 409, say: "Ce dossier contient déjà des données : un import se fait dans un dossier vide." },
});

import { MAX_FILE_BYTES } from "../platform/storage/store.ts";
import { defineRefusals } from "../base/refusal.ts";
import { MAX_FILE_NAME } from "./file.ts";

/** What the module refuses by name. */
export const { refuse, issue } = defineRefusals("files", {
  not_found: { status: 404, say: "Ce fichier n’existe pas." },
  sealed: { status: 409, say: "Ce fichier est celui d’un document émis : il ne peut pas être supprimé." },
  empty: { status: 422, say: "Ce fichier est vide.", field: "file" },
  too_large: { status: 413, say: `Ce fichier dépasse ${MAX_FILE_BYTES / 1024 / 1024} Mo.`, field: "file" },
  name_form: {
    status: 422,
    say: `Un nom de fichier compte de 1 à ${MAX_FILE_NAME} caractères, sans barre ni caractère invisible.`,
    field: "name",
  },
});

import type { Routes } from "../handler.ts";
import { copyOne, deleteOne, invoiceOne, sendOne } from "./documents_acts.ts";
import { showActivity } from "./documents_activity.tsx";
import { autosaveNew, autosaveOne } from "./documents_autosave.tsx";
import { redrawnEditor, showNew, sketchOne } from "./documents_entry.tsx";
import { sendPages, sendPdf } from "./documents_files.tsx";
import { exportAll, listAll } from "./documents_list.tsx";
import { createOne, saveOne } from "./documents_save.tsx";
import { editOne, showOne } from "./documents_show.tsx";

/** Quotes: drafts that are sent, answered by the customer and invoiced. */
export const quoteRoutes: Routes = {
  "GET /d/:slug/devis": (c) => listAll(c, "quote"),
  "GET /d/:slug/devis/export": (c) => exportAll(c, "quote"),
  "GET /d/:slug/devis/nouveau": (c) => showNew(c, "quote"),
  "POST /d/:slug/devis": (c) => createOne(c, "quote"),
  "POST /d/:slug/devis/saisie": (c) => redrawnEditor(c, "quote"),
  "POST /d/:slug/devis/apercu": (c) => sketchOne(c, "quote"),
  "POST /d/:slug/devis/brouillon": (c) => autosaveNew(c, "quote"),
  "GET /d/:slug/devis/:document": (c) => showOne(c, "quote"),
  "GET /d/:slug/devis/:document/modifier": (c) => editOne(c, "quote"),
  "POST /d/:slug/devis/:document": (c) => saveOne(c, "quote"),
  "POST /d/:slug/devis/:document/brouillon": autosaveOne,
  "POST /d/:slug/devis/:document/suppression": (c) => deleteOne(c, "quote"),
  "POST /d/:slug/devis/:document/envoi": (c) => sendOne(c, "quote"),
  "POST /d/:slug/devis/:document/facture": invoiceOne,
  "POST /d/:slug/devis/:document/copie": (c) => copyOne(c, "quote"),
  "GET /d/:slug/devis/:document/pages": (c) => sendPages(c, "quote"),
  "GET /d/:slug/devis/:document/pdf": (c) => sendPdf(c, "quote"),
  "GET /d/:slug/devis/:document/journal": (c) => showActivity(c, "quote"),
};

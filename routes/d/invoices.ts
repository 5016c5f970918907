import type { Routes } from "../handler.ts";
import { copyOne, creditOne, deleteOne, issueOne, sendOne } from "./documents_acts.ts";
import { showActivity } from "./documents_activity.tsx";
import { autosaveNew, autosaveOne } from "./documents_autosave.tsx";
import { redrawnEditor, showNew, sketchOne } from "./documents_entry.tsx";
import { sendPages, sendPdf, sendXml } from "./documents_files.tsx";
import { exportAll, listAll } from "./documents_list.tsx";
import { createOne, saveOne } from "./documents_save.tsx";
import { showOne } from "./documents_show.tsx";

/** Invoices: drafts that are issued once, then only followed. */
const invoices: Routes = {
  "GET /d/:slug/factures": (c) => listAll(c, "invoice"),
  "GET /d/:slug/factures/export": (c) => exportAll(c, "invoice"),
  "GET /d/:slug/factures/nouvelle": (c) => showNew(c, "invoice"),
  "POST /d/:slug/factures": (c) => createOne(c, "invoice"),
  "POST /d/:slug/factures/saisie": (c) => redrawnEditor(c, "invoice"),
  "POST /d/:slug/factures/apercu": (c) => sketchOne(c, "invoice"),
  "POST /d/:slug/factures/brouillon": (c) => autosaveNew(c, "invoice"),
  "GET /d/:slug/factures/:document": (c) => showOne(c, "invoice"),
  "POST /d/:slug/factures/:document": (c) => saveOne(c, "invoice"),
  "POST /d/:slug/factures/:document/brouillon": autosaveOne,
  "POST /d/:slug/factures/:document/suppression": (c) => deleteOne(c, "invoice"),
  "POST /d/:slug/factures/:document/emission": (c) => issueOne(c, "invoice"),
  "POST /d/:slug/factures/:document/envoi": (c) => sendOne(c, "invoice"),
  "POST /d/:slug/factures/:document/avoir": creditOne,
  "POST /d/:slug/factures/:document/copie": (c) => copyOne(c, "invoice"),
  "GET /d/:slug/factures/:document/pages": (c) => sendPages(c, "invoice"),
  "GET /d/:slug/factures/:document/pdf": (c) => sendPdf(c, "invoice"),
  "GET /d/:slug/factures/:document/xml": (c) => sendXml(c, "invoice"),
  "GET /d/:slug/factures/:document/journal": (c) => showActivity(c, "invoice"),
};

/** Credit notes: made from an invoice, never from nothing. */
const creditNotes: Routes = {
  "GET /d/:slug/avoirs": (c) => listAll(c, "credit_note"),
  "GET /d/:slug/avoirs/export": (c) => exportAll(c, "credit_note"),
  "POST /d/:slug/avoirs/saisie": (c) => redrawnEditor(c, "credit_note"),
  "POST /d/:slug/avoirs/apercu": (c) => sketchOne(c, "credit_note"),
  "GET /d/:slug/avoirs/:document": (c) => showOne(c, "credit_note"),
  "POST /d/:slug/avoirs/:document": (c) => saveOne(c, "credit_note"),
  "POST /d/:slug/avoirs/:document/brouillon": autosaveOne,
  "POST /d/:slug/avoirs/:document/suppression": (c) => deleteOne(c, "credit_note"),
  "POST /d/:slug/avoirs/:document/emission": (c) => issueOne(c, "credit_note"),
  "POST /d/:slug/avoirs/:document/envoi": (c) => sendOne(c, "credit_note"),
  "GET /d/:slug/avoirs/:document/pages": (c) => sendPages(c, "credit_note"),
  "GET /d/:slug/avoirs/:document/pdf": (c) => sendPdf(c, "credit_note"),
  "GET /d/:slug/avoirs/:document/xml": (c) => sendXml(c, "credit_note"),
  "GET /d/:slug/avoirs/:document/journal": (c) => showActivity(c, "credit_note"),
};

export const invoiceRoutes: Routes = { ...invoices, ...creditNotes };

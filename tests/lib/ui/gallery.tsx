/** Every component in every state, as pages to look at and to check: gallery_serve.ts shows them. */
import * as ui from "../../../lib/ui/mod.ts";
import { DashboardPage, MessagesPage } from "./gallery_content.tsx";
import { EditorPage, FormPage } from "./gallery_forms.tsx";
import { ConsolePage, QuotePage, SignUpPage } from "./gallery_public.tsx";
import { InvoiceListPage, InvoicePage } from "./gallery_sales.tsx";

/** The pages of the gallery by their path. */
export const GALLERY: Readonly<Record<string, (settings: ui.PageSettings) => ui.JSX.Element>> = {
  "/": (settings) => <InvoiceListPage settings={settings} />,
  "/vide": (settings) => <InvoiceListPage settings={settings} empty />,
  "/facture": (settings) => <InvoicePage settings={settings} />,
  "/redaction": (settings) => <EditorPage settings={settings} />,
  "/formulaire": (settings) => <FormPage settings={settings} />,
  "/formulaire-refuse": (settings) => <FormPage settings={settings} refused />,
  "/tableau-de-bord": (settings) => <DashboardPage settings={settings} />,
  "/messages": (settings) => <MessagesPage settings={settings} />,
  "/devis-public": (settings) => <QuotePage settings={settings} />,
  "/inscription": (settings) => <SignUpPage settings={settings} />,
  "/console": (settings) => <ConsolePage settings={settings} />,
};

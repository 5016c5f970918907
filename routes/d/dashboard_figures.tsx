import type { Dashboard } from "../../lib/reports/mod.ts";
import { Amount, type Child, type Fact } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { slugOf } from "./here.tsx";

/** A figure at the head of the page, and the list behind it. */
type Figure = Fact & { readonly href?: string; readonly hint?: Child };

/** What waits, in four figures; none in a dossier where nothing was begun. */
export function figuresOf(c: DossierContext, { invoices, quotes, firstSteps }: Dashboard): Figure[] {
  if (firstSteps?.some(({ name, isDone }) => name === "document" && !isDone)) return [];
  const slug = slugOf(c);
  const figures: Figure[] = [];
  if (invoices) {
    figures.push({
      term: "À encaisser",
      value: <Amount cents={invoices.open.cents} />,
      hint: counted(invoices.open.count, "facture"),
      href: paths.documents(slug, "invoice", { vue: "open" }),
    }, {
      term: "En retard",
      value: <Amount cents={invoices.late.cents} />,
      hint: counted(invoices.late.count, "facture"),
      href: paths.documents(slug, "invoice", { vue: "late" }),
    }, {
      term: "Factures en brouillon",
      value: String(invoices.drafts),
      hint: "à émettre",
      href: paths.documents(slug, "invoice", { vue: "draft" }),
    });
  }
  if (quotes) {
    figures.push({
      term: "Devis en attente",
      value: String(quotes.awaiting),
      hint: quotes.drafts > 0 ? `et ${counted(quotes.drafts, "brouillon")}` : "de réponse",
      href: paths.documents(slug, "quote", { vue: "sent" }),
    });
  }
  return figures;
}

function counted(count: number, word: string): string {
  return count === 0 ? `aucun${word === "facture" ? "e" : ""} ${word}` : `${count} ${word}${count > 1 ? "s" : ""}`;
}

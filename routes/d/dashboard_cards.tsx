import type { KnownRight } from "../../lib/access/mod.ts";
import { daysBetween } from "../../lib/base/dates.ts";
import type { FirstStep, InvoiceFigures, Receivable } from "../../lib/reports/mod.ts";
import {
  Amount,
  ButtonLink,
  Card,
  Checklist,
  type ChecklistStep,
  type Column,
  DateText,
  type JSX,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { may, slugOf } from "./here.tsx";

/** What a step asks, why, and where it is done. */
interface StepWords {
  readonly title: string;
  readonly hint: string;
  readonly right: KnownRight;
  readonly button: string;
  href(slug: string): string;
}

const STEPS: Readonly<Record<FirstStep["name"], StepWords>> = {
  company: {
    title: "Compléter votre entreprise",
    hint: "Adresse, SIREN, TVA, IBAN : ce qui doit figurer sur chaque facture. Deux minutes, une seule fois.",
    right: "company:write",
    button: "Compléter",
    href: (slug) => paths.company(slug),
  },
  customer: {
    title: "Ajouter un premier client",
    hint: "Une entreprise, une mairie ou un particulier, en France ou ailleurs.",
    right: "customers:write",
    button: "Ajouter un client",
    href: (slug) => paths.newCustomer(slug),
  },
  document: {
    title: "Rédiger un devis ou une facture",
    hint: "Vous voyez la page telle qu’elle sera imprimée ; le brouillon s’enregistre tout seul.",
    right: "quotes:write",
    button: "Nouveau devis",
    href: (slug) => paths.newDocument(slug, "quote"),
  },
  issue: {
    title: "Émettre et envoyer la facture",
    hint: "Elle reçoit son numéro, elle est scellée, et votre client la reçoit par e-mail.",
    right: "invoices:issue",
    button: "Voir les factures",
    href: (slug) => paths.documents(slug, "invoice"),
  },
};

/** The way to the first invoice, each step ticked once it is behind. */
export function FirstStepsCard({ c, steps }: { c: DossierContext; steps: readonly FirstStep[] }): JSX.Element {
  const next = steps.find((step) => !step.isDone);
  const shown = steps.map(({ name, isDone }): ChecklistStep => {
    const { title, hint, right, button, href } = STEPS[name];
    const kind = name === next?.name ? "primary" : "secondary";
    const action = may(c, right) ? <ButtonLink kind={kind} href={href(slugOf(c))}>{button}</ButtonLink> : null;
    return { title, hint, isDone, action };
  });
  const left = steps.filter((step) => !step.isDone).length;
  return (
    <Card
      title="Vers votre première facture"
      action={<span class="hint">{left === 1 ? "plus qu’une étape" : `encore ${left} étapes`}</span>}
    >
      <Checklist steps={shown} />
    </Card>
  );
}

/** One of the two lists of open invoices. */
interface ListWords {
  readonly title: string;
  readonly caption: string;
  readonly view: string;
  readonly all: string;
  readonly none: string;
}

const LISTS: Readonly<Record<"toChase" | "awaiting", ListWords>> = {
  toChase: {
    title: "À relancer",
    caption: "Les factures en retard, la plus ancienne d’abord",
    view: "late",
    all: "Toutes les factures en retard",
    none: "Aucune facture en retard : rien à relancer.",
  },
  awaiting: {
    title: "En attente de règlement",
    caption: "Les factures à encaisser dont l’échéance n’est pas passée, la plus proche d’abord",
    view: "open",
    all: "Toutes les factures à encaisser",
    none: "Toutes les factures à encaisser sont en retard.",
  },
};

/** The invoices to chase, or those that are still to fall due: the first few, and the way to all of them. */
export function ReceivablesCard(
  { c, which, invoices }: { c: DossierContext; which: keyof typeof LISTS; invoices: InvoiceFigures },
): JSX.Element {
  const { title, caption, view, all, none } = LISTS[which];
  const listed = invoices[which];
  const slug = slugOf(c);
  const count = which === "toChase" ? invoices.late.count : invoices.open.count - invoices.late.count;
  return (
    <Card
      flush
      title={title}
      action={count > listed.length ? <a href={paths.documents(slug, "invoice", { vue: view })}>{all}</a> : null}
    >
      {listed.length === 0 ? <p class="card-note">{none}</p> : (
        <Table
          caption={caption}
          columns={columnsFor(which, c)}
          rows={listed}
          rowHref={({ id }) => paths.document(slug, { kind: "invoice", id })}
        />
      )}
    </Card>
  );
}

function columnsFor(which: keyof typeof LISTS, c: DossierContext): readonly Column<Receivable>[] {
  const { today } = c.get("ctx");
  return [
    { label: "Client", grow: true, cell: ({ customerName }) => customerName },
    { label: "Facture", card: "line", cell: ({ number }) => <span class="nowrap">{number}</span> },
    which === "toChase"
      ? {
        label: "Retard",
        card: "aside",
        cell: ({ dueOn }) => <State tone="late" word={`en retard de ${daysBetween(dueOn, today)} j`} />,
      }
      : {
        label: "Échéance",
        card: "aside",
        cell: ({ dueOn }) => <DateText date={dueOn} short />,
      },
    { label: "Reste dû", align: "end", card: "total", cell: ({ balanceCents }) => <Amount cents={balanceCents} /> },
  ];
}

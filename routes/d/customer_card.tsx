// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatSiren } from "../../lib/base/identifiers.ts";
import { countryName, describeTerms, LANGUAGES, listActivity } from "../../lib/company/mod.ts";
import {
  type Address,
  archiveCustomer,
  type Contact,
  type Customer,
  CUSTOMER_KINDS,
  type CustomerCard,
  type CustomerGap,
  customerGaps,
  deleteCustomer,
  getCustomer,
  offeredVatNumber,
  ownTermsOf,
  restoreCustomer,
} from "../../lib/parties/mod.ts";
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  type Child,
  Confirm,
  type Fact,
  Facts,
  fieldId,
  Form,
  type JSX,
  PageHead,
  Split,
  State,
  Table,
  Tabs,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond } from "../respond.tsx";
import { activityCursorIn, ActivityTimeline } from "./activity_timeline.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";

export const customerCardRoutes: Routes = {
  "GET /d/:slug/clients/:customer": show,
  "GET /d/:slug/clients/:customer/activite": showActivity,
  "POST /d/:slug/clients/:customer/archivage": archive,
  "POST /d/:slug/clients/:customer/retablissement": restore,
  "POST /d/:slug/clients/:customer/suppression": remove,
};

/** A customer is what one expects here: only what he is besides, or instead, is said. */
export function Roles({ of }: { of: Pick<Customer, "isCustomer" | "isProspect" | "isSupplier"> }): JSX.Element | null {
  if (of.isProspect && !of.isCustomer) return <State tone="due" word="prospect" />;
  if (of.isSupplier) return <State tone="info" word={of.isCustomer ? "client et fournisseur" : "fournisseur"} />;
  return null;
}

const SAYS = {
  creation: "Fiche créée.",
  modification: "Fiche enregistrée.",
  archivage: "Fiche archivée : elle a quitté les listes et les propositions.",
  retablissement: "Fiche rétablie.",
};

async function show(c: DossierContext): Promise<Response> {
  const card = await getCustomer(c.get("ctx"), idIn(c));
  const gaps = customerGaps(card);
  const duplicates = await duplicatesIn(c);
  return respond(c, {
    json: () => ({ customer: card, gaps }),
    page: () => <CardPage c={c} card={card} gaps={gaps} duplicates={duplicates} />,
  });
}

async function showActivity(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const card = await getCustomer(ctx, idIn(c));
  const page = await listActivity(ctx, { kind: "customer", id: card.id }, { before: activityCursorIn(c) });
  return respond(c, {
    json: () => page,
    page: () => (
      <CardFrame c={c} card={card} tab="activite">
        <ActivityTimeline c={c} page={page} path={paths.customerActivity(slugOf(c), card.id)} />
      </CardFrame>
    ),
  });
}

async function archive(c: DossierContext): Promise<Response> {
  await archiveCustomer(c.get("ctx"), idIn(c));
  return done(c, { goTo: paths.customer(slugOf(c), idIn(c), { fait: "archivage" }), json: () => ({ archived: true }) });
}

async function restore(c: DossierContext): Promise<Response> {
  await restoreCustomer(c.get("ctx"), idIn(c));
  const goTo = paths.customer(slugOf(c), idIn(c), { fait: "retablissement" });
  return done(c, { goTo, json: () => ({ archived: false }) });
}

async function remove(c: DossierContext): Promise<Response> {
  await deleteCustomer(c.get("ctx"), idIn(c));
  return done(c, { goTo: paths.customers(slugOf(c), { fait: "suppression" }), json: () => ({ deleted: true }) });
}

function idIn(c: DossierContext): string {
  return c.req.param("customer") ?? "";
}

/** The cards that a notice names, read again: an address proves nothing. */
async function duplicatesIn(c: DossierContext): Promise<CustomerCard[]> {
  const ids = (c.req.query("doublons") ?? "").split(".").filter((id) => id !== "").slice(0, 3);
  const found = await Promise.allSettled(ids.map((id) => getCustomer(c.get("ctx"), id)));
  return found.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
}

interface CardProps {
  readonly c: DossierContext;
  readonly card: CustomerCard;
}

function CardPage({ c, card, gaps, duplicates }: CardProps & {
  gaps: readonly CustomerGap[];
  duplicates: readonly CustomerCard[];
}): JSX.Element {
  return (
    <CardFrame c={c} card={card} tab="fiche">
      <Duplicates c={c} duplicates={duplicates} />
      <Split
        aside={
          <>
            <Documents c={c} card={card} />
            <Gaps c={c} card={card} gaps={gaps} />
            <VatOffer c={c} card={card} />
            <EndOfCard c={c} card={card} />
          </>
        }
      >
        <Card title="Facturation">
          <Facts facts={billingFacts(card)} />
        </Card>
        <Contacts contacts={card.contacts} />
        {card.deliveryAddresses.length > 0
          ? (
            <Card title="Adresses de livraison">
              <Facts
                facts={card.deliveryAddresses.map((address) => ({
                  term: address.label ?? "Livraison",
                  value: addressLine(address),
                }))}
              />
            </Card>
          )
          : null}
        {card.notes
          ? (
            <Card title="Notes">
              {card.notes.split("\n").map((line) => <p>{line}</p>)}
            </Card>
          )
          : null}
      </Split>
    </CardFrame>
  );
}

function CardFrame({ c, card, tab, children }: CardProps & { tab: "fiche" | "activite"; children?: Child }) {
  const slug = slugOf(c);
  const href = paths.customer(slug, card.id);
  return (
    <DossierPage c={c} title={card.name} search={{ action: paths.customers(slug) }}>
      <Done c={c} says={SAYS} />
      <PageHead
        title={card.name}
        mark={card.archivedAt ? <State tone="ended" word="archivée" /> : <Roles of={card} />}
        lead={[CUSTOMER_KINDS[card.kind], card.city].filter(Boolean).join(" · ")}
        back={{ label: "Clients", href: paths.customers(slug) }}
        actions={may(c, "customers:write") && !card.archivedAt
          ? <ButtonLink kind="primary" href={paths.editCustomer(slug, card.id)} shortcut="e">Modifier</ButtonLink>
          : null}
      />
      <Tabs
        label="Fiche du client"
        tabs={[
          { label: "Fiche", href, current: tab === "fiche" },
          ...(may(c, "activity:read")
            ? [{ label: "Qui a fait quoi", href: paths.customerActivity(slug, card.id), current: tab === "activite" }]
            : []),
        ]}
      />
      {children}
    </DossierPage>
  );
}

function Duplicates({ c, duplicates }: { c: DossierContext; duplicates: readonly CustomerCard[] }) {
  if (duplicates.length === 0) return null;
  return (
    <Banner kind="warning" title="Peut-être un doublon.">
      Même SIREN ou même e-mail que {duplicates.map((card, index) => (
        <>
          {index > 0 ? ", " : null}
          <a href={paths.customer(slugOf(c), card.id)}>{card.name}</a>
        </>
      ))}. Gardez une seule fiche, et archivez l’autre.
    </Banner>
  );
}

/** The lists of documents, his alone, and the next one to write. */
function Documents({ c, card }: CardProps): JSX.Element | null {
  const slug = slugOf(c), client = card.id;
  const lists = ([["quote", "Devis", "quotes:read"], ["invoice", "Factures", "invoices:read"], [
    "credit_note",
    "Avoirs",
    "invoices:read",
  ]] as const).filter(([, , right]) => may(c, right));
  if (lists.length === 0) return null;
  return (
    <Card title="Ses documents">
      <ul class="chips">
        {lists.map(([kind, label]) => (
          <li>
            <a class="chip" href={paths.documents(slug, kind, { client })}>{label}</a>
          </li>
        ))}
      </ul>
      {may(c, "quotes:write") && card.archivedAt === null
        ? <ButtonLink icon="plus" href={paths.newDocument(slug, "quote", { client })}>Nouveau devis</ButtonLink>
        : null}
      {may(c, "invoices:write") && card.archivedAt === null
        ? <ButtonLink icon="plus" href={paths.newDocument(slug, "invoice", { client })}>Nouvelle facture</ButtonLink>
        : null}
    </Card>
  );
}

/** What an invoice to him would lack; each leads to its field. */
function Gaps({ c, card, gaps }: CardProps & { gaps: readonly CustomerGap[] }): JSX.Element {
  if (gaps.length === 0) {
    return (
      <Card title="Prêt à être facturé">
        <p class="quiet">Rien ne manque à cette fiche pour une facture.</p>
      </Card>
    );
  }
  const edit = may(c, "customers:write") && !card.archivedAt ? paths.editCustomer(slugOf(c), card.id) : null;
  const isBlocked = gaps.some((gap) => gap.severity === "blocking");
  return (
    <Card title={isBlocked ? "À compléter avant de facturer" : "Conseillé"}>
      <ul class="stack">
        {gaps.map(({ field, sentence, severity }) => (
          <li>
            {edit ? <a href={`${edit}#${anchorOf(field)}`}>{sentence}</a> : sentence}
            {isBlocked && severity === "advice" ? <span class="hint">· conseillé</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function anchorOf(field: string): string {
  return field === "contacts" ? "contacts" : fieldId(field);
}

function VatOffer({ c, card }: CardProps): JSX.Element | null {
  const number = offeredVatNumber(card);
  if (number === null || card.archivedAt || !may(c, "customers:write")) return null;
  return (
    <Card title="Numéro de TVA">
      <p>
        D’après son SIREN, ce serait <strong class="nowrap">{number}</strong>.
      </p>
      <Form
        action={paths.customer(slugOf(c), card.id)}
        hidden={{ version: String(card.version), vatNumber: number }}
      >
        <Button>Ajouter à la fiche</Button>
      </Form>
    </Card>
  );
}

/** What ends a card, quietly at the bottom: each says first what will happen. */
function EndOfCard({ c, card }: CardProps): JSX.Element | null {
  if (!may(c, "customers:write")) return null;
  const slug = slugOf(c);
  if (card.archivedAt) {
    return (
      <Form action={paths.customerRestoring(slug, card.id)}>
        <Button kind="primary">Rétablir la fiche</Button>
      </Form>
    );
  }
  return (
    <div class="actions">
      <Confirm
        label="Archiver"
        consequence="La fiche quitte vos listes et vos propositions. Ses documents restent, et vous pourrez la rétablir."
        confirm="Archiver la fiche"
        kind="secondary"
        action={paths.customerArchiving(slug, card.id)}
      />
      <Confirm
        label="Supprimer"
        consequence="La fiche, ses contacts et ses adresses disparaissent pour de bon. Une fiche qui a des documents ne se supprime pas."
        confirm="Supprimer pour de bon"
        action={paths.customerDeletion(slug, card.id)}
      />
    </div>
  );
}

function Contacts({ contacts }: { contacts: readonly Contact[] }): JSX.Element {
  if (contacts.length === 0) {
    return (
      <Card title="Contacts">
        <p class="quiet">Aucun contact : ses documents n’ont pas encore d’adresse où partir.</p>
      </Card>
    );
  }
  return (
    <Card title="Contacts" flush>
      <Table
        caption="Contacts du client"
        rows={contacts}
        columns={[
          { label: "Nom", cell: (contact) => contact.name ?? contact.email ?? contact.phone },
          { label: "Fonction", cell: (contact) => contact.role, card: "aside" },
          {
            label: "E-mail",
            cell: (contact) => contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : null,
            card: "line",
          },
          {
            label: "Téléphone",
            cell: (contact) =>
              contact.phone ? <a href={`tel:${contact.phone.replace(/[^\d+]/g, "")}`}>{contact.phone}</a> : null,
            card: "named",
          },
          { label: "Reçoit", cell: receives },
        ]}
      />
    </Card>
  );
}

function receives(contact: Contact): string {
  return [
    contact.receivesQuotes ? "devis" : null,
    contact.receivesInvoices ? "factures" : null,
    contact.receivesReminders ? "relances" : null,
  ].filter((word) => word !== null).join(", ");
}

function billingFacts(card: CustomerCard): Fact[] {
  const terms = ownTermsOf(card);
  const facts: readonly (readonly [string, string | null])[] = [
    ["Nom commercial", card.tradingName],
    ["Adresse", addressLine(card)],
    ["SIREN", card.siren && formatSiren(card.siren)],
    ["SIRET", card.siret && formatSiren(card.siret)],
    ["Code service", card.serviceCode],
    ["Numéro de TVA", card.vatNumber],
    ["Sous-traitance", card.isConstructionPrincipal ? "bâtiment : il paie la TVA lui-même" : null],
    ["Délai de paiement", terms ? describeTerms(terms) : "celui de l’entreprise"],
    ["Langue", LANGUAGES[card.language]],
    ["Téléphone", card.phone],
    ["Votre référence", card.code],
  ];
  return facts.flatMap(([term, value]) => value ? [{ term, value }] : []);
}

function addressLine(address: Address): string {
  const town = [address.postcode, address.city].filter(Boolean).join(" ");
  const country = address.country === "FR" ? null : countryName(address.country);
  return [address.addressLine1, address.addressLine2, address.addressLine3, town, country].filter(Boolean).join(", ");
}

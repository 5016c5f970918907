import { authorize } from "../../lib/base/ctx.ts";
import {
  type CustomerFilter,
  type CustomerKind,
  type CustomerLine,
  findCustomers,
  type Role,
  ROLES,
} from "../../lib/parties/mod.ts";
import {
  ButtonLink,
  Empty,
  type FilterChip,
  Filters,
  type JSX,
  PageHead,
  SelectField,
  Table,
  Toolbar,
} from "../../lib/ui/mod.ts";
import type { XlsxCell, XlsxColumn } from "../../lib/platform/xlsx.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths, withQuery } from "../paths.ts";
import { respond } from "../respond.tsx";
import { customerCardRoutes, Roles } from "./customer_card.tsx";
import { customerEditRoutes } from "./customer_edit.tsx";
import { everyPage, sendSheet } from "./export.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";
import { cursorIn, NamePager, type Neighbours, OneLine } from "./lists.tsx";

export const customerRoutes: Routes = {
  "GET /d/:slug/clients": list,
  "GET /d/:slug/clients/export": exportAll,
  ...customerEditRoutes,
  ...customerCardRoutes,
};

const SAYS = { suppression: "Fiche supprimée." };

/** What narrows the list, as its address says it. */
interface Narrowing {
  readonly q: string | undefined;
  readonly role: Role | undefined;
  readonly archives: "oui" | undefined;
}

async function list(c: DossierContext): Promise<Response> {
  const narrowing = narrowingIn(c);
  const page = await findCustomers(c.get("ctx"), { ...filterOf(narrowing), cursor: cursorIn(c) });
  return respond(c, {
    json: () => page,
    page: () => <ListPage c={c} narrowing={narrowing} customers={page.customers} page={page} />,
  });
}

/** The list as a spreadsheet, with its filters. Takes the right to read besides the right to export. */
function exportAll(c: DossierContext): Response {
  authorize(c.get("ctx"), "customers:read");
  return sendSheet(c, { name: "Clients", columns: SHEET, rows: sheetRows(c) });
}

async function* sheetRows(c: DossierContext): AsyncGenerator<readonly XlsxCell[]> {
  const filter = filterOf(narrowingIn(c));
  for await (const page of everyPage((cursor) => findCustomers(c.get("ctx"), { ...filter, cursor }))) {
    for (const line of page.customers) {
      const roles = [line.isCustomer, line.isProspect, line.isSupplier].map((is) => is ? "oui" : "");
      yield [line.name, line.code, KIND_WORDS[line.kind], line.city, line.email, ...roles];
    }
  }
}

const SHEET: readonly XlsxColumn[] = [
  { title: "Nom", kind: "text", width: 40 },
  { title: "Référence", kind: "text", width: 14 },
  { title: "Type", kind: "text", width: 16 },
  { title: "Ville", kind: "text" },
  { title: "E-mail", kind: "text" },
  { title: "Client", kind: "text", width: 10 },
  { title: "Prospect", kind: "text", width: 10 },
  { title: "Fournisseur", kind: "text", width: 12 },
];

function filterOf({ q, role, archives }: Narrowing): CustomerFilter {
  return { text: q, role, archived: archives === "oui" };
}

function narrowingIn(c: DossierContext): Narrowing {
  return {
    q: c.req.query("q")?.trim() || undefined,
    role: roleIn(c),
    archives: c.req.query("archives") === "oui" ? "oui" : undefined,
  };
}

function roleIn(c: DossierContext): Role | undefined {
  const role = c.req.query("role") ?? "";
  return Object.hasOwn(ROLES, role) ? role as Role : undefined;
}

function ListPage({ c, narrowing, customers, page }: {
  c: DossierContext;
  narrowing: Narrowing;
  customers: readonly CustomerLine[];
  page: Neighbours;
}): JSX.Element {
  const slug = slugOf(c);
  const path = paths.customers(slug);
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined);
  const isFirstTime = customers.length === 0 && !isNarrowed;
  return (
    <DossierPage c={c} title="Clients" search={{ action: path, value: narrowing.q }}>
      <Done c={c} says={SAYS} />
      <PageHead
        title="Clients"
        lead="Clients, prospects et fournisseurs : une fiche pour chacun."
        actions={
          <>
            {may(c, "customers:write")
              ? (
                <ButtonLink kind="primary" icon="plus" href={paths.newCustomer(slug)}>
                  Nouveau client
                </ButtonLink>
              )
              : null}
            {may(c, "lists:export") && customers.length > 0
              ? (
                <ButtonLink kind="quiet" icon="download" href={paths.customersExport(slug, { ...narrowing })} download>
                  Excel
                </ButtonLink>
              )
              : null}
          </>
        }
      />
      {isFirstTime ? null : <Narrow path={path} narrowing={narrowing} />}
      <div id="clients" class="stack">
        <Table
          caption="Clients"
          rows={customers}
          rowHref={(line) => paths.customer(slug, line.id)}
          columns={[
            { label: "Nom", cell: (line) => line.name, grow: true },
            { label: "Type", cell: (line) => <OneLine>{KIND_WORDS[line.kind]}</OneLine>, card: "hidden" },
            { label: "Ville", cell: (line) => <OneLine>{line.city}</OneLine>, card: "line" },
            { label: "E-mail", cell: (line) => <OneLine>{line.email}</OneLine>, card: "hidden" },
            { label: "Rôle", cell: (line) => <Roles of={line} />, card: "aside" },
          ]}
          empty={isFirstTime ? <NoCustomer c={c} /> : <NoMatch c={c} narrowing={narrowing} />}
        />
        <NamePager path={path} query={{ ...narrowing }} page={page} />
      </div>
    </DossierPage>
  );
}

function Narrow({ path, narrowing }: { path: string; narrowing: Narrowing }): JSX.Element {
  const { q, role, archives } = narrowing;
  return (
    <>
      <Filters
        action={path}
        search={{ label: "Nom, référence, e-mail, SIREN ou ville", value: q }}
        refresh="#clients"
        keep={archives ? { archives } : undefined}
        chips={chipsOf(path, narrowing)}
      >
        <SelectField
          name="role"
          label="Rôle"
          value={role}
          blank="Tous"
          options={Object.entries(ROLES).map(([value, label]) => ({ value, label }))}
          optional
        />
      </Filters>
      {archives ? null : (
        <Toolbar
          label="Autres listes"
          end={<ButtonLink kind="quiet" small href={withQuery(path, { archives: "oui" })}>Fiches archivées</ButtonLink>}
        />
      )}
    </>
  );
}

function chipsOf(path: string, { q, role, archives }: Narrowing): FilterChip[] {
  return [
    ...(role ? [{ label: ROLES[role], removeHref: withQuery(path, { q, archives }) }] : []),
    ...(archives ? [{ label: "Archivées", removeHref: withQuery(path, { q, role }) }] : []),
  ];
}

/** The first time: what belongs here, one button, an example that can be deleted. */
function NoCustomer({ c }: { c: DossierContext }): JSX.Element {
  const slug = slugOf(c);
  const canWrite = may(c, "customers:write");
  return (
    <Empty
      title="Vos clients, une fiche pour chacun"
      action={canWrite
        ? <ButtonLink kind="primary" icon="plus" href={paths.newCustomer(slug)}>Créer le premier client</ButtonLink>
        : null}
      example={canWrite
        ? <a href={paths.newCustomer(slug, { exemple: "oui" })}>Ou partir d’un exemple rempli</a>
        : null}
    >
      <p>
        L’adresse, le SIREN et l’e-mail d’une fiche remplissent tout seuls vos devis et vos factures. Vous pouvez aussi
        créer un client au moment de lui écrire un devis.
      </p>
    </Empty>
  );
}

function NoMatch({ c, narrowing }: { c: DossierContext; narrowing: Narrowing }): JSX.Element {
  const { q, archives } = narrowing;
  const canCreate = may(c, "customers:write") && q !== undefined && archives === undefined;
  return (
    <Empty
      title={archives ? "Aucune fiche archivée ici" : "Aucune fiche ne correspond"}
      action={canCreate
        ? <ButtonLink href={paths.newCustomer(slugOf(c), { nom: q })}>{`Créer « ${q} »`}</ButtonLink>
        : <ButtonLink href={paths.customers(slugOf(c))}>Voir toutes les fiches</ButtonLink>}
    >
      <p>Essayez un autre mot, ou retirez un filtre.</p>
    </Empty>
  );
}

/** Kinds of customer in a word, for lists. */
const KIND_WORDS: Readonly<Record<CustomerKind, string>> = {
  professional: "Entreprise",
  public_body: "Administration",
  person: "Particulier",
  eu_business: "Entreprise, UE",
  foreign: "Hors UE",
};

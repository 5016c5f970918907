import { formatDecimal } from "../../lib/base/money.ts";
import { authorize } from "../../lib/base/ctx.ts";
import { formatRate } from "../../lib/base/rates.ts";
import {
  type CategoryLine,
  findItems,
  ITEM_KINDS,
  type ItemFilter,
  type ItemLine,
  type ItemPage,
  listCategories,
} from "../../lib/catalog/mod.ts";
import {
  ButtonLink,
  Empty,
  type FilterChip,
  Filters,
  type JSX,
  PageHead,
  SelectField,
  State,
  Table,
  Toolbar,
} from "../../lib/ui/mod.ts";
import type { XlsxCell, XlsxColumn } from "../../lib/platform/xlsx.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths, withQuery } from "../paths.ts";
import { respond } from "../respond.tsx";
import { everyPage, sendSheet } from "./export.ts";
import { DossierPage } from "./frame.tsx";
import { may, slugOf } from "./here.tsx";
import { itemCategoryRoutes } from "./item_categories.tsx";
import { itemEditRoutes } from "./item_edit.tsx";
import { itemJson, unitWords } from "./item_words.ts";
import { cursorIn, NamePager, OneLine } from "./lists.tsx";

export const itemRoutes: Routes = {
  "GET /d/:slug/articles": list,
  "GET /d/:slug/articles/export": exportAll,
  ...itemCategoryRoutes,
  ...itemEditRoutes,
};

/** What narrows the list, as its address says it. */
interface Narrowing {
  readonly q: string | undefined;
  readonly categorie: string | undefined;
  readonly archives: "oui" | undefined;
}

async function list(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const narrowing = narrowingIn(c);
  const [page, categories] = await Promise.all([
    findItems(ctx, { ...filterOf(narrowing), cursor: cursorIn(c) }),
    listCategories(ctx),
  ]);
  return respond(c, {
    json: () => ({ ...page, items: page.items.map(itemJson) }),
    page: () => <ListPage c={c} narrowing={narrowing} page={page} categories={categories} />,
  });
}

/** The list as a spreadsheet, with its filters. Takes the right to read besides the right to export. */
function exportAll(c: DossierContext): Response {
  authorize(c.get("ctx"), "catalog:read");
  return sendSheet(c, { name: "Articles", columns: SHEET, rows: sheetRows(c) });
}

async function* sheetRows(c: DossierContext): AsyncGenerator<readonly XlsxCell[]> {
  const filter = filterOf(narrowingIn(c));
  for await (const page of everyPage((cursor) => findItems(c.get("ctx"), { ...filter, cursor }))) {
    for (const item of page.items) {
      yield [
        item.name,
        item.reference,
        ITEM_KINDS[item.kind],
        item.categoryName,
        unitWords(item.unitCode),
        item.unitPrice,
        item.priceIncludesVat ? "TTC" : "HT",
        { units: BigInt(item.vatRateBp), scale: 2 },
      ];
    }
  }
}

const SHEET: readonly XlsxColumn[] = [
  { title: "Désignation", kind: "text", width: 50 },
  { title: "Référence", kind: "text", width: 14 },
  { title: "Type", kind: "text", width: 10 },
  { title: "Catégorie", kind: "text" },
  { title: "Unité", kind: "text", width: 14 },
  { title: "Prix unitaire", kind: "number" },
  { title: "HT ou TTC", kind: "text", width: 10 },
  { title: "TVA (%)", kind: "number", width: 10 },
];

function narrowingIn(c: DossierContext): Narrowing {
  return {
    q: c.req.query("q")?.trim() || undefined,
    categorie: c.req.query("categorie") || undefined,
    archives: c.req.query("archives") === "oui" ? "oui" : undefined,
  };
}

function filterOf({ q, categorie, archives }: Narrowing): ItemFilter {
  return { text: q, categoryId: categorie, archived: archives === "oui" };
}

interface ListProps {
  readonly c: DossierContext;
  readonly narrowing: Narrowing;
  readonly page: ItemPage;
  readonly categories: readonly CategoryLine[];
}

function ListPage({ c, narrowing, page, categories }: ListProps): JSX.Element {
  const slug = slugOf(c);
  const path = paths.items(slug);
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined);
  const isFirstTime = page.items.length === 0 && !isNarrowed;
  return (
    <DossierPage c={c} title="Articles" search={{ action: path, value: narrowing.q }}>
      <PageHead
        title="Articles et services"
        lead="Ce que vous vendez, avec son prix et sa TVA : une ligne de facture en deux lettres."
        actions={
          <>
            {may(c, "catalog:write")
              ? (
                <ButtonLink kind="primary" icon="plus" href={paths.newItem(slug)}>
                  Nouvel article
                </ButtonLink>
              )
              : null}
            {may(c, "lists:export") && page.items.length > 0
              ? (
                <ButtonLink kind="quiet" icon="download" href={paths.itemsExport(slug, { ...narrowing })} download>
                  Excel
                </ButtonLink>
              )
              : null}
          </>
        }
      />
      {isFirstTime ? null : <Narrow path={path} narrowing={narrowing} categories={categories} />}
      <OtherLists c={c} narrowing={narrowing} />
      <div id="articles" class="stack">
        <Table
          caption="Articles et services"
          rows={page.items}
          rowHref={(item) => paths.item(slug, item.id)}
          columns={COLUMNS}
          empty={isFirstTime ? <NoItem c={c} /> : <NoMatch c={c} narrowing={narrowing} />}
        />
        <NamePager path={path} query={{ ...narrowing }} page={page} />
      </div>
    </DossierPage>
  );
}

const COLUMNS: Parameters<typeof Table<ItemLine>>[0]["columns"] = [
  { label: "Désignation", cell: (item) => item.name, grow: true },
  { label: "Référence", cell: (item) => <OneLine>{item.reference}</OneLine>, card: "hidden" },
  { label: "Catégorie", cell: (item) => <OneLine>{item.categoryName}</OneLine>, card: "hidden" },
  { label: "Type", cell: (item) => <Kind of={item} />, card: "aside" },
  { label: "Unité", cell: (item) => <OneLine>{unitWords(item.unitCode)}</OneLine>, card: "hidden" },
  { label: "TVA", cell: (item) => <OneLine>{`TVA ${formatRate(item.vatRateBp)}`}</OneLine>, card: "line" },
  { label: "Prix", cell: (item) => <Price of={item} />, align: "end", card: "total" },
];

function Kind({ of }: { of: ItemLine }): JSX.Element {
  return of.kind === "product" ? <State tone="info" word="produit" /> : <State tone="open" word="service" />;
}

function Price({ of }: { of: ItemLine }): JSX.Element {
  return <span class="amount">{`${formatDecimal(of.unitPrice, 2)}\u00a0€ ${of.priceIncludesVat ? "TTC" : "HT"}`}</span>;
}

function Narrow({ path, narrowing, categories }: Omit<ListProps, "c" | "page"> & { path: string }): JSX.Element {
  const { q, categorie, archives } = narrowing;
  return (
    <Filters
      action={path}
      search={{ label: "Désignation, référence ou description", value: q }}
      refresh="#articles"
      keep={archives ? { archives } : undefined}
      chips={chipsOf(path, { narrowing, categories })}
    >
      <SelectField
        name="categorie"
        label="Catégorie"
        value={categorie}
        blank="Toutes"
        options={categories.map(({ id, name }) => ({ value: id, label: name }))}
        optional
      />
    </Filters>
  );
}

function OtherLists({ c, narrowing }: Pick<ListProps, "c" | "narrowing">): JSX.Element {
  const slug = slugOf(c);
  return (
    <Toolbar
      label="Autres listes"
      end={
        <>
          <ButtonLink kind="quiet" small href={paths.categories(slug)}>Catégories</ButtonLink>
          {narrowing.archives ? null : (
            <ButtonLink kind="quiet" small href={paths.items(slug, { archives: "oui" })}>
              Articles archivés
            </ButtonLink>
          )}
        </>
      }
    />
  );
}

function chipsOf(path: string, { narrowing, categories }: Pick<ListProps, "narrowing" | "categories">): FilterChip[] {
  const { q, categorie, archives } = narrowing;
  const category = categories.find(({ id }) => id === categorie);
  return [
    ...(category ? [{ label: category.name, removeHref: withQuery(path, { q, archives }) }] : []),
    ...(archives ? [{ label: "Archivés", removeHref: withQuery(path, { q, categorie }) }] : []),
  ];
}

/** The first time: what belongs here, one button, an example that can be archived. */
function NoItem({ c }: { c: DossierContext }): JSX.Element {
  const slug = slugOf(c);
  const canWrite = may(c, "catalog:write");
  return (
    <Empty
      title="Vos prix, écrits une seule fois"
      action={canWrite
        ? <ButtonLink kind="primary" icon="plus" href={paths.newItem(slug)}>Créer le premier article</ButtonLink>
        : null}
      example={canWrite ? <a href={paths.newItem(slug, { exemple: "oui" })}>Ou partir d’un exemple rempli</a> : null}
    >
      <p>
        Tapez quelques lettres dans une ligne de devis : la désignation, l’unité, le prix et la TVA se remplissent. Une
        ligne libre reste toujours possible.
      </p>
    </Empty>
  );
}

function NoMatch({ c, narrowing }: Pick<ListProps, "c" | "narrowing">): JSX.Element {
  const { q, archives } = narrowing;
  const canCreate = may(c, "catalog:write") && q !== undefined && archives === undefined;
  return (
    <Empty
      title={archives ? "Aucun article archivé ici" : "Aucun article ne correspond"}
      action={canCreate
        ? <ButtonLink href={paths.newItem(slugOf(c), { nom: q })}>{`Créer « ${q} »`}</ButtonLink>
        : <ButtonLink href={paths.items(slugOf(c))}>Voir tous les articles</ButtonLink>}
    >
      <p>Essayez un autre mot, ou retirez un filtre.</p>
    </Empty>
  );
}

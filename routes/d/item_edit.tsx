import { formatDecimal } from "../../lib/base/money.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { formatRate } from "../../lib/base/rates.ts";
import {
  archiveItem,
  createItem,
  getItem,
  type Item,
  ITEM_FIELDS,
  ITEM_KINDS,
  type ItemForm,
  listCategories,
  restoreItem,
  updateItem,
} from "../../lib/catalog/mod.ts";
import { getCompany, listActivity } from "../../lib/company/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Button,
  Card,
  type Child,
  Confirm,
  type Fact,
  Facts,
  Form,
  type FormState,
  type JSX,
  PageHead,
  Split,
  State,
  Tabs,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { activityCursorIn, ActivityTimeline } from "./activity_timeline.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, may, slugOf, versionSeen, versionToSend, withFieldNames } from "./here.tsx";
import { ITEM_LABELS, type ItemChoices, ItemFormCards, itemTexts, newItemTexts } from "./item_form.tsx";
import { itemJson, unitWords } from "./item_words.ts";

export const itemEditRoutes: Routes = {
  "GET /d/:slug/articles/nouveau": showNew,
  "POST /d/:slug/articles": create,
  "GET /d/:slug/articles/:item": show,
  "GET /d/:slug/articles/:item/activite": showActivity,
  "POST /d/:slug/articles/:item": update,
  "POST /d/:slug/articles/:item/archivage": archive,
  "POST /d/:slug/articles/:item/retablissement": restore,
};

const SAYS = {
  creation: "Article créé : il se propose déjà dans vos devis et vos factures.",
  modification: "Article enregistré. Les documents déjà écrits gardent leurs prix.",
  archivage: "Article archivé : il ne se propose plus. Vos documents le gardent.",
  retablissement: "Article rétabli.",
};

const EXAMPLE = { name: "Main-d’œuvre (exemple)", unitCode: "HUR", unitPrice: "48,00", kind: "service" };

async function showNew(c: DossierContext): Promise<Response> {
  const choices = await choicesFor(c);
  const asked = c.req.query("exemple") === "oui" ? EXAMPLE : { name: c.req.query("nom") ?? "" };
  const form = formOver({ ...newItemTexts(choices), ...asked }, undefined);
  return respond(c, {
    json: () => ({ fields: ITEM_FIELDS }),
    page: () => <NewPage c={c} form={form} choices={choices} />,
  });
}

async function create(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const id = form.text("id");
      return createItem(c.get("ctx"), itemIn(form), isUuid(id) ? { id } : {});
    },
    goTo: (item) => paths.item(slugOf(c), item.id, { fait: "creation" }),
    json: (item) => ({ item: itemJson(item) }),
    status: 201,
    again: async (state) => <NewPage c={c} form={state} choices={await choicesFor(c)} />,
  });
}

async function show(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const item = await getItem(ctx, idIn(c));
  const choices = may(c, "catalog:write") ? await choicesFor(c) : { categories: await listCategories(ctx) };
  return respond(c, {
    json: () => ({ item: itemJson(item) }),
    page: () => <ItemPage c={c} item={item} choices={choices} />,
  });
}

async function update(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: (form) => updateItem(ctx, idIn(c), { version: versionSeen(form.text("version")), form: itemIn(form) }),
    goTo: (item) => paths.item(slugOf(c), item.id, { fait: "modification" }),
    json: (item) => ({ item: itemJson(item) }),
    again: async (state) => {
      const [item, choices] = await Promise.all([getItem(ctx, idIn(c)), choicesFor(c)]);
      return <ItemPage c={c} item={item} choices={choices} state={state} />;
    },
  });
}

async function showActivity(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const item = await getItem(ctx, idIn(c));
  const page = await listActivity(ctx, { kind: "item", id: item.id }, { before: activityCursorIn(c) });
  return respond(c, {
    json: () => page,
    page: () => (
      <ItemFrame c={c} item={item} tab="activite">
        <ActivityTimeline c={c} page={page} path={paths.itemActivity(slugOf(c), item.id)} />
      </ItemFrame>
    ),
  });
}

async function archive(c: DossierContext): Promise<Response> {
  await archiveItem(c.get("ctx"), idIn(c));
  return done(c, { goTo: paths.item(slugOf(c), idIn(c), { fait: "archivage" }), json: () => ({ archived: true }) });
}

async function restore(c: DossierContext): Promise<Response> {
  await restoreItem(c.get("ctx"), idIn(c));
  const goTo = paths.item(slugOf(c), idIn(c), { fait: "retablissement" });
  return done(c, { goTo, json: () => ({ archived: false }) });
}

function idIn(c: DossierContext): string {
  return c.req.param("item") ?? "";
}

function itemIn(form: SentForm): ItemForm {
  return Object.fromEntries(ITEM_FIELDS.map((field) => [field, form.values[field]]));
}

async function choicesFor(c: DossierContext): Promise<ItemChoices> {
  const ctx = c.get("ctx");
  const [company, categories] = await Promise.all([getCompany(ctx), listCategories(ctx)]);
  return { company, categories };
}

function NewPage({ c, form, choices }: { c: DossierContext; form: FormState; choices: ItemChoices }): JSX.Element {
  const back = paths.items(slugOf(c));
  return (
    <DossierPage c={c} title="Nouvel article">
      <PageHead title="Nouvel article" back={{ label: "Articles", href: back }} />
      <Split aside={<Advice />}>
        <ItemFormCards
          form={form}
          action={back}
          hidden={{ id: form.values["id"] || newId() }}
          choices={choices}
          cancelHref={back}
        />
      </Split>
    </DossierPage>
  );
}

interface ItemProps {
  readonly c: DossierContext;
  readonly item: Item;
}

/** The item and its form are one page; those who may not change it, and need no choices to do so, read it. */
function ItemPage(
  { c, item, choices, state }: ItemProps & {
    choices: ItemChoices | Pick<ItemChoices, "categories">;
    state?: FormState;
  },
): JSX.Element {
  const slug = slugOf(c);
  const canWrite = "company" in choices && item.archivedAt === null;
  return (
    <ItemFrame c={c} item={item} tab="fiche">
      <Split aside={<EndOfItem c={c} item={item} />}>
        {canWrite
          ? (
            <ItemFormCards
              form={withFieldNames(formOver(itemTexts(item), state), ITEM_LABELS)}
              action={paths.item(slug, item.id)}
              hidden={{ version: versionToSend(state, item.version) }}
              choices={choices}
              cancelHref={paths.items(slug)}
            />
          )
          : (
            <Card>
              <Facts facts={factsOf(item, choices)} />
            </Card>
          )}
      </Split>
    </ItemFrame>
  );
}

function ItemFrame(
  { c, item, tab, children }: ItemProps & { tab: "fiche" | "activite"; children?: Child },
): JSX.Element {
  const slug = slugOf(c);
  return (
    <DossierPage c={c} title={item.name} search={{ action: paths.items(slug) }}>
      <Done c={c} says={SAYS} />
      <PageHead
        title={item.name}
        mark={item.archivedAt ? <State tone="ended" word="archivé" /> : null}
        lead={`${formatDecimal(item.unitPrice, 2)}\u00a0€ ${item.priceIncludesVat ? "TTC" : "HT"} · ${
          unitWords(item.unitCode)
        }`}
        back={{ label: "Articles", href: paths.items(slug) }}
      />
      {may(c, "activity:read")
        ? (
          <Tabs
            label="Article"
            tabs={[
              { label: "Article", href: paths.item(slug, item.id), current: tab === "fiche" },
              {
                label: "Qui a fait quoi",
                href: paths.itemActivity(slug, item.id),
                current: tab === "activite",
              },
            ]}
          />
        )
        : null}
      {children}
    </DossierPage>
  );
}

function Advice(): JSX.Element {
  return (
    <Card title="À quoi cela sert">
      <p class="quiet">
        Sur un devis ou une facture, quelques lettres suffisent : l’article remplit la ligne. Vous pourrez toujours y
        changer le prix, sans toucher à l’article.
      </p>
    </Card>
  );
}

function EndOfItem({ c, item }: ItemProps): JSX.Element | null {
  const slug = slugOf(c);
  if (!may(c, "catalog:write")) return null;
  if (item.archivedAt) {
    return (
      <Form action={paths.itemRestoring(slug, item.id)}>
        <Button kind="primary">Rétablir l’article</Button>
      </Form>
    );
  }
  return (
    <Confirm
      label="Archiver"
      consequence="L’article ne se propose plus. Les documents qui le portent ne changent pas, et vous pourrez le rétablir."
      confirm="Archiver l’article"
      kind="secondary"
      action={paths.itemArchiving(slug, item.id)}
    />
  );
}

function factsOf(item: Item, { categories }: Pick<ItemChoices, "categories">): Fact[] {
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ["Type", ITEM_KINDS[item.kind]],
    ["Prix unitaire", `${formatDecimal(item.unitPrice, 2)}\u00a0€ ${item.priceIncludesVat ? "TTC" : "HT"}`],
    ["Unité", unitWords(item.unitCode)],
    ["TVA", formatRate(item.vatRateBp)],
    ["Catégorie", categories.find(({ id }) => id === item.categoryId)?.name],
    ["Référence", item.reference],
    ["Description", item.description],
  ];
  return facts.flatMap(([term, value]) => value ? [{ term, value }] : []);
}

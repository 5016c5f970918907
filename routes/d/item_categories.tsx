import {
  type CategoryLine,
  createCategory,
  deleteCategory,
  listCategories,
  renameCategory,
} from "../../lib/catalog/mod.ts";
import {
  Button,
  ButtonLink,
  Card,
  Confirm,
  Empty,
  Form,
  type FormState,
  type JSX,
  PageHead,
  Split,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, may, slugOf, versionSeen } from "./here.tsx";

export const itemCategoryRoutes: Routes = {
  "GET /d/:slug/articles/categories": show,
  "POST /d/:slug/articles/categories": create,
  "POST /d/:slug/articles/categories/:category": rename,
  "POST /d/:slug/articles/categories/:category/suppression": remove,
};

const SAYS = {
  creation: "Catégorie créée.",
  modification: "Catégorie renommée.",
  suppression: "Catégorie supprimée. Ses articles restent, sans catégorie.",
};

async function show(c: DossierContext): Promise<Response> {
  const categories = await listCategories(c.get("ctx"));
  return respond(c, {
    json: () => ({ categories }),
    page: () => <CategoriesPage c={c} categories={categories} chosen={c.req.query("modifier")} />,
  });
}

async function create(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: (form) => createCategory(ctx, form.text("name")),
    goTo: () => paths.categories(slugOf(c), { fait: "creation" }),
    json: (category) => ({ category }),
    status: 201,
    again: async (state) => <CategoriesPage c={c} categories={await listCategories(ctx)} state={state} />,
  });
}

async function rename(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx"), id = c.req.param("category") ?? "";
  return await submit(c, {
    run: (form) => renameCategory(ctx, id, { version: versionSeen(form.text("version")), name: form.text("name") }),
    goTo: () => paths.categories(slugOf(c), { fait: "modification" }),
    json: (category) => ({ category }),
    again: async (state) => <CategoriesPage c={c} categories={await listCategories(ctx)} chosen={id} state={state} />,
  });
}

async function remove(c: DossierContext): Promise<Response> {
  await deleteCategory(c.get("ctx"), c.req.param("category") ?? "");
  return done(c, { goTo: paths.categories(slugOf(c), { fait: "suppression" }), json: () => ({ deleted: true }) });
}

interface PageProps {
  readonly c: DossierContext;
  readonly categories: readonly CategoryLine[];
  /** Id of the category being renamed. */
  readonly chosen?: string | undefined;
  readonly state?: FormState;
}

function CategoriesPage({ c, categories, chosen, state }: PageProps): JSX.Element {
  const slug = slugOf(c);
  const category = categories.find(({ id }) => id === chosen);
  const canWrite = may(c, "catalog:write");
  return (
    <DossierPage c={c} title="Catégories">
      <Done c={c} says={SAYS} />
      <PageHead
        title="Catégories"
        lead="Pour ranger vos articles et les retrouver."
        back={{ label: "Articles", href: paths.items(slug) }}
      />
      <Split
        aside={!canWrite
          ? null
          : category
          ? <RenameCard slug={slug} category={category} state={state} />
          : <AddCard slug={slug} state={state} />}
      >
        <Table
          caption="Catégories d’articles"
          rows={categories}
          {...(canWrite ? { rowHref: (row: CategoryLine) => paths.categories(slug, { modifier: row.id }) } : {})}
          columns={[
            { label: "Catégorie", cell: (row) => row.name, grow: true },
            { label: "Articles", cell: (row) => countOf(row), align: "end", card: "aside" },
          ]}
          empty={
            <Empty title="Aucune catégorie">
              <p>Main-d’œuvre, fournitures, locations : rangez vos articles comme vous les cherchez.</p>
            </Empty>
          }
        />
      </Split>
    </DossierPage>
  );
}

function AddCard({ slug, state }: { slug: string; state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Nouvelle catégorie">
      <Form action={paths.categories(slug)} state={state}>
        <TextField form={state} name="name" label="Nom" width="full" />
        <Button kind="primary">Ajouter</Button>
      </Form>
    </Card>
  );
}

/** After a conflict the version that stands is sent, since the person has seen its name. */
function RenameCard(
  { slug, category, state }: { slug: string; category: CategoryLine; state: FormState | undefined },
): JSX.Element {
  const { id, name, version } = category;
  const form = formOver({ name }, state);
  return (
    <Card title={`Renommer « ${name} »`}>
      <Form action={paths.category(slug, id)} state={form} hidden={{ version: String(version) }}>
        <TextField form={form} name="name" label="Nom" width="full" />
        <div class="actions">
          <Button kind="primary">Renommer</Button>
          <ButtonLink kind="quiet" href={paths.categories(slug)}>Annuler</ButtonLink>
        </div>
      </Form>
      <Confirm
        label="Supprimer"
        consequence="La catégorie disparaît. Ses articles restent, sans catégorie."
        confirm="Supprimer la catégorie"
        action={paths.categoryDeletion(slug, id)}
      />
    </Card>
  );
}

function countOf({ items }: CategoryLine): string {
  return items === 0 ? "aucun" : items === 1 ? "1 article" : `${items} articles`;
}

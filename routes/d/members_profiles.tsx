// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  ALL_RIGHTS,
  createProfile,
  type CustomProfile,
  deleteProfile,
  isGrantable,
  listMembers,
  MAX_PROFILE_NAME,
  RESOURCES,
  updateProfile,
} from "../../lib/access/mod.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Button,
  Card,
  CheckboxField,
  Confirm,
  ErrorSummary,
  FieldGroup,
  Form,
  type FormState,
  formState,
  type JSX,
  PageHead,
  TextField,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId, idParam, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { slugOf } from "./here.tsx";

/** Profiles of the dossier's own: a name, and a tick for each action of each part of the product. */
export const customProfileRoutes = {
  "GET /d/:slug/membres/profils/nouveau": showNew,
  "POST /d/:slug/membres/profils": create,
  "GET /d/:slug/membres/profils/:profile": showOne,
  "POST /d/:slug/membres/profils/:profile": save,
  "POST /d/:slug/membres/profils/:profile/suppression": remove,
} satisfies Routes;

const RIGHTS = [...ALL_RIGHTS];

function showNew(c: DossierContext): Response {
  const state = formState({ id: freshId(c) });
  return respond(c, {
    json: () => ({ rights: RIGHTS.filter(isGrantable) }),
    page: () => <ProfilePage c={c} profile={null} state={state} />,
  });
}

async function create(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      const typed = form.text("id"), id = isUuid(typed) ? typed : freshId(c);
      await createProfile(c.get("ctx"), { id, ...contentOf(form) });
      return id;
    },
    goTo: () => paths.members(slugOf(c), { fait: "profil_cree" }),
    json: (id) => ({ id }),
    status: 201,
    again: (state) => <ProfilePage c={c} profile={null} state={state} />,
  });
}

async function showOne(c: DossierContext): Promise<Response> {
  const profile = await find(c, idParam(c, "profile"));
  const ticks = profile.rights.map((right): [string, string] => [fieldOf(right), right]);
  const state = formState({ name: profile.name, ...Object.fromEntries(ticks) });
  return respond(c, {
    json: () => ({ profile: { id: profile.id, name: profile.name, rights: profile.rights } }),
    page: () => <ProfilePage c={c} profile={profile} state={state} />,
  });
}

async function save(c: DossierContext): Promise<Response> {
  const id = idParam(c, "profile");
  return await submit(c, {
    run: (form) => updateProfile(c.get("ctx"), { id, ...contentOf(form) }),
    goTo: () => paths.members(slugOf(c), { fait: "profil" }),
    json: () => ({ done: true }),
    again: async (state) => <ProfilePage c={c} profile={await find(c, id)} state={state} />,
  });
}

async function remove(c: DossierContext): Promise<Response> {
  const id = idParam(c, "profile");
  return await submit(c, {
    run: () => deleteProfile(c.get("ctx"), { id }),
    goTo: () => paths.members(slugOf(c), { fait: "profil_supprime" }),
    json: () => ({ done: true }),
    again: async (state) => {
      const profile = await find(c, id);
      const ticks = profile.rights.map((right): [string, string] => [fieldOf(right), right]);
      const values = { name: profile.name, ...Object.fromEntries(ticks) };
      return <ProfilePage c={c} profile={profile} state={{ values, issues: state.issues }} />;
    },
  });
}

/** Ticks come as `rights.<n>`, whatever n: a page numbers them by the table, a program as it likes. */
function contentOf(form: SentForm): { name: string; rights: string[] } {
  const ticked = Object.entries(form.values).filter(([name]) => name.startsWith("rights."));
  return { name: form.text("name"), rights: ticked.flatMap(([, right]) => right ? [right] : []) };
}

async function find(c: DossierContext, id: Uuid): Promise<CustomProfile> {
  const { profiles } = await listMembers(c.get("ctx"));
  const found = profiles.find((profile) => profile.id === id);
  if (!found) throw notFound();
  return found;
}

function fieldOf(right: string): string {
  return `rights.${RIGHTS.findIndex((each) => each === right)}`;
}

function ProfilePage({ c, profile, state }: {
  c: DossierContext;
  profile: CustomProfile | null;
  state: FormState;
}): JSX.Element {
  const slug = slugOf(c);
  const title = profile?.name ?? "Nouveau profil";
  const id = state.values["id"];
  return (
    <DossierPage c={c} title={title}>
      <PageHead
        title={title}
        back={{ label: "Membres", href: paths.members(slug) }}
        lead="Cochez ce que ce profil permet. Ce qui n’est pas coché ne se voit pas, et se refuse."
      />
      <ErrorSummary issues={state.issues} />
      <Form
        action={profile ? paths.profile(slug, profile.id) : paths.profiles(slug)}
        hidden={id ? { id } : {}}
        guard
      >
        <Card>
          <TextField name="name" label="Nom du profil" form={state} maxlength={MAX_PROFILE_NAME} />
          <p class="hint" id="f-rights">
            Qui peut modifier une chose peut aussi la consulter, avec ce qu’il faut pour la remplir : rédiger une
            facture donne à lire les clients et l’entreprise. Gérer les membres reste à l’administrateur.
          </p>
          <Ticks state={state} />
        </Card>
        <Actions>
          <Button kind="primary" shortcut="Ctrl+Enter">Enregistrer</Button>
        </Actions>
      </Form>
      {profile
        ? (
          <Confirm
            label="Supprimer ce profil"
            consequence="Un profil que quelqu’un a encore ne se supprime pas."
            confirm="Supprimer"
            action={paths.profileDeletion(slug, profile.id)}
          />
        )
        : null}
    </DossierPage>
  );
}

function Ticks({ state }: { state: FormState }): JSX.Element {
  return (
    <>
      {Object.entries(RESOURCES).map(([resource, { label, actions }]) => (
        <FieldGroup legend={label} ticks="row">
          {Object.entries(actions as Readonly<Record<string, { label: string }>>)
            .map(([action, { label }]) => ({ right: `${resource}:${action}`, label }))
            .filter(({ right }) => isGrantable(right))
            .map(({ right, label }) => (
              <CheckboxField name={fieldOf(right)} label={label} checkedValue={right} form={state} />
            ))}
        </FieldGroup>
      ))}
    </>
  );
}

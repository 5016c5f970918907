import { type DossierChoice, listDossiers } from "../../lib/access/mod.ts";
import { dayOf } from "../../lib/base/dates.ts";
import { fold } from "../../lib/base/text.ts";
import { Actions, Button, ButtonLink, Empty, Form, type JSX, PublicPage } from "../../lib/ui/mod.ts";
import { ACCESS, rightOf, type RouteKey } from "../access.ts";
import { notFound, type OpenContext, pageSettings, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { isSwitchedOff } from "../modules.ts";
import { paths } from "../paths.ts";
import { done, respond, seeOther, wantsJson } from "../respond.tsx";
import { enter } from "../session.ts";
import { DossierTable, profileOf, stateOf } from "./dossier_table.tsx";
import { DossierSearch, SwitcherList } from "./switcher.tsx";

export const dossierRoutes: Routes = { "GET /dossiers": chooseDossier, "GET /dossiers/:slug/entree": enterSection };

/** The one dossier of most people opens at once; `?tous` shows the list all the same. */
async function chooseDossier(c: PersonContext): Promise<Response> {
  const all = await listDossiers(personCtx(c));
  const [only, ...others] = all;
  const opensAtOnce = only && others.length === 0 && c.req.query("tous") === undefined;
  if (opensAtOnce && !wantsJson(c)) return seeOther(c, paths.dossier(only.slug));
  const asked = { q: c.req.query("q") ?? "", ici: c.req.query("ici") };
  const dossiers = matching(all, asked.q);
  const isLong = all.length > SEARCHED_ABOVE;
  const choices = dossiers.map((dossier) => ({
    name: dossier.companyName,
    detail: `${profileOf(dossier)} · ${stateOf(dossier, dayOf(c.get("now")))}`,
    href: paths.dossierEntrance(dossier.slug, { ici: asked.ici }),
  }));
  return respond(c, {
    json: () => ({ dossiers: dossiers.map(({ tenantId: _, ...dossier }) => dossier) }),
    page: () => <ChooserPage c={c} dossiers={dossiers} search={isLong ? asked : null} ici={asked.ici} />,
    fragment: () => <SwitcherList choices={choices} search={isLong ? asked : null} />,
  });
}

/** First part of an address inside a dossier: a list, a settings page. */
const SECTION = /^[a-z-]{1,40}$/;
/** More dossiers than this are searched by name. */
const SEARCHED_ABOVE = 8;

function matching(dossiers: readonly DossierChoice[], q: string): readonly DossierChoice[] {
  const words = fold(q).split(" ").filter(Boolean);
  if (words.length === 0) return dossiers;
  return dossiers.filter(({ companyName, slug }) => {
    const text = `${fold(companyName)} ${slug}`;
    return words.every((word) => text.includes(word));
  });
}

/** Into another dossier, to the section where one was if it is there and allowed; else to its dashboard. */
async function enterSection(c: PersonContext): Promise<Response> {
  const slug = c.req.param("slug") ?? "";
  const entered = await enter(c as unknown as OpenContext, slug);
  if (typeof entered === "string") throw notFound();
  const section = c.req.query("ici") ?? "";
  const route = `GET /d/:slug/${section}` as RouteKey;
  const isThere = SECTION.test(section) && Object.hasOwn(ACCESS, route) &&
    !isSwitchedOff(route, entered.dossier.modulesOff);
  const right = isThere ? rightOf(route) : null;
  const mayOpen = isThere && (right === null || entered.ctx.rights.has(right));
  const goTo = mayOpen ? route.slice("GET ".length).replace(":slug", slug) : paths.dossier(slug);
  return done(c, { goTo, json: () => ({ dossier: goTo }) });
}

function ChooserPage({ c, dossiers, search, ici }: {
  c: PersonContext;
  dossiers: readonly DossierChoice[];
  search: { readonly q: string; readonly ici: string | undefined } | null;
  ici: string | undefined;
}): JSX.Element {
  return (
    <PublicPage
      {...pageSettings(c)}
      title="Vos dossiers"
      aside={<SignOutForm />}
      wide={dossiers.length > 0 ? "medium" : false}
    >
      <h1>Vos dossiers</h1>
      {search ? <DossierSearch search={search} /> : null}
      <DossierTable
        caption="Dossiers que vous pouvez ouvrir"
        dossiers={dossiers}
        today={dayOf(c.get("now"))}
        hrefOf={(dossier) => ici ? paths.dossierEntrance(dossier.slug, { ici }) : paths.dossier(dossier.slug)}
        empty={search?.q ? <p>Aucun dossier de ce nom.</p> : <NoDossier />}
      />
      <Actions>
        <ButtonLink icon="plus" href={paths.newDossier()}>Ouvrir un autre dossier</ButtonLink>
      </Actions>
    </PublicPage>
  );
}

/** After a sign-up whose dossier is not ready yet, and for people who left their last one. */
function NoDossier(): JSX.Element {
  return (
    <Empty
      title="Aucun dossier pour l’instant"
      action={<ButtonLink kind="primary" href={paths.dossiers()}>Regarder de nouveau</ButtonLink>}
    >
      <p>Si vous venez de confirmer votre adresse, votre dossier se prépare : il s’ouvre dans un instant.</p>
    </Empty>
  );
}

function SignOutForm(): JSX.Element {
  return (
    <Form action={paths.signOut()} class="inline">
      <Button kind="quiet">Se déconnecter</Button>
    </Form>
  );
}

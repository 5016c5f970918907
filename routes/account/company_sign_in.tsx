// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { ATTEMPT_LIFETIME_S, beginCompanySignIn, finishCompanySignIn } from "../../lib/access/mod.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { baseUrl } from "../../lib/platform/outside.ts";
import { type CookieJar, cookieJar } from "../../lib/platform/web/cookies.ts";
import { Banner, Button, ButtonLink, Card, Form, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, seeOther, wantsJson } from "../respond.tsx";
import { keepSession } from "../session.ts";

export const companySignInRoutes: Routes = {
  "GET /connexion/entreprise": choose,
  "GET /connexion/entreprise/:slug": show,
  "POST /connexion/entreprise/:slug": leave,
  "GET /connexion/entreprise/:slug/retour": comeBack,
};

/** What a dossier is called in its address. */
const SLUG = /^[a-z0-9-]{1,40}$/;

/** Asks for the dossier, and leads to its own page: which dossiers there are is told to nobody. */
function choose(c: OpenContext): Response {
  const slug = (c.req.query("dossier") ?? "").trim().toLowerCase();
  if (SLUG.test(slug)) return seeOther(c, paths.companySignIn(slug));
  return respond(c, { json: () => ({ fields: ["dossier"] }), page: () => <ChoicePage c={c} /> });
}

/** The same page for every address, known or not. */
function show(c: OpenContext): Response {
  return respond(c, { json: () => ({ fields: [] }), page: () => <DoorPage c={c} slug={slugIn(c)} /> });
}

async function leave(c: OpenContext): Promise<Response> {
  const slug = slugIn(c);
  try {
    const { url, staying } = await beginCompanySignIn(personCtx(c), { slug, returnTo: returnTo(slug) });
    c.header("set-cookie", companyCookie(c).keep(staying, ATTEMPT_LIFETIME_S));
    // Browsers hold a form's redirect to the addresses a form may be sent to, which are ours alone: the page that
    // answers the form leads on instead.
    if (!wantsJson(c)) c.header("refresh", `0; url=${url}`);
    return respond(c, { json: () => ({ url }), page: () => <DeparturePage c={c} url={url} /> });
  } catch (error) {
    return refused(c, slug, error);
  }
}

async function comeBack(c: OpenContext): Promise<Response> {
  const slug = slugIn(c);
  const cookie = companyCookie(c);
  const back = { slug, returnTo: returnTo(slug), query: new URL(c.req.url).search.slice(1) };
  try {
    await keepSession(c, await finishCompanySignIn(personCtx(c), { ...back, staying: cookie.read(c.req.raw) ?? "" }));
    c.header("set-cookie", cookie.forget(), { append: true });
    return seeOther(c, paths.dossier(slug));
  } catch (error) {
    return refused(c, slug, error);
  }
}

/** A refusal on a page with the way back to a new try, whose address carries nothing of the failed one. */
function refused(c: OpenContext, slug: string, error: unknown): Response {
  if (!(error instanceof Refusal) || wantsJson(c)) throw error;
  return respond(c, {
    status: error.status,
    json: () => null,
    page: () => <DoorPage c={c} slug={slug} refusal={error} />,
  });
}

/** A cookie of its own, beside the session's, for what stays in the browser while somebody is at his provider. */
function companyCookie(c: OpenContext): CookieJar {
  return cookieJar("paraphe_sso", c.get("edge").baseUrl);
}

function returnTo(slug: string): string {
  return baseUrl() + paths.companySignInReturn(slug);
}

function slugIn(c: OpenContext): string {
  return c.req.param("slug") ?? "";
}

function ChoicePage({ c }: { c: OpenContext }): JSX.Element {
  return (
    <PublicPage
      {...pageSettings(c)}
      title="Connexion de l’entreprise"
      aside={<a href={paths.signIn()}>Se connecter</a>}
    >
      <h1>Connexion de l’entreprise</h1>
      <Card>
        <Form action={paths.companySignInChoice()} method="get">
          <TextField
            name="dossier"
            label="Nom du dossier dans son adresse"
            hint="Par exemple « atelier-dupre » si vos pages s’ouvrent à l’adresse …/d/atelier-dupre."
            width="full"
          />
          <Button kind="primary">Continuer</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}

function DoorPage({ c, slug, refusal }: { c: OpenContext; slug: string; refusal?: Refusal }): JSX.Element {
  return (
    <PublicPage
      {...pageSettings(c)}
      title="Connexion de l’entreprise"
      aside={<a href={paths.signIn()}>Se connecter</a>}
    >
      <h1>Connexion de l’entreprise</h1>
      {refusal ? <Banner kind="refusal">{refusal.issues.map(({ sentence }) => <p>{sentence}</p>)}</Banner> : null}
      <Card>
        <Form action={paths.companySignIn(slug)}>
          <p>
            Vous allez vous identifier sur le serveur de votre entreprise, puis revenir dans le dossier{" "}
            <strong>{slug}</strong>. Votre mot de passe d’entreprise ne nous est jamais communiqué.
          </p>
          <Button kind="primary">{refusal ? "Recommencer" : "Continuer avec mon entreprise"}</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}

function DeparturePage({ c, url }: { c: OpenContext; url: string }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Vers votre entreprise">
      <h1>Vers votre entreprise</h1>
      <Card>
        <p>
          Vous êtes conduit au serveur d’identité <strong>{new URL(url).host}</strong>.
        </p>
        <ButtonLink href={url} kind="primary">Y aller</ButtonLink>
      </Card>
    </PublicPage>
  );
}

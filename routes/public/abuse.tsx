import { ABUSE_KINDS, reportAbuse } from "../../lib/instances/mod.ts";
import { openLink } from "../../lib/sales/mod.ts";
import { Button, Card, Form, type FormState, formState, type JSX, PublicPage, RadioGroup } from "../../lib/ui/mod.ts";
import { notFound, type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { type LinkEntrance, openByLink } from "./link_entrance.ts";

/** Where whoever received a document says that it should not have been sent. No account; opening it records nothing. */
export const abuseRoutes: Routes = {
  "GET /document/:token/signalement": showForm,
  "POST /document/:token/signalement": report,
  "GET /document/:token/signalement/recu": showReceived,
};

interface ReportedLink extends LinkEntrance {
  readonly issuer: string;
}

async function showForm(c: OpenContext): Promise<Response> {
  const link = await open(c);
  return respond(c, {
    page: () => <ReportPage c={c} link={link} />,
    json: () => ({ kinds: Object.keys(ABUSE_KINDS) }),
  });
}

async function report(c: OpenContext): Promise<Response> {
  const link = await open(c);
  return await submit(c, {
    run: (form) => reportAbuse(personCtx(c), { tenantId: link.ctx.tenantId, kind: form.text("kind") || "other" }),
    goTo: () => paths.publicDocument(link.token, "signalement/recu"),
    json: () => ({ report: "recorded" }),
    again: (state) => <ReportPage c={c} link={link} state={state} />,
  });
}

async function showReceived(c: OpenContext): Promise<Response> {
  await open(c);
  return respond(c, {
    json: () => ({ report: "recorded" }),
    page: () => (
      <PublicPage {...pageSettings(c)} title="Signalement reçu">
        <h1>Signalement reçu</h1>
        <p class="lead">Merci. Une personne de notre équipe le regarde. Vous n’avez rien d’autre à faire.</p>
        <p>Dans le doute, ne payez pas et n’ouvrez pas les liens de ce message.</p>
      </PublicPage>
    ),
  });
}

function ReportPage({ c, link, state }: { c: OpenContext; link: ReportedLink; state?: FormState }): JSX.Element {
  const form = state ?? formState({ kind: "unknown_sender" });
  return (
    <PublicPage {...pageSettings(c)} title="Signaler un abus">
      <h1>Signaler un abus</h1>
      <p class="lead">
        Vous avez reçu par Paraphe un document ({link.issuer}) qui n’aurait pas dû vous être envoyé&nbsp;? Dites-le-nous
        : c’est anonyme, et l’entreprise n’en saura rien.
      </p>
      <Card>
        <Form action={paths.publicDocument(link.token, "signalement")} state={form}>
          <RadioGroup
            form={form}
            name="kind"
            label="Ce qui ne va pas"
            options={Object.entries(ABUSE_KINDS).map(([value, label]) => ({ value, label }))}
          />
          <Button kind="primary">Signaler</Button>
        </Form>
      </Card>
      <p>
        <a href={paths.publicDocument(link.token)}>Revenir au document</a>
      </p>
    </PublicPage>
  );
}

async function open(c: OpenContext): Promise<ReportedLink> {
  const found = await openByLink(c, {
    token: c.req.param("token") ?? "",
    rights: [],
    open: async (entrance) => {
      const { document } = await openLink(entrance.ctx, entrance.secret);
      return { ...entrance, issuer: document.seller?.name ?? "cette entreprise" };
    },
  });
  if (!found) throw notFound();
  return found;
}

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { labelOfRight } from "../lib/access/mod.ts";
import { Forbidden } from "../lib/base/ctx.ts";
import { Refusal } from "../lib/base/refusal.ts";
import { log } from "../lib/platform/log.ts";
import { faultFacts, isMoved } from "../lib/platform/web/faults.ts";
import { Actions, Button, ButtonLink, type Child, type JSX, PublicPage } from "../lib/ui/mod.ts";
import { type AnyContext, notFound, type OpenContext, pageSettings } from "./handler.ts";
import { paths } from "./paths.ts";
import { respond, seeOther, wantsJson } from "./respond.tsx";

/** Answers whatever was thrown: a refusal with its sentence, anything else as a fault of ours. */
export function answerError(c: OpenContext, error: unknown): Response {
  if (isMoved(error)) return answerRefusal(c, stillMoving());
  if (error instanceof Forbidden) return answerRefusal(c, inWords(error));
  return error instanceof Refusal ? answerRefusal(c, error) : answerFault(c, error);
}

/** The one answer for unknown addresses. */
export function answerNotFound(c: OpenContext): Response {
  return answerRefusal(c, notFound());
}

/** 421: asked under an address that is not ours (a forged Host, or simply 127.0.0.1 for localhost). */
export function answerWrongHost(c: OpenContext): Response {
  const { baseUrl } = c.get("edge");
  const sentence = `Cette adresse n’est pas celle du service : ouvrez ${baseUrl}.`;
  return respond(c, {
    status: 421,
    json: () => ({ code: "request.wrong_host", sentence }),
    page: () => (
      <ErrorPage c={c} title="Mauvaise adresse" withoutActions>
        <p>
          Le service se trouve à l’adresse <a href={baseUrl}>{baseUrl}</a>.
        </p>
      </ErrorPage>
    ),
  });
}

function answerRefusal(c: OpenContext, refusal: Refusal): Response {
  if (refusal.status === 401 && !wantsJson(c) && c.req.method === "GET") return seeOther(c, paths.signIn(askedFor(c)));
  return respond(c, {
    status: refusal.status,
    json: () => refusalJson(refusal),
    page: () =>
      refusal.status === 503 ? <RetryPage c={c} refusal={refusal} /> : <RefusalPage c={c} refusal={refusal} />,
  });
}

/** The right that was missing, as the members page names it: « Factures et avoirs : émettre ». */
function inWords({ right }: Forbidden): Forbidden {
  return new Forbidden(right, labelOfRight(right) ?? right);
}

/** A refusal in JSON: the first reason plainly, and all of them where there are several. */
function refusalJson(refusal: Refusal): unknown {
  const [first, ...others] = refusal.issues;
  const right = refusal instanceof Forbidden ? { right: refusal.right } : {};
  return { ...first, ...right, ...(others.length > 0 ? { issues: refusal.issues } : {}) };
}

function answerFault(c: OpenContext, error: unknown): Response {
  const { id } = c.get("request");
  log("error", "request.fault", { request: id, method: c.req.method, ...faultFacts(error) });
  const sentence = "Une erreur est survenue de notre côté ; rien n’a été fait à moitié. Elle est enregistrée.";
  return respond(c, {
    status: 500,
    json: () => ({ code: "request.fault", sentence, request: id }),
    page: () => (
      <ErrorPage c={c} title="Erreur de notre côté">
        <p>{sentence}</p>
        <p>
          Si elle se répète, indiquez-nous ce numéro : <code>{id}</code>.
        </p>
      </ErrorPage>
    ),
  });
}

function askedFor(c: OpenContext): string | undefined {
  const url = new URL(c.req.url);
  const path = url.pathname + url.search;
  return path === "/" ? undefined : path;
}

function stillMoving(): Refusal {
  return new Refusal(503, [{
    code: "platform.moving",
    sentence: "Ce dossier change de place en ce moment. Réessayez dans un instant.",
  }]);
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Demande illisible",
  401: "Connexion nécessaire",
  403: "Action non permise",
  404: "Page introuvable",
  409: "Cela a déjà changé",
  410: "Lien périmé",
  413: "Trop volumineux",
  415: "Format non pris en charge",
  422: "À corriger",
  423: "Dossier en lecture seule",
  429: "Trop d’essais",
};

/** What a dossier that does not open is called. */
const CLOSED_DOSSIERS: Readonly<Record<string, string>> = {
  "request.dossier_expired": "L’essai est terminé",
  "request.dossier_suspended": "Dossier suspendu",
  "request.dossier_closed": "Dossier fermé",
  "request.dossier_kept": "Dossier fermé",
};

function ClosedDossierPage({ c, refusal }: { c: OpenContext; refusal: Refusal }): JSX.Element {
  const issue = refusal.issues[0]!, slug = c.req.path.split("/")[2] ?? "";
  return (
    <ErrorPage c={c} title={CLOSED_DOSSIERS[issue.code]!} withoutActions>
      <p>{issue.sentence}</p>
      <Actions>
        <ButtonLink kind="primary" href={paths.subscription(slug)}>Ouvrir l’espace abonné</ButtonLink>
        <ButtonLink kind="quiet" href={paths.dossiers("tous")}>Mes dossiers</ButtonLink>
      </Actions>
    </ErrorPage>
  );
}

function RefusalPage({ c, refusal }: { c: OpenContext; refusal: Refusal }): JSX.Element {
  if (Object.hasOwn(CLOSED_DOSSIERS, refusal.issues[0]?.code ?? "")) {
    return <ClosedDossierPage c={c} refusal={refusal} />;
  }
  return (
    <ErrorPage c={c} title={TITLES[refusal.status] ?? "Refusé"}>
      {refusal.issues.map((issue) => <p>{issue.sentence}</p>)}
    </ErrorPage>
  );
}

/** 503: what was sent stays in the page, and one button sends it again; files cannot stay, and the page says so. */
function RetryPage({ c, refusal }: { c: OpenContext; refusal: Refusal }): JSX.Element {
  const form = c.get("form");
  const kept = c.req.method === "POST" ? Object.entries(form?.values ?? {}) : [];
  return (
    <ErrorPage c={c} title="Un instant, s’il vous plaît" withoutActions>
      {refusal.issues.map((issue) => <p>{issue.sentence}</p>)}
      {kept.length > 0 ? <p>Ce que vous avez saisi est gardé dans cette page.</p> : null}
      {form?.hasFiles ? <p>Les fichiers joints seront à choisir de nouveau.</p> : null}
      {c.req.method === "POST"
        ? (
          <form method="post" action={askedFor(c) ?? "/"}>
            {kept.map(([name, value]) => <input type="hidden" name={name} value={value} />)}
            <Actions>
              <Button kind="primary">Réessayer</Button>
            </Actions>
          </form>
        )
        : <ButtonLink kind="primary" href={askedFor(c) ?? "/"}>Réessayer</ButtonLink>}
    </ErrorPage>
  );
}

function ErrorPage(
  { c, title, withoutActions, children }: {
    c: AnyContext;
    title: string;
    withoutActions?: boolean;
    children?: Child;
  },
): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title={title}>
      <h1>{title}</h1>
      {children}
      {withoutActions ? null : (
        <Actions>
          <ButtonLink href={paths.home()}>Revenir à l’accueil</ButtonLink>
        </Actions>
      )}
    </PublicPage>
  );
}

/** 403: the request comes from another site's page. */
export function foreignOrigin(): Refusal {
  return new Refusal(403, [{
    code: "request.foreign_origin",
    sentence: "Cette demande ne vient pas d’une page de ce service. Revenez à la page et recommencez.",
  }]);
}

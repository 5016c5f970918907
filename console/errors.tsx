// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { Refusal } from "../lib/base/refusal.ts";
import { log } from "../lib/platform/log.ts";
import { faultFacts } from "../lib/platform/web/faults.ts";
import { type Child, type JSX, PublicPage } from "../lib/ui/mod.ts";
import { answerJson, type OpenContext, page, wantsJson } from "./handler.ts";
import { paths } from "./paths.ts";

/** Answers whatever was thrown: a refusal with its sentence, anything else as a fault of ours. */
export function answerError(c: OpenContext, error: unknown): Response {
  if (error instanceof Refusal) {
    if (wantsJson(c)) return answerJson(c, { ...error.issues[0], issues: error.issues }, error.status);
    const status = error.status === 409 || error.status === 423 ? 422 : error.status;
    const sentences = error.issues.map((issue) => <p>{issue.sentence}</p>);
    return page(
      c,
      <ErrorPage c={c} title={error.status === 404 ? "Introuvable" : "Refusé"}>{sentences}</ErrorPage>,
      status,
    );
  }
  const { id } = c.get("request");
  log("error", "console.fault", { request: id, method: c.req.method, ...faultFacts(error) });
  if (wantsJson(c)) return answerJson(c, { code: "request.fault", request: id }, 500);
  const words = <p>Une erreur est survenue de notre côté. Son numéro dans le journal : {id}.</p>;
  return page(c, <ErrorPage c={c} title="Erreur">{words}</ErrorPage>, 500);
}

/** The one answer for unknown addresses. */
export function answerNotFound(c: OpenContext): Response {
  const words = <p>Cette page n’existe pas.</p>;
  return page(c, <ErrorPage c={c} title="Page introuvable">{words}</ErrorPage>, 404);
}

/** 421: asked under an address that is not the console's. */
export function answerWrongHost(c: OpenContext): Response {
  const { baseUrl } = c.get("edge");
  const words = <p>La console se trouve à l’adresse {baseUrl}.</p>;
  return page(c, <ErrorPage c={c} title="Mauvaise adresse">{words}</ErrorPage>, 421);
}

/** 403: a request that may change something and comes from elsewhere. */
export function answerForeignOrigin(c: OpenContext): Response {
  const words = <p>Cette demande ne vient pas d’une page de la console. Revenez à la page et recommencez.</p>;
  return page(c, <ErrorPage c={c} title="Action non permise">{words}</ErrorPage>, 403);
}

function ErrorPage({ c, title, children }: { c: OpenContext; title: string; children?: Child }): JSX.Element {
  return (
    <PublicPage assets={c.get("edge").assets} title={title} site="Console d’exploitation">
      <h1>{title}</h1>
      {children}
      <p>
        <a href={paths.instances()}>Console d’exploitation</a>
      </p>
    </PublicPage>
  );
}

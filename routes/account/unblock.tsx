import { peekBlock, unblockAccount } from "../../lib/identity/mod.ts";
import { Button, Form, PublicPage } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond } from "../respond.tsx";

export const unblockRoutes: Routes = {
  "GET /deblocage/:secret": showUnblocking,
  "POST /deblocage/:secret": unblock,
};

/** A look spends nothing: mail programs open links to scan them. */
async function showUnblocking(c: OpenContext): Promise<Response> {
  const { email } = await peekBlock(personCtx(c), secretOf(c));
  return respond(c, {
    page: () => (
      <PublicPage {...pageSettings(c)} title="Débloquer votre compte">
        <h1>Débloquer votre compte</h1>
        <p>
          Trop de mots de passe faux ont été saisis pour{" "}
          <strong>{email}</strong>. Débloquez le compte, puis connectez-vous avec votre mot de passe habituel.
        </p>
        <Form action={c.req.path}>
          <Button kind="primary">Débloquer mon compte</Button>
        </Form>
      </PublicPage>
    ),
    json: () => ({ email }),
  });
}

async function unblock(c: OpenContext): Promise<Response> {
  await unblockAccount(personCtx(c), secretOf(c));
  return done(c, { goTo: paths.signIn(), json: () => ({ unblocked: true }) });
}

function secretOf(c: OpenContext): string {
  return c.req.param("secret") ?? "";
}

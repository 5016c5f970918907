import { endPersonSessions } from "../../lib/identity/operator.ts";
import { Banner, Button, Card, Form, type FormState, type JSX, PageHead, TextField } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { type OperatorContext, operatorCtx, page, type Routes, submit } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";

/** Where an administrator ends every session of a person, known by his address alone. Nothing of him is shown. */
export const routes: Routes = {
  "GET /personnes/sessions": (c) => page(c, <SessionsPage c={c} ended={endedIn(c)} />),
  "POST /personnes/sessions": end,
};

async function end(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const wish = { email: form.text("email"), reason: form.text("reason") };
      return endPersonSessions(operatorCtx(c), c.get("operator"), wish);
    },
    goTo: (ended) => paths.personSessions(`?terminees=${ended}`),
    json: (ended) => ({ ended }),
    again: (state) => Promise.resolve(<SessionsPage c={c} state={state} />),
  });
}

function endedIn(c: OperatorContext): string | undefined {
  const said = c.req.query("terminees");
  return said !== undefined && /^\d{1,6}$/.test(said) ? said : undefined;
}

function SessionsPage(
  { c, state, ended }: { c: OperatorContext; state?: FormState; ended?: string | undefined },
): JSX.Element {
  return (
    <ConsolePage c={c} title="Sessions d’une personne">
      <PageHead
        title="Sessions d’une personne"
        lead="Pour un appareil volé, ou un compte dont quelqu’un d’autre se sert."
      />
      {ended === undefined ? null : (
        <Banner kind="success" flash>
          {ended === "0" ? "Aucune session n’était ouverte." : `Sessions terminées : ${ended}.`}
        </Banner>
      )}
      <Card title="Terminer toutes ses sessions">
        <p>
          Elle se reconnecte ensuite avec son mot de passe et sa deuxième étape. Vérifiez d’abord qui vous le demande.
        </p>
        <Form action={paths.personSessions()} state={state}>
          <TextField
            name="email"
            label="Adresse e-mail de la personne"
            type="email"
            autocomplete="off"
            width="full"
            form={state}
          />
          <ReasonField state={state} />
          <Button kind="danger">Terminer toutes ses sessions</Button>
        </Form>
      </Card>
    </ConsolePage>
  );
}

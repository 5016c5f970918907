import {
  ADDRESS_LINK_HOURS,
  askAddressChange,
  confirmAddressChange,
  peekAddressChange,
  peekAddressRestore,
  RESTORE_LINK_HOURS,
  restoreAddress,
} from "../../lib/identity/mod.ts";
import { Actions, Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { forgetSession } from "../session.ts";
import { DemoMailbox } from "./demo_mailbox.tsx";
import { AccountPage } from "./frame.tsx";

export const addressRoutes: Routes = {
  "GET /compte/adresse": showWish,
  "POST /compte/adresse": wish,
  "GET /compte/adresse/envoyee": showSent,
  "GET /compte/adresse/confirmation/:secret": showConfirmation,
  "POST /compte/adresse/confirmation/:secret": confirm,
  "GET /compte/adresse/retablissement/:secret": showRestore,
  "POST /compte/adresse/retablissement/:secret": restore,
};

function showWish(c: PersonContext): Response {
  return respond(c, { page: () => <WishPage c={c} />, json: () => ({ fields: ["email"] }) });
}

/** The same answer whether the address has an account or not: its mailbox alone is told. */
async function wish(c: PersonContext): Promise<Response> {
  return await submit(c, {
    run: (form) => askAddressChange(personCtx(c), { email: form.text("email") }),
    goTo: paths.addressSent,
    json: () => ({ next: "confirm_by_mail" }),
    status: 202,
    again: (state) => <WishPage c={c} state={state} />,
  });
}

function showSent(c: PersonContext): Response {
  return respond(c, {
    json: () => ({ next: "confirm_by_mail" }),
    page: () => (
      <AccountPage c={c} title="Regardez vos mails" place="profile">
        <p class="lead">
          Un message vient de partir vers votre nouvelle adresse. Suivez son lien dans les {ADDRESS_LINK_HOURS}{" "}
          heures ; d’ici là, rien ne change.
        </p>
        <DemoMailbox c={c} />
      </AccountPage>
    ),
  });
}

async function showConfirmation(c: OpenContext): Promise<Response> {
  const { email } = await peekAddressChange(personCtx(c), secretOf(c));
  return respond(c, {
    json: () => ({ email }),
    page: () => (
      <LinkPage c={c} title="Confirmer votre nouvelle adresse" button="Confirmer cette adresse">
        Vous vous connecterez avec <strong>{email}</strong>. L’ancienne adresse en est avertie.
      </LinkPage>
    ),
  });
}

async function confirm(c: OpenContext): Promise<Response> {
  await confirmAddressChange(personCtx(c), secretOf(c));
  return done(c, { goTo: paths.ownProfile(), json: () => ({ changed: true }) });
}

async function showRestore(c: OpenContext): Promise<Response> {
  const { email } = await peekAddressRestore(personCtx(c), secretOf(c));
  return respond(c, {
    json: () => ({ email }),
    page: () => (
      <LinkPage c={c} title="Rétablir votre adresse" button="Rétablir cette adresse">
        Le compte se connectera de nouveau avec <strong>{email}</strong>, et toutes ses connexions seront fermées.
      </LinkPage>
    ),
  });
}

/** What follows is a new password: whoever changed the address may know the old one. */
async function restore(c: OpenContext): Promise<Response> {
  await restoreAddress(personCtx(c), secretOf(c));
  forgetSession(c);
  return done(c, { goTo: paths.forgottenPassword(), json: () => ({ next: "reset_password" }) });
}

function secretOf(c: OpenContext): string {
  return c.req.param("secret") ?? "";
}

function WishPage({ c, state }: { c: PersonContext; state?: FormState }): JSX.Element {
  return (
    <AccountPage c={c} title="Changer d’adresse" place="profile">
      <p>
        Vous vous connectez avec{" "}
        <strong>{c.get("person").email}</strong>. Un lien part vers la nouvelle adresse ; l’ancienne est avertie du
        changement et peut l’annuler pendant {RESTORE_LINK_HOURS} heures.
      </p>
      <Card>
        <Form action={paths.addressChange()} state={state}>
          <TextField name="email" label="Nouvelle adresse e-mail" type="email" autocomplete="email" form={state} />
          <Actions>
            <Button kind="primary">Recevoir le lien</Button>
          </Actions>
        </Form>
      </Card>
    </AccountPage>
  );
}

function LinkPage(
  { c, title, button, children }: {
    c: OpenContext;
    title: string;
    button: string;
    children?: JSX.Element | (JSX.Element | string)[];
  },
): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title={title}>
      <h1>{title}</h1>
      <p class="lead">{children}</p>
      <Form action={c.req.path}>
        <Button kind="primary">{button}</Button>
      </Form>
      <p class="hint">Vous n’êtes pas à l’origine de cette demande ? Fermez cette page : rien ne change.</p>
    </PublicPage>
  );
}

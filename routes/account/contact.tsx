import { MAX_CONTACT_MESSAGE, MAX_PERSON_NAME, writeToSupport } from "../../lib/identity/mod.ts";
import { Button, Card, Form, type FormState, type JSX, PublicPage, TextArea, TextField } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";

export const contactRoutes: Routes = {
  "GET /contact": showContact,
  "POST /contact": send,
  "GET /contact/envoye": showSent,
};

function showContact(c: OpenContext): Response {
  return respond(c, {
    page: () => <ContactPage c={c} />,
    json: () => ({ fields: ["name", "email", "message"] }),
  });
}

async function send(c: OpenContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const input = { name: form.text("name"), email: form.text("email"), message: form.text("message") };
      return writeToSupport(personCtx(c), input, c.get("edge").supportEmail);
    },
    goTo: paths.contactSent,
    json: () => ({ sent: true }),
    status: 202,
    again: (state) => <ContactPage c={c} state={state} />,
  });
}

function showSent(c: OpenContext): Response {
  return respond(c, {
    json: () => ({ sent: true }),
    page: () => (
      <PublicPage {...pageSettings(c)} title="Message envoyé">
        <h1>Message envoyé</h1>
        <p class="lead">Merci. Nous vous répondons à l’adresse que vous avez indiquée.</p>
        <p>
          <a href={paths.home()}>Revenir à l’accueil</a>
        </p>
      </PublicPage>
    ),
  });
}

function ContactPage({ c, state }: { c: OpenContext; state?: FormState }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Nous écrire" aside={<a href={paths.signIn()}>Se connecter</a>}>
      <h1>Nous écrire</h1>
      <p class="lead">
        Vous ne savez plus l’adresse de votre compte ? Donnez le nom de l’entreprise et une adresse où vous répondre :
        nous vérifions avec vous qui vous êtes.
      </p>
      <Card>
        <Form action={paths.contact()} state={state}>
          <TextField
            name="name"
            label="Votre nom"
            autocomplete="name"
            maxlength={MAX_PERSON_NAME}
            width="full"
            form={state}
          />
          <TextField
            name="email"
            label="Adresse où vous répondre"
            type="email"
            autocomplete="email"
            width="full"
            form={state}
          />
          <TextArea
            name="message"
            label="Votre message"
            rows={8}
            maxlength={MAX_CONTACT_MESSAGE}
            width="full"
            form={state}
          />
          <Button kind="primary">Envoyer</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}

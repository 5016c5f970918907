import { acceptInvitation, peekInvitation, type PendingInvitation } from "../../lib/access/mod.ts";
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  Facts,
  Form,
  type FormState,
  type JSX,
  PublicPage,
  TextField,
} from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { findPerson, keepSession } from "../session.ts";
import { NewPasswordField } from "./new_password.tsx";

export const invitationRoutes: Routes = {
  "GET /invitation/:secret": show,
  "POST /invitation/:secret": accept,
};

/** A GET spends nothing: mail scanners open links, so the page holds a button. */
async function show(c: OpenContext): Promise<Response> {
  const { visitor, pending } = await look(c);
  return respond(c, {
    json: () => pending,
    page: () => <InvitationPage c={c} pending={pending} signedInAs={visitor.email} />,
  });
}

async function accept(c: OpenContext): Promise<Response> {
  const visitor = await visitorOf(c);
  return await submit(c, {
    run: async (form) => {
      const typed = { name: form.text("name"), password: form.text("password") };
      const accepted = await acceptInvitation(visitor, secretOf(c), typed);
      if (accepted.session) await keepSession(c, accepted.session);
      return accepted;
    },
    goTo: ({ slug }) => paths.dossier(slug),
    json: ({ slug }) => ({ dossier: paths.dossier(slug) }),
    status: 201,
    again: async (state) => {
      const { pending } = await look(c);
      return <InvitationPage c={c} pending={pending} signedInAs={visitor.email} state={state} />;
    },
  });
}

async function visitorOf(c: OpenContext) {
  const person = await findPerson(c);
  return { ...personCtx(c), personId: person?.personId ?? null, email: person?.email ?? null };
}

async function look(c: OpenContext) {
  const visitor = await visitorOf(c);
  return { visitor, pending: await peekInvitation(visitor, secretOf(c)) };
}

function secretOf(c: OpenContext): string {
  return c.req.param("secret") ?? "";
}

interface Props {
  readonly c: OpenContext;
  readonly pending: PendingInvitation;
  readonly signedInAs: string | null;
  readonly state?: FormState | undefined;
}

function InvitationPage(props: Props): JSX.Element {
  const { c, pending } = props;
  return (
    <PublicPage {...pageSettings(c)} title="Votre invitation">
      <h1>Rejoindre {pending.companyName}</h1>
      <p class="lead">
        <strong>{pending.inviter}</strong> vous invite à travailler dans ce dossier.
      </p>
      <Card>
        <Facts
          facts={[
            { term: "Votre adresse de connexion", value: pending.email },
            { term: "Votre profil", value: pending.profileLabel },
          ]}
        />
      </Card>
      <NextStep {...props} />
      <p class="hint">Vous ne connaissez pas cette entreprise ? Fermez cette page : rien ne sera ouvert.</p>
    </PublicPage>
  );
}

function NextStep(props: Props): JSX.Element {
  const { pending } = props;
  if (pending.isSomebodyElses) return <WrongMailbox {...props} />;
  if (!pending.hasAccount) return <NewAccount {...props} />;
  return props.signedInAs === null ? <SignInFirst {...props} /> : <Join {...props} />;
}

function WrongMailbox({ pending, signedInAs }: Props): JSX.Element {
  return (
    <>
      <Banner kind="warning" title="Cette invitation est pour une autre adresse">
        <p>
          Elle est adressée à <strong>{pending.email}</strong>, et vous êtes connecté avec{" "}
          <strong>{signedInAs}</strong>. Déconnectez-vous, puis ouvrez de nouveau le lien du message.
        </p>
      </Banner>
      <Form action={paths.signOut()}>
        <Button kind="primary">Se déconnecter</Button>
      </Form>
    </>
  );
}

function SignInFirst({ c, state }: Props): JSX.Element {
  return (
    <>
      {state ? <Banner kind="warning">{state.issues.map(({ sentence }) => sentence).join(" ")}</Banner> : null}
      <p>Cette adresse a déjà un compte. Connectez-vous : vous reviendrez ici pour accepter.</p>
      <ButtonLink kind="primary" href={paths.signIn(c.req.path)}>Se connecter</ButtonLink>
    </>
  );
}

function Join({ c, state }: Props): JSX.Element {
  return (
    <Form action={c.req.path} state={state}>
      <Button kind="primary">Rejoindre ce dossier</Button>
    </Form>
  );
}

function NewAccount({ c, state }: Props): JSX.Element {
  return (
    <Card title="Créer votre compte">
      <Form action={c.req.path} state={state}>
        <TextField name="name" label="Votre nom" autocomplete="name" width="full" form={state} />
        <NewPasswordField label="Choisissez un mot de passe" form={state} />
        <Button kind="primary">Créer mon compte et rejoindre</Button>
      </Form>
    </Card>
  );
}

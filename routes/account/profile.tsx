import { editProfile } from "../../lib/access/mod.ts";
import { type Account, changePassword, getAccount, MAX_PERSON_NAME } from "../../lib/identity/mod.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  Form,
  type FormState,
  type JSX,
  SelectField,
  TextField,
} from "../../lib/ui/mod.ts";
import { type PersonContext, personCtx, type Routes } from "../handler.ts";
import { ownPath, paths } from "../paths.ts";
import { readForm, respond, submit } from "../respond.tsx";
import { AccountPage } from "./frame.tsx";
import { NewPasswordField } from "./new_password.tsx";

export const profileRoutes: Routes = {
  "GET /compte/profil": showProfile,
  "POST /compte/profil": saveProfile,
  "POST /compte/mot-de-passe": savePassword,
};

const SAYS = {
  profil: "Profil enregistré.",
  "mot-de-passe": "Mot de passe changé. Vos autres connexions sont fermées.",
};

async function showProfile(c: PersonContext): Promise<Response> {
  const account = await getAccount(personCtx(c));
  return respond(c, {
    json: () => ({ email: account.email, name: account.name, language: account.language }),
    page: () => <ProfilePage c={c} account={account} back={ownPath(c.req.query("retour"))} />,
  });
}

async function saveProfile(c: PersonContext): Promise<Response> {
  return await submit(c, {
    run: (form) => editProfile(personCtx(c), { name: form.text("name"), language: form.text("language") }),
    goTo: () => paths.ownProfile({ fait: "profil" }),
    json: () => ({ saved: true }),
    again: async (state) => <ProfilePage c={c} account={await getAccount(personCtx(c))} profile={state} />,
  });
}

async function savePassword(c: PersonContext): Promise<Response> {
  const { sessionId } = c.get("person");
  const back = ownPath((await readForm(c)).text("back"));
  return await submit(c, {
    run: (form) => {
      const change = { sessionId, current: form.text("current"), password: form.text("password") };
      return changePassword(personCtx(c), change);
    },
    goTo: () => back || paths.ownProfile({ fait: "mot-de-passe" }),
    json: () => ({ saved: true }),
    again: async (state) => <ProfilePage c={c} account={await getAccount(personCtx(c))} password={state} back={back} />,
  });
}

function ProfilePage(
  { c, account, profile, password, back = "" }: {
    c: PersonContext;
    account: Account;
    profile?: FormState;
    password?: FormState;
    /** The dossier that wants a stronger password. */
    back?: string;
  },
): JSX.Element {
  return (
    <AccountPage c={c} title="Mon compte" place="profile" says={SAYS}>
      <Card title="Éditer le profil">
        <Form action={paths.ownProfile()} state={profile}>
          <TextField
            name="name"
            label="Votre nom"
            hint="Tel que vos collègues le voient dans « Qui a fait quoi »."
            autocomplete="name"
            maxlength={MAX_PERSON_NAME}
            value={account.name ?? ""}
            form={profile}
          />
          <SelectField
            name="language"
            label="Langue des messages que vous recevez"
            options={[{ value: "fr", label: "Français" }, { value: "en", label: "English" }]}
            value={account.language}
            form={profile}
          />
          <Actions>
            <Button kind="primary">Enregistrer</Button>
          </Actions>
        </Form>
      </Card>
      <Card title="Adresse de connexion">
        <p>
          Vous vous connectez avec <strong>{account.email}</strong>.
        </p>
        <Actions>
          <ButtonLink href={paths.addressChange()}>Changer d’adresse</ButtonLink>
        </Actions>
      </Card>
      <Card title="Mot de passe">
        <PasswordForm state={password} back={back} />
      </Card>
      <Card title="Vos données">
        <p>
          Ce que nous savons de vous tient dans un fichier, que vous pouvez emporter. Vous pouvez aussi tout quitter.
        </p>
        <Actions>
          <ButtonLink href={paths.personalData()} download>Télécharger mes données</ButtonLink>
          <ButtonLink kind="quiet" href={paths.accountDeletion()}>Supprimer mon compte</ButtonLink>
        </Actions>
      </Card>
    </AccountPage>
  );
}

function PasswordForm({ state, back }: { state: FormState | undefined; back: string }): JSX.Element {
  return (
    <Form action={paths.passwordChange()} state={state} hidden={back ? { back } : {}}>
      <TextField
        name="current"
        label="Mot de passe actuel"
        type="password"
        autocomplete="current-password"
        form={state}
      />
      <NewPasswordField label="Nouveau mot de passe" form={state} />
      <Actions>
        <Button>Changer le mot de passe</Button>
      </Actions>
    </Form>
  );
}

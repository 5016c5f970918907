// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type CompanySignIn,
  companySignInSentence,
  DEFAULT_PROFILES,
  getCompanySignIn,
  type LastSignIn,
  type ProfileKey,
  PROFILES,
  removeCompanySignIn,
  setCompanySignIn,
  type SsoForm,
  tryCompanySignIn,
  untiePeople,
  WORKS,
} from "../../lib/access/mod.ts";
import { baseUrl } from "../../lib/platform/outside.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Banner,
  Button,
  Card,
  CheckboxField,
  Confirm,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  Split,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond, submit } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, slugOf, versionSeen, versionToSend } from "./here.tsx";

export const companySignInRoutes: Routes = {
  "GET /d/:slug/connexion-entreprise": show,
  "POST /d/:slug/connexion-entreprise": save,
  "POST /d/:slug/connexion-entreprise/essai": tryIt,
  "POST /d/:slug/connexion-entreprise/rattachements": untie,
  "POST /d/:slug/connexion-entreprise/retrait": remove,
};

const SAYS = {
  reglages: "Réglages enregistrés. Essayez-les avant d’en parler à votre équipe.",
  essai: "Essai terminé : son résultat est ci-dessous.",
  rattachements: "Rattachements remis à zéro : chacun sera rattaché de nouveau à sa prochaine connexion.",
  retrait: "Connexion de l’entreprise retirée. Chacun se connecte de nouveau avec son mot de passe.",
};

type View = Awaited<ReturnType<typeof getCompanySignIn>>;

async function show(c: DossierContext): Promise<Response> {
  const view = await getCompanySignIn(c.get("ctx"));
  return respond(c, { json: () => view, page: () => <SettingsPage c={c} view={view} /> });
}

async function save(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: (form) => setCompanySignIn(ctx, { version: versionSeen(form.text("version")), form: settingsIn(form) }),
    goTo: () => paths.companySignInSettings(slugOf(c), { fait: "reglages" }),
    json: (settings) => ({ settings }),
    again: async (state) => <SettingsPage c={c} view={await getCompanySignIn(ctx)} state={state} />,
  });
}

async function tryIt(c: DossierContext): Promise<Response> {
  const result = await tryCompanySignIn(c.get("ctx"), returnTo(c));
  return done(c, {
    goTo: paths.companySignInSettings(slugOf(c), { fait: "essai" }),
    json: () => ({ result, sentence: companySignInSentence(result) }),
  });
}

async function untie(c: DossierContext): Promise<Response> {
  await untiePeople(c.get("ctx"));
  const goTo = paths.companySignInSettings(slugOf(c), { fait: "rattachements" });
  return done(c, { goTo, json: () => ({ untied: true }) });
}

async function remove(c: DossierContext): Promise<Response> {
  await removeCompanySignIn(c.get("ctx"));
  const goTo = paths.companySignInSettings(slugOf(c), { fait: "retrait" });
  return done(c, { goTo, json: () => ({ removed: true }) });
}

function settingsIn(form: SentForm): SsoForm {
  return {
    issuer: form.text("issuer"),
    clientId: form.text("clientId"),
    clientSecret: form.text("clientSecret"),
    domains: form.text("domains"),
    defaultProfile: form.text("defaultProfile"),
    isOn: form.text("isOn"),
  };
}

function returnTo(c: DossierContext): string {
  return baseUrl() + paths.companySignInReturn(slugOf(c));
}

interface PageProps {
  readonly c: DossierContext;
  readonly view: View;
  readonly state?: FormState;
}

function SettingsPage({ c, view, state }: PageProps): JSX.Element {
  const { settings, last } = view;
  return (
    <DossierPage c={c} title="Connexion de l’entreprise">
      <Done c={c} says={SAYS} />
      <PageHead
        title="Connexion de l’entreprise"
        back={{ label: "Sécurité", href: paths.dossierSecurity(slugOf(c)) }}
        lead="Vos collègues entrent dans ce dossier avec le compte de leur entreprise (OpenID Connect)."
      />
      {settings ? <CheckBanner c={c} settings={settings} /> : null}
      <Split
        aside={
          <>
            <AddressesCard c={c} />
            {settings ? <ActsCard slug={slugOf(c)} /> : null}
          </>
        }
      >
        <SettingsCard c={c} view={view} {...(state ? { state } : {})} />
        {last.length > 0 ? <LastCard last={last} timeZone={c.get("entered").dossier.timeZone} /> : null}
      </Split>
    </DossierPage>
  );
}

/** What the last try said, in words, or that there was none since the last change. */
function CheckBanner({ c, settings }: { c: DossierContext; settings: CompanySignIn }): JSX.Element {
  const { checkResult, checkedAt } = settings;
  const action = (
    <Form action={paths.companySignInTry(slugOf(c))} class="inline">
      <Button kind="secondary">Essayer</Button>
    </Form>
  );
  if (checkResult === null || checkedAt === null) {
    return (
      <Banner kind="info" action={action}>Ces réglages n’ont pas été essayés depuis leur dernier changement.</Banner>
    );
  }
  const when = <InstantText instant={checkedAt} timeZone={c.get("entered").dossier.timeZone} />;
  return checkResult === WORKS
    ? (
      <Banner kind="info" title="Essai réussi" action={action}>
        Le serveur répond et reconnaît l’application ({when}). Il reste à vous connecter une fois vous-même.
      </Banner>
    )
    : (
      <Banner kind="warning" title="Essai refusé" action={action}>
        {companySignInSentence(checkResult)} ({when})
      </Banner>
    );
}

function SettingsCard({ c, view, state }: PageProps): JSX.Element {
  const { settings } = view;
  const form = formOver(textsOf(settings), state);
  return (
    <Card title="Réglages">
      <Form
        action={paths.companySignInSettings(slugOf(c))}
        state={form}
        hidden={{ version: versionToSend(state, settings?.version ?? 0) }}
      >
        <TextField
          name="issuer"
          label="Adresse du serveur d’identité"
          hint="Celle que votre fournisseur appelle « issuer » ou « émetteur »."
          type="url"
          width="full"
          form={form}
        />
        <TextField name="clientId" label="Identifiant de l’application" width="full" form={form} />
        <TextField
          name="clientSecret"
          label="Secret de l’application"
          hint={settings
            ? "Enregistré et chiffré ; il n’est jamais montré. Laissez vide pour le garder."
            : "Chiffré dès l’enregistrement ; il n’est plus jamais montré."}
          type="password"
          autocomplete="off"
          width="full"
          optional={settings !== null}
          form={form}
        />
        <TextField
          name="domains"
          label="Domaines des adresses acceptées"
          hint="Séparés par des espaces : exemple.fr filiale-exemple.fr"
          width="full"
          form={form}
        />
        <SelectField
          name="defaultProfile"
          label="Qui n’est pas encore membre"
          hint="Vaut pour les personnes qui ont déjà un compte Paraphe à une adresse acceptée."
          blank="n’entre pas : il faut une invitation"
          optional
          options={DEFAULT_PROFILES.map((key) => ({ value: key, label: `entre comme ${labelOf(key)}` }))}
          form={form}
        />
        <CheckboxField name="isOn" label="Ouvrir cette connexion aux membres" optional form={form} />
        <Button kind="primary">Enregistrer</Button>
      </Form>
    </Card>
  );
}

/** What the administrator copies to his provider, and to his team. */
function AddressesCard({ c }: { c: DossierContext }): JSX.Element {
  return (
    <Card title="À recopier">
      <p>
        Adresse de retour, pour votre fournisseur :<br />
        <code>{returnTo(c)}</code>
      </p>
      <p>
        Page de connexion, pour votre équipe :<br />
        <code>{baseUrl() + paths.companySignIn(slugOf(c))}</code>
      </p>
      <p class="hint">
        Cette connexion ouvre ce dossier seul, pour douze heures. Le compte de chacun, ses autres dossiers et les actes
        sensibles demandent son propre mot de passe.
      </p>
    </Card>
  );
}

function ActsCard({ slug }: { slug: string }): JSX.Element {
  return (
    <Card title="En cas de besoin">
      <Confirm
        label="Remettre les rattachements à zéro"
        consequence="À la première connexion, chaque personne est rattachée à son compte du serveur d’identité. Après une remise à zéro, elle l’est de nouveau, par son adresse."
        confirm="Remettre à zéro"
        action={paths.companySignInUntying(slug)}
      />
      <Confirm
        label="Retirer cette connexion"
        consequence="Les réglages et le secret sont effacés ; chacun se connecte de nouveau avec son mot de passe."
        confirm="Retirer"
        action={paths.companySignInRemoval(slug)}
      />
    </Card>
  );
}

function LastCard({ last, timeZone }: { last: readonly LastSignIn[]; timeZone: string }): JSX.Element {
  return (
    <Card title="Dernières connexions">
      <Table
        caption="Dernières connexions par l’entreprise"
        rows={last}
        columns={[
          { label: "Quand", cell: ({ at }) => <InstantText instant={at} timeZone={timeZone} /> },
          { label: "Résultat", cell: ({ outcome }) => wordsOf(outcome), grow: true },
        ]}
        empty={null}
      />
    </Card>
  );
}

function wordsOf(outcome: string): string {
  if (outcome === "opened") return "Connecté.";
  return companySignInSentence(outcome) ?? "Une erreur est survenue de notre côté.";
}

function textsOf(settings: CompanySignIn | null): FormState["values"] {
  if (!settings) return { isOn: "on" };
  const { issuer, clientId, domains, defaultProfile, isOn } = settings;
  return { issuer, clientId, domains: domains.join(" "), defaultProfile: defaultProfile ?? "", isOn: isOn ? "on" : "" };
}

function labelOf(key: string): string {
  return PROFILES[key as ProfileKey].label;
}

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type BlockedMember,
  type CompanySignIn,
  getCompanySignIn,
  getPasswordPolicy,
  getSecondFactorRule,
  listBlockedMembers,
  type SecondFactorRule,
  setPasswordPolicy,
  setSecondFactorRule,
  unblockMember,
} from "../../lib/access/mod.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { type PasswordPolicy, strengthOf } from "../../lib/identity/mod.ts";
import { Card, ErrorSummary, type FormState, type JSX, PageHead, State } from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm, respond, submit } from "../respond.tsx";
import { findPerson, sessionToken } from "../session.ts";
import { DossierPage } from "./frame.tsx";
import { Done, slugOf } from "./here.tsx";
import { FROM_LIST, FROM_MEMBER } from "./member_block.tsx";
import { SecondFactorCard } from "./security_factor.tsx";
import { BlockedCard, PasswordsCard, policyIn, policyJson } from "./security_passwords.tsx";

export const dossierSecurityRoutes: Routes = {
  "GET /d/:slug/securite": show,
  "POST /d/:slug/securite/deuxieme-etape": rule,
  "POST /d/:slug/securite/mots-de-passe": save,
  "POST /d/:slug/securite/mots-de-passe/deblocage": unblock,
};

const SAYS = {
  exigee: "Deuxième étape exigée. Chacun la confirme, ou l’ajoute, avant sa prochaine page de ce dossier.",
  choix: "La deuxième étape est de nouveau au choix de chacun.",
  regles: "Règles enregistrées. Le nombre d’essais vaut dès maintenant, le reste à la prochaine connexion de chacun.",
  deblocage: "Compte débloqué. La personne peut se connecter avec son mot de passe habituel.",
};

interface View {
  readonly secondFactor: SecondFactorRule;
  /** True when this session has seen a second factor: the person may ask one of the others. */
  readonly isStrong: boolean;
  readonly policy: PasswordPolicy;
  readonly blocked: readonly BlockedMember[];
  readonly companySignIn: CompanySignIn | null;
}

async function load(c: DossierContext): Promise<View> {
  const ctx = c.get("ctx");
  const [secondFactor, policy, blocked, { settings }, session] = await Promise.all([
    getSecondFactorRule(ctx),
    getPasswordPolicy(ctx),
    listBlockedMembers(ctx),
    getCompanySignIn(ctx),
    findPerson(c),
  ]);
  return { secondFactor, policy, blocked, companySignIn: settings, isStrong: session?.isStrong ?? false };
}

async function show(c: DossierContext): Promise<Response> {
  const view = await load(c);
  const { secondFactor, policy, blocked, companySignIn } = view;
  return respond(c, {
    json: () => ({
      secondFactor,
      policy: policyJson(policy),
      strength: strengthOf(policy),
      blocked,
      companySignIn: companySignIn && { isOn: companySignIn.isOn },
    }),
    page: () => <SecurityPage c={c} view={view} />,
  });
}

async function rule(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      const isRequired = form.text("required") === "oui";
      await setSecondFactorRule(c.get("ctx"), { isRequired, token: sessionToken(c) });
      return isRequired;
    },
    goTo: (isRequired) => paths.dossierSecurity(slugOf(c), { fait: isRequired ? "exigee" : "choix" }),
    json: (isRequired) => ({ isRequired }),
    again: async (refused) => <SecurityPage c={c} view={await load(c)} refused={refused} />,
  });
}

async function save(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      const policy = policyIn(form);
      await setPasswordPolicy(c.get("ctx"), policy);
      return policy;
    },
    goTo: () => paths.dossierSecurity(slugOf(c), { fait: "regles" }),
    json: (policy) => ({ policy: policyJson(policy), strength: strengthOf(policy) }),
    again: async (state) => <SecurityPage c={c} view={await load(c)} passwords={state} />,
  });
}

async function unblock(c: DossierContext): Promise<Response> {
  const form = await readForm(c), personId = form.text("person");
  if (!isUuid(personId)) throw notFound();
  await unblockMember(c.get("ctx"), personId);
  return done(c, { goTo: backTo(c, form.text("from"), personId), json: () => ({ unblocked: true }) });
}

/** The page whose button was pressed, which says what was done. */
function backTo(c: DossierContext, from: string, personId: Uuid): string {
  const slug = slugOf(c), said = { fait: "deblocage" };
  if (from === FROM_LIST) return paths.members(slug, said);
  return from === FROM_MEMBER ? paths.member(slug, personId, said) : paths.dossierSecurity(slug, said);
}

/** How people come into the dossier, in one place: the second step, passwords, blocked accounts, the company's own. */
function SecurityPage({ c, view, passwords, refused }: {
  c: DossierContext;
  view: View;
  /** The rules of passwords, refused. */
  passwords?: FormState;
  /** The rule of the second step, refused. */
  refused?: FormState;
}): JSX.Element {
  return (
    <DossierPage c={c} title="Sécurité">
      <Done c={c} says={SAYS} />
      <PageHead title="Sécurité" lead="Comment chacun entre dans ce dossier." />
      {refused ? <ErrorSummary issues={refused.issues} /> : null}
      <SecondFactorCard c={c} rule={view.secondFactor} isStrong={view.isStrong} />
      <PasswordsCard c={c} policy={view.policy} state={passwords} />
      <BlockedCard c={c} blocked={view.blocked} />
      <CompanySignInCard c={c} settings={view.companySignIn} />
    </DossierPage>
  );
}

function CompanySignInCard({ c, settings }: { c: DossierContext; settings: CompanySignIn | null }): JSX.Element {
  const state = settings === null ? "non réglée" : settings.isOn ? "ouverte" : "fermée";
  return (
    <Card
      title="Connexion de l’entreprise"
      action={<State tone={settings?.isOn ? "done" : "draft"} word={state} />}
    >
      <p>
        Vos collègues peuvent entrer avec le compte de leur entreprise, qui décide alors de sa propre deuxième étape.
      </p>
      <p>
        <a href={paths.companySignInSettings(slugOf(c))}>Régler la connexion de l’entreprise</a>
      </p>
    </Card>
  );
}

import { formatDate } from "../../lib/base/dates.ts";
import { signUpFully, TERMS_VERSION } from "../../lib/identity/mod.ts";
import { findPlan, type Plan, type PlanKey, PLANS } from "../../lib/instances/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  Form,
  type FormState,
  type JSX,
  PublicPage,
  TextField,
} from "../../lib/ui/mod.ts";
import { notFound, type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { NewPasswordField } from "../account/new_password.tsx";
import { respond, submit } from "../respond.tsx";

export const offerRoutes: Routes = {
  "GET /offres": showOffers,
  "GET /offres/:plan": showForm,
  "POST /offres/:plan": take,
  "GET /conditions": showTerms,
};

const FIELDS = ["personName", "companyName", "email", "emailAgain", "password", "passwordAgain", "terms"] as const;

function showOffers(c: OpenContext): Response {
  return respond(c, {
    json: () => ({ plans: Object.entries(PLANS).map(([key, plan]) => ({ key, ...plan })) }),
    page: () => (
      <PublicPage
        {...pageSettings(c)}
        title="Nos offres"
        aside={<a href={paths.signIn()}>Se connecter</a>}
        listed
        wide="medium"
      >
        <h1>Nos offres</h1>
        <p class="lead">
          Toutes commencent par trente jours d’essai, sans carte bancaire. Rien n’est facturé pendant l’essai.
        </p>
        <div class="grid">
          {(Object.keys(PLANS) as PlanKey[]).map((key) => <PlanCard plan={{ key, ...PLANS[key] }} />)}
        </div>
        <p class="hint">
          Pressé ? <a href={paths.signUp()}>Ouvrez votre dossier en trois champs</a> et choisissez plus tard.
        </p>
      </PublicPage>
    ),
  });
}

function PlanCard({ plan }: { plan: Plan & { key: PlanKey } }): JSX.Element {
  return (
    <Card title={plan.label}>
      <p>{plan.hint}</p>
      <ul>{plan.includes.map((what) => <li>{what}</li>)}</ul>
      <ButtonLink kind="primary" href={paths.offers(plan.key)}>Choisir {plan.label}</ButtonLink>
    </Card>
  );
}

function showForm(c: OpenContext): Response {
  const plan = planOf(c);
  return respond(c, {
    json: () => ({ plan: plan.key, fields: FIELDS, terms: TERMS_VERSION }),
    page: () => <FormPage c={c} plan={plan} />,
  });
}

/** Everybody hears the same, as for the short form: the mail alone tells whether the address was known. */
async function take(c: OpenContext): Promise<Response> {
  const plan = planOf(c);
  return await submit(c, {
    run: (form) => signUpFully(personCtx(c), { ...typed(form), plan: plan.key }),
    goTo: paths.signUpSent,
    json: () => ({ next: "confirm_by_mail" }),
    status: 202,
    again: (state) => <FormPage c={c} plan={plan} state={state} />,
  });
}

function typed(form: SentForm): Record<typeof FIELDS[number], string> {
  return Object.fromEntries(FIELDS.map((field) => [field, form.text(field)])) as Record<typeof FIELDS[number], string>;
}

function planOf(c: OpenContext): Plan & { key: PlanKey } {
  const plan = findPlan(c.req.param("plan") ?? "");
  if (!plan) throw notFound();
  return plan;
}

function FormPage(
  { c, plan, state }: { c: OpenContext; plan: Plan & { key: PlanKey }; state?: FormState },
): JSX.Element {
  return (
    <PublicPage
      {...pageSettings(c)}
      title={`S’inscrire, offre ${plan.label}`}
      aside={<a href={paths.offers()}>Autres offres</a>}
    >
      <h1>Ouvrir votre dossier</h1>
      <p class="lead">
        Offre <strong>{plan.label}</strong>, trente jours d’essai.
      </p>
      <Card>
        <Form action={paths.offers(plan.key)} state={state}>
          <TextField name="personName" label="Votre nom" autocomplete="name" width="full" form={state} />
          <TextField
            name="companyName"
            label="Nom de l’entreprise"
            autocomplete="organization"
            width="full"
            form={state}
          />
          <TextField name="email" label="Adresse e-mail" type="email" autocomplete="email" width="full" form={state} />
          <TextField
            name="emailAgain"
            label="Adresse e-mail, une seconde fois"
            type="email"
            autocomplete="email"
            width="full"
            form={state}
          />
          <NewPasswordField form={state} />
          <TextField
            name="passwordAgain"
            label="Mot de passe, une seconde fois"
            type="password"
            autocomplete="new-password"
            width="full"
            form={state}
          />
          <CheckboxField
            name="terms"
            checkedValue={TERMS_VERSION}
            label={`J’accepte les conditions générales d’abonnement, version du ${formatDate(TERMS_VERSION)}`}
            form={state}
          />
          <p class="hint">
            <a href={paths.terms()}>Lire les conditions générales d’abonnement</a>
          </p>
          <Button kind="primary">Créer mon dossier</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}

const TERMS: readonly (readonly [string, string])[] = [
  ["L’essai", "Trente jours, sans carte bancaire et sans engagement. À la fin, rien n’est effacé sans vous prévenir."],
  ["Le prix", "Rien n’est facturé tant que vous n’avez pas activé votre dossier à un prix que vous aurez accepté."],
  ["Vos données", "Elles sont à vous. Vous les emportez à tout moment, dans des formats ouverts."],
  ["Les documents émis", "Ils sont scellés : personne ne peut les changer, ni vous ni nous."],
  ["La fin", "Vous partez quand vous voulez, avec votre archive. Le reste est effacé trente jours plus tard."],
];

function showTerms(c: OpenContext): Response {
  return respond(c, {
    json: () => ({ version: TERMS_VERSION, terms: TERMS.map(([title, text]) => ({ title, text })) }),
    page: () => (
      <PublicPage {...pageSettings(c)} title="Conditions générales d’abonnement" listed>
        <h1>Conditions générales d’abonnement</h1>
        <p class="lead">Version du {formatDate(TERMS_VERSION)}</p>
        {TERMS.map(([title, text]) => (
          <section>
            <h2>{title}</h2>
            <p>{text}</p>
          </section>
        ))}
        <ButtonLink href={paths.offers()}>Revenir aux offres</ButtonLink>
      </PublicPage>
    ),
  });
}

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type BlockedMember,
  getPasswordPolicy,
  listBlockedMembers,
  setPasswordPolicy,
  unblockMember,
} from "../../lib/access/mod.ts";
import { isUuid } from "../../lib/base/ids.ts";
import {
  CNIL_BITS,
  type PasswordPolicy,
  POLICY_BOUNDS,
  type SignClass,
  type Strength,
  strengthOf,
} from "../../lib/identity/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Button,
  Card,
  CheckboxField,
  Facts,
  FieldGroup,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  State,
  Table,
  TextField,
  type Tone,
} from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm, respond, submit } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, slugOf } from "./here.tsx";

export const passwordPolicyRoutes: Routes = {
  "GET /d/:slug/securite/mots-de-passe": show,
  "POST /d/:slug/securite/mots-de-passe": save,
  "POST /d/:slug/securite/mots-de-passe/deblocage": unblock,
};

const SAYS = {
  regles:
    "Règles enregistrées. Le nombre d’essais vaut dès maintenant, le reste au prochain changement de mot de passe.",
  deblocage: "Compte débloqué. La personne peut se connecter avec son mot de passe habituel.",
};

const CLASS_LABELS: readonly (readonly [SignClass, string])[] = [
  ["digit", "Un chiffre au moins"],
  ["lower", "Une minuscule au moins"],
  ["upper", "Une majuscule au moins"],
  ["special", "Un caractère spécial au moins (ponctuation, espace, symbole)"],
];

interface View {
  readonly policy: PasswordPolicy;
  readonly blocked: readonly BlockedMember[];
}

async function load(c: DossierContext): Promise<View> {
  const ctx = c.get("ctx");
  const [policy, blocked] = await Promise.all([getPasswordPolicy(ctx), listBlockedMembers(ctx)]);
  return { policy, blocked };
}

async function show(c: DossierContext): Promise<Response> {
  const view = await load(c);
  return respond(c, {
    json: () => ({ policy: policyJson(view.policy), strength: strengthOf(view.policy), blocked: view.blocked }),
    page: () => <PolicyPage c={c} view={view} />,
  });
}

async function save(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      const policy = policyIn(form);
      await setPasswordPolicy(c.get("ctx"), policy);
      return policy;
    },
    goTo: () => paths.passwordPolicy(slugOf(c), { fait: "regles" }),
    json: (policy) => ({ policy: policyJson(policy), strength: strengthOf(policy) }),
    again: async (state) => <PolicyPage c={c} view={await load(c)} state={state} />,
  });
}

async function unblock(c: DossierContext): Promise<Response> {
  const personId = (await readForm(c)).text("person");
  if (!isUuid(personId)) throw notFound();
  await unblockMember(c.get("ctx"), personId);
  return done(c, {
    goTo: paths.passwordPolicy(slugOf(c), { fait: "deblocage" }),
    json: () => ({ unblocked: true }),
  });
}

/** What is no number becomes one that the verb refuses. */
function policyIn(form: SentForm): PasswordPolicy {
  const numberOf = (name: string) => /^\s*\d{1,4}\s*$/.test(form.text(name)) ? Number(form.text(name)) : NaN;
  return {
    minLength: numberOf("minLength"),
    maxAttempts: numberOf("maxAttempts"),
    needs: new Set(CLASS_LABELS.map(([kind]) => kind).filter((kind) => form.text(kind) === "on")),
  };
}

function policyJson({ minLength, maxAttempts, needs }: PasswordPolicy): unknown {
  return { minLength, maxAttempts, needs: [...needs] };
}

function PolicyPage({ c, view, state }: { c: DossierContext; view: View; state?: FormState }): JSX.Element {
  return (
    <DossierPage c={c} title="Mots de passe">
      <PageHead title="Mots de passe" />
      <Done c={c} says={SAYS} />
      <StrengthCard strength={strengthOf(view.policy)} />
      <PolicyForm c={c} form={formOver(textsOf(view.policy), state)} />
      <BlockedCard c={c} blocked={view.blocked} />
    </DossierPage>
  );
}

function textsOf({ minLength, maxAttempts, needs }: PasswordPolicy): FormState["values"] {
  const boxes = Object.fromEntries([...needs].map((kind) => [kind, "on"]));
  return { minLength: String(minLength), maxAttempts: String(maxAttempts), ...boxes };
}

const LEVELS: Readonly<Record<Strength["level"], { word: string; tone: Tone; says: string }>> = {
  weak: {
    word: "faible",
    tone: "late",
    says: "En dessous de ce que la CNIL recommande quand les essais sont limités, comme ils le sont ici. Allongez le " +
      "mot de passe, ou demandez plus de sortes de caractères.",
  },
  enough: {
    word: "suffisante",
    tone: "done",
    says: "À la hauteur de ce que la CNIL recommande quand les essais sont limités, comme ils le sont ici.",
  },
  strong: {
    word: "forte",
    tone: "done",
    says: "À la hauteur de ce que la CNIL recommande pour un mot de passe sans autre protection.",
  },
};

function StrengthCard({ strength }: { strength: Strength }): JSX.Element {
  const { word, tone, says } = LEVELS[strength.level];
  const bits = strength.bits.toFixed(1).replace(".", ",");
  return (
    <Card title="Force des mots de passe">
      <Facts
        facts={[
          { term: "Force garantie", value: <State tone={tone} word={`${word}, ${bits} bits`} /> },
          { term: "Recommandé par la CNIL (2022)", value: `${CNIL_BITS.limitedTries} bits, essais limités` },
          { term: "Sans autre protection", value: `${CNIL_BITS.passwordAlone} bits` },
        ]}
      />
      <p>{says}</p>
    </Card>
  );
}

function PolicyForm({ c, form }: { c: DossierContext; form: FormState }): JSX.Element {
  const [shortest, longest] = POLICY_BOUNDS.minLength;
  const [fewest, most] = POLICY_BOUNDS.maxAttempts;
  return (
    <Card title="Règles du dossier">
      <Form action={paths.passwordPolicy(slugOf(c))} state={form}>
        <TextField
          name="minLength"
          label="Longueur minimale"
          inputmode="numeric"
          width="short"
          suffix="caractères"
          hint={`De ${shortest} à ${longest}. La longueur protège mieux que les symboles : une phrase convient très bien.`}
          form={form}
        />
        <FieldGroup legend="Caractères exigés">
          {CLASS_LABELS.map(([kind, label]) => <CheckboxField name={kind} label={label} form={form} />)}
        </FieldGroup>
        <TextField
          name="maxAttempts"
          label="Mots de passe faux de suite avant blocage"
          inputmode="numeric"
          width="short"
          suffix="essais"
          hint={`De ${fewest} à ${most}. La personne bloquée reçoit un mail avec un lien pour débloquer son compte.`}
          form={form}
        />
        <p class="hint">
          Les mots de passe les plus courants sont refusés dans tous les cas. Une personne qui travaille dans plusieurs
          dossiers suit la règle la plus stricte de chacun.
        </p>
        <Actions>
          <Button kind="primary">Enregistrer les règles</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function BlockedCard({ c, blocked }: { c: DossierContext; blocked: readonly BlockedMember[] }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  return (
    <Card title="Comptes bloqués" id="bloques">
      <Table
        caption="Membres dont le compte est bloqué"
        columns={[
          { label: "Membre", cell: ({ name, email }) => name ? `${name} (${email})` : email },
          { label: "Bloqué le", cell: ({ blockedAt }) => <InstantText instant={blockedAt} timeZone={timeZone} /> },
          { label: "Action", cell: (member) => <UnblockForm c={c} member={member} /> },
        ]}
        rows={blocked}
        empty={<p class="quiet">Aucun membre n’est bloqué.</p>}
      />
    </Card>
  );
}

function UnblockForm({ c, member }: { c: DossierContext; member: BlockedMember }): JSX.Element {
  return (
    <Form action={paths.memberUnblocking(slugOf(c))} hidden={{ person: member.personId }} class="actions">
      <Button small attrs={{ "aria-label": `Débloquer ${member.name ?? member.email}` }}>Débloquer</Button>
    </Form>
  );
}

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { BlockedMember } from "../../lib/access/mod.ts";
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
  State,
  Table,
  TextField,
  type Tone,
} from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { formOver, slugOf } from "./here.tsx";
import { UnblockForm } from "./member_block.tsx";

const CLASS_LABELS: readonly (readonly [SignClass, string])[] = [
  ["digit", "Un chiffre au moins"],
  ["lower", "Une minuscule au moins"],
  ["upper", "Une majuscule au moins"],
  ["special", "Un caractère spécial au moins (ponctuation, espace, symbole)"],
];

/** Reads the rules out of their form: what is no number becomes one that the verb refuses. */
export function policyIn(form: SentForm): PasswordPolicy {
  const numberOf = (name: string) => /^\s*\d{1,4}\s*$/.test(form.text(name)) ? Number(form.text(name)) : NaN;
  return {
    minLength: numberOf("minLength"),
    maxAttempts: numberOf("maxAttempts"),
    needs: new Set(CLASS_LABELS.map(([kind]) => kind).filter((kind) => form.text(kind) === "on")),
  };
}

/** The rules as JSON shows them. */
export function policyJson({ minLength, maxAttempts, needs }: PasswordPolicy): unknown {
  return { minLength, maxAttempts, needs: [...needs] };
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

/** What the dossier asks of passwords: how strong that makes them, and the rules in one form. */
export function PasswordsCard(
  { c, policy, state }: { c: DossierContext; policy: PasswordPolicy; state: FormState | undefined },
): JSX.Element {
  const strength = strengthOf(policy);
  const { word, tone, says } = LEVELS[strength.level];
  const bits = strength.bits.toFixed(1).replace(".", ",");
  return (
    <Card title="Mots de passe" id="mots-de-passe">
      <Facts
        facts={[
          { term: "Force garantie", value: <State tone={tone} word={`${word}, ${bits} bits`} /> },
          { term: "Recommandé par la CNIL (2022)", value: `${CNIL_BITS.limitedTries} bits, essais limités` },
          { term: "Sans autre protection", value: `${CNIL_BITS.passwordAlone} bits` },
        ]}
      />
      <p>{says}</p>
      <PolicyForm c={c} form={formOver(textsOf(policy), state)} />
    </Card>
  );
}

function PolicyForm({ c, form }: { c: DossierContext; form: FormState }): JSX.Element {
  const [shortest, longest] = POLICY_BOUNDS.minLength;
  const [fewest, most] = POLICY_BOUNDS.maxAttempts;
  return (
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
  );
}

/** The members whose account is blocked, and the button that opens it. */
export function BlockedCard({ c, blocked }: { c: DossierContext; blocked: readonly BlockedMember[] }): JSX.Element {
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

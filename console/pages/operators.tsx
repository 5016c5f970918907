import {
  inviteOperator,
  listOperators,
  MAX_PERSON_NAME,
  OPERATOR_ROLES,
  STAFF_LINK_HOURS,
  type StaffMember,
} from "../../lib/identity/operator.ts";
import {
  Banner,
  Button,
  Card,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  State,
  Table,
  TextField,
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  may,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submitToShow,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { ROLE_WORDS } from "../words.ts";

/** Who runs the service: roles, means of signing in, sessions. An administrator invites others. */
export const routes: Routes = { "GET /exploitants": show, "POST /exploitants": invite };

async function show(c: OperatorContext): Promise<Response> {
  const operators = await listOperators(operatorCtx(c));
  return wantsJson(c) ? answerJson(c, { operators }) : page(c, <OperatorsPage c={c} operators={operators} />);
}

/** The link is shown in the answer itself: it stands nowhere else, and no address of a page holds it. */
async function invite(c: OperatorContext): Promise<Response> {
  const ctx = operatorCtx(c);
  const draw = async (more: { readonly state?: FormState; readonly link?: string }) =>
    OperatorsPage({ c, operators: await listOperators(ctx), ...more });
  return await submitToShow(c, {
    run: async (form) => {
      const wish = { email: form.text("email"), name: form.text("name"), role: form.text("role") };
      const asked = { ...wish, reason: form.text("reason") };
      const { operatorId, token } = await inviteOperator(ctx, c.get("operator"), asked);
      return { operatorId, link: linkOf(c, token) };
    },
    json: (invited) => invited,
    shown: ({ link }) => draw({ link }),
    again: (state) => draw({ state }),
  });
}

/** The whole address under which an operator opens his access. */
export function linkOf(c: OperatorContext, token: string): string {
  return c.get("edge").baseUrl + paths.settle(token);
}

interface Props {
  readonly c: OperatorContext;
  readonly operators: readonly StaffMember[];
  readonly state?: FormState;
  readonly link?: string;
}

function OperatorsPage({ c, operators, state, link }: Props): JSX.Element {
  return (
    <ConsolePage c={c} title="Exploitants">
      <PageHead title="Exploitants" lead="Les personnes qui font tourner le service, et ce que chacune peut faire." />
      {link ? <LinkBanner link={link} /> : null}
      <Table
        caption="Exploitants"
        columns={[
          { label: "Nom", cell: ({ name }) => name },
          { label: "Rôle", cell: ({ role }) => ROLE_WORDS[role] },
          { label: "Accès", cell: (member) => <State {...accessOf(member)} />, card: "aside" },
          { label: "Connexion par", cell: factorsOf, grow: true },
          {
            label: "Vu le",
            cell: ({ lastSeenAt }) => lastSeenAt === null ? "jamais" : <InstantText instant={lastSeenAt} />,
          },
          { label: "Sessions", cell: ({ openSessions }) => String(openSessions), align: "end" },
        ]}
        rows={operators}
        rowHref={({ id }) => paths.operator(id)}
      />
      {may(c, "POST /exploitants") ? <InviteCard state={state} /> : null}
    </ConsolePage>
  );
}

/** A link that opens an access, shown once. */
export function LinkBanner({ link }: { link: string }): JSX.Element {
  return (
    <Banner kind="success" title="Remettez ce lien vous-même, par un moyen sûr.">
      <p>
        <code>{link}</code>
      </p>
      <p>Il vaut {STAFF_LINK_HOURS} heures, une seule fois, et ne sera plus affiché.</p>
    </Banner>
  );
}

/** Whether an operator may sign in, in words. */
export function accessOf(
  { disabledAt, hasTotp, passkeys, linkExpiresAt }: StaffMember,
): { readonly word: string; readonly tone: Tone } {
  if (disabledAt !== null) return { word: "fermé", tone: "ended" };
  if (linkExpiresAt !== null) return { word: "lien remis", tone: "due" };
  return hasTotp || passkeys > 0 ? { word: "ouvert", tone: "done" } : { word: "sans moyen", tone: "late" };
}

/** What an operator signs in with. */
export function factorsOf({ hasTotp, passkeys }: StaffMember): string {
  const ways = [
    ...(hasTotp ? ["mot de passe et code"] : []),
    ...(passkeys > 0 ? [passkeys === 1 ? "une clé d’accès" : `${passkeys} clés d’accès`] : []),
  ];
  return ways.join(", ") || "rien encore";
}

function InviteCard({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Inviter un exploitant">
      <p>Vous recevrez ici un lien à lui remettre : il y choisit son mot de passe et son application de codes.</p>
      <Form action={paths.operators()} state={state}>
        <TextField name="name" label="Nom" autocomplete="off" maxlength={MAX_PERSON_NAME} form={state} />
        <TextField name="email" label="Adresse e-mail" type="email" autocomplete="off" width="full" form={state} />
        <SelectField
          name="role"
          label="Rôle"
          blank="Choisissez"
          options={OPERATOR_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role] }))}
          form={state}
        />
        <ReasonField state={state} />
        <Button kind="primary">Inviter</Button>
      </Form>
    </Card>
  );
}

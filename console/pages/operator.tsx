import { Refusal } from "../../lib/base/refusal.ts";
import {
  changeOperatorRole,
  endOperatorSessions,
  getOperator,
  OPERATOR_ROLES,
  resetOperator,
  shutOperatorOut,
  type StaffMember,
} from "../../lib/identity/operator.ts";
import { readFields } from "../../lib/platform/web/body.ts";
import { type SentForm, sentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  Facts,
  Form,
  type FormState,
  formState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  State,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  idParam,
  may,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submit,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { countText, ROLE_WORDS } from "../words.ts";
import { ActReasonField, linkOf } from "./operator_parts.tsx";
import { accessOf, factorsOf, LinkBanner } from "./operators.tsx";

/** One operator, and what an administrator may do about him: role, factors, sessions, access. */
export const routes: Routes = {
  "GET /exploitants/:operator": show,
  "POST /exploitants/:operator/role": (c) =>
    act(c, (form, wish) => {
      return changeOperatorRole(operatorCtx(c), c.get("operator"), { ...wish, role: form.text("role") });
    }),
  "POST /exploitants/:operator/sessions": (c) =>
    act(c, (_form, wish) => endOperatorSessions(operatorCtx(c), c.get("operator"), wish)),
  "POST /exploitants/:operator/fermeture": (c) =>
    act(c, (_form, wish) => shutOperatorOut(operatorCtx(c), c.get("operator"), { ...wish, isShut: true })),
  "POST /exploitants/:operator/ouverture": (c) =>
    act(c, (_form, wish) => shutOperatorOut(operatorCtx(c), c.get("operator"), { ...wish, isShut: false })),
  "POST /exploitants/:operator/reinitialisation": reset,
};

async function show(c: OperatorContext): Promise<Response> {
  const member = await getOperator(operatorCtx(c), idParam(c, "operator"));
  return wantsJson(c) ? answerJson(c, member) : page(c, <OperatorPage c={c} member={member} />);
}

async function act(
  c: OperatorContext,
  run: (form: SentForm, wish: ReturnType<typeof wishIn>) => Promise<void>,
): Promise<Response> {
  const operatorId = idParam(c, "operator");
  return await submit(c, {
    run: (form) => run(form, wishIn(c, form)),
    goTo: paths.operator(operatorId),
    json: () => ({ operatorId }),
    again: async (state) => {
      return <OperatorPage c={c} member={await getOperator(operatorCtx(c), operatorId)} state={state} />;
    },
  });
}

/** The new link is shown in the answer itself: it stands nowhere else. */
async function reset(c: OperatorContext): Promise<Response> {
  const form = sentForm(await readFields(c.req.raw)), ctx = operatorCtx(c), wish = wishIn(c, form);
  try {
    const link = linkOf(c, (await resetOperator(ctx, c.get("operator"), wish)).token);
    if (wantsJson(c)) return answerJson(c, { operatorId: wish.operatorId, link });
    return page(c, <OperatorPage c={c} member={await getOperator(ctx, wish.operatorId)} link={link} />);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 422 && error.status !== 409) || wantsJson(c)) throw error;
    const state = formState(form.values, error);
    return page(c, <OperatorPage c={c} member={await getOperator(ctx, wish.operatorId)} state={state} />, error.status);
  }
}

function wishIn(c: OperatorContext, form: SentForm) {
  return { operatorId: idParam(c, "operator"), reason: form.text("reason") };
}

interface Props {
  readonly c: OperatorContext;
  readonly member: StaffMember;
  readonly state?: FormState;
  readonly link?: string;
}

function OperatorPage({ c, member, state, link }: Props): JSX.Element {
  const isMe = member.id === c.get("operator").operatorId;
  return (
    <ConsolePage c={c} title={member.name}>
      <PageHead
        title={member.name}
        mark={<State {...accessOf(member)} />}
        back={{ label: "Exploitants", href: paths.operators() }}
        lead={<a href={paths.acts(`?qui=${member.id}`)}>Ses actes</a>}
      />
      {link ? <LinkBanner link={link} /> : null}
      <Card title="En bref">
        <Facts facts={factsOf(member)} />
      </Card>
      {isMe
        ? (
          <Banner kind="info">
            C’est vous : une autre personne du rôle administration change votre rôle ou vos moyens de connexion.
          </Banner>
        )
        : null}
      {may(c, "POST /exploitants/:operator/role") ? <ActCard member={member} isMe={isMe} state={state} /> : null}
    </ConsolePage>
  );
}

function factsOf(member: StaffMember) {
  const { email, role, createdAt, lastSeenAt, openSessions, linkExpiresAt } = member;
  return [
    { term: "Adresse e-mail", value: email },
    { term: "Rôle", value: ROLE_WORDS[role] },
    { term: "Connexion par", value: factorsOf(member) },
    { term: "Depuis le", value: <InstantText instant={createdAt} /> },
    { term: "Vu le", value: lastSeenAt === null ? "jamais" : <InstantText instant={lastSeenAt} /> },
    { term: "Sessions ouvertes", value: countText(openSessions) },
    ...(linkExpiresAt === null
      ? []
      : [{ term: "Lien valable jusqu’au", value: <InstantText instant={linkExpiresAt} /> }]),
  ];
}

/** One reason, and a button for each thing that it may be the reason of. */
function ActCard(
  { member: { id, role, disabledAt }, isMe, state }: {
    readonly member: StaffMember;
    readonly isMe: boolean;
    readonly state: FormState | undefined;
  },
): JSX.Element {
  return (
    <Card title="Agir">
      <Form action={paths.operator(id, isMe ? "sessions" : "role")} state={state}>
        <ActReasonField state={state} />
        {isMe ? null : (
          <SelectField
            name="role"
            label="Nouveau rôle"
            value={role}
            options={OPERATOR_ROLES.map((each) => ({ value: each, label: ROLE_WORDS[each] }))}
            form={state}
          />
        )}
        <Actions>
          {isMe ? null : <Button kind="primary">Changer le rôle</Button>}
          <Button formaction={paths.operator(id, "sessions")}>Terminer ses sessions</Button>
          {isMe || disabledAt !== null
            ? null
            : <Button formaction={paths.operator(id, "reinitialisation")}>Retirer ses moyens de connexion</Button>}
          {isMe
            ? null
            : disabledAt === null
            ? <Button formaction={paths.operator(id, "fermeture")} kind="danger">Fermer son accès</Button>
            : <Button formaction={paths.operator(id, "ouverture")}>Rouvrir son accès</Button>}
        </Actions>
      </Form>
    </Card>
  );
}

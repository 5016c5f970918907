import {
  changeOperatorRole,
  endOperatorSessions,
  getOperator,
  OPERATOR_ROLES,
  resetOperator,
  shutOperatorOut,
  type StaffMember,
} from "../../lib/identity/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  State,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, type OperatorContext, operatorCtx, type Routes, submitToShow } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { type Refused, subjectPage, type SubjectProps } from "../subject.tsx";
import { countText, ROLE_WORDS } from "../words.ts";
import { accessOf, factorsOf, LinkBanner, linkOf } from "./operators.tsx";

const operatorPage = subjectPage<StaffMember, "act">({
  load: (c) => getOperator(operatorCtx(c), idParam(c, "operator")),
  draw: OperatorPage,
  home: (c) => paths.operator(idParam(c, "operator")),
});

/** One operator, and what an administrator may do about him: role, factors, sessions, access. */
export const routes: Routes = {
  "GET /exploitants/:operator": operatorPage.show,
  "POST /exploitants/:operator/role": operatorPage.act("act", (c, form) => {
    return changeOperatorRole(operatorCtx(c), c.get("operator"), { ...wishIn(c, form), role: form.text("role") });
  }, after),
  "POST /exploitants/:operator/sessions": operatorPage.act("act", (c, form) => {
    return endOperatorSessions(operatorCtx(c), c.get("operator"), wishIn(c, form));
  }, after),
  "POST /exploitants/:operator/fermeture": operatorPage.act("act", (c, form) => {
    return shutOperatorOut(operatorCtx(c), c.get("operator"), { ...wishIn(c, form), isShut: true });
  }, after),
  "POST /exploitants/:operator/ouverture": operatorPage.act("act", (c, form) => {
    return shutOperatorOut(operatorCtx(c), c.get("operator"), { ...wishIn(c, form), isShut: false });
  }, after),
  "POST /exploitants/:operator/reinitialisation": reset,
};

function after(c: OperatorContext) {
  return { json: () => ({ operatorId: idParam(c, "operator") }) };
}

/** The new link is shown in the answer itself: it stands nowhere else. */
async function reset(c: OperatorContext): Promise<Response> {
  const ctx = operatorCtx(c), operatorId = idParam(c, "operator");
  const draw = async (more: { readonly refused?: Refused<"act">; readonly link?: string }) =>
    OperatorPage({ c, view: await getOperator(ctx, operatorId), ...more });
  return await submitToShow(c, {
    run: async (form) => linkOf(c, (await resetOperator(ctx, c.get("operator"), wishIn(c, form))).token),
    json: (link) => ({ operatorId, link }),
    shown: (link) => draw({ link }),
    again: (state) => draw({ refused: { act: "act", state } }),
  });
}

function wishIn(c: OperatorContext, form: SentForm) {
  return { operatorId: idParam(c, "operator"), reason: form.text("reason") };
}

function OperatorPage(
  { c, view: member, refused, link }: SubjectProps<StaffMember, "act"> & { readonly link?: string },
): JSX.Element {
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
      {may(c, "POST /exploitants/:operator/role")
        ? <ActCard member={member} isMe={isMe} state={refused?.state} />
        : null}
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
        <ReasonField state={state} />
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

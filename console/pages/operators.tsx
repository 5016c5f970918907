import { formatInstant } from "../../lib/base/dates.ts";
import {
  inviteOperator,
  listOperatorPage,
  MAX_PERSON_NAME,
  OPERATOR_ROLES,
  OPERATOR_SORTS,
  type OperatorFilter,
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
  SelectField,
  State,
  TextField,
  type Tone,
} from "../../lib/ui/mod.ts";
import { may, type OperatorContext, operatorCtx, type Routes, submitToShow } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { ROLE_WORDS } from "../words.ts";

const operators = listPage<
  Pick<OperatorFilter, "role" | "isOpen" | "text">,
  StaffMember,
  (typeof OPERATOR_SORTS)[number]
>({
  name: "operators",
  title: "Exploitants",
  lead: "Les personnes qui font tourner le service, et ce que chacune peut faire.",
  path: paths.operators,
  files: paths.operatorsExport,
  sorts: OPERATOR_SORTS,
  usual: { by: "name", isDescending: false },
  filterOf: (c) => {
    const { role, acces } = c.req.query();
    return {
      role: OPERATOR_ROLES.find((known) => known === role),
      isOpen: acces === "ouvert" ? true : acces === "ferme" ? false : undefined,
      text: textIn(c),
    };
  },
  load: listOperatorPage,
  search: ({ text }) => ({ label: "Nom ou adresse e-mail", value: text }),
  fields: ({ role, isOpen }) => (
    <>
      <SelectField
        name="role"
        label="Rôle"
        blank="Tous"
        optional
        value={role}
        options={OPERATOR_ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
      />
      <SelectField
        name="acces"
        label="Accès"
        blank="Tous"
        optional
        value={isOpen === undefined ? undefined : isOpen ? "ouvert" : "ferme"}
        options={[{ value: "ouvert", label: "Ouverts" }, { value: "ferme", label: "Fermés" }]}
      />
    </>
  ),
  shown: ({ sorted }) => [
    { label: "Nom", cell: ({ name }) => name, sort: sorted("name") },
    { label: "Rôle", cell: ({ role }) => ROLE_WORDS[role] },
    { label: "Accès", cell: (member) => <State {...accessOf(member)} />, card: "aside" },
    { label: "Connexion par", cell: factorsOf, grow: true },
    {
      label: "Vu le",
      cell: ({ lastSeenAt }) => lastSeenAt === null ? "jamais" : <InstantText instant={lastSeenAt} />,
      sort: sorted("seen"),
    },
    { label: "Sessions", cell: ({ openSessions }) => String(openSessions), align: "end" },
  ],
  rowHref: ({ id }) => paths.operator(id),
  empty: { title: "Aucun exploitant", text: "Aucun exploitant ne répond à ces filtres." },
  below: (c, state) => may(c, "POST /exploitants") ? <InviteCard state={state} /> : null,
  columns: [
    { title: "Nom", kind: "text", width: 30, value: ({ name }) => name },
    { title: "Adresse e-mail", kind: "text", width: 40, value: ({ email }) => email },
    { title: "Rôle", kind: "text", width: 16, value: ({ role }) => ROLE_WORDS[role] },
    { title: "Accès", kind: "text", width: 14, value: (member) => accessOf(member).word },
    { title: "Connexion par", kind: "text", width: 40, value: factorsOf },
    { title: "Depuis", kind: "text", width: 20, value: ({ createdAt }) => formatInstant(createdAt) },
    { title: "Vu", kind: "text", width: 20, value: ({ lastSeenAt }) => lastSeenAt && formatInstant(lastSeenAt) },
    { title: "Sessions", kind: "number", value: ({ openSessions }) => openSessions },
  ],
});

/** Who runs the service: roles, means of signing in, sessions. An administrator invites others. */
export const routes: Routes = {
  "GET /exploitants": operators.show,
  "GET /exploitants/export.csv": operators.csv,
  "GET /exploitants/export.xlsx": operators.xlsx,
  "POST /exploitants": invite,
};

/** The link is shown in the answer itself: it stands nowhere else, and no address of a page holds it. */
async function invite(c: OperatorContext): Promise<Response> {
  return await submitToShow(c, {
    run: async (form) => {
      const wish = { email: form.text("email"), name: form.text("name"), role: form.text("role") };
      const asked = { ...wish, reason: form.text("reason") };
      const { operatorId, token } = await inviteOperator(operatorCtx(c), c.get("operator"), asked);
      return { operatorId, link: linkOf(c, token) };
    },
    json: (invited) => invited,
    shown: ({ link }) => operators.draw(c, { above: <LinkBanner link={link} /> }),
    again: (state) => operators.draw(c, { state }),
  });
}

/** The whole address under which an operator opens his access. */
export function linkOf(c: OperatorContext, token: string): string {
  return c.get("edge").baseUrl + paths.settle(token);
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

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { Refusal } from "../../lib/base/refusal.ts";
import {
  addOperatorPasskey,
  type ConsoleParty,
  consoleParty,
  listOwnPasskeys,
  MAX_PASSKEY_NAME,
  type OperatorPasskey,
  operatorPasskeyEnrolment,
  type OwnSession,
  removeOperatorPasskey,
} from "../../lib/identity/operator.ts";
import {
  Banner,
  Card,
  Confirm,
  Empty,
  Facts,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  PasskeyForm,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  idParam,
  type OpenContext,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submit,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { ROLE_WORDS } from "../words.ts";

/** The signed-in operator's own access: his role, and the devices that sign him in. */
export const routes: Routes = {
  "GET /mon-acces": async (c) => page(c, await ownPage(c)),
  "POST /mon-acces/cles": add,
  "POST /mon-acces/cles/demande": async (c) => {
    return answerJson(c, await operatorPasskeyEnrolment(operatorCtx(c), ownSession(c), party(c)));
  },
  "POST /mon-acces/cles/:key/retrait": remove,
};

/** Who the console is to devices. Refuses `console.no_passkeys` (409) where its address is a number. */
export function party(c: OpenContext | OperatorContext): ConsoleParty {
  const found = consoleParty((c as OpenContext).get("edge").baseUrl);
  if (found) return found;
  const sentence = "Les clés d’accès demandent une console qui a un nom, et non une adresse chiffrée.";
  throw new Refusal(409, [{ code: "console.no_passkeys", sentence }]);
}

async function add(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const input = { party: party(c), answer: form.text("answer"), name: form.text("name") };
      return addOperatorPasskey(operatorCtx(c), ownSession(c), input);
    },
    goTo: paths.ownAccess(),
    again: (state) => ownPage(c, state),
  });
}

async function remove(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: () => removeOperatorPasskey(operatorCtx(c), ownSession(c), idParam(c, "key")),
    goTo: paths.ownAccess(),
    again: (state) => ownPage(c, state),
  });
}

function ownSession(c: OperatorContext): OwnSession {
  return { operator: c.get("operator"), token: c.get("edge").cookie.read(c.req.raw) ?? "" };
}

async function ownPage(c: OperatorContext, state?: FormState): Promise<JSX.Element> {
  const passkeys = await listOwnPasskeys(operatorCtx(c), ownSession(c)), { name, role } = c.get("operator");
  return (
    <ConsolePage c={c} title="Mon accès" scripts={["passkeys.js"]}>
      <PageHead title="Mon accès" lead="Une clé d’accès vous connecte par votre appareil, sans mot de passe ni code." />
      <Card title="En bref">
        <Facts facts={[{ term: "Nom", value: name }, { term: "Rôle", value: ROLE_WORDS[role] }]} />
      </Card>
      <PasskeyTable passkeys={passkeys} />
      {consoleParty(c.get("edge").baseUrl) ? <AddCard state={state} /> : (
        <Banner kind="info">
          Cette console se trouve à une adresse chiffrée : les clés d’accès demandent un nom, qu’elle aura en ligne.
        </Banner>
      )}
    </ConsolePage>
  );
}

function PasskeyTable({ passkeys }: { passkeys: readonly OperatorPasskey[] }): JSX.Element {
  return (
    <Card title="Clés d’accès" flush>
      <Table
        caption="Vos clés d’accès"
        columns={[
          { label: "Nom", cell: ({ name }) => name, grow: true },
          { label: "Ajoutée le", cell: ({ createdAt }) => <InstantText instant={createdAt} /> },
          {
            label: "Servie le",
            cell: ({ lastUsedAt }) => lastUsedAt === null ? "jamais" : <InstantText instant={lastUsedAt} />,
          },
          {
            label: "Retirer",
            quietLabel: true,
            cell: ({ id, name }) => (
              <Confirm
                label="Retirer"
                consequence={`« ${name} » ne vous connectera plus.`}
                confirm="Retirer la clé"
                action={paths.passkeyRemoval(id)}
              />
            ),
          },
        ]}
        rows={passkeys}
        empty={<Empty title="Aucune clé">Vous vous connectez par votre mot de passe et un code.</Empty>}
      />
    </Card>
  );
}

function AddCard({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Ajouter une clé d’accès">
      <p>Votre appareil vous reconnaît par votre doigt, votre visage ou son code.</p>
      <PasskeyForm kind="create" action={paths.passkeys()} options={paths.passkeyRequest()} label="Ajouter la clé">
        <TextField
          name="name"
          label="Nom de la clé"
          hint="Par exemple : téléphone du bureau."
          maxlength={MAX_PASSKEY_NAME}
          form={state}
        />
      </PasskeyForm>
    </Card>
  );
}

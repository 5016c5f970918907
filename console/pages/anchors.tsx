import {
  listAnchorKeys,
  MAX_KEY_REASON,
  type PublishedKey,
  readKeyChange,
  rotateAnchorKey,
} from "../../lib/anchors/operator.ts";
import {
  Button,
  Card,
  Empty,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  State,
  Table,
  TextArea,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  may,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submit,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";

/** The keys that sign anchors, and their change. */
export const routes: Routes = { "GET /ancrages": show, "POST /ancrages/cle": change };

async function show(c: OperatorContext): Promise<Response> {
  if (wantsJson(c)) return answerJson(c, { keys: await listAnchorKeys(operatorCtx(c)) });
  return page(c, await keysPage(c));
}

async function change(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const typed = { from: form.text("from"), reason: form.text("reason") };
      return rotateAnchorKey(operatorCtx(c), c.get("operator"), typed);
    },
    goTo: paths.anchors(),
    again: (state) => keysPage(c, state),
  });
}

async function keysPage(c: OperatorContext, state?: FormState): Promise<JSX.Element> {
  const keys = (await listAnchorKeys(operatorCtx(c))).toReversed(), current = keys[0];
  return (
    <ConsolePage c={c} title="Ancrages">
      <PageHead
        title="Ancrages"
        lead="La clé qui signe chaque nuit la racine des journaux scellés. Tout ce qui est ici est publié."
      />
      <KeyTable keys={keys} />
      {current && may(c, "POST /ancrages/cle") ? <ChangeCard current={current} state={state} /> : null}
    </ConsolePage>
  );
}

function KeyTable({ keys }: { keys: readonly PublishedKey[] }): JSX.Element {
  return (
    <Table
      caption="Clés qui signent les ancrages"
      columns={[
        { label: "Clé publique", cell: ({ publicKey }) => <code class="hash">{publicKey}</code> },
        {
          label: "État",
          cell: (key) =>
            key === keys[0] ? <State tone="done" word="signe aujourd’hui" /> : <State tone="ended" word="remplacée" />,
          card: "aside",
        },
        { label: "Depuis le", cell: ({ since }) => <InstantText instant={since} /> },
        { label: "Pourquoi", cell: ({ statement }) => reasonOf(statement) },
      ]}
      rows={keys}
      empty={<Empty title="Aucune clé">La première est tirée avec le premier ancrage.</Empty>}
    />
  );
}

function reasonOf(statement: string | null): string {
  return statement === null ? "première clé" : readKeyChange(statement)?.reason ?? "énoncé illisible";
}

function ChangeCard({ current, state }: { current: PublishedKey; state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Changer de clé">
      <p>
        La clé d’aujourd’hui signe l’énoncé qui nomme la nouvelle, puis ne signe plus rien. Les ancrages déjà publiés se
        vérifient toujours avec elle.
      </p>
      <Form action={paths.anchorKey()} state={state} hidden={{ from: current.publicKey }}>
        <TextArea
          name="reason"
          label="Pourquoi"
          hint="La raison est publiée avec la clé : renouvellement annuel, changement d’hébergeur."
          maxlength={MAX_KEY_REASON}
          rows={2}
          form={state}
        />
        <Button kind="danger">Changer la clé des ancrages</Button>
      </Form>
    </Card>
  );
}

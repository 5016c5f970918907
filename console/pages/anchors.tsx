import { listAnchorKeys, type PublishedKey, readKeyChange, rotateAnchorKey } from "../../lib/anchors/operator.ts";
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
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { subjectPage, type SubjectProps } from "../subject.tsx";

const anchors = subjectPage<readonly PublishedKey[], "change">({
  load: (c) => listAnchorKeys(operatorCtx(c)),
  draw: KeysPage,
  home: () => paths.anchors(),
  json: (keys) => ({ keys }),
});

/** The keys that sign anchors, and their change. */
export const routes: Routes = {
  "GET /ancrages": anchors.show,
  "POST /ancrages/cle": anchors.act("change", (c, form) => {
    const typed = { from: form.text("from"), reason: form.text("reason") };
    return rotateAnchorKey(operatorCtx(c), c.get("operator"), typed);
  }),
};

function KeysPage({ c, view, refused }: SubjectProps<readonly PublishedKey[], "change">): JSX.Element {
  const keys = view.toReversed(), current = keys[0];
  return (
    <ConsolePage c={c} title="Ancrages">
      <PageHead
        title="Ancrages"
        lead="La clé qui signe chaque nuit la racine des journaux scellés. Tout ce qui est ici est publié."
      />
      <KeyTable keys={keys} />
      {current && may(c, "POST /ancrages/cle") ? <ChangeCard current={current} state={refused?.state} /> : null}
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
        <ReasonField state={state} more="Elle est publiée avec la clé." />
        <Button kind="danger">Changer la clé des ancrages</Button>
      </Form>
    </Card>
  );
}

import {
  attestationTexts,
  listAttestations,
  type ListedAttestation,
  makeAttestation,
  openAttestation,
} from "../../lib/archives/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import {
  Banner,
  Button,
  Card,
  DateField,
  Empty,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  State,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { idIn } from "./documents_form.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";

/** The individual attestation that an inspector asks for (CNF-02; CGI art. 286, I, 3° bis). */
export const attestationRoutes: Routes = {
  "GET /d/:slug/attestations": show,
  "POST /d/:slug/attestations": make,
  "GET /d/:slug/attestations/:attestation/pdf": sendPdf,
};

async function show(c: DossierContext): Promise<Response> {
  const attestations = await listAttestations(c.get("ctx"));
  return respond(c, {
    json: () => ({ attestations }),
    page: () => <AttestationsPage c={c} attestations={attestations} />,
  });
}

async function make(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: (form) => makeAttestation(ctx, { id: idIn(form, "id") ?? newId(), form: form.values }),
    goTo: () => paths.attestations(slugOf(c), { fait: "attestation" }),
    json: (attestation) => ({ attestation }),
    status: 201,
    again: async (state) => <AttestationsPage c={c} attestations={await listAttestations(ctx)} refused={state} />,
  });
}

async function sendPdf(c: DossierContext): Promise<Response> {
  const { name, file } = await openAttestation(c.get("ctx"), c.req.param("attestation") ?? "");
  return c.body(file.body, 200, {
    "content-type": "application/pdf",
    "content-length": String(file.bytes),
    "content-disposition": contentDisposition("attachment", name),
    "cache-control": "private, no-store",
  });
}

function AttestationsPage({ c, attestations, refused }: {
  c: DossierContext;
  attestations: readonly ListedAttestation[];
  refused?: FormState;
}): JSX.Element {
  const { caution } = attestationTexts(c.get("ctx").today);
  const slug = slugOf(c);
  return (
    <DossierPage
      c={c}
      title="Attestations"
      banners={<Done c={c} says={{ attestation: "Attestation faite. Signez-la, puis gardez-la avec vos pièces." }} />}
    >
      <PageHead title="Attestations" />
      <p class="lead">
        Lors d’un contrôle, l’administration peut demander l’attestation individuelle de votre logiciel de caisse. Elle
        a deux volets : le nôtre, et le vôtre, que vous signez.
      </p>
      {caution ? <Banner kind="warning">{caution}</Banner> : null}
      {may(c, "sealed_log:archive") ? <NewAttestation c={c} refused={refused} /> : null}
      <Table
        caption="Attestations faites"
        columns={[
          { label: "Logiciel", cell: ({ version }) => `Paraphe ${version}` },
          { label: "Faite le", cell: ({ madeAt }) => <InstantText instant={madeAt} /> },
          { label: "Représentant légal", cell: ({ representative }) => representative, grow: true },
          {
            label: "État",
            cell: ({ isOutdated }) =>
              isOutdated ? <State word="à refaire" tone="late" /> : <State word="en vigueur" tone="done" />,
          },
          {
            label: "Fichier",
            cell: ({ id }) => <a href={paths.attestationPdf(slug, id)}>PDF</a>,
          },
        ]}
        rows={attestations}
        empty={
          <Empty title="Aucune attestation">
            <p>La première se fait en une minute : le journal scellé est vérifié, puis le PDF est produit et gardé.</p>
          </Empty>
        }
      />
    </DossierPage>
  );
}

function NewAttestation({ c, refused }: { c: DossierContext; refused: FormState | undefined }): JSX.Element {
  const { today } = c.get("ctx");
  return (
    <Card title="Faire une attestation">
      <Form action={paths.attestations(slugOf(c))} state={refused} hidden={{ id: freshId(c) }}>
        <TextField
          form={refused}
          name="representative"
          label="Représentant légal de l’entreprise"
          hint="Nom et prénom de qui signera."
          autocomplete="name"
        />
        <TextField form={refused} name="city" label="Fait à" autocomplete="address-level2" />
        <div class="field-columns">
          <DateField form={refused} name="acquiredOn" label="Logiciel acquis le" max={today} />
          <DateField form={refused} name="usedSince" label="Utilisé pour vos règlements depuis le" max={today} />
        </div>
        <p class="hint">
          Le journal scellé est d’abord vérifié en entier : s’il ne concordait pas, aucune attestation ne serait faite.
        </p>
        <Button kind="primary">Vérifier et faire l’attestation</Button>
      </Form>
    </Card>
  );
}

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatDate, parseDate } from "../../lib/base/dates.ts";
import {
  type AnchorChoice,
  type AnchorReport,
  chooseAnchorMails,
  getAnchorChoice,
  getProof,
  listOwnAnchors,
  MAX_ADDRESSES,
  MAX_PROOF_LENGTH,
  type OwnAnchor,
  type Pace,
  PACES,
  proofFile,
  verifyAnchors,
} from "../../lib/anchors/mod.ts";
import { toHex } from "../../lib/platform/crypto.ts";
import {
  Banner,
  Button,
  Card,
  CheckboxField,
  DateText,
  Empty,
  Facts,
  Form,
  type FormState,
  type JSX,
  PageHead,
  RadioGroup,
  Table,
  TextArea,
} from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, respond, submit } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { ProofTabs } from "./proof_tabs.tsx";
import { Done, formOver, may, slugOf } from "./here.tsx";

export const ownAnchorRoutes: Routes = {
  "GET /d/:slug/preuves/ancrages": show,
  "POST /d/:slug/preuves/ancrages": choose,
  "POST /d/:slug/preuves/ancrages/verification": check,
  "GET /d/:slug/preuves/ancrages/:day": download,
};

interface View {
  readonly anchors: readonly OwnAnchor[];
  readonly choice: AnchorChoice;
  readonly report: AnchorReport;
}

async function load(c: DossierContext, proofs: readonly string[] = []): Promise<View> {
  const ctx = c.get("ctx");
  const [anchors, choice, report] = await Promise.all([
    listOwnAnchors(ctx),
    getAnchorChoice(ctx),
    verifyAnchors(ctx, proofs),
  ]);
  return { anchors, choice, report };
}

async function show(c: DossierContext): Promise<Response> {
  const view = await load(c);
  const anchors = view.anchors.map(({ hash, ...anchor }) => ({ ...anchor, hash: toHex(hash) }));
  return respond(c, { json: () => ({ ...view, anchors }), page: () => <AnchorsPage c={c} view={view} /> });
}

async function choose(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) =>
      chooseAnchorMails(c.get("ctx"), {
        pace: form.text("pace"),
        toMembers: form.text("toMembers") === "on",
        addresses: form.text("addresses"),
      }),
    goTo: () => paths.ownAnchors(slugOf(c), { fait: "choix" }),
    json: (choice) => ({ choice }),
    again: async (state) => <AnchorsPage c={c} view={await load(c)} state={state} />,
  });
}

/** Holds the chain against proofs from the customer's mailbox, pasted one after the other. */
async function check(c: DossierContext): Promise<Response> {
  const typed = (await readForm(c, { maxBytes: 4 * MAX_PROOF_LENGTH })).text("proof").trim();
  const view = await load(c, [typed]);
  return respond(c, {
    json: () => ({ report: view.report }),
    page: () => <AnchorsPage c={c} view={view} typed={typed} />,
  });
}

async function download(c: DossierContext): Promise<Response> {
  const day = parseDate(c.req.param("day") ?? "");
  if (!day) throw notFound();
  const { filename, text } = proofFile(await getProof(c.get("ctx"), day));
  return c.body(text, 200, {
    "content-type": "application/json",
    "content-disposition": `attachment; filename="${filename}"`,
    "cache-control": "no-store",
  });
}

const SAYS = { choix: "Choix enregistré. Il vaut dès le prochain ancrage." };

function AnchorsPage({ c, view, state, typed }: {
  c: DossierContext;
  view: View;
  /** The choice of mails, refused. */
  state?: FormState;
  /** The proof that was pasted. */
  typed?: string;
}): JSX.Element {
  return (
    <DossierPage c={c} title="Ancrages">
      <Done c={c} says={SAYS} />
      <PageHead
        title="Ancrages"
        lead="Chaque nuit, l’état de votre journal entre dans une empreinte publiée, que personne ne peut réécrire."
      />
      <ProofTabs c={c} here="GET /d/:slug/preuves/ancrages" />
      <ReportBanner report={view.report} />
      <LastAnchors c={c} anchors={view.anchors} />
      <ChoiceCard c={c} choice={view.choice} state={state} />
      <Card title="Comparer avec une preuve reçue">
        <p>
          Collez une preuve de votre boîte aux lettres : votre journal est comparé à elle, sans rien croire de ce que
          nous gardons. La <a href={paths.anchors()}>page publique</a> dit en plus si elle est celle qui a été publiée.
        </p>
        <Form action={paths.ownAnchorCheck(slugOf(c))}>
          <TextArea
            name="proof"
            label="Texte du fichier « ancrage-….json »"
            rows={5}
            value={typed ?? ""}
            width="full"
          />
          <Button kind="secondary">Comparer</Button>
        </Form>
      </Card>
    </DossierPage>
  );
}

function ReportBanner({ report }: { report: AnchorReport }): JSX.Element | null {
  const { ok, ours, given, firstBad } = report;
  const against = [
    ...(ours > 0 ? [`${ours} ${ours > 1 ? "états ancrés" : "état ancré"} que nous gardons`] : []),
    ...(given > 0 ? ["la preuve que vous avez donnée"] : []),
  ].join(" et ");
  if (!firstBad) {
    return ok && against
      ? <Banner kind="success">Votre journal contient tout ce qui a été ancré. Comparé avec : {against}.</Banner>
      : null;
  }
  return (
    <Banner kind="refusal" title={firstBad.reason}>
      {firstBad.seq === null
        ? "Votre journal n’a pas pu être comparé avec elle."
        : `Ancrage du ${firstBad.day ? formatDate(firstBad.day) : "?"}, enregistrement n° ${firstBad.seq}${
          firstBad.source === "given" ? ", d’après la preuve que vous avez donnée" : ""
        }.`}
    </Banner>
  );
}

function LastAnchors({ c, anchors }: { c: DossierContext; anchors: readonly OwnAnchor[] }): JSX.Element {
  return (
    <Card title="Derniers ancrages" flush>
      <Table
        caption="Derniers ancrages de ce journal"
        rows={anchors}
        empty={
          <Empty title="Pas encore d’ancrage">Le premier se fait la nuit prochaine, à partir de deux heures.</Empty>
        }
        columns={[
          {
            label: "Date",
            cell: ({ day }) => (
              <a href={paths.anchor(day)}>
                <DateText date={day} />
              </a>
            ),
            card: "title",
          },
          { label: "Enregistrements", cell: ({ seq }) => String(seq), align: "end", card: "aside" },
          { label: "Empreinte", cell: ({ hash }) => <code>{toHex(hash).slice(0, 16)}…</code>, card: "hidden" },
          {
            label: "Preuve",
            cell: ({ day }) => (
              <a
                href={paths.ownAnchorProof(slugOf(c), day)}
                download
                aria-label={`Télécharger la preuve du ${formatDate(day)}`}
              >
                Télécharger
              </a>
            ),
            card: "line",
          },
        ]}
      />
    </Card>
  );
}

const PACE_WORDS: Readonly<Record<Pace, { label: string; hint?: string }>> = {
  monthly: { label: "Chaque mois", hint: "Avec le premier ancrage du mois." },
  weekly: { label: "Chaque semaine" },
  daily: { label: "Chaque jour" },
  never: { label: "Jamais", hint: "Les preuves restent à télécharger ici." },
};

/** What was chosen, for those who do not choose. */
function ChoiceFacts({ choice: { pace, toMembers, addresses } }: { choice: AnchorChoice }): JSX.Element {
  const others = addresses.length === 0 ? "aucune" : String(addresses.length);
  return (
    <Facts
      facts={[
        { term: "Fréquence", value: PACE_WORDS[pace].label },
        { term: "Aux administrateurs et aux comptables", value: toMembers ? "oui" : "non" },
        { term: "Autres adresses", value: others },
      ]}
    />
  );
}

function ChoiceCard(
  { c, choice, state }: { c: DossierContext; choice: AnchorChoice; state: FormState | undefined },
): JSX.Element {
  const { pace, toMembers, addresses } = choice;
  // A box that was not ticked is not sent: what was typed stands for all of the form, not over it.
  const stored = state ? {} : { ...(toMembers ? { toMembers: "on" } : {}) };
  const form = formOver({ pace, addresses: addresses.join("\n"), ...stored }, state);
  const why = <p>Une preuve dans votre boîte aux lettres vaut même contre nous : nous ne pouvons plus l’en retirer.</p>;
  if (!may(c, "company:write")) {
    return (
      <Card title="Preuves par mail">
        {why}
        <ChoiceFacts choice={choice} />
      </Card>
    );
  }
  return (
    <Card title="Preuves par mail">
      {why}
      <Form action={paths.ownAnchors(slugOf(c))} state={form}>
        <RadioGroup
          name="pace"
          label="Fréquence"
          form={form}
          options={PACES.map((value) => ({ value, ...PACE_WORDS[value] }))}
        />
        <CheckboxField
          name="toMembers"
          label="Aux administrateurs et aux comptables du dossier"
          form={form}
        />
        <TextArea
          name="addresses"
          label="Autres adresses"
          hint={`Une par ligne, ${MAX_ADDRESSES} au plus.`}
          rows={3}
          form={form}
          optional
        />
        <Button>Enregistrer</Button>
      </Form>
    </Card>
  );
}

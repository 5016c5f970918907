import { formatDate } from "../../lib/base/dates.ts";
import { formatCents } from "../../lib/base/money.ts";
import {
  allows,
  balanceOf,
  type DocumentFollowUp,
  type DocumentHead,
  type DocumentKind,
  followDocument,
  type SalesDocument,
} from "../../lib/sales/mod.ts";
import {
  Button,
  ButtonLink,
  type Child,
  Form,
  type FormState,
  type JSX,
  PageHead,
  Seal,
  Split,
  State,
  Tabs,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId, idParam, notFound } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { showDraft } from "./documents_entry.tsx";
import { DocumentMenu } from "./documents_menu.tsx";
import { DocumentSide } from "./documents_side.tsx";
import { DocumentTwin } from "./documents_twin.tsx";
import { agree, documentTitle, KINDS, rightOn, saysOf, stateOf } from "./documents_words.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";

/** A draft opens in its editor, for those who may write; everything else shows its page and what happened to it. */
export async function showOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const view = await followed(c, kind);
  if (view.document.state === "draft" && may(c, rightOn(kind, "write"))) return await showDraft(c, view.document);
  return respond(c, { json: () => view, page: () => <DocumentPage c={c} view={view} /> });
}

/** The editor of a quote that was sent: saved, it is a draft again until the new version is sent. */
export async function editOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const { document } = await followed(c, kind);
  if (!allows(document, "edit")) return await showOne(c, kind);
  return await showDraft(c, document);
}

/** A document of the kind that its address says, with all that happened to it. */
export async function followed(c: DossierContext, kind: DocumentKind): Promise<DocumentFollowUp> {
  const view = await followDocument(c.get("ctx"), idParam(c, "document"));
  if (view.document.kind !== kind) throw notFound();
  return view;
}

/** The form of the page that was refused, and how it comes back. */
export interface RefusedPart {
  readonly form: "send" | "pay" | "reverse";
  readonly state: FormState;
}

/** The page of a document: as it was printed, with its state, its seal, its next step and its history. */
export function DocumentPage({ c, view, refused }: {
  c: DossierContext;
  view: DocumentFollowUp;
  refused?: RefusedPart;
}): JSX.Element {
  const { document } = view;
  const title = documentTitle(document);
  return (
    <DossierPage c={c} title={title}>
      <link rel="stylesheet" href={paths.documentStyles()} />
      <Done c={c} says={saysOf(document.kind)} />
      <DocumentHeading c={c} view={view} />
      <Split aside={<DocumentSide c={c} view={view} refused={refused} />}>
        <PrintedPages c={c} document={document} />
      </Split>
    </DossierPage>
  );
}

/** Title, state, seal, next step and tabs; shared by both faces of a document. */
export function DocumentHeading({ c, view, tab }: {
  c: DossierContext;
  view: Pick<DocumentFollowUp, "document" | "proof">;
  tab?: "activity";
}): JSX.Element {
  const { document } = view;
  const slug = slugOf(c), { kind } = document;
  return (
    <>
      <PageHead
        title={documentTitle(document)}
        back={{ label: KINDS[kind].many, href: paths.documents(slug, kind) }}
        mark={
          <>
            <State {...stateOf(document, c.get("ctx").today)} />
            <SealOf c={c} view={view} />
          </>
        }
        lead={leadOf(document)}
        actions={<NextSteps c={c} document={document} />}
      />
      {may(c, "activity:read")
        ? (
          <Tabs
            label={`Faces ${kind === "credit_note" ? "de l’avoir" : "du document"}`}
            tabs={[
              { label: KINDS[kind].title, href: paths.document(slug, document), current: tab === undefined },
              {
                label: "Qui a fait quoi",
                href: paths.documentAct(slug, document, "journal"),
                current: tab === "activity",
              },
            ]}
          />
        )
        : null}
    </>
  );
}

/** The sheets come by themselves once the page is there; without script their words stand in their place. */
function PrintedPages({ c, document }: { c: DossierContext; document: SalesDocument }): JSX.Element {
  const pages = paths.documentAct(slugOf(c), document, "pages");
  const fixed = document.sealSeq === null ? "" : `?v=${document.sealSeq}`;
  return (
    <div>
      <div id="pages" hx-get={`${pages}${fixed}`} hx-trigger="load" hx-swap="outerHTML">
        <div class="sheets needs-script">
          <div class="sheet is-blank" role="img" aria-label="La page s’affiche" />
        </div>
        <noscript>
          <DocumentTwin document={document} />
        </noscript>
      </div>
    </div>
  );
}

function SealOf({ c, view }: { c: DossierContext; view: Pick<DocumentFollowUp, "document" | "proof"> }): Child {
  const { document, proof } = view;
  const record = proof.find((one) => one.type.endsWith("_issued"));
  if (!record) return null;
  return (
    <Seal
      initials={initialsOf(document.seller?.name ?? c.get("entered").dossier.companyName)}
      seq={record.seq}
      hash={record.hash}
      at={record.at}
      word={agree(document.kind, "Scellé")}
      verifyHref={may(c, "activity:read") ? `${paths.documentAct(slugOf(c), document, "journal")}#preuve` : undefined}
    />
  );
}

/** One obvious next step, the rest quiet. */
function NextSteps({ c, document }: { c: DossierContext; document: SalesDocument }): JSX.Element {
  const slug = slugOf(c);
  const isPayable = allows(document, "pay") && balanceOf(document) > 0n && may(c, "payments:write");
  const maySend = allows(document, "send") && may(c, rightOn(document.kind, "send"));
  const isSent = document.sentCount > 0;
  const next = nextStep(document, { isPayable, maySend });
  return (
    <>
      {isPayable
        ? <ButtonLink href="#encaisser" kind={next === "pay" ? "primary" : "secondary"}>Encaisser</ButtonLink>
        : null}
      {allows(document, "invoice") && may(c, "invoices:write")
        ? (
          <Form action={paths.documentAct(slug, document, "facture")} hidden={{ newId: freshId(c) }} class="inline">
            <Button kind={next === "invoice" ? "primary" : "secondary"}>Facturer</Button>
          </Form>
        )
        : null}
      {maySend
        ? (
          <ButtonLink href="#envoyer" kind={next === "send" ? "primary" : "secondary"} icon="mail">
            {isSent ? "Renvoyer" : "Envoyer"}
          </ButtonLink>
        )
        : null}
      {document.kind === "quote" && allows(document, "edit") && may(c, "quotes:write")
        ? <ButtonLink href={paths.documentAct(slug, document, "modifier")}>Modifier</ButtonLink>
        : null}
      {document.seller && document.state !== "draft"
        ? <ButtonLink href={paths.documentAct(slug, document, "pdf")} icon="download" download>PDF</ButtonLink>
        : null}
      <DocumentMenu c={c} document={document} />
    </>
  );
}

function nextStep(
  document: DocumentHead,
  { isPayable, maySend }: { isPayable: boolean; maySend: boolean },
): "pay" | "send" | "invoice" | null {
  if (document.state === "accepted") return "invoice";
  if (maySend && document.sentCount === 0) return "send";
  return isPayable ? "pay" : null;
}

function leadOf(document: SalesDocument): string {
  const parts = [
    document.customerName,
    document.subject,
    document.issueOn ? formatDate(document.issueOn) : "",
    `${formatCents(document.grossCents, document.currency)} TTC`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** `AD` of « Atelier Dupré ». */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return words.slice(0, 2).map((word) => word.slice(0, 1).toUpperCase()).join("");
}

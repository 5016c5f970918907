import { formatDate, formatInstant } from "../../lib/base/dates.ts";
import { formatIban, formatSiren } from "../../lib/base/identifiers.ts";
import type { Logo } from "../../lib/company/mod.ts";
import { qrCode, qrPath } from "../../lib/platform/qr.ts";
import type { Preview } from "../../lib/platform/pdf/render_job.ts";
import { addressLines, balanceOf, displayState, epcPayload, type SalesDocument } from "../../lib/sales/mod.ts";
import {
  Actions,
  Amount,
  Banner,
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  type Child,
  DateText,
  Facts,
  Fold,
  Form,
  type FormState,
  type Issuer,
  type JSX,
  PublicPage,
  Sheet,
  Split,
  State,
  Steps,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { documentTitle, stateWords } from "../d/documents_words.ts";
import { type OpenContext, pageSettings } from "../handler.ts";
import { paths } from "../paths.ts";
import type { OpenedLink } from "./document.tsx";

/** The page of a link: what the document is, what to do about it, the document itself. */
export function LinkPage({ c, link, preview, logo, refused }: {
  c: OpenContext;
  link: OpenedLink;
  /** Null for a quote that its issuer is writing anew. */
  preview: Preview | null;
  logo: Logo | null;
  refused: FormState | undefined;
}): JSX.Element {
  const { document, token } = link;
  const title = documentTitle(document);
  const issuer = issuerOf(link, logo);
  return (
    <PublicPage
      {...pageSettings(c)}
      title={`${title} de ${issuer.name}`}
      issuer={issuer}
      themeHref={paths.publicDocument(token, "couleur.css")}
      cardUrl={`${c.get("edge").baseUrl}${paths.publicDocument(token, "carte.png")}`}
      wide
      {...link.isTrial
        ? { footer: [{ label: "Signaler un abus", href: paths.publicDocument(token, "signalement") }] }
        : {}}
    >
      <link rel="stylesheet" href={paths.documentStyles()} />
      <div class="page-title">
        <h1>{title}</h1>
        <State {...stateWords(displayState(document, link.ctx.today), document.kind)} />
      </div>
      <p class="lead">
        {issuer.name}
        {document.subject && preview !== null ? ` · ${document.subject}` : ""}
      </p>
      {preview === null ? null : <NextStep link={link} />}
      {preview === null
        ? <Withdrawn issuer={issuer.name} />
        : (
          <Split aside={<Aside link={link} issuer={issuer.name} refused={refused} />}>
            <Sheet title={title} pages={preview.pages} html={preview.html} />
          </Split>
        )}
    </PublicPage>
  );
}

/** On a phone the answer stands below the document: a link leads there, and to the PDF that can be read large. */
function NextStep({ link }: { link: OpenedLink }): JSX.Element {
  const { document, token, answer } = link;
  const isOpen = document.kind === "quote"
    ? answer === null && !link.isLocked && displayState(document, link.ctx.today).state === "sent"
    : document.kind === "invoice" && balanceOf(document) > 0n;
  return (
    <Actions>
      {isOpen ? <ButtonLink href="#suite">{document.kind === "quote" ? "Répondre" : "Payer"}</ButtonLink> : null}
      <ButtonLink href={paths.publicDocument(token, "pdf")} kind="quiet" icon="download" download>
        Télécharger le PDF
      </ButtonLink>
    </Actions>
  );
}

function Withdrawn({ issuer }: { issuer: string }): JSX.Element {
  return (
    <Banner kind="info" title="Ce devis est en cours de modification">
      <p>{issuer} prépare une nouvelle version et vous l’enverra. Il n’y a rien à faire en attendant.</p>
    </Banner>
  );
}

function Aside({ link, issuer, refused }: {
  link: OpenedLink;
  issuer: string;
  refused: FormState | undefined;
}): JSX.Element {
  const { document } = link;
  return (
    <>
      {document.kind === "quote" ? <QuoteAside link={link} issuer={issuer} refused={refused} /> : null}
      {document.kind === "invoice" ? <Payment document={document} /> : null}
      {document.kind === "credit_note" ? <Credit document={document} /> : null}
    </>
  );
}

/** What is due, until when, and how to pay it. */
function Payment({ document }: { document: SalesDocument }): JSX.Element {
  const due = balanceOf(document);
  if (due === 0n) {
    return (
      <Card title="Rien à payer">
        <p>Cette facture est réglée. Merci.</p>
      </Card>
    );
  }
  const { seller, number, dueOn, currency } = document;
  return (
    <>
      <Card title="À payer" id="suite">
        <p class="figure-large">
          <Amount cents={due} currency={currency} strong />
        </p>
        <Facts
          facts={[
            ...(dueOn ? [{ term: "Avant le", value: <DateText date={dueOn} /> }] : []),
            ...(seller?.iban
              ? [{ term: "IBAN", value: <code>{formatIban(seller.iban).replaceAll("\u00a0", " ")}</code> }]
              : []),
            ...(seller?.bic ? [{ term: "BIC", value: <code>{seller.bic}</code> }] : []),
            ...(number ? [{ term: "Référence", value: number }] : []),
          ]}
        />
        <TransferCode document={document} />
      </Card>
      <Steps
        title="Comment faire"
        steps={[
          "Lisez le code avec l’application de votre banque, ou recopiez l’IBAN.",
          "Vérifiez le nom du bénéficiaire que votre banque affiche.",
          "Gardez la facture : le PDF est l’original électronique.",
        ]}
      />
    </>
  );
}

/** The transfer of what remains due as a code that banking applications read (EPC069-12). */
function TransferCode({ document }: { document: SalesDocument }): Child {
  const rest = { ...document, grossCents: balanceOf(document) };
  const payload = epcPayload(rest);
  if (!payload) return null;
  const { size, bars } = qrCode(payload);
  return (
    <svg
      class="transfer-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="Code de virement à lire avec l’application de votre banque"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={qrPath(bars)} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  );
}

function Credit({ document }: { document: SalesDocument }): JSX.Element {
  return (
    <Card title="En votre faveur">
      <p class="figure-large">
        <Amount cents={document.grossCents} currency={document.currency} strong />
      </p>
      <p>Cet avoir corrige une facture que vous avez reçue : il s’en déduit.</p>
    </Card>
  );
}

function QuoteAside({ link, issuer, refused }: {
  link: OpenedLink;
  issuer: string;
  refused: FormState | undefined;
}): JSX.Element {
  const { document, answer, ctx } = link;
  if (answer) return <Answered link={link} issuer={issuer} />;
  const shown = displayState(document, ctx.today).state;
  if (shown !== "sent") {
    return (
      <Card title="Ce devis n’attend plus de réponse">
        <p>
          {shown === "expired"
            ? `Sa validité est passée : demandez-en un nouveau à ${issuer}.`
            : `Écrivez à ${issuer}.`}
        </p>
      </Card>
    );
  }
  if (link.isLocked) {
    return (
      <Card title="Ce devis ne se répond pas en ligne">
        <p>{notAnsweredHere(document.seller?.name)}</p>
      </Card>
    );
  }
  return <AnswerForms link={link} issuer={issuer} refused={refused} />;
}

/** What the customer of a dossier that is locked is told; not that it is locked. */
export function notAnsweredHere(issuer = "l’entreprise"): string {
  return `En ce moment, ${issuer} ne reçoit pas de réponse en ligne. Pour accepter ou décliner ce devis, ` +
    "écrivez-lui ou téléphonez-lui ; le document reste à lire ici.";
}

function Answered({ link, issuer }: { link: OpenedLink; issuer: string }): JSX.Element {
  const answer = link.answer!;
  const isYes = answer.answer === "accepted";
  return (
    <Card title={isYes ? "Vous avez accepté ce devis" : "Vous avez décliné ce devis"}>
      <p>{answer.signer}, le {formatInstant(answer.at)}.</p>
      <p>
        {isYes
          ? `${issuer} est prévenu et prend la suite. Gardez le PDF : c’est votre exemplaire.`
          : `${issuer} est prévenu.`}
      </p>
    </Card>
  );
}

/** Accept by name and tick, or decline with a reason: one thing first, the other quiet. */
function AnswerForms({ link, issuer, refused }: {
  link: OpenedLink;
  issuer: string;
  refused: FormState | undefined;
}): JSX.Element {
  const { document, token } = link;
  const action = paths.publicDocument(token, "reponse");
  const isDeclining = refused?.values["answer"] === "declined";
  const accepting = isDeclining ? undefined : refused;
  const declining = isDeclining ? asDeclining(refused) : undefined;
  return (
    <>
      <Card title="Accepter ce devis" id="suite">
        <p>
          <Amount cents={document.grossCents} currency={document.currency} strong /> TTC
          {document.validUntil ? `, valable jusqu’au ${formatDate(document.validUntil)}` : ""}
        </p>
        <Form action={action} state={accepting} hidden={{ answer: "accepted" }}>
          <TextField form={accepting} name="signer" label="Votre nom" autocomplete="name" width="full" />
          <CheckboxField form={accepting} name="agree" label="Bon pour accord : j’ai lu ce devis et je l’accepte." />
          <Button kind="primary">Accepter le devis</Button>
        </Form>
      </Card>
      <Fold title="Décliner" open={isDeclining}>
        <Form action={action} state={declining} hidden={{ answer: "declined" }} id="decliner">
          <TextField form={declining} name={DECLINED_BY} label="Votre nom" autocomplete="name" width="full" />
          <TextArea form={declining} name="reason" label="Pourquoi" rows={3} width="full" />
          <Button>Décliner le devis</Button>
        </Form>
      </Fold>
      <Steps
        title="Ce qui se passe ensuite"
        steps={[
          `${issuer} reçoit votre réponse aussitôt.`,
          "La date, votre nom et l’adresse de votre connexion sont gardés avec le devis, comme preuve.",
          "Rien n’est à payer maintenant : la facture suivra.",
        ]}
      />
    </>
  );
}

/** Both forms ask for a name; on one page a field has one id, so the second has a name of its own. */
export const DECLINED_BY = "declinedBy";

function asDeclining(state: FormState | undefined): FormState | undefined {
  return state && {
    ...state,
    issues: state.issues.map((issue) => issue.field === "signer" ? { ...issue, field: DECLINED_BY } : issue),
  };
}

function issuerOf({ document, token }: OpenedLink, logo: Logo | null): Issuer {
  const { seller } = document;
  if (!seller) return { name: "L’entreprise" };
  return {
    name: seller.name,
    ...(logo ? { logo: { src: paths.publicDocument(token, "logo"), width: logo.width, height: logo.height } } : {}),
    lines: [
      addressLines(seller.address).join(", "),
      seller.siren ? `SIREN ${formatSiren(seller.siren)}` : "",
      seller.phone ?? "",
      seller.email ?? "",
    ].filter((line) => line !== ""),
  };
}

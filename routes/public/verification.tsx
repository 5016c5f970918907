import { formatSiren } from "../../lib/base/identifiers.ts";
import { type VerifiedDocument, verifyDocument } from "../../lib/sales/mod.ts";
import {
  Amount,
  Banner,
  type BannerKind,
  Button,
  Card,
  type Child,
  DateText,
  type Fact,
  Facts,
  Fold,
  Form,
  type JSX,
  PublicPage,
  TextField,
} from "../../lib/ui/mod.ts";
import { documentTitle } from "../d/documents_words.ts";
import { type OpenContext, pageSettings, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, seeOther } from "../respond.tsx";
import { openByLink } from "./link_entrance.ts";

/** Whether a document is genuine, for whoever holds it: he has perhaps never heard of us (BEY-01). */
export const verificationRoutes: Routes = {
  "GET /v": askCode,
  "GET /v/:token": showVerification,
};

const SHA256 = /^[0-9a-f]{64}$/;

function askCode(c: OpenContext): Response {
  const code = typedCode(c.req.query("code") ?? "");
  if (code) return seeOther(c, paths.verification(encodeURIComponent(code)));
  return respond(c, { json: () => ({ fields: ["code"] }), page: () => <CodePage c={c} /> });
}

/** A code as people copy it: with the address before it, in capitals, with spaces. */
function typedCode(typed: string): string {
  return typed.replace(/\s/g, "").toLowerCase().replace(/^.*\/v\//, "").slice(0, 100);
}

async function showVerification(c: OpenContext): Promise<Response> {
  const token = (c.req.param("token") ?? "").toLowerCase();
  const open = ({ ctx, secret }: Parameters<Parameters<typeof openByLink>[1]["open"]>[0]) =>
    verifyDocument(ctx, secret);
  const found = await openByLink(c, { token, rights: [], open });
  if (!found) {
    return respond(c, {
      status: 404,
      json: () => ({ verdict: "unknown" }),
      page: () => <CodePage c={c} unknown={token} />,
    });
  }
  const typed = (c.req.query("empreinte") ?? "").replace(/\s/g, "").toLowerCase();
  const verdict = typed === "" ? null : verdictOf(found, typed);
  return respond(c, {
    json: () => ({ verdict, document: found }),
    page: () => <VerificationPage c={c} token={token} document={found} typed={typed} verdict={verdict} />,
  });
}

type Verdict = "genuine" | "altered" | "unreadable";

function verdictOf({ fileSha256 }: VerifiedDocument, typed: string): Verdict {
  if (!SHA256.test(typed)) return "unreadable";
  return typed === fileSha256 ? "genuine" : "altered";
}

const ANSWERS: Readonly<Record<Verdict, { kind: BannerKind; title: string; words: string }>> = {
  genuine: {
    kind: "success",
    title: "Ce fichier est authentique.",
    words: "C’est exactement celui qui a été émis : pas un octet n’en a été changé.",
  },
  altered: {
    kind: "refusal",
    title: "Ce fichier n’est pas celui qui a été émis.",
    words:
      "Il a été modifié, ou c’est un autre document. Ne payez pas avant d’avoir appelé l’entreprise à un numéro que " +
      "vous connaissez déjà, et non à celui du document.",
  },
  unreadable: {
    kind: "warning",
    title: "Ce fichier n’a pas pu être lu.",
    words: "Une empreinte compte 64 chiffres et lettres de a à f ; un fichier doit être sur cet appareil.",
  },
};

function VerdictBanner({ verdict }: { verdict: Verdict }): JSX.Element {
  const { kind, title, words } = ANSWERS[verdict];
  return <Banner kind={kind} title={title}>{words}</Banner>;
}

function CodePage({ c, unknown }: { c: OpenContext; unknown?: string }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Vérifier un document">
      <h1>Vérifier un document</h1>
      <p class="lead">
        Chaque facture et chaque avoir émis avec Paraphe porte un code, au bas de ses pages. Il dit si le document que
        vous tenez est bien celui que l’entreprise a émis.
      </p>
      {unknown === undefined ? null : (
        <Banner kind="refusal" title="Ce code n’est celui d’aucun document.">
          Relisez-le. S’il est bien celui qui est imprimé, méfiez-vous : appelez l’entreprise à un numéro que vous
          connaissez déjà avant de payer.
        </Banner>
      )}
      <Card>
        <Form action={paths.verification()} method="get">
          <TextField
            name="code"
            label="Code du document"
            hint="Ce qui suit « /v/ » au bas de la page, ou l’adresse entière."
            value={unknown ?? ""}
            width="full"
          />
          <Button kind="primary">Vérifier</Button>
        </Form>
      </Card>
    </PublicPage>
  );
}

function VerificationPage({ c, token, document, typed, verdict }: {
  c: OpenContext;
  token: string;
  document: VerifiedDocument;
  typed: string;
  verdict: Verdict | null;
}): JSX.Element {
  const { fileSha256, issuer } = document;
  return (
    <PublicPage {...pageSettings(c)} title={`Vérifier : ${documentTitle(document)}`} scripts={["verify.js"]}>
      <h1>{documentTitle(document)}</h1>
      <p class="lead">
        Ce code est celui d’un document émis par{" "}
        <strong>{issuer.name}</strong>. Comparez ce qui suit avec ce que vous tenez.
      </p>
      <Card title="Ce qui a été émis">
        <Facts facts={factsOf(document)} />
        <p class="hint">
          Un IBAN qui ne finit pas ainsi, un autre montant : ne payez pas, et appelez l’entreprise à un numéro que vous
          connaissez déjà.
        </p>
      </Card>
      <Card title="Vérifier le fichier">
        {verdict ? <VerdictBanner verdict={verdict} /> : null}
        {fileSha256
          ? (
            <>
              <DropPlace sha256={fileSha256} />
              <ByHand token={token} sha256={fileSha256} typed={typed} />
            </>
          )
          : <p>Son fichier n’a pas encore été produit : aucun PDF de ce document n’est authentique à cette heure.</p>}
      </Card>
      <Card title="D’où vient cette réponse">
        <p>
          Paraphe scelle chaque document émis dans un journal que{" "}
          <a href={paths.anchors()}>personne ne peut réécrire</a>, pas même nous. Cette page ne garde rien de votre
          visite, et votre fichier ne quitte pas votre appareil.
        </p>
        <p>
          <a href={paths.verification()}>Vérifier un autre document</a>
        </p>
      </Card>
    </PublicPage>
  );
}

function factsOf({ issuer, kind, number, issuedOn, dueOn, grossCents, currency, ...rest }: VerifiedDocument): Fact[] {
  const facts: [string, Child | null][] = [
    ["Émetteur", issuer.siren ? `${issuer.name}, SIREN ${formatSiren(issuer.siren)}` : issuer.name],
    ["Numéro", number],
    ["Date", <DateText date={issuedOn} />],
    [
      kind === "credit_note" ? "Montant de l’avoir" : "Montant, taxes comprises",
      (
        <Amount cents={grossCents} currency={currency} />
      ),
    ],
    ["À payer avant le", dueOn ? <DateText date={dueOn} /> : null],
    ["Fin de l’IBAN", rest.ibanEnd ? `… ${rest.ibanEnd}` : null],
    ["Paiement", rest.isSettled === null ? null : rest.isSettled ? "réglée" : "pas encore réglée en entier"],
  ];
  return facts.flatMap(([term, value]) => value === null ? [] : [{ term, value }]);
}

/** Shown by verify.js, which computes the digest in the browser. */
function DropPlace({ sha256 }: { sha256: string }): JSX.Element {
  const verdicts = Object.keys(ANSWERS) as Verdict[];
  return (
    <div class="drop-place" data-verify={sha256} hidden>
      <label class="field">
        <span class="label">Déposez ici le PDF que vous avez reçu, ou choisissez-le</span>
        <input type="file" accept="application/pdf,.pdf" />
      </label>
      <p class="hint">Le calcul se fait dans votre navigateur : le fichier n’est envoyé nulle part.</p>
      <div data-verdict role="status" aria-live="polite"></div>
      <template data-answer="working">
        <p>Lecture du fichier…</p>
      </template>
      {verdicts.map((verdict) => (
        <template data-answer={verdict}>
          <VerdictBanner verdict={verdict} />
        </template>
      ))}
    </div>
  );
}

/** The same without a script: with the tool that every system has. */
function ByHand({ token, sha256, typed }: { token: string; sha256: string; typed: string }): JSX.Element {
  return (
    <Fold title="Vérifier par vous-même" hint="empreinte SHA-256" open={typed !== ""}>
      <p>
        L’empreinte du fichier émis est <code class="digest">{sha256}</code>. Calculez celle du vôtre :{" "}
        <code>sha256sum fichier.pdf</code> sous Linux, <code>shasum -a 256 fichier.pdf</code> sous macOS,{" "}
        <code>certutil -hashfile fichier.pdf SHA256</code> sous Windows.
      </p>
      <Form action={paths.verification(token)} method="get">
        <TextField name="empreinte" label="Empreinte de votre fichier" value={typed} width="full" />
        <Button>Comparer</Button>
      </Form>
    </Fold>
  );
}

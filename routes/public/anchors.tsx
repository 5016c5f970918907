// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatDate, formatMonth, type IsoDate, parseDate } from "../../lib/base/dates.ts";
import {
  ANCHOR_FILES,
  type AnchorFile,
  anchorFile,
  type AnchorLine,
  getAnchor,
  isUnbroken,
  judgeProof,
  keysFile,
  listAnchors,
  listPublishedKeys,
  MAX_PROOF_LENGTH,
  type PublicVerdict,
  type PublishedAnchor,
  type PublishedKey,
  readKeyChange,
} from "../../lib/anchors/mod.ts";
import {
  Banner,
  Card,
  DateText,
  type Fact,
  Facts,
  Fold,
  InstantText,
  type JSX,
  PublicPage,
  Table,
} from "../../lib/ui/mod.ts";
import { notFound, type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, respond } from "../respond.tsx";
import { ProofCheck } from "./anchor_check.tsx";

/** The roots that nobody here can rewrite, for everybody: they name no dossier (BEY-02). */
export const anchorRoutes: Routes = {
  "GET /preuves": list,
  "POST /preuves": check,
  "GET /preuves/cles.json": sendKeys,
  "GET /preuves/:day": show,
  "GET /preuves/:day/:file": download,
};

type Listed = Awaited<ReturnType<typeof listAnchors>> & { readonly keys: readonly PublishedKey[] };

async function list(c: OpenContext): Promise<Response> {
  const listed = await listedIn(c);
  return respond(c, { json: () => listed, page: () => <ListPage c={c} listed={listed} /> });
}

async function listedIn(c: OpenContext): Promise<Listed> {
  const wanted = c.req.query("mois");
  if (wanted !== undefined && !/^20\d\d-(0[1-9]|1[0-2])$/.test(wanted)) throw notFound();
  const ctx = personCtx(c);
  const [listed, keys] = await Promise.all([listAnchors(ctx, wanted), listPublishedKeys(ctx)]);
  return { ...listed, keys };
}

async function check(c: OpenContext): Promise<Response> {
  const typed = (await readForm(c, { maxBytes: 4 * MAX_PROOF_LENGTH })).text("proof").trim();
  const verdict = await judgeProof(personCtx(c), typed);
  const listed = await listedIn(c);
  return respond(c, {
    json: () => verdict,
    page: () => <ListPage c={c} listed={listed} typed={typed} verdict={verdict} />,
  });
}

async function sendKeys(c: OpenContext): Promise<Response> {
  return c.body(keysFile(await listPublishedKeys(personCtx(c))), 200, {
    "content-type": "application/json",
    "cache-control": "public, max-age=300",
  });
}

async function show(c: OpenContext): Promise<Response> {
  const anchor = await anchorOf(c);
  return respond(c, { json: () => ({ anchor }), page: () => <AnchorPage c={c} anchor={anchor} /> });
}

async function download(c: OpenContext): Promise<Response> {
  const name = c.req.param("file") as AnchorFile;
  if (!ANCHOR_FILES.includes(name)) throw notFound();
  const file = anchorFile(await anchorOf(c), name);
  if (!file) throw notFound();
  const { type, bytes } = file;
  return c.body(new Uint8Array(bytes), 200, {
    "content-type": type,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "public, max-age=86400",
  });
}

async function anchorOf(c: OpenContext): Promise<PublishedAnchor> {
  const day = parseDate(c.req.param("day") ?? "");
  if (!day) throw notFound();
  return await getAnchor(personCtx(c), day);
}

function ListPage({ c, listed, typed = "", verdict = null }: {
  c: OpenContext;
  listed: Listed;
  typed?: string;
  verdict?: PublicVerdict | null;
}): JSX.Element {
  const { month, months, anchors } = listed;
  return (
    <PublicPage {...pageSettings(c)} title="Preuves publiées" scripts={["anchors.js"]}>
      <h1>Preuves publiées</h1>
      <p class="lead">
        Chaque nuit, une seule empreinte résume les journaux scellés de toutes les entreprises. Une fois publiée ici et
        partie dans leurs boîtes aux lettres, plus personne ne peut réécrire un journal sans que cela se voie : nous non
        plus.
      </p>
      <ProofCheck typed={typed} verdict={verdict} />
      <Card title={month ? `Ancrages de ${formatMonth(month)}` : "Ancrages"} flush>
        <Table
          caption="Ancrages du mois"
          rows={anchors}
          rowHref={({ day }) => paths.anchor(day)}
          empty={<p>Aucun ancrage ce mois-ci.</p>}
          columns={[
            { label: "Date", cell: ({ day }) => <DateText date={day} />, card: "title" },
            { label: "Journaux", cell: ({ chains }) => chains, align: "end", card: "aside" },
            { label: "Racine", cell: ({ root }) => <code>{root.slice(0, 16)}…</code>, card: "hidden" },
            { label: "Remarque", cell: remarkOf, card: "line", quietLabel: true },
          ]}
        />
      </Card>
      <Months months={months} shown={month} />
      {listed.keys.length > 0 ? <Keys keys={listed.keys} /> : null}
    </PublicPage>
  );
}

/** The keys that signed, the latest first: each but the first was named by the one before, which signed it. */
function Keys({ keys }: { keys: readonly PublishedKey[] }): JSX.Element {
  return (
    <Card title="Clés qui signent les ancrages">
      {isUnbroken(keys)
        ? null
        : <Banner kind="refusal">Ces clés ne se suivent pas : ne vous fiez à aucun ancrage récent.</Banner>}
      <ul class="plain-list">
        {keys.toReversed().map(({ publicKey, since, statement }) => (
          <li>
            <p>
              <code class="digest">{publicKey}</code>
            </p>
            <p class="hint">
              Depuis le <InstantText instant={since} />
              {statement === null ? ", première clé" : `, nommée par la clé précédente : ${reasonIn(statement)}`}
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.anchorKeys()}>cles.json</a> : ces clés et ce que chacune a signé de la suivante.
      </p>
    </Card>
  );
}

function reasonIn(statement: string): string {
  return readKeyChange(statement)?.reason ?? "énoncé illisible";
}

function remarkOf({ isLate, missing }: AnchorLine): string {
  const late = isLate ? ["fait en retard"] : [];
  return [...late, ...(missing.length > 0 ? [`sans ${missing.join(", ")}`] : [])].join(" ; ");
}

function Months({ months, shown }: { months: readonly string[]; shown: string | null }): JSX.Element | null {
  if (months.length < 2) return null;
  return (
    <nav aria-label="Autres mois">
      <ul>
        {months.filter((month) => month !== shown).map((month) => (
          <li>
            <a href={paths.anchors({ mois: month })}>{formatMonth(month)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function AnchorPage({ c, anchor }: { c: OpenContext; anchor: PublishedAnchor }): JSX.Element {
  const { day } = anchor;
  return (
    <PublicPage {...pageSettings(c)} title={`Ancrage du ${formatDate(day)}`} scripts={["anchors.js"]}>
      <h1>
        Ancrage du <DateText date={day} />
      </h1>
      <p class="lead">
        La racine ci-dessous résume {anchor.chains}{" "}
        {anchor.chains > 1 ? "journaux scellés" : "journal scellé"}, sans en nommer aucun.
      </p>
      <Card title="Ce qui est publié">
        <Facts facts={factsOf(anchor)} />
      </Card>
      <ProofCheck typed="" verdict={null} />
      <ByHand anchor={anchor} />
      <p>
        <a href={paths.anchors({ mois: day.slice(0, 7) })}>Tous les ancrages</a>
      </p>
    </PublicPage>
  );
}

function factsOf(anchor: PublishedAnchor): Fact[] {
  const { previous, missing, nextDay, stamp } = anchor;
  const facts: [string, Fact["value"]][] = [
    ["Racine", <code class="digest">{anchor.root}</code>],
    ["Journaux", anchor.chains === 0 ? "aucun : la racine est l’empreinte de rien" : String(anchor.chains)],
    ["Fait le", <InstantText instant={anchor.madeAt} />],
    ["Remarque", anchor.isLate ? "Fait en retard, sur l’état des journaux à l’heure indiquée." : "Fait le jour même."],
    [
      "Absents",
      missing.length === 0
        ? "aucun"
        : `${missing.join(", ")} : ces bases ne répondaient pas, leurs journaux entrent dans l’ancrage suivant`,
    ],
    [
      "Ancrage précédent",
      previous ? <AnchorLink day={previous.day} /> : "aucun",
    ],
    ["Ancrage suivant", nextDay ? <AnchorLink day={nextDay} /> : "pas encore"],
    ["Signature", <code class="digest">{anchor.signature}</code>],
    ["Clé publique", <code class="digest">{anchor.publicKey}</code>],
    ["Algorithme", anchor.algorithm],
    ["Horodatage", stamp ? <StampWords stamp={stamp} /> : "aucune autorité n’a daté cet ancrage"],
  ];
  return facts.map(([term, value]) => ({ term, value }));
}

function StampWords({ stamp }: { stamp: NonNullable<PublishedAnchor["stamp"]> }): JSX.Element {
  return (
    <>
      {URL.parse(stamp.authority)?.host}, reçu le <InstantText instant={stamp.stampedAt} />
    </>
  );
}

function AnchorLink({ day }: { day: IsoDate }): JSX.Element {
  return (
    <a href={paths.anchor(day)}>
      <DateText date={day} />
    </a>
  );
}

/** The same with the tool that every system has. */
function ByHand({ anchor }: { anchor: PublishedAnchor }): JSX.Element {
  return (
    <Fold title="Vérifier la signature par vous-même" hint="openssl">
      <ul>
        {ANCHOR_FILES.filter((file) => anchorFile(anchor, file)).map((file) => (
          <li>
            <a href={paths.anchorFile(anchor.day, file)}>{file}</a>
          </li>
        ))}
      </ul>
      <p>
        Téléchargez ces fichiers, puis :{" "}
        <code>openssl dgst -sha256 -verify cle.pem -signature signature.der enonce.json</code>
      </p>
      {anchor.stamp
        ? (
          <p>
            Une autorité d’horodatage a daté l’énoncé (RFC 3161). Avec son certificat :{" "}
            <code>openssl ts -verify -data enonce.json -in horodatage.tsr -CAfile autorite.pem</code>
          </p>
        )
        : null}
      <p>
        L’énoncé contient la racine. Une preuve y mène ainsi : l’empreinte SHA-256 de l’octet 0, de l’identifiant du
        journal (16 octets), du numéro du dernier enregistrement (8 octets, gros-boutiste) et de son empreinte (32
        octets) ; puis, avec chaque voisine de la liste « path », l’empreinte de l’octet 1, de la gauche et de la
        droite. À une hauteur où la place est la dernière et paire, il n’y a pas de voisine : on monte tel quel (RFC
        6962).
      </p>
    </Fold>
  );
}

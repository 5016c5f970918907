import {
  type BuildState,
  type CheckOutcome,
  type ErasedContents,
  type LogCheck,
  type LogState,
  progressOf,
} from "../../lib/antifraud/mod.ts";
import { groupThousands } from "../../lib/base/money.ts";
import { Banner, Card, Confirm, type Fact, Facts, InstantText, type JSX, Progress, State } from "../../lib/ui/mod.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { paths } from "../paths.ts";
import { may, slugOf } from "./here.tsx";

/** The verification under way and what the last one found, in plain words. */
export function CheckCard({ c, log }: { c: DossierContext; log: LogState }): JSX.Element {
  const { running, lastCheck } = log;
  return (
    <Card
      title="Dernière vérification"
      id="verification"
      action={lastCheck?.outcome ? <State {...stateOf(lastCheck.outcome)} /> : null}
    >
      {running ? <Progress label="Vérification du journal" {...progressOf(running)} /> : null}
      {lastCheck?.outcome ? <Findings c={c} check={lastCheck} outcome={lastCheck.outcome} /> : running ? null : (
        <p>
          Ce journal n’a pas encore été vérifié d’ici. « Vérifier maintenant » recalcule tout, du premier au dernier.
        </p>
      )}
    </Card>
  );
}

function stateOf({ ok, agreementOk, witness }: CheckOutcome) {
  return ok && agreementOk && !witness?.firstBad
    ? { tone: "done", word: "intact" } as const
    : { tone: "late", word: "anomalie" } as const;
}

function Findings(
  { c, check, outcome }: { c: DossierContext; check: LogCheck; outcome: CheckOutcome },
): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  const { firstBad, disagreement, witness } = outcome;
  const place = (seq: string | null) => seq ? `Enregistrement n° ${seq} : ` : "";
  return (
    <>
      {firstBad
        ? (
          <Banner kind="refusal" title="La chaîne est rompue.">
            {place(firstBad.seq)}
            {firstBad.reason} Ne touchez à rien et écrivez à l’assistance.
          </Banner>
        )
        : null}
      {disagreement
        ? (
          <Banner kind="refusal" title="Le dossier ne dit plus ce qui a été scellé.">
            {place(disagreement.seq)}
            {disagreement.reason} Ce qui est scellé fait foi.
          </Banner>
        )
        : null}
      {witness?.firstBad
        ? (
          <Banner kind="refusal" title="Le journal n’est plus celui qui a été ancré.">
            {place(witness.firstBad.seq)}
            {witness.firstBad.reason} <a href={paths.ownAnchors(slugOf(c))}>Voir les ancrages</a>
          </Banner>
        )
        : null}
      <Facts columns facts={factsOf(check, outcome, timeZone)} />
    </>
  );
}

function factsOf(check: LogCheck, outcome: CheckOutcome, timeZone: string): Fact[] {
  const { ok, agreementOk, records, signatures, compared, erased } = outcome;
  return [
    { term: "Vérifié le", value: <InstantText instant={check.finishedAt ?? check.askedAt} timeZone={timeZone} /> },
    {
      term: "Chaîne",
      value: ok
        ? `intacte : ${figure(records)} enregistrements recalculés, ${figure(signatures)} signatures contrôlées`
        : `${figure(records)} enregistrements justes avant l’anomalie`,
    },
    {
      term: "Documents et règlements",
      value: agreementOk ? `identiques à ce qui a été scellé : ${figure(compared)} comparés` : "différents du scellé",
    },
    { term: "Ancrages publiés", value: witnessWords(outcome) },
    ...(erased > 0
      ? [{
        term: "Contenus effacés",
        value: `${figure(erased)}, la durée de conservation passée ; leur empreinte reste`,
      }]
      : []),
    {
      term: "Preuve",
      value: check.sealSeq === null ? "non scellée" : `scellée sous le n° ${check.sealSeq}`,
    },
  ];
}

function witnessWords({ witness }: CheckOutcome): string {
  if (!witness) return "non comparés";
  const { compared, firstBad } = witness;
  if (firstBad) return "le journal ne les contient plus tous";
  if (compared === 0) return "aucun pour l’instant : le premier se fait la nuit";
  return compared === 1
    ? "le journal contient l’état ancré"
    : `le journal contient les ${figure(compared)} états ancrés`;
}

const BUILDS: Readonly<Record<BuildState, string>> = {
  unreleased: "version en préparation, pas encore publiée",
  intact: "conforme à la version publiée",
  modified: "version modifiée : qui l’a modifiée en devient l’éditeur",
};

/** Where the chain stands: its length, its head, its keys, the versions that sealed. */
export function LogCard(
  { c, log, build }: { c: DossierContext; log: LogState; build: BuildState },
): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  const facts: Fact[] = [
    { term: "Enregistrements", value: figure(log.records) },
    { term: "Ouvert le", value: <InstantText instant={log.openedAt} timeZone={timeZone} /> },
    { term: "Dernier enregistrement", value: <InstantText instant={log.headAt} timeZone={timeZone} /> },
    { term: "Empreinte du dernier", value: <code class="hash">{log.headHash}</code> },
    { term: "Identifiant de la chaîne", value: <code class="hash">{log.chainId}</code> },
    { term: "Logiciel", value: BUILDS[build] },
    {
      term: "Versions du logiciel",
      value: (
        <ul class="plain-list">
          {log.versions.map(({ version, since }) => (
            <li>
              {version} depuis le <InstantText instant={since} timeZone={timeZone} />
            </li>
          ))}
        </ul>
      ),
    },
  ];
  return (
    <Card title="Journal scellé">
      <Facts facts={facts} />
    </Card>
  );
}

/** What was erased once its retention was over, warrant by warrant. */
export function ErasedCard(
  { c, erased }: { c: DossierContext; erased: readonly ErasedContents[] },
): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  return (
    <Card title="Contenus effacés" id="effacements">
      <p>
        La durée de conservation passée, le contenu de ces enregistrements a été effacé sur décision de deux personnes
        de l’équipe Paraphe. Leurs empreintes et leurs signatures restent : la chaîne se vérifie comme avant.
      </p>
      <ul class="plain-list">
        {erased.map(({ warrantId, contentsBefore, contents, erasedAt }) => (
          <li>
            <p>
              {figure(contents)} {contents > 1n ? "contenus scellés" : "contenu scellé"} avant le{" "}
              <InstantText instant={contentsBefore} timeZone={timeZone} />
            </p>
            <p class="hint">
              Le <InstantText instant={erasedAt} timeZone={timeZone} />, mandat <code class="hash">{warrantId}</code>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The keys that signed, the newest first, and how to change. */
export function KeyCard({ c, log }: { c: DossierContext; log: LogState }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  return (
    <Card title="Clé de signature" id="cle">
      <ul class="plain-list">
        {log.keys.map(({ id, algorithm, createdAt, isCurrent }) => (
          <li>
            <p>
              <code class="hash">{id}</code>{" "}
              {isCurrent ? <State tone="done" word="signe aujourd’hui" /> : <State tone="ended" word="remplacée" />}
            </p>
            <p class="hint">
              {algorithm}, depuis le <InstantText instant={createdAt} timeZone={timeZone} />
            </p>
          </li>
        ))}
      </ul>
      {may(c, "members:write")
        ? (
          <Confirm
            label="Changer de clé"
            consequence="L’ancienne clé signe son remplacement, la nouvelle signe la suite. Ce qui est déjà signé reste valable ; l’ancienne clé ne signera plus rien."
            confirm="Changer la clé maintenant"
            action={paths.proofsKey(slugOf(c))}
            hidden={{ keyId: freshId(c) }}
            kind="secondary"
          />
        )
        : null}
    </Card>
  );
}

function figure(count: bigint | number | string): string {
  return groupThousands(String(count));
}

import { bytesText } from "../../lib/base/bytes.ts";
import { groupThousands } from "../../lib/base/money.ts";
import { findOwnSize, type OwnSize } from "../../lib/instances/mod.ts";
import { Banner, BarChart, Card, Figures, InstantText, type JSX, PageHead, Table } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { respond } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { groupsOf, type SizeGroup } from "./size_words.ts";

/** What the dossier weighs and what makes it up, counted now. */
export const sizeRoutes: Routes = { "GET /d/:slug/abonnement/espace": show };

async function show(c: DossierContext): Promise<Response> {
  const size = await findOwnSize(c.get("ctx"));
  return respond(c, { json: () => size, page: () => <SizePage c={c} size={size} /> });
}

function SizePage({ c, size }: { readonly c: DossierContext; readonly size: OwnSize }): JSX.Element {
  const total = size.rowBytes + size.fileBytes;
  const groups = groupsOf(size.parts);
  const { timeZone } = c.get("entered").dossier;
  return (
    <DossierPage c={c} title="Espace utilisé">
      <PageHead
        title="Espace utilisé"
        lead={
          <>
            Ce que pèse votre dossier, compté à l’instant :{" "}
            <InstantText instant={size.at} timeZone={timeZone} />. Les sauvegardes et l’historique des changements n’y
            comptent pas.
          </>
        }
      />
      <SizeBanner percent={size.percent} />
      <Figures
        figures={[
          { term: "Utilisé", value: bytesText(total), hint: `${size.percent}\u00a0% de l’espace compris` },
          { term: "Compris dans le prix", value: bytesText(size.includedBytes) },
          { term: "Fichiers", value: countText(size.fileCount), hint: bytesText(size.fileBytes) },
          { term: "Lignes", value: countText(size.rowCount), hint: bytesText(size.rowBytes) },
        ]}
      />
      <Card title="De quoi cela se compose">
        {groups.length === 0 ? <p>Rien encore.</p> : <GroupChart groups={groups} total={total} />}
        <Table
          caption="De quoi se compose l’espace utilisé"
          columns={[
            { label: "Quoi", cell: ({ label }) => label, grow: true },
            { label: "Nombre", cell: ({ count }) => countText(count), align: "end" },
            { label: "Poids", cell: ({ bytes }) => bytesText(bytes), align: "end" },
            { label: "Part", cell: ({ bytes }) => shareText(bytes, total), align: "end", card: "aside" },
          ]}
          rows={groups}
        />
      </Card>
    </DossierPage>
  );
}

/** Words above the figures once the dossier approaches what is included; nothing stops at 100 %. */
function SizeBanner({ percent }: { readonly percent: number }): JSX.Element | null {
  if (percent < 80) return null;
  return (
    <Banner kind="warning" title={percent >= 100 ? "L’espace compris est dépassé." : "L’espace compris s’épuise."}>
      Rien ne s’arrête et rien n’est effacé. Retirez les fichiers devenus inutiles, ou écrivez-nous.
    </Banner>
  );
}

function GroupChart({ groups, total }: { readonly groups: readonly SizeGroup[]; readonly total: bigint }): JSX.Element {
  const [heaviest] = groups;
  return (
    <BarChart
      title="Poids par sorte"
      finding={`${heaviest!.label}\u00a0: ${bytesText(heaviest!.bytes)}, soit ${
        shareText(heaviest!.bytes, total)
      } du total.`}
      labels={groups.map(({ short }) => short)}
      series={[{ label: "Poids", values: groups.map(({ bytes }) => bytes) }]}
      labelTitle="Sorte"
      format={bytesText}
      tick={bytesText}
    />
  );
}

function countText(count: bigint): string {
  return groupThousands(String(count));
}

function shareText(bytes: bigint, total: bigint): string {
  if (total === 0n) return "0\u00a0%";
  const share = bytes * 100n / total;
  return share === 0n ? "moins de 1\u00a0%" : `${share}\u00a0%`;
}

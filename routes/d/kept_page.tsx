import { formatDate } from "../../lib/base/dates.ts";
import { groupThousands } from "../../lib/base/money.ts";
import { KEPT_YEARS, type KeptArchive, type Life } from "../../lib/instances/mod.ts";
import { Banner, ButtonLink, Card, Facts, InstantText, type JSX, PageHead, State } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { DossierPage } from "./frame.tsx";
import { may, slugOf } from "./here.tsx";

interface PageProps {
  readonly c: DossierContext;
  readonly life: Life;
  /** Null for whoever may not take it. */
  readonly kept: KeptArchive | null;
}

/** True for who may know of and take what is kept: an owner or an administrator. */
export function mayTakeKept(c: DossierContext): boolean {
  return c.get("entered").isOwner || may(c, "members:write");
}

/** What is left of a dossier that was closed to be kept: where it stands, until when, and its archive. */
export function KeptPage({ c, life, kept }: PageProps): JSX.Element {
  const { timeZone } = life;
  return (
    <DossierPage c={c} title="Abonnement">
      <PageHead
        title="Espace abonné"
        mark={<State word="archive gardée" tone="ended" />}
        lead="Le dossier est fermé pour de bon. Son archive scellée est tout ce qui en reste ; rien ne s’y écrit plus."
      />
      <Card title="Où en est votre dossier">
        <Facts
          facts={[
            { term: "Ouvert le", value: <InstantText instant={life.createdAt} timeZone={timeZone} /> },
            ...(life.since === null
              ? []
              : [{ term: "Archive gardée depuis", value: <InstantText instant={life.since} timeZone={timeZone} /> }]),
            ...(life.eraseAfter === null
              ? []
              : [{ term: "Gardée jusqu’au", value: <InstantText instant={life.eraseAfter} timeZone={timeZone} /> }]),
          ]}
        />
        <p class="hint">
          {KEPT_YEARS} ans après la fin de l’exercice de la fermeture, l’archive et sa clé sont détruites.
        </p>
      </Card>
      {kept === null
        ? <Banner kind="info">Un titulaire ou un administrateur du dossier peut télécharger l’archive.</Banner>
        : <KeptCard c={c} kept={kept} />}
    </DossierPage>
  );
}

function KeptCard({ c, kept }: { readonly c: DossierContext; readonly kept: KeptArchive }): JSX.Element {
  return (
    <Card title="Votre archive">
      <Facts
        facts={[
          { term: "Période", value: `du ${formatDate(kept.fromOn)} au ${formatDate(kept.toOn)}` },
          { term: "Taille", value: `${groupThousands(String(Math.ceil(kept.bytes / 1_000)))} ko` },
          { term: "Empreinte du manifeste (SHA-256)", value: <code>{kept.manifestSha256}</code> },
          { term: "Empreinte du fichier (SHA-256)", value: <code>{kept.sha256 ?? ""}</code> },
        ]}
      />
      <p>
        Elle contient vos factures et avoirs, le journal scellé et ses preuves ; ouvrez <code>index.html</code>{" "}
        pour la lire et la vérifier, sans le logiciel et sans connexion.
      </p>
      <p>
        <ButtonLink kind="primary" icon="download" href={paths.keptZip(slugOf(c))}>Télécharger l’archive</ButtonLink>
      </p>
    </Card>
  );
}

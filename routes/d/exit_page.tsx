import { EXIT_DAYS, type ExitArchive } from "../../lib/archives/mod.ts";
import { groupThousands } from "../../lib/base/money.ts";
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  Progress,
  State,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { paths } from "../paths.ts";
import { DossierPage } from "./frame.tsx";
import { Done, slugOf } from "./here.tsx";

const SAYS = { demande: "Archive demandée. Elle se prépare : vous pouvez quitter cette page et revenir." };

const PHASES = {
  data: "Lecture des données",
  sheets: "Écriture des tableaux",
  documents: "Rangement des documents",
  ending: "Dernières vérifications",
} as const;

interface PageProps {
  readonly c: DossierContext;
  /** The one that was asked for last. */
  readonly exit: ExitArchive | null;
  readonly state?: FormState | undefined;
}

function isUnderWay(exit: ExitArchive | null): boolean {
  return exit !== null && (exit.state === "asked" || exit.state === "making");
}

/** The last exit archive, and the button that asks for another. */
export function ExitPage({ c, exit, state }: PageProps): JSX.Element {
  return (
    <DossierPage c={c} title="Archive de sortie" banners={<Done c={c} says={SAYS} />}>
      <PageHead
        title="Archive de sortie"
        back={{ label: "Espace abonné", href: paths.subscription(slugOf(c)) }}
        lead="Tout ce que contient votre dossier, dans un fichier ZIP qui s’ouvre sans le logiciel."
      />
      <ExitStanding c={c} exit={exit} />
      <Card title={exit === null ? "Préparer l’archive" : "En préparer une autre"}>
        <Form
          action={paths.exit(slugOf(c))}
          state={state}
          hidden={{ exitId: state?.values["exitId"] ?? freshId(c) }}
        >
          <p>
            Elle contient le fichier de chaque devis, facture et avoir (PDF et facture électronique), vos données en
            tableaux pour Excel ou LibreOffice, et les mêmes données, complètes, pour un autre logiciel.
          </p>
          <p class="hint">
            La préparation prend quelques minutes. L’archive est gardée {EXIT_DAYS}{" "}
            jours ici ; téléchargée, elle est à vous. Elle ne remplace pas l’archive légale, qui porte les preuves du
            journal scellé.
          </p>
          <Button {...(exit?.state === "done" ? {} : { kind: "primary" })} icon="download">
            Préparer l’archive de sortie
          </Button>
        </Form>
      </Card>
    </DossierPage>
  );
}

/** Where the last one stands; asks for itself again while it is being made. Without a script, the link does. */
export function ExitStanding({ c, exit }: Pick<PageProps, "c" | "exit">): JSX.Element {
  const path = paths.exit(slugOf(c));
  const refresh = isUnderWay(exit)
    ? { "hx-get": path, "hx-trigger": "every 3s", "hx-swap": "outerHTML", "hx-target": "this" }
    : {};
  return (
    <section id="sortie" aria-label="Dernière archive de sortie" {...refresh}>
      {exit === null ? null : (
        <Card title="Votre dernière archive">
          <Standing c={c} exit={exit} />
          {isUnderWay(exit)
            ? (
              <p class="hint">
                <a href={path}>Actualiser l’avancement</a>
              </p>
            )
            : null}
        </Card>
      )}
    </section>
  );
}

function Standing({ c, exit }: { readonly c: DossierContext; readonly exit: ExitArchive }): JSX.Element {
  if (exit.state === "done") return <Ready c={c} exit={exit} />;
  if (exit.state === "failed") {
    return (
      <p>
        <State tone="late" word="échouée" /> Redemandez-la ; si elle échoue encore, écrivez-nous.
      </p>
    );
  }
  if (exit.state === "expired") {
    return (
      <p>
        <State tone="ended" word="expirée" /> Elle n’est plus gardée ici. Vous pouvez en demander une autre.
      </p>
    );
  }
  return <Progress label={PHASES[exit.phase ?? "data"]} done={exit.documents} />;
}

function Ready({ c, exit }: { readonly c: DossierContext; readonly exit: ExitArchive }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  const count = (n: number | null) => groupThousands(String(n ?? 0));
  return (
    <>
      {exit.isWhole ? null : (
        <Banner kind="warning">
          Quelqu’un travaillait dans le dossier pendant la lecture : documents et tableaux sont complets, mais les
          données pour un autre logiciel ne sont pas d’un seul instant. Refaites l’archive à un moment calme si vous en
          avez besoin.
        </Banner>
      )}
      {exit.lacking === 0 ? null : (
        <Banner kind="warning">
          Le fichier de {exit.lacking === 1 ? "un document" : `${exit.lacking} documents`}{" "}
          n’a pas pu être fait : MANQUANTS.txt, dans l’archive, dit lequel et pourquoi. Nous sommes prévenus ;
          écrivez-nous.
        </Banner>
      )}
      <Facts
        facts={[
          { term: "État", value: <State tone="done" word="prête" /> },
          { term: "Demandée le", value: <InstantText instant={exit.askedAt} timeZone={timeZone} /> },
          { term: "Documents", value: count(exit.documents) },
          { term: "Fichiers", value: count(exit.files) },
          { term: "Taille", value: `${count(Math.ceil((exit.bytes ?? 0) / 1_000))} ko` },
          { term: "Empreinte (SHA-256)", value: <code>{exit.sha256 ?? ""}</code> },
          {
            term: "Gardée jusqu’au",
            value: exit.expiresAt ? <InstantText instant={exit.expiresAt} timeZone={timeZone} /> : "",
          },
        ]}
      />
      <p>
        <ButtonLink kind="primary" icon="download" href={paths.exitZip(slugOf(c), exit.id)} download>
          Télécharger l’archive
        </ButtonLink>
      </p>
    </>
  );
}

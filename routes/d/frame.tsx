import { daysBetween } from "../../lib/base/dates.ts";
import { Banner, type Child, InstantText, type JSX, Shell, type ShellProps, TrialBanner } from "../../lib/ui/mod.ts";
import { rightOf, type RouteKey } from "../access.ts";
import { type DossierContext, pageSettings } from "../handler.ts";
import { paths } from "../paths.ts";
import { isOpenIn, navigationOf } from "./nav.ts";

/** A page inside a dossier. */
export interface DossierPageProps extends Pick<ShellProps, "title" | "scripts" | "shortcuts"> {
  readonly c: DossierContext;
  /** Address of the list that the search field of the top bar asks, and what was searched. */
  readonly search?: ShellProps["search"];
  /** Messages of the page itself, above it. */
  readonly banners?: Child;
  readonly children?: Child;
}

/** The application's frame around a page: dossier, places, search, account, and how long the trial lasts. */
export function DossierPage({ c, banners, children, ...page }: DossierPageProps): JSX.Element {
  const entered = c.get("entered");
  const { dossier, person } = entered;
  const { nav, tabs, create } = navigationOf(entered, c.req.path);
  // Where one is, for the same section of another dossier.
  const ici = c.req.path.split("/")[3];
  return (
    <Shell
      {...pageSettings(c)}
      {...page}
      dossier={{ name: dossier.companyName, href: paths.dossier(dossier.slug), detail: DETAILS[dossier.state] }}
      dossiers={[{ name: "Tous vos dossiers", href: paths.dossiers("tous", { ici }) }]}
      dossiersSrc={paths.dossiers("tous", { ici })}
      newDossierHref={paths.newDossier()}
      nav={nav}
      tabs={tabs}
      create={create}
      person={{ name: person.label, email: person.email, links: accountLinks(c), signOut: { action: paths.signOut() } }}
      banners={
        <>
          <RecoveryBanner c={c} />
          <StateBanner c={c} />
          <SizeBanner c={c} />
          {banners}
        </>
      }
    >
      {children}
    </Shell>
  );
}

/** What the round avatar leads to: the person's own pages, and the company's card for those who keep it. */
function accountLinks(c: DossierContext): ShellProps["person"]["links"] {
  const { dossier, ctx, isOwner } = c.get("entered");
  const may = (route: RouteKey) => isOpenIn(dossier, route) && ctx.rights.has(rightOf(route)!);
  return [
    ...(isOwner || ctx.rights.has("members:write")
      ? [{ label: "Abonnement", href: paths.subscription(dossier.slug) }]
      : []),
    { label: "Mon compte", href: paths.ownProfile() },
    { label: "Mes adhésions", href: paths.account() },
    { label: "Sécurité", href: paths.security() },
    { label: "Mes appareils", href: paths.devices() },
    ...(may("GET /d/:slug/attestations")
      ? [{ label: "Attestation du logiciel", href: paths.attestations(dossier.slug) }]
      : []),
    ...(may("POST /d/:slug/entreprise") ? [{ label: "Entreprise et logo", href: paths.company(dossier.slug) }] : []),
  ];
}

const DETAILS: Readonly<Record<string, string>> = { trial: "Essai", copy: "Copie, lecture seule" };

/** While the members may object to a recovery of their dossier, every page of it says so. */
function RecoveryBanner({ c }: { c: DossierContext }): JSX.Element | null {
  const { slug, recoveryUntil, timeZone } = c.get("entered").dossier;
  if (recoveryUntil === null) return null;
  return (
    <Banner
      kind="warning"
      title="Une reprise de ce dossier est demandée."
      action={<a href={paths.ownObjection(slug)}>Voir et m’y opposer</a>}
    >
      Sans opposition d’un membre avant le{" "}
      <InstantText instant={recoveryUntil} timeZone={timeZone} />, une nouvelle personne en deviendra administratrice et
      titulaire.
    </Banner>
  );
}

/** Once the dossier was warned of its size, its pages say so to those who keep it. */
function SizeBanner({ c }: { c: DossierContext }): JSX.Element | null {
  const { dossier: { slug, sizeWarned }, ctx } = c.get("entered");
  if (sizeWarned === null || !ctx.rights.has("company:write")) return null;
  return (
    <Banner kind="warning" action={<a href={paths.size(slug)}>Voir ce qui pèse</a>}>
      Ce dossier occupe plus de {`${sizeWarned}\u00a0%`} de l’espace compris dans son prix. Rien ne s’arrête.
    </Banner>
  );
}

function StateBanner({ c }: { c: DossierContext }): JSX.Element | null {
  const { dossier, ctx } = c.get("entered");
  if (dossier.openness === "read_only") {
    return <Banner kind="warning">Lecture seule : rien n’est envoyé ni numéroté ici.</Banner>;
  }
  if (dossier.state !== "trial" || dossier.trialEndsOn === null) return null;
  return <TrialBanner daysLeft={daysBetween(ctx.today, dossier.trialEndsOn)} href={paths.offers()} />;
}

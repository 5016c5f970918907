import { type AssetName, type Child, type JSX, Shell } from "../lib/ui/mod.ts";
import { may, type OperatorContext } from "./handler.ts";
import { paths } from "./paths.ts";

/** Lists that stand beside another one, in whose place of the menu they are. */
const BESIDE: Readonly<Record<string, string>> = { [paths.reported()]: paths.reviews() };

/** The console's frame: another colour, its name in full, and none of the product's places. */
export function ConsolePage(
  { c, title, scripts, children }: {
    c: OperatorContext;
    title: string;
    scripts?: readonly AssetName[];
    children?: Child;
  },
): JSX.Element {
  const { assets } = c.get("edge");
  const places = [
    { label: "Dossiers", href: paths.instances(), icon: "folder" },
    { label: "Alertes", href: paths.alerts(), icon: "alert" },
    { label: "Procédures", href: paths.procedures(), icon: "chart" },
    { label: "Vérifications", href: paths.reviews(), icon: "mail" },
    { label: "Reprises", href: paths.allRecoveries(), icon: "people" },
    { label: "Effacements", href: paths.allErasures(), icon: "lock" },
    { label: "Ancrages", href: paths.anchors(), icon: "check" },
    { label: "Cellules", href: paths.cells(), icon: "box" },
    { label: "Travaux", href: paths.jobs(), icon: "gear" },
  ] as const;
  const entries = places.map((place) => ({ ...place, current: (BESIDE[c.req.path] ?? c.req.path) === place.href }));
  const team = [
    { label: "Exploitants", href: paths.operators(), icon: "people" },
    { label: "Journal des actes", href: paths.acts(), icon: "book" },
    ...(may(c, "POST /personnes/sessions")
      ? [{ label: "Sessions d’une personne", href: paths.personSessions(), icon: "lock" }] as const
      : []),
  ] as const;
  const staff = team.map((place) => ({ ...place, current: c.req.path === place.href }));
  const { name } = c.get("operator");
  return (
    <Shell
      assets={assets}
      theme="console"
      title={title}
      scripts={scripts}
      site="Console d’exploitation"
      dossier={{ name: "Paraphe", href: paths.instances(), detail: "Exploitation" }}
      dossiers={[]}
      nav={[{ entries }, { label: "Équipe", entries: staff }]}
      tabs={entries}
      create={[]}
      person={{
        name,
        email: "",
        links: [{ label: "Mon accès", href: paths.ownAccess() }],
        signOut: { action: paths.signOut() },
      }}
    >
      {children}
    </Shell>
  );
}

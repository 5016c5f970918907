import { type DossierChoice, labelOfProfile } from "../../lib/access/mod.ts";
import { formatDate, type IsoDate } from "../../lib/base/dates.ts";
import { type Child, type JSX, Table } from "../../lib/ui/mod.ts";

/** The dossiers of a person, with what he is there and how each stands; a row opens its dossier. */
export function DossierTable({ caption, dossiers, today, hrefOf, empty }: {
  readonly caption: string;
  readonly dossiers: readonly DossierChoice[];
  readonly today: IsoDate;
  readonly hrefOf: (dossier: DossierChoice) => string;
  readonly empty: Child;
}): JSX.Element {
  return (
    <Table
      caption={caption}
      columns={[
        { label: "Dossier", cell: (dossier) => dossier.companyName, grow: true },
        { label: "Vous y êtes", cell: (dossier) => <span class="nowrap">{profileOf(dossier)}</span> },
        { label: "État", cell: (dossier) => <span class="nowrap">{stateOf(dossier, today)}</span> },
      ]}
      rows={dossiers}
      rowHref={hrefOf}
      empty={empty}
    />
  );
}

/** What a person is in a dossier, in words. */
export function profileOf({ profile, isOwner }: DossierChoice): string {
  const label = labelOfProfile(profile);
  return isOwner ? `${label}, titulaire` : label;
}

/** How a dossier stands, in words. */
export function stateOf({ state, trialEndsOn }: DossierChoice, today: IsoDate): string {
  switch (state) {
    case "trial":
      if (!trialEndsOn) return "essai";
      return `essai ${trialEndsOn < today ? "terminé le" : "jusqu’au"} ${formatDate(trialEndsOn)}`;
    case "active":
      return "actif";
    case "suspended":
      return "suspendu";
    case "copy":
      return "copie, lecture seule";
    default:
      return "fermé";
  }
}

import type { Child, JSX } from "./jsx.ts";
import { Icon, type IconName } from "./icon.tsx";

/** What a banner is about: a success just now, a fact, a warning, a refusal. */
export type BannerKind = "success" | "info" | "warning" | "refusal";

const ICONS: Record<BannerKind, IconName> = { success: "check", info: "info", warning: "alert", refusal: "alert" };

/** A message above the page. `flash` takes the focus, so that it is read after a redirect. */
export function Banner(
  { kind, title, children, action, flash }: {
    readonly kind: BannerKind;
    readonly title?: string | undefined;
    readonly children?: Child;
    /** A link or a button at the end. */
    readonly action?: Child;
    readonly flash?: boolean | undefined;
  },
): JSX.Element {
  return (
    <div
      class={`banner is-${kind}`}
      role={kind === "refusal" ? "alert" : "status"}
      tabindex={flash ? -1 : undefined}
      data-focus={flash ? "" : undefined}
    >
      <Icon name={ICONS[kind]} />
      <div class="banner-text">
        {title ? <strong>{title}</strong> : null} {children}
      </div>
      {action ? <div class="banner-action">{action}</div> : null}
    </div>
  );
}

/** Days left of a trial; warns in the last seven. */
export function TrialBanner({ daysLeft, href }: { readonly daysLeft: number; readonly href: string }): JSX.Element {
  const words = daysLeft <= 0
    ? "Votre essai se termine aujourd’hui."
    : daysLeft === 1
    ? "Votre essai se termine demain."
    : `Essai : il reste ${daysLeft} jours.`;
  return (
    <Banner kind={daysLeft <= 7 ? "warning" : "info"} action={<a href={href}>Voir les offres</a>}>
      {words} Rien n’est perdu à la fin : vos données restent exportables.
    </Banner>
  );
}

/** A copy of a dossier, read-only, so that nobody mistakes it for the real one. */
export function CopyBanner({ of, until, exitHref }: {
  readonly of: string;
  /** In words: `12 mars 2026`. */
  readonly until: string;
  readonly exitHref: string;
}): JSX.Element {
  return (
    <Banner kind="warning" title={`Copie du dossier ${of}.`} action={<a href={exitHref}>Quitter la copie</a>}>
      Lecture seule, rien n’est envoyé ni numéroté ; effacée le {until}.
    </Banner>
  );
}

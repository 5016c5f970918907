// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { classes } from "./_classes.ts";
import type { AssetName, AssetPath } from "./assets.ts";

/** What every page is told by the edge. */
export interface PageSettings {
  readonly assets: AssetPath;
  /** Language of the page's words, `fr` unless said (public pages follow their reader). */
  readonly lang?: string | undefined;
  readonly density?: "comfortable" | "compact" | undefined;
  /** Follows the device unless said. */
  readonly scheme?: "light" | "dark" | undefined;
}

/** One HTML document. */
export interface PageProps extends PageSettings {
  /** Shown first in the tab: what the page is about, without the product's name. */
  readonly title: string;
  /** Who the page belongs to, after the title: the dossier's name, or `Paraphe`. */
  readonly site?: string | undefined;
  readonly theme?: "product" | "console" | "public" | undefined;
  /** Scripts besides the two that every page has, such as `lines.js`. */
  readonly scripts?: readonly AssetName[] | undefined;
  /** Address of a stylesheet that holds the issuer's colour (see issuerStylesheet). */
  readonly themeHref?: string | undefined;
  readonly description?: string | undefined;
  /** Picture for link previews, an absolute address. */
  readonly cardUrl?: string | undefined;
  /** Search engines may list it; no page is listed unless said. */
  readonly listed?: boolean | undefined;
  readonly children?: Child;
}

// No eval, no inline style, no request to another site: what the Content-Security-Policy forbids is not even tried.
const HTMX_CONFIG = JSON.stringify({
  mode: "same-origin",
  includeIndicatorCSS: false,
  history: true,
  transitions: false,
  defaultTimeout: 10_000,
  noSwap: [204, 304],
});

/** The html document: head, skip link, body. External style and scripts only; complete without JavaScript. */
export function Page(props: PageProps): JSX.Element {
  const { assets } = props;
  return (
    <html
      lang={props.lang ?? "fr"}
      class={classes(`theme-${props.theme ?? "product"}`, `is-${props.density ?? "comfortable"}`, props.scheme)}
    >
      <head>
        <meta charset="utf-8" />
        <title>{`${props.title} · ${props.site ?? "Paraphe"}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={props.scheme ?? "light dark"} />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        {props.listed ? null : <meta name="robots" content="noindex" />}
        {props.description ? <meta name="description" content={props.description} /> : null}
        {props.cardUrl ? <meta property="og:image" content={props.cardUrl} /> : null}
        {props.cardUrl ? <meta property="og:title" content={props.title} /> : null}
        <link rel="icon" href={assets("favicon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={assets("paraphe.css")} />
        {props.themeHref ? <link rel="stylesheet" href={props.themeHref} /> : null}
        <script src={assets("htmx.js")} defer></script>
        <script src={assets("paraphe.js")} type="module"></script>
        {props.scripts?.map((name) => <script src={assets(name)} type="module"></script>)}
      </head>
      <body>
        <a class="skip-link" href="#contenu">{props.lang?.startsWith("en") ? "Skip to content" : "Aller au contenu"}</a>
        {props.children}
      </body>
    </html>
  );
}

/** The text of a whole document, doctype first. Our components never suspend, so the text is ready at once. */
export function renderPage(page: JSX.Element): string {
  return `<!doctype html>${page}`;
}

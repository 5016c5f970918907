// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { classes } from "./_classes.ts";
import { Icon } from "./icon.tsx";
import { Page, type PageProps } from "./page.tsx";

/** Who sends a public page. */
export interface Issuer {
  readonly name: string;
  /** Address of the logo; its name is written when there is none. */
  readonly logo?: { readonly src: string; readonly width: number; readonly height: number } | undefined;
  /** What lets the reader check who it is: address, SIREN, telephone. */
  readonly lines?: readonly string[] | undefined;
}

/** A page for people without an account: quote to accept, invoice to pay, sign-up, verification. */
export interface PublicPageProps extends PageProps {
  /** Absent on our own pages, which wear the product's name. */
  readonly issuer?: Issuer | undefined;
  /** Links at the end: legal notice, privacy, report abuse. */
  readonly footer?: readonly { readonly label: string; readonly href: string }[] | undefined;
  /** One column for a form, `medium` for several forms or a list, `wide` to show a document. */
  readonly wide?: boolean | "medium" | undefined;
  /** Link at the top right: sign in, help. */
  readonly aside?: Child;
}

/** No navigation of the application, one thing at a time, the issuer's name, logo and colour. */
export function PublicPage(props: PublicPageProps): JSX.Element {
  const { issuer } = props;
  return (
    <Page {...props} theme="public" site={props.site ?? issuer?.name}>
      <div class={classes("public", props.wide && (props.wide === "medium" ? "is-medium" : "is-wide"))}>
        <header class="public-head">
          {issuer ? <IssuerMark issuer={issuer} /> : <Wordmark href="/" />}
          {props.aside ? <div class="public-aside">{props.aside}</div> : null}
        </header>
        <main id="contenu" class="public-main" tabindex={-1}>{props.children}</main>
        <footer class="public-foot">
          {issuer?.lines ? <p>{[issuer.name, ...issuer.lines].join(" · ")}</p> : null}
          {props.footer?.map((link) => <a href={link.href}>{link.label}</a>)}
          {issuer
            ? (
              <p class="public-by">
                <Icon name="lock" /> Document établi et conservé avec Paraphe
              </p>
            )
            : null}
        </footer>
      </div>
    </Page>
  );
}

/** What happens next, step by step, on a public page. */
export function Steps({ title, steps }: { readonly title: string; readonly steps: readonly Child[] }): JSX.Element {
  return (
    <section class="steps">
      <h2>{title}</h2>
      <ol>{steps.map((step) => <li>{step}</li>)}</ol>
    </section>
  );
}

/** The product's name with its flourish. */
export function Wordmark({ href }: { readonly href?: string | undefined }): JSX.Element {
  const mark = (
    <>
      Paraphe
      <svg viewBox="0 0 96 14" width="96" height="14" aria-hidden="true" focusable="false">
        <path d="M2 8c18-5 42-7 70-5 12 .8 20 2.6 20 4.2 0 2.2-18 .8-30 1.6-8 .6-14 2-14 3.2" />
      </svg>
    </>
  );
  return href ? <a class="wordmark" href={href}>{mark}</a> : <span class="wordmark">{mark}</span>;
}

function IssuerMark({ issuer }: { issuer: Issuer }): JSX.Element {
  return issuer.logo
    ? (
      <img
        class="issuer-logo"
        src={issuer.logo.src}
        width={issuer.logo.width}
        height={issuer.logo.height}
        alt={issuer.name}
      />
    )
    : <p class="issuer-name">{issuer.name}</p>;
}

// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { JSX } from "./jsx.ts";
import type { Fact } from "./definition.tsx";

/** A piece of a mail's body; the page and the plain text are made from the same pieces. */
export type MailBlock =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "button"; readonly label: string; readonly href: string }
  | { readonly kind: "facts"; readonly facts: readonly MailFact[] }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "small"; readonly text: string };

/** A fact in a mail: words only. */
export type MailFact = Fact & { readonly value: string };

/** A mail. */
export interface Mail {
  /** Language of its words. */
  readonly lang: string;
  readonly title: string;
  /** Who writes: the company, or Paraphe. */
  readonly sender: string;
  /** First words shown by mail programs beside the subject. */
  readonly preheader?: string | undefined;
  readonly blocks: readonly MailBlock[];
  /** Why one receives it, how to stop it, the company's mentions; one paragraph each. */
  readonly footer: readonly string[];
  /** Links at the very end: report an abuse. */
  readonly links?: readonly { readonly label: string; readonly href: string }[] | undefined;
  /** Issuer's colour as `#rrggbb`, readable under white text (see issuerStylesheet for pages). */
  readonly colour?: string | undefined;
}

// Mail programs read neither external nor all embedded styles: here, and here only, styles are inline.
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const BODY = `margin:0;padding:0;background:#f5f4f1;color:#1c2130;${FONT};font-size:16px;line-height:1.5`;
const FRAME = "max-width:560px;margin:0 auto;padding:32px 16px";
const PAPER = "background:#ffffff;border:1px solid #e2e0da;border-radius:10px;padding:32px 28px";
const QUIET = "color:#5a6072;font-size:13px;line-height:1.5;margin:0 0 8px";
const HIDDEN = "display:none;max-height:0;overflow:hidden;opacity:0";

/** The HTML part of a mail: one column, no picture, readable without styles. */
export function mailHtml(mail: Mail): string {
  return `<!doctype html>${<MailLayout mail={mail} />}`;
}

/** The plain text part: the same words in the same order, addresses written out. */
export function mailText(mail: Mail): string {
  const body = mail.blocks.map(blockText).join("\n\n");
  const end = [...mail.footer, ...(mail.links ?? []).map(({ label, href }) => `${label} : ${href}`)];
  return `${mail.title}\n\n${body}\n\n-- \n${mail.sender}\n${end.join("\n")}\n`;
}

function MailLayout({ mail }: { mail: Mail }): JSX.Element {
  return (
    <html lang={mail.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{mail.title}</title>
      </head>
      <body style={BODY}>
        {mail.preheader ? <div style={HIDDEN}>{mail.preheader}</div> : null}
        <div role="article" aria-label={mail.title} lang={mail.lang} style={FRAME}>
          <p style="margin:0 0 16px;font-weight:600">{mail.sender}</p>
          <div style={PAPER}>
            <h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">{mail.title}</h1>
            {mail.blocks.map((block) => <Block block={block} colour={mail.colour ?? "#24428f"} />)}
          </div>
          <div style="padding:20px 4px 0">
            {mail.footer.map((line) => <p style={QUIET}>{line}</p>)}
            {mail.links?.map(({ label, href }) => (
              <p style={QUIET}>
                <a href={href} style="color:#5a6072">{label}</a>
              </p>
            ))}
          </div>
        </div>
      </body>
    </html>
  );
}

function Block({ block, colour }: { block: MailBlock; colour: string }): JSX.Element {
  switch (block.kind) {
    case "text":
      return <p style="margin:0 0 16px;white-space:pre-line">{block.text}</p>;
    case "small":
      return <p style={QUIET}>{block.text}</p>;
    case "code":
      return <p style="margin:0 0 16px;font-size:28px;letter-spacing:4px;font-weight:600">{block.code}</p>;
    case "button":
      return (
        <p style="margin:24px 0">
          <a
            href={block.href}
            style={`display:inline-block;background:${colour};color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:8px`}
          >
            {block.label}
          </a>
        </p>
      );
    case "facts":
      return (
        <table role="presentation" style="border-collapse:collapse;margin:0 0 16px;width:100%">
          {block.facts.map((fact) => (
            <tr>
              <td style="padding:6px 16px 6px 0;color:#5a6072;border-bottom:1px solid #eceae5">{fact.term}</td>
              <td style="padding:6px 0;text-align:right;border-bottom:1px solid #eceae5">{fact.value}</td>
            </tr>
          ))}
        </table>
      );
  }
}

function blockText(block: MailBlock): string {
  switch (block.kind) {
    case "text":
    case "small":
      return block.text;
    case "code":
      return block.code;
    case "button":
      return `${block.label} :\n${block.href}`;
    case "facts":
      return block.facts.map((fact) => `${fact.term} : ${fact.value}`).join("\n");
  }
}

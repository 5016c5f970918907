import type { JSX } from "./jsx.ts";
import type { IsoInstant } from "../base/dates.ts";
import { InstantText } from "./date.tsx";

/** What the seal of a document proves. */
export interface SealProps {
  /** Two or three letters of who issued: `AD`. */
  readonly initials: string;
  /** Place in the dossier's chain, from 1. */
  readonly seq: bigint | number;
  /** SHA-256 of the sealed record, in hexadecimal. */
  readonly hash: string;
  readonly at: IsoInstant;
  /** Page that recomputes the proof, for those who may open it. */
  readonly verifyHref?: string | undefined;
  /** `Scellée` unless said (`Scellé` for a quote). */
  readonly word?: string | undefined;
}

/** The paraphe: the initialled seal of an issued document, which opens its proof. The only madder red of a page. */
export function Seal(props: SealProps): JSX.Element {
  return (
    <details class="seal" name="menu">
      <summary>
        <SealMark initials={props.initials} />
        <span class="seal-word">{props.word ?? "Scellée"}</span>
      </summary>
      <div class="seal-proof">
        <p>Ce document est scellé : ni vous ni nous ne pouvons plus le modifier sans que cela se voie.</p>
        <dl class="facts">
          <div>
            <dt>Rang dans la chaîne</dt>
            <dd>n°&nbsp;{String(props.seq)}</dd>
          </div>
          <div>
            <dt>{props.word ?? "Scellée"} le</dt>
            <dd>
              <InstantText instant={props.at} />
            </dd>
          </div>
          <div>
            <dt>Empreinte</dt>
            <dd>
              <code class="hash">{groupHash(props.hash)}</code>
            </dd>
          </div>
        </dl>
        {props.verifyHref ? <a class="button is-secondary is-small" href={props.verifyHref}>Vérifier</a> : null}
      </div>
    </details>
  );
}

/** The drawing alone, for a list or a public page. */
export function SealMark({ initials }: { readonly initials: string }): JSX.Element {
  return (
    <svg class="seal-mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <circle cx="20" cy="20" r="18.2" />
      <circle cx="20" cy="20" r="15.4" class="seal-inner" />
      <text x="20" y="21.5" text-anchor="middle">{initials.slice(0, 3)}</text>
      <path d="M8.5 27.500c5-3 13.5-4.5 20-3.8 3 .3 3.4 1.7-.2 2.1-4.5.5-9.6.6-9.6 2 0 1.1 3.4 1 5.8.4" />
    </svg>
  );
}

function groupHash(hash: string): string {
  return hash.replace(/(.{8})(?=.)/g, "$1 ");
}

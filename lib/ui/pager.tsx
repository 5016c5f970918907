import type { JSX } from "./jsx.ts";
import { Icon } from "./icon.tsx";

/** Keyset pages have no number: newer on the left, older on the right. Nothing when all fits on one page. */
export function Pager(
  { newerHref, olderHref }: { readonly newerHref?: string | undefined; readonly olderHref?: string | undefined },
): JSX.Element | null {
  if (!newerHref && !olderHref) return null;
  return (
    <nav class="pager" aria-label="Pages de la liste">
      {newerHref
        ? (
          <a href={newerHref} rel="prev">
            <Icon name="left" /> plus récentes
          </a>
        )
        : <span></span>}
      {olderHref
        ? (
          <a href={olderHref} rel="next">
            plus anciennes <Icon name="right" />
          </a>
        )
        : <span></span>}
    </nav>
  );
}

import type { JSX } from "../../lib/ui/mod.ts";
import type { AnyContext, OpenContext } from "../handler.ts";
import { paths } from "../paths.ts";

/** In a demo, where the mail that was just announced can be read; nothing elsewhere. */
export function DemoMailbox({ c }: { c: AnyContext }): JSX.Element | null {
  if (!(c as OpenContext).get("edge").mailbox) return null;
  return (
    <p>
      Ceci est une démonstration : le message attend dans la <a href={paths.mailbox()}>boîte locale</a>.
    </p>
  );
}

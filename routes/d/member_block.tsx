import { type BlockedMember, labelOfMember } from "../../lib/access/mod.ts";
import { dayOf, formatDate, formatShortDate, type IsoInstant } from "../../lib/base/dates.ts";
import { Button, Form, type JSX, State } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { slugOf } from "./here.tsx";

/** Pages, besides that of the passwords, from which an account is opened and that say so afterwards. */
export const FROM_LIST = "membres";
export const FROM_MEMBER = "membre";

/** « Bloqué depuis le 12 mars 2026 » (in a list 12/03/2026), beside a member closed out by too many wrong passwords. */
export function BlockedMark(
  { c, since, short }: { c: DossierContext; since: IsoInstant; short?: boolean },
): JSX.Element {
  const day = dayOf(since, c.get("entered").dossier.timeZone);
  return <State tone="late" word={`bloqué depuis le ${short ? formatShortDate(day) : formatDate(day)}`} />;
}

/** The button that opens a blocked account again; `from` is the page that says so afterwards. */
export function UnblockForm(
  { c, member, from }: {
    c: DossierContext;
    member: Pick<BlockedMember, "personId" | "name" | "email">;
    from?: typeof FROM_LIST | typeof FROM_MEMBER;
  },
): JSX.Element {
  return (
    <Form
      action={paths.memberUnblocking(slugOf(c))}
      hidden={{ person: member.personId, ...(from ? { from } : {}) }}
      class="inline"
    >
      <Button small attrs={{ "aria-label": `Débloquer ${labelOfMember(member)}` }}>Débloquer</Button>
    </Form>
  );
}

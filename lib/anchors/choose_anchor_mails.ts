import { authorize, type Ctx } from "../base/ctx.ts";
import { recordAct } from "../access/mod.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { parseEmail } from "../base/text.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type AnchorChoice, DEFAULT_CHOICE, MAX_ADDRESSES, type Pace, PACES } from "./choice.ts";
import { selectChoice, upsertChoice } from "./own_anchor_store.ts";
import { issue } from "./refusals.ts";

/** What a form says, as typed. */
export interface ChoiceForm {
  readonly pace: string;
  readonly toMembers: boolean;
  /** One address a line, or with commas between. */
  readonly addresses: string;
}

/** To whom and how often the dossier's proofs are mailed. Right `sealed_log:read`. */
export async function getAnchorChoice(ctx: Ctx): Promise<AnchorChoice> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx;
  return await withControl({ tenantId }, (tx) => selectChoice(tx, tenantId), { mode: "read" }) ?? DEFAULT_CHOICE;
}

/**
 * Chooses to whom and how often the dossier's proofs are mailed, from the next anchor on. Right `company:write`.
 * Refuses `pace`, `address`, `too_many`, `nobody` (422).
 */
export async function chooseAnchorMails(ctx: Ctx, form: ChoiceForm): Promise<AnchorChoice> {
  authorize(ctx, "company:write");
  const choice = readChoice(form);
  const { tenantId } = ctx;
  await withControl({ tenantId }, async (tx) => {
    await upsertChoice(tx, tenantId, { ...choice, at: ctx.now });
    const subject = { kind: "anchors", id: tenantId } as const;
    await recordAct(tx, ctx, { verb: "chooseAnchorMails", subject, summary: summaryOf(choice) });
  });
  return choice;
}

const PACE_WORDS: Readonly<Record<Pace, string>> = {
  monthly: "chaque mois",
  weekly: "chaque semaine",
  daily: "chaque jour",
  never: "jamais",
};

/** No address belongs in it: the activity is kept as long as the documents. */
function summaryOf({ pace, toMembers, addresses }: AnchorChoice): string {
  const members = toMembers ? ["aux administrateurs et comptables"] : [];
  const others = addresses.length > 0 ? [`à ${addresses.length} autre(s) adresse(s)`] : [];
  const to = pace === "never" ? [] : [...members, ...others];
  return `Preuves d’ancrage par mail : ${[PACE_WORDS[pace], ...to].join(", ")}`;
}

function readChoice({ pace, toMembers, addresses }: ChoiceForm): AnchorChoice {
  const typed = [...new Set(addresses.split(/[\s,;]+/).filter(Boolean))];
  const read = typed.map((line) => ({ line, email: parseEmail(line) }));
  const faults: Issue[] = [];
  if (!isPace(pace)) faults.push(issue("pace"));
  const wrong = read.find(({ email }) => email === null);
  if (wrong) faults.push(issue("address", { values: { line: wrong.line.slice(0, 100) } }));
  else if (typed.length > MAX_ADDRESSES) faults.push(issue("too_many"));
  else if (pace !== "never" && !toMembers && typed.length === 0) faults.push(issue("nobody"));
  refuseAll(faults);
  return { pace: pace as Pace, toMembers, addresses: read.flatMap(({ email }) => email ?? []) };
}

function isPace(text: string): text is Pace {
  return (PACES as readonly string[]).includes(text);
}

import type { PersonCtx } from "../../base/ctx.ts";
import { LIFE_MAIL, type LifeNews } from "../../instances/mod.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { enqueueAll } from "../../platform/jobs.ts";
import { loadGovernors } from "./governor_store.ts";

/** Asks for one mail to each owner and administrator. Run again, it asks for none twice. */
export async function tellLife(_ctx: PersonCtx, news: LifeNews): Promise<void> {
  const { tenantId, key } = news;
  await withControl({ tenantId }, async (tx) => {
    const mails = (await loadGovernors(tx)).map(({ personId }) => ({
      tenantId,
      payload: { ...news, personId },
      dedupeKey: `${news.notice} ${key} ${personId}`,
    }));
    await enqueueAll(tx, LIFE_MAIL, mails);
  });
}

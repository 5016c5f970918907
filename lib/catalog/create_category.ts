import { authorize, type Ctx } from "../base/ctx.ts";
import { refuseAll } from "../base/refusal.ts";
import { FieldReader, recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { newId } from "../platform/random.ts";
import { insertCategory } from "./category_store.ts";
import type { Category } from "./item.ts";
import { WRITE_RIGHT } from "./policy.ts";
import { refuse } from "./refusals.ts";

/** Longest name of a category. */
const MAX_CATEGORY_NAME = 60;

/** Makes a category. Right `catalog:write`. Refuses: 422 at `name`; `name_taken`, accents and case aside. */
export async function createCategory(ctx: Ctx, typed: string): Promise<Category> {
  authorize(ctx, WRITE_RIGHT);
  const name = readCategoryName(typed);
  return await withTenant(ctx, async (tx) => {
    const category = await insertCategory(tx, ctx, { id: newId(), name });
    if (!category) throw refuse("name_taken");
    const subject = { kind: "category", id: category.id };
    await recordActivity(tx, ctx, { verb: "createCategory", subject, summary: `Catégorie « ${name} » créée` });
    return category;
  });
}

/** Reads the name of a category, or refuses it at `name`. */
export function readCategoryName(typed: string): string {
  const read = new FieldReader("catalog", { name: typed });
  const name = read.requiredLine("name", "Indiquez le nom de la catégorie.", MAX_CATEGORY_NAME);
  refuseAll(read.issues);
  return name;
}

import type { Ctx } from "../base/ctx.ts";
import { mirrorModules } from "./mirror_modules.ts";

/** The same for a switch whose request ended before control knew. */
export async function mirrorModulesJob(ctx: Ctx): Promise<void> {
  await mirrorModules(ctx);
}

import type { Ctx } from "../../base/ctx.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { storeOf } from "../../platform/stores.ts";

/** Where an archive keeps what it needs until it is done. */
export function spoolFolder({ tenantId }: Pick<Ctx, "tenantId">, archiveId: Uuid): string {
  return `${tenantId}/archives/${archiveId}/`;
}

/** How the object begins that tells of a part of the ZIP. */
export const ANNOUNCES = "part-";

/** The part of the ZIP that an object of the folder tells of; null for any other object. */
export function announcedPart(key: string): Uuid | null {
  const name = key.slice(key.lastIndexOf("/") + 1), id = name.slice(ANNOUNCES.length);
  return name.startsWith(ANNOUNCES) && isUuid(id) ? id : null;
}

/** Reads what a step before has kept. */
export async function readSpool(ctx: Ctx, key: string, range?: { at: number; bytes: number }): Promise<Uint8Array> {
  const wanted = range && { first: range.at, last: range.at + range.bytes - 1 };
  const file = await storeOf(ctx.cell).get(key, wanted);
  if (!file) throw new Error("what an earlier step kept is gone");
  return new Uint8Array(await new Response(file.body).arrayBuffer());
}

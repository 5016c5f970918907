import { DiskStore, type DiskStoreConfig } from "./disk_store.ts";
import type { Store } from "./store.ts";
import { openSupabaseStore, type SupabaseStoreConfig } from "./supabase_store.ts";

/** Which store a program uses; both keep the same promises, held by one suite of tests. */
export type StoreConfig =
  | { readonly kind: "disk" } & DiskStoreConfig
  | { readonly kind: "supabase" } & SupabaseStoreConfig;

/** Opens the store of a cell. */
export async function openStore(config: StoreConfig): Promise<Store> {
  if (config.kind === "disk") return new DiskStore(config);
  return await openSupabaseStore(config);
}

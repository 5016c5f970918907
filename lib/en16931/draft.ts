import type { Decimal } from "../base/decimal.ts";
import type { Invoice } from "./invoice.ts";

/** A thing of the model with any value missing, at any depth; lists are there, if empty. */
export type Draft<T> = T extends string | number | bigint | Decimal ? T
  : T extends readonly (infer U)[] ? readonly Draft<U>[]
  :
    & { readonly [K in ListKeys<T>]: Draft<T[K]> }
    & { readonly [K in Exclude<keyof T, ListKeys<T>>]?: Draft<NonNullable<T[K]>> | undefined };

type ListKeys<T> = { [K in keyof T]-?: T[K] extends readonly unknown[] ? K : never }[keyof T];

/** An invoice with what is missing missing: what a reader returns and what the rules judge. */
export type InvoiceDraft = Draft<Invoice>;

import type { Right } from "../base/ctx.ts";
import type { DocumentKind } from "./document.ts";

/** What a person may do with documents, as rights are named. */
export type SalesAction = "read" | "write" | "send" | "issue";

/** The right that an action on a kind of document takes: credit notes go with invoices. */
export function rightTo(action: SalesAction, kind: DocumentKind): Right {
  return kind === "quote" ? `quotes:${action}` : `invoices:${action}`;
}

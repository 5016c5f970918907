import { fold } from "../base/text.ts";
import type { DocumentHead } from "./document.ts";

/** What a search reads of a document: number, customer, subject, order number, folded. */
export function searchText(
  document: Pick<DocumentHead, "number" | "customerName" | "subject" | "purchaseOrder">,
): string {
  const words = [document.number, document.customerName, document.subject, document.purchaseOrder];
  return fold(words.filter(Boolean).join(" "));
}

export * from "./invoice.ts";
export * from "./invoice_line.ts";
export * from "./draft.ts";
export * from "./code_lists.ts";
export { writeCii } from "./cii/write.ts";

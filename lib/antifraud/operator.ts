/** What the console's program does in a dossier's sealed log: erase contents under a warrant, and nothing else. */
export { eraseContents } from "./erase_contents.ts";

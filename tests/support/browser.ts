/**
 * A real Chromium for the tests, from the npm registry alone: nothing has to be installed on the machine. The package's
 * archives are unpacked once per version into the folder for temporary files; its own list of arguments is left aside,
 * because it switches web security off and a test of CSRF or CSP would then prove nothing.
 */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { unpackedBrowser } from "./_browser_files.ts";
export { type Browser, type BrowserContext, type Page } from "playwright-core";

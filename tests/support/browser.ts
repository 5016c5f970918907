/**
 * A real Chromium for the tests, from the npm registry alone: nothing has to be installed on the machine. The package's
 * archives are unpacked once per version into the folder of temporary files. Its own list of arguments is left aside:
 * it switches web security off, and a test of CSRF or CSP would then prove nothing.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createReadStream, createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, createBrotliDecompress } from "node:zlib";
import { type Browser, type BrowserContextOptions, type CDPSession, chromium, type Page } from "playwright-core";
import { afterEachFile } from "./after_each_file.ts";

/** The two widths at which every page is looked at, in CSS pixels: a phone and a desktop. */
export const WIDTHS = { phone: 390, desktop: 1440 } as const;

/** How a page is opened; whatever a test does not say is a French person with JavaScript, in light colours. */
export interface PageOptions {
  readonly width?: keyof typeof WIDTHS;
  /** Prefix of the addresses given to `page.goto`. */
  readonly baseUrl?: string;
  /** False to prove that a page works without JavaScript. */
  readonly javaScript?: boolean;
  readonly colorScheme?: "light" | "dark";
}

/** What the browser is started with, besides what playwright-core itself needs. */
export const BROWSER_ARGUMENTS: readonly string[] = [
  "--disable-gpu",
  // Nothing but this machine answers: a page that asks for a font or a script elsewhere fails its test.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
  "--no-proxy-server",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-pings",
  "--font-render-hinting=none",
];

const HEIGHTS = { phone: 844, desktop: 900 };
const LAUNCH_TIMEOUT_MS = 30_000;
/** Room for a machine that does other things meanwhile: a page that is right answers at once all the same. */
const ACTION_TIMEOUT_MS = 30_000;

const faults = new WeakMap<Page, string[]>();
let launched: Promise<Browser> | undefined;

// One browser serves a test file, whichever of its tests opens the first page.
afterEachFile(closeBrowser);

/** Opens a page in a context of its own: no cookie, no storage, no permission in common with another page. */
export async function openPage(options: PageOptions = {}): Promise<Page> {
  launched ??= launch();
  const context = await (await launched).newContext(contextOptions(options));
  context.setDefaultTimeout(ACTION_TIMEOUT_MS);
  context.on("page", watch);
  return await context.newPage();
}

/** Closes a page with its context. */
export async function closePage(page: Page): Promise<void> {
  await page.context().close();
}

/** Fails when the page threw, wrote an error to its console, or asked for something that did not come. */
export function assertNoFaults(page: Page): void {
  assert.deepEqual(faults.get(page), [], `faults of ${page.url()}`);
}

/** Closes the file's browser; the next page opens another. */
export async function closeBrowser(): Promise<void> {
  const browser = launched;
  launched = undefined;
  await (await browser)?.close();
}

/** A passkey device that answers at once, without a person. */
export interface Authenticator {
  /** Ids of the credentials that it holds, in base64. */
  credentialIds(): Promise<string[]>;
  /** Makes the next verifications of the person (finger, PIN) succeed or fail. */
  verifyPerson(succeeds: boolean): Promise<void>;
  /** Unplugs the device. */
  remove(): Promise<void>;
}

/** Plugs a virtual passkey device into a page: resident keys, verification of the person. */
export async function plugAuthenticator(page: Page): Promise<Authenticator> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async credentialIds() {
      const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
      return credentials.map((credential) => credential.credentialId);
    },
    async verifyPerson(succeeds) {
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: succeeds });
    },
    async remove() {
      await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    },
  };
}

function contextOptions(options: PageOptions): BrowserContextOptions {
  const width = options.width ?? "desktop";
  return {
    viewport: { width: WIDTHS[width], height: HEIGHTS[width] },
    isMobile: width === "phone",
    hasTouch: width === "phone",
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
    colorScheme: options.colorScheme ?? "light",
    javaScriptEnabled: options.javaScript ?? true,
    ...(options.baseUrl === undefined ? {} : { baseURL: options.baseUrl }),
  };
}

function watch(page: Page): void {
  const list: string[] = [];
  faults.set(page, list);
  page.on("pageerror", (error) => list.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") list.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => {
    // A page left before it was loaded, and a download, end requests without a fault.
    const why = request.failure()?.errorText ?? "failed";
    if (why !== "net::ERR_ABORTED") list.push(`request: ${request.url()} ${why}`);
  });
}

async function launch(): Promise<Browser> {
  const files = await unpackedFiles();
  const options = {
    executablePath: `${files}/chromium`,
    args: [...BROWSER_ARGUMENTS],
    timeout: LAUNCH_TIMEOUT_MS,
    // The test runner's own environment stays outside: proxies and library paths would change what is tested.
    env: {
      HOME: files,
      PATH: "/usr/bin:/bin",
      LANG: "fr_FR.UTF-8",
      LD_LIBRARY_PATH: `${files}/lib`,
      FONTCONFIG_PATH: files,
    },
  };
  // Chromium refuses to run its sandbox as root.
  if (Deno.uid() === 0) return await chromium.launch({ ...options, chromiumSandbox: false });
  try {
    return await chromium.launch({ ...options, chromiumSandbox: true });
  } catch (error) {
    // Containers and some distributions forbid the user namespaces that the sandbox needs. We open our own pages only.
    if (!/sandbox/i.test(String(error))) throw error;
    return await chromium.launch({ ...options, chromiumSandbox: false });
  }
}

async function unpackedFiles(): Promise<string> {
  const archives = fileURLToPath(new URL("../bin/", import.meta.resolve("@sparticuz/chromium")));
  const { version } = JSON.parse(await Deno.readTextFile(`${archives}/../package.json`));
  const folder = `${tmpdir()}/paraphe-chromium-${version}-${Deno.uid()}`;
  const found = await Deno.lstat(folder).catch(() => null);
  if (found) {
    assert.ok(found.isDirectory && found.uid === Deno.uid(), `${folder} belongs to somebody else: remove it`);
    return folder;
  }
  const made = await Deno.makeTempDir({ prefix: "paraphe-chromium-" });
  await Promise.all([
    unpackProgram(`${archives}/chromium.br`, `${made}/chromium`),
    unpackTar(`${archives}/al2023.tar.br`, made),
    unpackTar(`${archives}/fonts.tar.br`, made),
  ]);
  await Deno.writeTextFile(`${made}/fonts.conf`, fontsConf(folder));
  // Several test files may unpack at once: the first to finish names the folder, the others drop their copy.
  await Deno.rename(made, folder).catch(() => Deno.remove(made, { recursive: true }));
  return folder;
}

async function unpackProgram(archive: string, target: string): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(target, { mode: 0o700 }));
}

// A tar file is a row of blocks of 512 bytes: a header (name at 0, size in octal at 124, type at 156), then the file.
async function unpackTar(archive: string, folder: string): Promise<void> {
  const tar = brotliDecompressSync(await Deno.readFile(archive));
  const textAt = (at: number, length: number) => tar.toString("latin1", at, at + length).replace(/\0.*$/s, "").trim();
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const name = textAt(at, 100);
    const size = parseInt(textAt(at + 124, 12), 8);
    assert.ok(/^[\w./-]+$/.test(name) && !name.includes(".."), `strange name in ${archive}: ${name}`);
    if (name.endsWith("/")) await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    else await writeMember(`${folder}/${name}`, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

async function writeMember(path: string, bytes: Buffer): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeFile(path, bytes, { mode: 0o755 });
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

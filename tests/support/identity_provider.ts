/** A company's identity provider for tests: the package oidc-provider on a loopback port, and a browser to go there. */
import { Buffer } from "node:buffer";
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Provider } from "oidc-provider";
import { freePort } from "../../lib/platform/db/embedded.ts";
import { randomToken } from "../../lib/platform/random.ts";

/** Somebody at the provider. */
export interface Account {
  /** The provider's own name for him. */
  readonly subject: string;
  readonly email: string;
  readonly isVerified: boolean;
}

/** What a dishonest provider hands out instead of the token it should. */
export type Forgery = (token: { claims: Claims; key: KeyObject; header: Claims; secret: string }) => string;

type Claims = Readonly<Record<string, unknown>>;

/** A provider under way, with one application registered. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in at the provider next. */
  account: Account;
  /** When set, what its token endpoint hands out. */
  forgery: Forgery | null;
  /** Goes where a departure leads, signs in there, and returns the address that the browser is sent back to. */
  signInAt(url: string): Promise<string>;
  stop(): Promise<void>;
}

/** What this file uses of the package, which brings no types. */
interface KoaContext {
  readonly path: string;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  body: { id_token?: string } | undefined;
  respond: boolean;
}
interface RealProvider {
  callback(): (req: IncomingMessage, res: ServerResponse) => void;
  use(middleware: (ctx: KoaContext, next: () => Promise<void>) => Promise<void>): void;
  interactionFinished(req: IncomingMessage, res: ServerResponse, result: unknown): Promise<void>;
  readonly Grant: new (of: { accountId: string; clientId: string }) => {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  };
}

/** Starts a provider that sends people back to `returnTo`. */
export async function startIdentityProvider(returnTo: readonly string[]): Promise<IdentityProvider> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const client = { id: "paraphe", secret: randomToken() };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const state: IdentityProvider = {
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    account: { subject: "nobody", email: "", isVerified: false },
    forgery: null,
    signInAt,
    stop: () => stopServer(server),
  };
  const real = openProvider(issuer, { client, returnTo, privateKey, account: () => state.account });
  real.use(async (ctx, next) => {
    if (ctx.path.startsWith("/interaction/")) {
      ctx.respond = false;
      await real.interactionFinished(ctx.req, ctx.res, { login: { accountId: state.account.subject } });
      return;
    }
    await next();
    const token = ctx.path === "/token" ? ctx.body?.id_token : undefined;
    if (token && state.forgery) {
      const [header = "", claims = ""] = token.split(".");
      const forged = { header: parsed(header), claims: parsed(claims), key: privateKey, secret: client.secret };
      ctx.body = { ...ctx.body, id_token: state.forgery(forged) };
    }
  });
  const server = createServer(real.callback());
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  return state;
}

/** A token of these claims, signed as RS256 with a key. */
export function signed(claims: Claims, key: KeyObject, header: Claims = {}): string {
  const body = `${encoded({ alg: "RS256", ...header })}.${encoded(claims)}`;
  return `${body}.${sign("sha256", Buffer.from(body), key).toString("base64url")}`;
}

/** The same signed with the secret that both sides hold. */
export function signedByBoth(claims: Claims, secret: string): string {
  const body = `${encoded({ alg: "HS256" })}.${encoded(claims)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** The same without any signature. */
export function unsigned(claims: Claims): string {
  return `${encoded({ alg: "none" })}.${encoded(claims)}.`;
}

/** Another key than the provider's, drawn once: while it is drawn nobody in this process gets an answer. */
export const ANOTHER_KEY: KeyObject = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

interface Setup {
  readonly client: { readonly id: string; readonly secret: string };
  readonly returnTo: readonly string[];
  readonly privateKey: KeyObject;
  readonly account: () => Account;
}

function openProvider(issuer: string, { client, returnTo, privateKey, account }: Setup): RealProvider {
  const real: RealProvider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: returnTo }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "first" }] },
    claims: { email: ["email", "email_verified"] },
    // Addresses stand in the token itself, so that one signed answer says all.
    conformIdTokenClaims: false,
    cookies: { keys: [randomToken()] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_: unknown, subject: string) => ({
      accountId: subject,
      claims: () => ({ sub: subject, email: account().email, email_verified: account().isVerified }),
    }),
    async loadExistingGrant(ctx: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const grant = new real.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  }) as unknown as RealProvider;
  return real;
}

/** A browser of its own for each visit: it keeps the provider's cookies and stops where the provider sends it away. */
async function signInAt(departure: string): Promise<string> {
  const cookies = new Map<string, string>();
  const { origin } = new URL(departure);
  let url = departure;
  for (let hop = 0; hop < 6; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
    const body = await answer.text();
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${body.slice(0, 500)}`);
    url = new URL(location, url).href;
    if (!url.startsWith(`${origin}/`)) return url;
  }
  throw new Error("the provider sends round in circles");
}

function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function parsed(part: string): Claims {
  return JSON.parse(Buffer.from(part, "base64url").toString());
}

function encoded(claims: Claims): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}

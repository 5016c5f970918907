/** A timestamp authority on this machine (RFC 3161): `openssl ts` behind an address, which also fails as it is told. */
import { listen } from "../../lib/platform/web/server.ts";

/** How the authority answers. */
export type Mood = "honest" | "refuses" | "fails" | "other" | "replays" | "floods" | "nonsense";

/** The authority, while it is open. */
export interface Authority {
  readonly url: string;
  setMood(mood: Mood): void;
  /** How many times it stamped honestly. */
  asked(): number;
  /** What `openssl ts -verify` says of a token over a text, with the authority's certificate. */
  verifies(text: string, token: Uint8Array): Promise<boolean>;
  close(): Promise<void>;
}

const CONFIG = `[ req ]
distinguished_name = name
x509_extensions = usage
prompt = no
[ name ]
CN = Autorité de test
[ usage ]
basicConstraints = critical, CA:true
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = authority
[ authority ]
dir = .
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
`;

/** Opens an authority with a key and a certificate of its own. */
export async function openAuthority(): Promise<Authority> {
  const dir = await Deno.makeTempDir({ prefix: "paraphe-tsa-" });
  await Deno.writeTextFile(`${dir}/tsa.cnf`, CONFIG);
  await Deno.writeTextFile(`${dir}/serial`, "01\n");
  await openssl(dir, "req -x509 -newkey rsa:2048 -nodes -days 30 -keyout key.pem -out cert.pem -config tsa.cnf");
  let mood: Mood = "honest", stamped = 0;
  const first = await answerTo(dir, await queryOf(dir, "something stamped before"));
  async function answer(request: Request): Promise<Response> {
    const query = new Uint8Array(await request.arrayBuffer());
    if (mood === "honest") stamped += 1;
    const answers: Record<Mood, () => Promise<Uint8Array> | Uint8Array> = {
      honest: () => answerTo(dir, query),
      // PKIStatusInfo { status rejection(2) }
      refuses: () => new Uint8Array([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]),
      fails: () => new Uint8Array(),
      other: async () => await answerTo(dir, await queryOf(dir, "something else")),
      replays: () => first,
      floods: () => new Uint8Array(1_000_000).fill(0x30),
      nonsense: () => new TextEncoder().encode("<html>"),
    };
    return new Response(new Uint8Array(await answers[mood]()), { status: mood === "fails" ? 500 : 200 });
  }
  const server = listen(answer, { hostname: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${server.port}/tsa`,
    setMood: (next) => mood = next,
    asked: () => stamped,
    verifies: async (text, token) => {
      await Deno.writeTextFile(`${dir}/data`, text);
      await Deno.writeFile(`${dir}/token.tsr`, token);
      return await openssl(dir, "ts -verify -data data -in token.tsr -CAfile cert.pem").then(() => true, () => false);
    },
    close: async () => {
      await server.stop();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

async function queryOf(dir: string, text: string): Promise<Uint8Array> {
  await Deno.writeTextFile(`${dir}/asked`, text);
  await openssl(dir, "ts -query -data asked -sha256 -cert -out other.tsq");
  return await Deno.readFile(`${dir}/other.tsq`);
}

async function answerTo(dir: string, query: Uint8Array): Promise<Uint8Array> {
  await Deno.writeFile(`${dir}/query.tsq`, query);
  await openssl(
    dir,
    "ts -reply -queryfile query.tsq -inkey key.pem -signer cert.pem -config tsa.cnf -section authority -out reply.tsr",
  );
  return await Deno.readFile(`${dir}/reply.tsr`);
}

async function openssl(dir: string, args: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args: args.split(" "), cwd: dir }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

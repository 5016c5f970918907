import assert from "node:assert/strict";
import { connect, socketIn } from "../../../../lib/platform/db/connect.ts";
import { answers, closeDatabases, configureDatabases } from "../../../../lib/platform/db/pools.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const OPTIONS = { max: 1, onnotice: () => {} };

async function serverAddress(url: string): Promise<unknown> {
  const sql = connect(url, OPTIONS);
  try {
    return (await sql`select inet_server_addr() as address, current_user as login`)[0];
  } finally {
    await sql.end();
  }
}

/** Folder of the server's socket, from the server itself. */
async function socketFolder(): Promise<string> {
  const [found] = await world.owner.control`show unix_socket_directories`;
  return found!.unix_socket_directories as string;
}

Deno.test("a URL that names a folder leads to the socket there, with the login's own password", async () => {
  const url = world.url("control", "product");
  assert.deepEqual(await serverAddress(url), { address: "127.0.0.1", login: "product_login" });
  const near = `${url}?host=${encodeURIComponent(await socketFolder())}`;
  assert.deepEqual(await serverAddress(near), { address: null, login: "product_login" });
});

Deno.test("a wrong password is refused at the socket as it is elsewhere", async () => {
  const near = new URL(world.url("control", "product"));
  near.searchParams.set("host", await socketFolder());
  near.password = "notthepassword0000000";
  await assert.rejects(serverAddress(near.href), { code: "28P01" });
});

Deno.test("a folder without a socket is a database that does not answer", async () => {
  await assert.rejects(serverAddress(`${world.url("control", "product")}?host=/nowhere`), { code: "ENOENT" });
  const url = `${world.url("control", "product")}?host=/nowhere`;
  configureDatabases({ product: { control: url, cell: () => null } });
  await closeDatabases();
  assert.equal(await answers("control", "product"), false);
});

Deno.test("the socket's file bears the server's port, as libpq looks for it", () => {
  assert.equal(socketIn("/var/run/postgresql", "5432"), "/var/run/postgresql/.s.PGSQL.5432");
});

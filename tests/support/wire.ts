/** A relay in front of Postgres that notes what a program sends: two journeys that must cost the same are compared. */
import { Buffer } from "node:buffer";
import { connect, createServer, type Socket } from "node:net";

/** A relay that listens on a loopback port until it is closed. */
export interface Wire {
  /** The URL of a database, led through the relay. */
  through(url: string): string;
  /** The texts of the statements carried out since the last call, in the order of their sending. */
  statements(): string[];
  close(): Promise<void>;
}

/** Opens a relay to the server of a URL. */
export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const seen: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const postgres = connect(Number(port), hostname);
    const read = reader(seen);
    for (const socket of [client, postgres]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => [client, postgres].forEach((one) => one.destroy()));
    }
    client.on("data", (bytes) => {
      read(bytes as Buffer);
      postgres.write(bytes);
    });
    postgres.on("data", (bytes) => client.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: ours } = server.address() as { port: number };
  return {
    through(given) {
      const led = new URL(given);
      led.port = String(ours);
      return led.href;
    },
    statements: () => seen.splice(0),
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * Reads one connection's messages: the first is length and body, the others letter, length and body.
 * A statement is prepared once under a name (`P`) and carried out by that name (`B`), or sent as plain text (`Q`).
 */
function reader(seen: string[]): (bytes: Buffer) => void {
  const prepared = new Map<string, string>();
  let waiting = Buffer.alloc(0);
  let isStarted = false;
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (waiting.length < head + 4) return;
      const end = head + waiting.readUInt32BE(head);
      if (waiting.length < end) return;
      if (isStarted) note(String.fromCharCode(waiting[0]!), waiting.subarray(head + 4, end));
      isStarted = true;
      waiting = waiting.subarray(end);
    }
  };
  function note(kind: string, body: Buffer): void {
    const [first = "", second = ""] = body.toString("latin1").split("\0", 2);
    if (kind === "P") prepared.set(first, second);
    else if (kind === "B") seen.push(plain(prepared.get(second) ?? "?"));
    else if (kind === "Q") seen.push(plain(first));
  }
}

/** Without what differs from one call to the next: ids in literals, white space. */
function plain(statement: string): string {
  return statement.replace(/'[^']*'/g, "'…'").replace(/\s+/g, " ").trim();
}

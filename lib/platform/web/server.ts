/** A program that listens. */
export interface Listening {
  /** `http://127.0.0.1:8001`. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests and waits for those that run, a few seconds at most. */
  stop(): Promise<void>;
}

/** What a handler may know of the connection. */
export interface Connection {
  readonly remoteAddr?: { readonly hostname?: string };
}

/** Answers a request. */
export type Answer = (request: Request, connection: Connection) => Response | Promise<Response>;

/** How long requests under way may take once the program is asked to stop (hosted programs get five seconds). */
export const STOP_TIMEOUT_MS = 4_000;

/** The address is taken by another program, or not ours to take. */
export class CannotListen extends Error {
  override readonly name = "CannotListen";
}

/** Listens on an address; port 0 takes a free one. Throws CannotListen with a plain sentence. */
export function listen(answer: Answer, options: { hostname: string; port: number }): Listening {
  const abort = new AbortController();
  const server = serve(answer, { ...options, signal: abort.signal });
  const { port } = server.addr as Deno.NetAddr;
  return {
    port,
    url: `http://${options.hostname}:${port}`,
    async stop() {
      const timer = setTimeout(() => abort.abort(), STOP_TIMEOUT_MS);
      await server.shutdown();
      clearTimeout(timer);
    },
  };
}

/** Tells at once that an address is taken, before work is done for a program that could not serve. */
export function refuseTaken(address: { hostname: string; port: number }): void {
  try {
    Deno.listen(address).close();
  } catch (error) {
    throw cannotListen(error, address);
  }
}

function serve(answer: Answer, options: Deno.ServeTcpOptions): Deno.HttpServer {
  try {
    return Deno.serve({ ...options, onListen: () => {} }, (request, info) => answer(request, info as Connection));
  } catch (error) {
    throw cannotListen(error, options);
  }
}

function cannotListen(error: unknown, { hostname, port }: { hostname?: string; port?: number }): unknown {
  const address = `${hostname}:${port}`;
  if (error instanceof Deno.errors.AddrInUse) {
    return new CannotListen(`${address} est déjà pris par un autre programme.`);
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new CannotListen(`${address} demande plus de droits que ce programme n’en a.`);
  }
  return error;
}

/** Resolves when the program is asked to stop (Ctrl-C, or the signal of a service manager). */
export function untilAskedToStop(): Promise<void> {
  const signals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];
  return new Promise((resolve) => {
    function stop() {
      for (const signal of signals) Deno.removeSignalListener(signal, stop);
      resolve();
    }
    for (const signal of signals) Deno.addSignalListener(signal, stop);
  });
}

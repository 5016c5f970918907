const works: (() => Promise<void>)[] = [];

// Where `deno test` runs, this module is loaded anew for each file.
Deno.test.afterAll(endFile);

/**
 * Has something done behind the last test of each file of this process, for a module of support that several of them
 * use: it is loaded once, and so would be an `afterAll` of its own.
 */
export function afterEachFile(work: () => Promise<void>): void {
  works.push(work);
}

/** Does it. */
export async function endFile(): Promise<void> {
  for (const work of works) await work();
}

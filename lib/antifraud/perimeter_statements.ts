/** What was stated of a released version: the digest of its perimeter. */
export interface Statement {
  readonly version: string;
  readonly digest: string;
}

/**
 * One line a released major version, oldest first; a minor version keeps the line of its root. Empty until 1.0.0 is
 * tagged: `deno task state` writes the digest of the commit that is about to be, and from then on tests/tidy holds the
 * tree to it.
 */
export const STATEMENTS: readonly Statement[] = [];

import { assert } from "../../base/assert.ts";
import { connect } from "./connect.ts";

/** Login roles of the two programs, the same in control and in every cell. */
export const LOGINS = { product: "product_login", console: "console_login" } as const;

/** Passwords of the two logins on one server. */
export interface LoginPasswords {
  readonly product: string;
  readonly console: string;
}

/** Sets the logins' passwords, with the owner's URL. Embedded databases only: hosted ones are set by the operator. */
export async function setLoginPasswords(ownerUrl: string, passwords: LoginPasswords): Promise<void> {
  const sql = connect(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    for (const program of ["product", "console"] as const) {
      assert(/^[0-9a-z]{20,}$/.test(passwords[program]), "a login's password is base 32");
      await sql.unsafe(`alter role ${LOGINS[program]} password '${passwords[program]}'`);
    }
  } finally {
    await sql.end();
  }
}

/** Makes the named databases where they are missing. */
export async function createDatabases(ownerUrl: string, names: readonly string[]): Promise<void> {
  const sql = connect(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const there = await sql<{ datname: string }[]>`select datname from pg_database`;
    for (const name of names) {
      assert(/^[a-z][a-z0-9_]{0,50}$/.test(name), "a database's name is plain");
      if (!there.some((row) => row.datname === name)) await sql.unsafe(`create database ${name}`);
    }
  } finally {
    await sql.end();
  }
}

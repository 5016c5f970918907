import postgres from "postgres";

/** Types of values that a connection reads in another form than usual, in the driver's own words. */
type Types = Record<string, postgres.PostgresType>;

/** What it opens, as the driver's function answers. */
type Opened<T extends Types> = ReturnType<typeof postgres<T>>;

/**
 * Opens connections to the database that a URL names. A URL whose parameter `host` is a folder, as libpq writes it,
 * leads to the server's socket in that folder; the driver alone would send the parameter to the server as a setting.
 */
export function connect<T extends Types = Record<never, never>>(url: string, options: postgres.Options<T>): Opened<T> {
  const address = new URL(url);
  const folder = address.searchParams.get("host");
  if (!folder) return postgres(url, options);
  address.searchParams.delete("host");
  return postgres(address.href, { ...options, path: socketIn(folder, address.port || "5432") });
}

/** Path of a server's socket in its folder. */
export function socketIn(folder: string, port: string): string {
  return `${folder}/.s.PGSQL.${port}`;
}

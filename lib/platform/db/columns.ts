import { customType } from "drizzle-orm/pg-core";
import { type Decimal, decimal, decimalText } from "../../base/decimal.ts";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Cents } from "../../base/money.ts";

/** Amounts in cents, stored as bigint. */
export const cents = customType<{ data: Cents; driverData: string | bigint }>({
  dataType: () => "bigint",
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
});

/** Exact decimals (quantities, unit prices), stored as numeric. */
export const exact = customType<{ data: Decimal; driverData: string }>({
  dataType: () => "numeric",
  fromDriver: (value) => decimal(value),
  toDriver: (value) => decimalText(value),
});

/** Calendar days. */
export const day = customType<{ data: IsoDate; driverData: string }>({
  dataType: () => "date",
  fromDriver: (value) => value as IsoDate,
});

/** Moments, read back as ISO text in UTC. */
export const instant = customType<{ data: IsoInstant; driverData: string }>({
  dataType: () => "timestamptz",
  fromDriver: (value) => instantFromDriver(value),
});

/** Ids. */
export const id = customType<{ data: Uuid; driverData: string }>({ dataType: () => "uuid" });

/** Raw bytes: digests, signatures, sealed payloads. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) => value,
});

/** What Postgres prints for a timestamptz in UTC (`2026-11-21 18:04:05.123+00`) as our ISO text. */
export function instantFromDriver(value: string): IsoInstant {
  const [date, time = ""] = value.split(" ");
  const [clock = "", fraction = ""] = time.replace(/\+00(:00)?$/, "").split(".");
  return `${date}T${clock}.${fraction.slice(0, 3).padEnd(3, "0")}Z` as IsoInstant;
}

import { paths } from "../../routes/paths.ts";
import type { LoadRequest } from "./load.ts";

/** One line of the table: what is asked, what the peer does on the same work, what is to be reached. */
export interface Scenario {
  readonly name: string;
  /** Peer: p50 alone in ms, requests a second at eight. */
  readonly peer: readonly [number, number] | null;
  /** To reach: p50 alone in ms, requests a second at eight. */
  readonly wanted: readonly [number, number];
  readonly requests: readonly LoadRequest[];
}

/** What the scenarios lean on: a session, and documents to look at. */
export interface Footing {
  readonly slug: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly invoices: readonly string[];
  readonly numbers: readonly string[];
  readonly customerId: string;
}

/** The work that is measured, on ten thousand invoices: each page seen again, then made anew at each look. */
export function scenarios(footing: Footing): Scenario[] {
  const seen = pages(footing);
  return [...seen, ...seen.map(anew), {
    name: "create 5 lines + issue (JSON)",
    peer: [44, 24],
    wanted: [8, 200],
    requests: [createAndIssue(footing)],
  }];
}

function pages({ slug, headers, invoices, numbers }: Footing): Scenario[] {
  const page = (path: string): LoadRequest => ({ method: "GET", path, headers: { ...headers, accept: "text/html" } });
  return [
    {
      name: "invoice list, first page",
      peer: [69, 29],
      wanted: [3, 900],
      requests: [page(paths.documents(slug, "invoice"))],
    },
    {
      name: "search by number",
      peer: [47, 41],
      wanted: [3, 900],
      requests: numbers.map((number) => page(paths.documents(slug, "invoice", { q: number }))),
    },
    {
      name: "invoice page",
      peer: [44, 38],
      wanted: [3, 900],
      requests: invoices.map((id) => page(paths.document(slug, { kind: "invoice", id }))),
    },
    { name: "customer list", peer: [31, 57], wanted: [3, 1000], requests: [page(paths.customers(slug))] },
    { name: "dashboard", peer: [217, 9], wanted: [8, 250], requests: [page(paths.dossier(slug))] },
  ];
}

/** The same page under an address never seen: it is read from the database and written each time. */
function anew(scenario: Scenario): Scenario {
  const fresh = (path: string) => `${path}${path.includes("?") ? "&" : "?"}neuf={uuid}`;
  const requests = scenario.requests.map((request) => ({ ...request, path: fresh(request.path) }));
  return { ...scenario, name: `  ${scenario.name}, anew`, requests };
}

/** One request that makes an invoice, of five lines unless said, and issues it. */
export function createAndIssue(
  { slug, headers, customerId }: Pick<Footing, "slug" | "headers" | "customerId">,
  count = 5,
): LoadRequest {
  const lines = Array.from({ length: count }, (_, i) => i + 1).map((n) => ({
    label: `Prestation ${n}`,
    quantity: String(n),
    unit: "C62",
    price: `${10 * n},50`,
    vat: n % 2 ? "20" : "10",
  }));
  return {
    method: "POST",
    path: paths.documents(slug, "invoice"),
    headers: { ...headers, accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ id: "{uuid}", customerId, subject: "Mesure", lines, issue: true }),
  };
}

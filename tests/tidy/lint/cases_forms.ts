import { accepted, type Case, refused } from "./case.ts";

const LONG_FUNCTION = `function f() {\n${"  x();\n".repeat(69)}}\n`;
const LONG_ARROW = `const f = () => {\n${"  x();\n".repeat(69)}};\n`;
const LONG_METHOD = `class A {\n  f() {\n${"    x();\n".repeat(69)}  }\n}\n`;
const LONG_PAGE = `function Page() {\n  return (\n<p>\n${"    <br />\n".repeat(69)}</p>\n  );\n}\n`;
const FULL_FUNCTION = `function f() {\n${"  x();\n".repeat(68)}}\n`;

/** How things are written: money, types, JSX, sizes and comments. */
export const formCases: readonly Case[] = [
  refused("money", "a number of cents", "lib/sales/a.ts", `const x = Number(totalCents);`),
  refused("money", "a number of a member", "routes/a.tsx", `const x = Number(invoice.totalCents) / 100;`),
  refused("money", "a number of a sum", "lib/sales/a.ts", `const x = Number(netCents + vatCents);`),
  refused("money", "cents made a number by a sign", "lib/sales/a.ts", `const x = +totalCents;`),
  refused("money", "cents read by parseInt", "lib/sales/a.ts", `const x = parseInt(totalCents);`),
  refused("money", "toFixed on cents", "lib/sales/a.ts", `totalCents.toFixed(2);`),
  refused("money", "toLocaleString on cents", "routes/a.tsx", `invoice.totalCents.toLocaleString("fr");`),
  refused("money", "parseFloat", "lib/sales/a.ts", `const x = parseFloat(text);`),
  refused("money", "Number.parseFloat", "routes/a.tsx", `const x = Number.parseFloat(text);`),
  refused("money", "a field of cents typed number", "lib/sales/a.ts", `interface A { readonly totalCents: number }`),
  refused("money", "an argument of cents typed number", "lib/sales/a.ts", `function f(totalCents: number) {}`),
  refused("money", "a number of a called sum", "lib/sales/a.ts", `const x = Number(invoice.dueCents());`),
  refused("money", "toFixed on a number of cents", "lib/ui/a.tsx", `(totalCents / 100).toFixed(2);`),
  accepted("cents turned round", "lib/sales/a.ts", `const x = -totalCents; money.parseInt(totalCents);`),
  accepted("cents as bigint", "lib/sales/a.ts", `interface A { readonly totalCents: bigint }`),
  accepted("a number that is no money", "lib/sales/a.ts", `const x = Number(dayText); ratio.toFixed(1);`),
  accepted("the height of a bar", "lib/ui/chart.tsx", `const x = Number(totalCents);`),

  refused("no-any", "as any", "lib/sales/a.ts", `const x = y as any;`),
  refused("no-any", "an any argument", "tests/a_test.ts", `function f(x: any) {}`),
  refused("no-any", "an array of any", "routes/a.tsx", `const x: any[] = [];`),
  accepted("unknown", "lib/sales/a.ts", `const x: unknown = y; const any = 1;`),

  refused("jsx", "JSX in a module", "lib/sales/page.tsx", `const x = <p>Facture</p>;`),
  refused("jsx", "a fragment in a module", "lib/sales/page.tsx", `const x = <>Facture</>;`),
  accepted("JSX in a mail", "lib/sales/invoice_mail.tsx", `const x = <p>Facture</p>;`),
  accepted("JSX in routes/", "routes/a.tsx", `const x = <p>Facture</p>;`),

  refused("function-size", "a function of 71 lines", "lib/sales/a.ts", LONG_FUNCTION),
  refused("function-size", "an arrow of 71 lines", "tests/a_test.ts", LONG_ARROW),
  refused("function-size", "a method of 71 lines", "lib/sales/a.ts", LONG_METHOD),
  refused("function-size", "a component of 75 lines", "routes/a.tsx", LONG_PAGE),
  accepted("a function of 70 lines", "lib/sales/a.ts", FULL_FUNCTION),

  refused("file-size", "a file of 401 lines", "lib/sales/a.ts", "x();\n".repeat(401)),
  accepted("a file of 400 lines", "lib/sales/a.ts", "x();\n".repeat(400)),

  refused("line-size", "a line of 121 characters", "lib/sales/a.ts", `${"a".repeat(57)} = ${"b".repeat(60)};`),
  refused("line-size", "a comment of 121 characters", "lib/sales/a.ts", `// ${"a".repeat(118)}`),
  refused("line-size", "a line too long beside its string", "lib/sales/a.ts", `f("a", ${"b".repeat(120)});`),
  accepted("a line of 120 characters", "lib/sales/a.ts", `// ${"a".repeat(117)}`),
  accepted("a long string", "lib/sales/a.ts", `f("${"é".repeat(130)}");`),
  accepted("a long title before a function", "tests/a_test.ts", `f("${"a".repeat(110)}", async () => {` + "});"),
  accepted("a long template", "lib/sales/a.ts", `f(\`${"é".repeat(130)}\`);`),
  accepted("a long pattern", "lib/sales/a.ts", `f(/${"a".repeat(130)}/);`),
  accepted("a long address", "lib/sales/a.ts", `// https://example.org/${"a".repeat(130)}`),

  refused("jsdoc", "a bare function", "lib/sales/a.ts", `export function f() {}`),
  refused("jsdoc", "a bare constant", "lib/sales/a.ts", `export const LIMIT = 1;`),
  refused(
    "jsdoc",
    "the second of two constants",
    "lib/sales/a.ts",
    `/** One. */\nexport const A = 1;\nexport const B = 2;`,
  ),
  refused("jsdoc", "a bare type", "lib/sales/a.ts", `export type A = string;`),
  refused("jsdoc", "a bare interface", "lib/sales/a.ts", `export interface A {}`),
  refused("jsdoc", "a bare class", "lib/sales/a.ts", `export class A {}`),
  refused("jsdoc", "a bare default", "lib/sales/a.ts", `export default function f() {}`),
  refused("jsdoc", "a plain comment", "lib/sales/a.ts", `// Why.\nexport function f() {}`),
  refused("jsdoc", "a plain block", "lib/sales/a.ts", `/* Why. */\nexport function f() {}`),
  refused("jsdoc", "a comment at the foot of a file", "lib/sales/a.ts", `function f() {}\n/** What. */\nexport { f };`),
  refused("jsdoc", "a name exported apart", "lib/sales/a.ts", `function f() {}\nexport { f };`),
  refused("jsdoc", "a bare default value", "lib/sales/a.ts", `export default { a: 1 };`),
  accepted("a documented default value", "lib/sales/a.ts", `/** What. */\nexport default { a: 1 };`),
  accepted("a documented function", "lib/sales/a.ts", `/** What. */\nexport function f() {}`),
  accepted("a reason between", "lib/sales/a.ts", `/** What. */\n// Why.\nexport function f() {}`),
  accepted("a documented name exported apart", "lib/sales/a.ts", `/** What. */\nfunction f() {}\nexport { f };`),
  accepted(
    "an overload",
    "lib/sales/a.ts",
    `/** What. */\nexport function f(a: 1): 1;\nexport function f(a: 1) { return a; }`,
  ),
  accepted("a re-export", "lib/sales/mod.ts", `export { f } from "./f.ts"; export * from "./g.ts";`),
  accepted("a bare helper", "lib/sales/a.ts", `function f() {}`),
  accepted("a bare export of routes/", "routes/a.tsx", `export function f() {}`),
];

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

/** Rules of WCAG 2.2 at levels A and AA, as axe-core tags them. */
export const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] as const;

/** The rules among them that look at colours: what a dark scheme alone can break. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"] as const;

/** One rule that a page breaks, with the elements that break it. */
export interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What to look at and what to leave aside, each exception with its reason beside the call. */
export interface AxeOptions {
  /** CSS selector of the part to check; the whole page by default. */
  readonly within?: string;
  /** Ids of rules not to run. */
  readonly without?: readonly string[];
  /** True for a page that was looked at whole in other colours: only the rules about colours. */
  readonly coloursOnly?: boolean;
}

let source: Promise<string> | undefined;

/** Fails with a readable list when a page breaks a rule of WCAG 2.2 AA that a program can check. */
export async function assertAccessible(page: Page, options: AxeOptions = {}): Promise<void> {
  const violations = await findViolations(page, options);
  assert.ok(violations.length === 0, `${page.url()} breaks ${violations.length} rule(s):\n${describe(violations)}`);
}

/**
 * Runs axe-core in an isolated world of the page: the debugger puts it there, so a strict Content-Security-Policy
 * neither stops it nor has to be loosened, and the page's own scripts do not see it.
 */
export async function findViolations(page: Page, options: AxeOptions = {}): Promise<Violation[]> {
  source ??= Deno.readTextFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")));
  const cdp = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await cdp.send("Page.getFrameTree");
    const world = await cdp.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
    const contextId = world.executionContextId;
    await cdp.send("Runtime.evaluate", { expression: `${await source};0`, contextId });
    const answer = await cdp.send("Runtime.evaluate", {
      expression: runExpression(options),
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    assert.ok(!answer.exceptionDetails, `axe-core failed: ${answer.exceptionDetails?.exception?.description}`);
    return answer.result.value;
  } finally {
    await cdp.detach();
  }
}

function runExpression(options: AxeOptions): string {
  const context = JSON.stringify(options.within ?? "html");
  const rules = Object.fromEntries((options.without ?? []).map((id) => [id, { enabled: false }]));
  const runOnly = options.coloursOnly ? { type: "rule", values: COLOUR_RULES } : WCAG_22_AA;
  const run = JSON.stringify({ runOnly, rules, resultTypes: ["violations"] });
  return `axe.run(${context}, ${run}).then((result) => result.violations)`;
}

function describe(violations: readonly Violation[]): string {
  return violations.map((violation) => {
    const places = violation.nodes.map((node) =>
      `    ${node.target.join(" ")}: ${node.failureSummary.replace(/\s*\n\s*/g, " ")}`
    );
    return [`  ${violation.id} (${violation.impact}): ${violation.help}`, ...places].join("\n");
  }).join("\n");
}

/** Longest file, function and line that the house accepts; 200 and 20 lines are typical. */
export const MAX_FILE_LINES = 400;
export const MAX_FUNCTION_LINES = 70;
export const MAX_LINE_LENGTH = 120;

/** Rule `function-size`: a function, component or method is read in one screen. */
export const functionSize: Deno.lint.Rule = {
  create(context) {
    function check(node: Deno.lint.Node): void {
      const lines = context.sourceCode.getText(node).split("\n").length;
      if (lines <= MAX_FUNCTION_LINES) return;
      context.report({ node, message: `function of ${lines} lines (${MAX_FUNCTION_LINES} at most)` });
    }
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

/** Rule `file-size`. */
export const fileSize: Deno.lint.Rule = {
  create(context) {
    return {
      Program(node) {
        const lines = context.sourceCode.text.replace(/\n$/, "").split("\n").length;
        if (lines <= MAX_FILE_LINES) return;
        context.report({ node, message: `file of ${lines} lines (${MAX_FILE_LINES} at most)` });
      },
    };
  },
};

/** Rule `line-size`: strings, patterns and addresses, which cannot be folded, do not count. */
export const lineSize: Deno.lint.Rule = {
  create(context) {
    const unfoldable: Deno.lint.Range[] = [];
    return {
      Literal(node) {
        unfoldable.push(node.range);
      },
      TemplateElement(node) {
        unfoldable.push(node.range);
      },
      "Program:exit"() {
        for (const { start, text } of linesOf(context.sourceCode.text)) {
          if (text.length <= MAX_LINE_LENGTH || text.includes("://")) continue;
          const end = start + text.length;
          const inside = unfoldable.reduce(
            (sum, [a, b]) => sum + Math.max(0, Math.min(b, end) - Math.max(a, start)),
            0,
          );
          if (text.length - inside <= MAX_LINE_LENGTH) continue;
          const message = `line of ${text.length} characters (${MAX_LINE_LENGTH} at most)`;
          context.report({ range: [start, end], message });
        }
      },
    };
  },
};

function linesOf(source: string): { start: number; text: string }[] {
  let start = 0;
  return source.split("\n").map((text) => {
    const line = { start, text: text.replace(/\r$/, "") };
    start += text.length + 1;
    return line;
  });
}

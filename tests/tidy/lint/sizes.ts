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

/** Rule `line-size`: strings, patterns and addresses, which cannot be folded, may run over. */
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
          const edge = start + MAX_LINE_LENGTH;
          if (unfoldable.some(([from, to]) => from < edge && to >= edge)) continue;
          const message = `line of ${text.length} characters (${MAX_LINE_LENGTH} at most)`;
          context.report({ range: [start, start + text.length], message });
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

import { imports } from "./lint/imports.ts";
import { jsdoc } from "./lint/jsdoc.ts";
import { clock, config, log, outside, random, senders } from "./lint/outside.ts";
import { packages } from "./lint/packages.ts";
import { fileSize, functionSize, lineSize } from "./lint/sizes.ts";
import { rawSql, role, sql } from "./lint/sql.ts";
import { jsx, money, noAny } from "./lint/words.ts";

/** The house rules that `deno lint` holds the tree to; their exceptions stand in lint/windows.ts. */
const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    imports,
    packages,
    sql,
    "raw-sql": rawSql,
    role,
    outside,
    senders,
    clock,
    random,
    config,
    log,
    money,
    "no-any": noAny,
    jsx,
    "function-size": functionSize,
    "file-size": fileSize,
    "line-size": lineSize,
    jsdoc,
  },
};

export default plugin;

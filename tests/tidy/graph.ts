import type { ImportGraph } from "./tree.ts";

/** The files that one may reach from the entries by any reference. */
export function reachableFrom(entries: readonly string[], graph: ImportGraph): Set<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  while (waiting.length > 0) {
    const path = waiting.pop()!;
    if (reached.has(path)) continue;
    reached.add(path);
    for (const reference of graph.get(path) ?? []) waiting.push(reference.path);
  }
  return reached;
}

/** Rings of files that load each other at run time, each as the path walked, its first file repeated at the end. */
export function cyclesIn(graph: ImportGraph): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  function walk(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const reference of graph.get(path) ?? []) if (reference.isRuntime) walk(reference.path, [...trail, path]);
    done.add(path);
  }
  for (const path of graph.keys()) walk(path, []);
  return cycles;
}

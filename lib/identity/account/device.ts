/** What a browser says of itself, in the words that people use. */
export interface Device {
  /** Family of the browser: `Chrome`, `Firefox`…; null for one that this table does not know. */
  readonly browser: string | null;
  /** `Windows`, `iPhone`…; null where it does not say. */
  readonly system: string | null;
}

// The first that matches: browsers name those that they wish to be taken for.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\b(?:Firefox|FxiOS)\b/, "Firefox"],
  [/\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, "Windows"],
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** Reads the browser and the system out of a User-Agent. */
export function describeDevice(userAgent: string): Device {
  return { browser: firstOf(BROWSERS, userAgent), system: firstOf(SYSTEMS, userAgent) };
}

/** The same as French words: `Chrome sur Windows`. */
export function deviceWords(userAgent: string): string {
  const { browser, system } = describeDevice(userAgent);
  return [browser ?? "Navigateur inconnu", system].filter(Boolean).join(" sur ");
}

function firstOf(table: readonly (readonly [RegExp, string])[], text: string): string | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** A size as people read it: `12 Mo`, `1,4 Go`. */
export function bytesText(bytes: bigint): string {
  const units = ["o", "ko", "Mo", "Go", "To"];
  let tenths = bytes * 10n, unit = 0;
  while (tenths >= 10_240n && unit < units.length - 1) {
    tenths /= 1_024n;
    unit += 1;
  }
  const whole = tenths / 10n, tenth = tenths % 10n;
  const decimal = unit > 0 && whole < 10n && tenth > 0n ? `,${tenth}` : "";
  return `${whole}${decimal}\u00a0${units[unit]}`;
}

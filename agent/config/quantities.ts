const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const bytes: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** "90s", "10m", "24h" in milliseconds; undefined where the text is no positive duration. */
export function durationMs(text: string): number | undefined {
  return amount(/^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/, text, milliseconds);
}

/** "512m", "10g" in bytes (k is 1024); undefined where the text is no positive size. */
export function sizeBytes(text: string): number | undefined {
  const size = amount(/^(\d+(?:\.\d+)?)([bkmgt])b?$/, text.toLowerCase(), bytes);
  return size === undefined ? undefined : Math.round(size);
}

function amount(pattern: RegExp, text: string, factors: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit] = pattern.exec(text) ?? [];
  const factor = unit === undefined ? undefined : factors[unit];
  if (number === undefined || factor === undefined) return undefined;
  return Number(number) > 0 ? Number(number) * factor : undefined;
}

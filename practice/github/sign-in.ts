import { createHash, timingSafeEqual } from "node:crypto";

/** Whose token an Authorization header carries: `token …`, `Bearer …`, or a password in Basic (as git sends it). */
export function loginOf(header: string | undefined, tokens: Readonly<Record<string, string>>): string | undefined {
  const [scheme = "", value = ""] = (header ?? "").trim().split(/\s+/, 2);
  const token = /^basic$/i.test(scheme) ? passwordOf(value) : value;
  return Object.entries(tokens).find(([known]) => isSame(known, token))?.[1];
}

function passwordOf(basic: string): string {
  const text = Buffer.from(basic, "base64").toString();
  return text.slice(text.indexOf(":") + 1);
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

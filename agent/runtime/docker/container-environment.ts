import type { Secret } from "../../secrets/secret.ts";

/** An environment as the Engine takes it. */
export function containerEnvironment(env: Readonly<Record<string, string | Secret>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${typeof value === "string" ? value : value.reveal()}`);
}

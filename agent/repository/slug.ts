import { createHash } from "node:crypto";

const longest = 40;

/** The word under which production runs beside the changes: no branch gets it. */
export const productionSlug = "production";

/**
 * A repository's word in labels, host names and container names: `owner-name` of its remote, else its folder.
 * Lower-case letters, digits and inner hyphens, at most 40. The same input always gives the same slug.
 */
export function repositorySlug(name: string): string {
  return shorten(dashed(name) || "repository", name);
}

/**
 * A branch's word in host names and container names (a DNS label of at most 40). A name that does not survive as it
 * is, or that is production's, gets a few characters of its hash, so that `fix/a` and `fix-a` never share a clone.
 */
export function changeSlug(branch: string): string {
  const slug = dashed(branch) || "change";
  return slug === branch && slug.length <= longest && slug !== productionSlug ? slug : withHash(slug, branch);
}

function dashed(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

function shorten(slug: string, original: string): string {
  return slug.length <= longest ? slug : withHash(slug, original);
}

function withHash(slug: string, original: string): string {
  const hash = createHash("sha256").update(original).digest("hex").slice(0, 6);
  return `${slug.slice(0, longest - hash.length - 1).replace(/-$/, "")}-${hash}`;
}

import { createHash } from "node:crypto";
import type { Site } from "../site.ts";

/** A user as GitHub names one inside other things. Whoever is named exists. */
export function user(site: Site, login: string) {
  const api = `${site.url}/api/v3/users/${login}`;
  const id = idOf(login);
  return {
    login,
    id,
    node_id: nodeId("User", id),
    avatar_url: `${site.url}/avatars/${login}`,
    gravatar_id: "",
    url: api,
    html_url: `${site.url}/${login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: "User",
    site_admin: false,
  };
}

/** The signed-in user, as they see themselves. */
export function ownUser(site: Site, login: string) {
  const since = "2024-01-02T09:00:00Z";
  return {
    ...user(site, login),
    name: login,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: since,
    updated_at: since,
    private_gists: 0,
    total_private_repos: 1,
    owned_private_repos: 1,
    disk_usage: 0,
    collaborators: Object.keys(site.tokens).length,
    two_factor_authentication: true,
  };
}

/** The same login has the same id in every life of the stand-in. */
export function idOf(name: string): number {
  return 1 + (createHash("sha256").update(name).digest().readUInt32BE(0) >>> 4);
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}${id}`).toString("base64url");
}

import type { Commit } from "../git/history.ts";
import { repositoryApi, repositoryPage, type Site } from "../site.ts";

/** A commit as the commits API shows it; nobody is known by their mail address, so there are no users. */
export function commit(site: Site, one: Commit) {
  const api = repositoryApi(site);
  const page = repositoryPage(site);
  return {
    url: `${api}/commits/${one.sha}`,
    sha: one.sha,
    node_id: Buffer.from(`Commit${one.sha}`).toString("base64url"),
    html_url: `${page}/commit/${one.sha}`,
    comments_url: `${api}/commits/${one.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${one.sha}`,
      author: one.author,
      committer: one.committer,
      message: one.message,
      comment_count: 0,
      tree: { sha: one.tree, url: `${api}/git/trees/${one.tree}` },
    },
    author: null,
    committer: null,
    parents: one.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

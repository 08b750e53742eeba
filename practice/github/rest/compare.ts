import { commitsBetween, distance, mergeBase, oneCommit } from "../git/history.ts";
import { commit } from "../shapes/commit.ts";
import { repositoryApi, repositoryPage, type Site } from "../site.ts";
import { notFound, type Route } from "./answers.ts";
import { paged } from "./paging.ts";

export const compareRoutes: Route[] = [
  {
    route: "GET /repos/{owner}/{repo}/compare/{basehead}",
    async handle(call) {
      const { site } = call;
      const [base, head] = await bothEnds(site, call.path.basehead ?? "");
      const common = await mergeBase(site.repository, base, head);
      if (!common) throw notFound();
      const { aheadBy, behindBy } = await distance(site.repository, base, head);
      const ahead = await commitsBetween(site.repository, base, head);
      const { page, headers } = paged(call, ahead);
      const web = `${repositoryPage(site)}/compare/${base}...${head}`;
      const body = {
        url: `${repositoryApi(site)}/compare/${base}...${head}`,
        html_url: web,
        permalink_url: web,
        diff_url: `${web}.diff`,
        patch_url: `${web}.patch`,
        base_commit: commit(site, await oneCommit(site.repository, base)),
        merge_base_commit: commit(site, await oneCommit(site.repository, common)),
        status: relation(aheadBy, behindBy),
        ahead_by: aheadBy,
        behind_by: behindBy,
        total_commits: aheadBy,
        commits: page.map((one) => commit(site, one)),
      };
      return { status: 200, body, headers };
    },
  },
];

async function bothEnds(site: Site, basehead: string): Promise<[string, string]> {
  const [from = "", to = ""] = basehead.split("...");
  const base = await site.repository.resolve(from);
  const head = await site.repository.resolve(to);
  if (!base || !head) throw notFound();
  return [base, head];
}

function relation(aheadBy: number, behindBy: number): string {
  if (aheadBy > 0 && behindBy > 0) return "diverged";
  if (aheadBy > 0) return "ahead";
  return behindBy > 0 ? "behind" : "identical";
}

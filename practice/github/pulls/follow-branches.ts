import type { Site } from "../site.ts";
import { isPull, type PullIssue, type Review } from "../state.ts";
import { timestamp } from "../store.ts";
import { keepHead } from "./head-ref.ts";

/** Brings the open pull requests to where their branches are now; one whose branch is gone is closed, as GitHub does. */
export async function followBranches(site: Site): Promise<void> {
  for (const one of site.store.state.issues.filter(isPull)) {
    if (one.state !== "open") continue;
    const head = await site.repository.branch(one.pull.head);
    const base = await site.repository.branch(one.pull.base);
    if (head === one.pull.headSha && base === one.pull.baseSha) continue;
    site.store.change(({ reviews }) => {
      if (site.rules?.dismissStale && head !== one.pull.headSha) dismissApprovals(reviews, one);
      moveTo(one, head, base);
    });
    await keepHead(site, one);
  }
}

function moveTo(one: PullIssue, head: string | undefined, base: string | undefined): void {
  one.updatedAt = timestamp();
  if (head) one.pull.headSha = head;
  if (base) one.pull.baseSha = base;
  if (head && base) return;
  one.state = "closed";
  one.closedAt = one.updatedAt;
}

function dismissApprovals(reviews: Review[], { number }: PullIssue): void {
  for (const one of reviews) if (one.pull === number && one.state === "APPROVED") one.state = "DISMISSED";
}

/** A pull request at its present commits. */
export async function findPull(site: Site, number: number): Promise<PullIssue | undefined> {
  await followBranches(site);
  return site.store.state.issues.filter(isPull).find((one) => one.number === number);
}

/** Approves a pull request of a stand-in for GitHub at a commit, on its page, as whoever sits before it. */
export async function approve(pullRequestUrl: string, sha: string): Promise<void> {
  const { origin } = new URL(pullRequestUrl);
  const { status } = await fetch(`${pullRequestUrl}/approve`, {
    method: "POST",
    headers: { origin },
    body: new URLSearchParams({ sha }),
    redirect: "manual",
  });
  if (status !== 303) throw new Error(`It was not approved: ${status}`);
}

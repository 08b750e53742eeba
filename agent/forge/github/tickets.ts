import type { Forge, Ticket } from "../forge.ts";
import type { Client } from "./client.ts";

/** Tickets that a list holds at most: five pages. */
const longestList = 500;

interface Issue {
  number: number;
  title: string;
  body?: string | null;
  state: string;
  labels: (string | { name?: string })[];
  user: { login: string } | null;
  assignees?: { login: string }[] | null;
  html_url: string;
  pull_request?: object;
}

/** The nouns of GitHub's issues: open tickets, one ticket, closing it, who works on it, a reaction on it. */
export function ticketsOf(client: Client): Pick<Forge, "tickets" | "ticket" | "closeTicket" | "assign" | "react"> {
  const { octokit, repository } = client;
  return {
    async tickets(query = {}) {
      return client.ask("listIssues", "The tickets cannot be listed", async (route) => {
        const found: Ticket[] = [];
        const parameters = { ...repository, state: "open" as const, labels: query.label, per_page: 100 };
        for await (const page of octokit.paginate.iterator(route, parameters)) {
          // GitHub lists pull requests among the issues.
          found.push(...page.data.filter((issue) => !issue.pull_request).map(asTicket));
          if (found.length >= longestList) break;
        }
        return found;
      });
    },

    async ticket(number) {
      const { data } = await client.ask("getIssue", `Ticket ${number} cannot be read`, (route) =>
        octokit.request(route, { ...repository, issue_number: number }),
      );
      return asTicket(data);
    },

    async closeTicket(number) {
      await client.ask("updateIssue", `Ticket ${number} cannot be closed`, (route) =>
        octokit.request(route, {
          ...repository,
          issue_number: number,
          state: "closed",
          state_reason: "completed",
        }),
      );
    },

    async assign(number, logins) {
      await client.ask("assignIssue", `Ticket ${number} cannot be assigned`, (route) =>
        octokit.request(route, { ...repository, issue_number: number, assignees: [...logins] }),
      );
    },

    async react(number, reaction) {
      await client.ask("reactToIssue", `The reaction on ticket ${number} cannot be left`, (route) =>
        octokit.request(route, { ...repository, issue_number: number, content: reaction }),
      );
    },
  };
}

function asTicket(issue: Issue): Ticket {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state === "closed" ? "closed" : "open",
    labels: issue.labels.map((label) => (typeof label === "string" ? label : (label.name ?? ""))),
    reporter: issue.user?.login ?? "ghost",
    assignees: (issue.assignees ?? []).map((assignee) => assignee.login),
    url: issue.html_url,
  };
}

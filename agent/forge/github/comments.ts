import type { Comment, Forge } from "../forge.ts";
import type { Client } from "./client.ts";

type Comments = Pick<Forge, "commentsMarked" | "createComment" | "updateComment" | "deleteComment">;

/** Comments of tickets and pull requests (GitHub keeps both in one place). */
export function commentsOf(client: Client, account: Account): Comments {
  const { octokit, repository } = client;
  return {
    async commentsMarked(number, marker) {
      const ours = await authorship(account);
      return client.ask("listComments", `The comments of #${number} cannot be read`, async (route) => {
        const all = await octokit.paginate(route, { ...repository, issue_number: number, per_page: 100 });
        return all
          .filter((comment) => firstLine(comment.body ?? "") === marker && ours(comment.user))
          .map(asComment)
          .sort((a, b) => a.id - b.id);
      });
    },

    async createComment(number, body) {
      const { data } = await client.ask("createComment", `The comment on #${number} cannot be written`, (route) =>
        octokit.request(route, { ...repository, issue_number: number, body }),
      );
      return asComment(data);
    },

    async updateComment(id, body) {
      const { data } = await client.ask("updateComment", "The comment cannot be edited", (route) =>
        octokit.request(route, { ...repository, comment_id: id, body }),
      );
      return asComment(data);
    },

    async deleteComment(id) {
      await client.ask("deleteComment", "The comment cannot be deleted", (route) =>
        octokit.request(route, { ...repository, comment_id: id }),
      );
    },
  };
}

/** Gives the login of whoever is signed in, see accountOf. */
type Account = () => Promise<string | undefined>;
type Author = { login: string; type: string } | null;

/** Tells our comments from others'. An App's are a bot's. */
async function authorship(account: Account): Promise<(author: Author) => boolean> {
  const login = await account();
  return (author) => (login === undefined ? author?.type === "Bot" : author?.login === login);
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function asComment(comment: { id: number | bigint; body?: string; html_url: string }): Comment {
  return { id: Number(comment.id), body: comment.body ?? "", url: comment.html_url };
}

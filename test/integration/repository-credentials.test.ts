import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRepository } from "../../agent/repository/repository.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { createGitFixture, type GitFixture } from "../support/git-fixture.ts";

const credentials = { token: new Secret("ghp_sesame") };
const expected = `Basic ${Buffer.from("x-access-token:ghp_sesame").toString("base64")}`;

let fixture: GitFixture;
const servers: Server[] = [];

beforeEach(async () => {
  fixture = await createGitFixture();
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await fixture.remove();
});

describe("signing in over HTTP", () => {
  it("offers the token to the remote's host and says when it is refused", async () => {
    const offered: (string | undefined)[] = [];
    const url = await serve((request) => {
      offered.push(request.headers.authorization);
      return { status: 401, headers: { "www-authenticate": 'Basic realm="GitHub"' } };
    });
    await fixture.git("remote", "set-url", "origin", `${url}/acme/shop.git`);
    const repository = await openRepository(fixture.clone, { environment: fixture.environment });
    const push = repository.push({ branch: "copy", commit: "HEAD" }, { credentials });
    const failure = await push.catch((error: Error) => error);
    expect(failure).toMatchObject({ code: "git-unauthorized" });
    expect(String(failure)).not.toContain("sesame");
    expect(offered).toEqual([undefined, expected]);
    expect(await fixture.git("config", "--list")).not.toContain("sesame");
  });

  it("gives the token to no other host", async () => {
    const offered: (string | undefined)[] = [];
    const thief = await serve((request) => {
      offered.push(request.headers.authorization);
      return { status: 401, headers: { "www-authenticate": 'Basic realm="thief"' } };
    });
    const url = await serve((request) => ({ status: 302, headers: { location: `${thief}${request.url}` } }));
    await fixture.git("remote", "set-url", "origin", `${url}/acme/shop.git`);
    const repository = await openRepository(fixture.clone, { environment: fixture.environment });
    await expect(repository.fetchBase({ credentials })).rejects.toMatchObject({ code: "git-unauthorized" });
    expect(offered).toEqual([undefined]);
  });
});

async function serve(
  answer: (request: IncomingMessage) => { status: number; headers: Record<string, string> },
): Promise<string> {
  const server = createServer((request, response) => {
    const { status, headers } = answer(request);
    response.writeHead(status, headers).end();
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gitEnvironment } from "../../agent/repository/git-environment.ts";
import { explainFailure } from "../../agent/repository/git-failures.ts";
import { parseRemoteUrl, withoutUserinfo } from "../../agent/repository/remote-url.ts";
import { changeSlug, repositorySlug } from "../../agent/repository/slug.ts";

describe("slugs", () => {
  it("keep a name that is one already", () => {
    expect(changeSlug("12-fix-price")).toBe("12-fix-price");
    expect(changeSlug("production")).toMatch(/^production-[0-9a-f]{6}$/);
    expect(repositorySlug("Acme/Shop")).toBe("acme-shop");
  });

  it("tell branches apart that look alike", () => {
    const slugs = ["fix/price", "fix-price", "fix_price", "Fix-Price", "fix-price-"].map(changeSlug);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it("are always DNS labels of at most 40", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) =>
        [changeSlug(name), repositorySlug(name)].every((slug) => /^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)),
      ),
    );
  });
});

describe("a remote's URL", () => {
  it.each([
    ["https://github.com/acme/shop.git", "https", "github.com", "acme/shop"],
    ["https://ada:secret@github.com/acme/shop", "https", "github.com", "acme/shop"],
    ["http://127.0.0.1:4900/acme/shop.git/", "http", "127.0.0.1:4900", "acme/shop"],
    ["git@github.com:acme/shop.git", "ssh", "github.com", "acme/shop"],
    ["ssh://git@github.com:22/acme/shop.git", "ssh", "github.com:22", "acme/shop"],
    ["/srv/git/acme/shop.git", "file", "", "acme/shop"],
    ["C:/git/shop", "file", "", "git/shop"],
  ])("%s is read", (url, protocol, host, repository) => {
    const address = parseRemoteUrl(url);
    expect(address).toMatchObject({ protocol, host, repository });
    expect(address.url).not.toContain("secret");
  });

  it("loses user and password in any text", () => {
    expect(withoutUserinfo("fatal: 'https://ghp_x@h/a' and ssh://git@h/a")).toBe(
      "fatal: 'https://h/a' and ssh://git@h/a",
    );
  });
});

describe("git's environment", () => {
  it("drops what would redirect a command and keeps who and how", () => {
    const env = gitEnvironment({
      PATH: "/bin",
      GIT_DIR: "/x",
      GIT_ASKPASS: "/code",
      GIT_AUTHOR_NAME: "Ada",
      GIT_SSH_COMMAND: "ssh -v",
      LANG: "de",
    });
    expect(env).toMatchObject({
      PATH: "/bin",
      GIT_AUTHOR_NAME: "Ada",
      GIT_SSH_COMMAND: "ssh -v",
      GIT_TERMINAL_PROMPT: "0",
      LC_ALL: "C",
    });
    expect(env).not.toHaveProperty("GIT_DIR");
    expect(env).not.toHaveProperty("GIT_ASKPASS");
  });
});

describe("a failure of git", () => {
  it.each([
    [" ! [rejected] a -> a (non-fast-forward)", "push-behind"],
    [" ! [rejected] a -> a (fetch first)", "push-behind"],
    ["remote: error: GH006: Protected branch update failed", "push-refused"],
    ["fatal: Authentication failed for 'https://github.com/a/b'", "git-unauthorized"],
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", "git-unauthorized"],
    ["git@github.com: Permission denied (publickey).", "git-unauthorized"],
    ["fatal: unable to access 'x': The requested URL returned error: 403", "git-unauthorized"],
    ["fatal: unable to access 'x': Could not resolve host: github.com", "remote-unreachable"],
    ["ssh: connect to host x port 22: Connection refused", "remote-unreachable"],
    ["fatal: Unable to create '/x/.git/index.lock': File exists.", "git-busy"],
    ["something new", "git-failed"],
  ])("%s is %s", (stderr, code) => {
    const problem = explainFailure({ exitCode: 1, stdout: "", stderr }, "It failed");
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(stderr.trim());
  });
});

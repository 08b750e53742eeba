import { expect, test } from "vitest";
import { parseRemote } from "../../agent/forge/github/remote.ts";

const github = { webUrl: "https://github.com/acme/shop", apiUrl: "https://api.github.com", host: "github.com" };
const enterprise = { webUrl: "https://git.acme.test/acme/shop", apiUrl: "https://git.acme.test/api/v3" };

test.each([
  ["https://github.com/acme/shop.git", github],
  ["https://github.com/acme/shop/", github],
  ["https://user:secret@github.com/acme/shop", github],
  ["git@github.com:acme/shop.git", github],
  ["ssh://git@github.com/acme/shop.git", github],
  ["ssh://git@ssh.github.com:443/acme/shop.git", github],
  ["git@git.acme.test:acme/shop.git", enterprise],
  ["ssh://git@git.acme.test:2222/acme/shop.git", enterprise],
  ["https://octo.ghe.com/acme/shop.git", { apiUrl: "https://api.octo.ghe.com" }],
  [
    "http://127.0.0.1:4000/acme/shop.git",
    { webUrl: "http://127.0.0.1:4000/acme/shop", apiUrl: "http://127.0.0.1:4000/api/v3", host: "127.0.0.1:4000" },
  ],
])("%s", (url, expected) => {
  expect(parseRemote(url)).toMatchObject({ owner: "acme", name: "shop", ...expected });
});

test.each(["/srv/git/shop.git", "../shop", "https://github.com/acme", "file:///srv/acme/shop.git", ""])(
  "%s is no repository on a GitHub",
  (url) => {
    expect(() => parseRemote(url)).toThrow(expect.objectContaining({ code: "remote-unsupported", usage: true }));
  },
);

test("an error about a remote says nothing of its password", () => {
  expect(() => parseRemote("https://user:hunter2@github.com/acme/shop/wiki")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
  );
});

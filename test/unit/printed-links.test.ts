import { describe, expect, test } from "vitest";
import { PrintedLinks } from "../../agent/preview/share/printed-links.ts";

function linksIn(...pieces: string[]): readonly string[] {
  const links = new PrintedLinks();
  for (const piece of pieces) links.write(piece);
  return links.all;
}

describe("the links in what a tunnel prints", () => {
  test("are found in boxes, logs, JSON and colours", () => {
    expect(linksIn("INF |  https://calm-owl.trycloudflare.com                    |\n")).toEqual([
      "https://calm-owl.trycloudflare.com",
    ]);
    expect(linksIn("lvl=info msg=started addr=http://127.0.0.1:80 url=https://ab12.ngrok-free.app\n")).toEqual([
      "https://ab12.ngrok-free.app",
    ]);
    expect(linksIn('{"level":"info","url":"https://ab12.example.com/"}\n')).toEqual(["https://ab12.example.com"]);
    expect(linksIn("\u001b[32mhttps://ab12.lhr.life\u001b[0m tunneled with tls termination\n")).toEqual([
      "https://ab12.lhr.life",
    ]);
    expect(linksIn("See the guide (https://docs.example.com/tunnels).\n")).toEqual([
      "https://docs.example.com/tunnels",
    ]);
  });

  test("are whole where they arrive in pieces, and where no line ends", () => {
    expect(linksIn("at https://calm", "-owl.example.com\nmore")).toEqual(["https://calm-owl.example.com"]);
    expect(linksIn("at https://calm-owl.example.com")).toEqual(["https://calm-owl.example.com"]);
  });

  test("are not those of this machine, nor any with a password", () => {
    const own = ["localhost:3000", "a.shop.localhost", "127.0.0.1:80", "127.1.2.3", "0.0.0.0:80", "[::1]:80"];
    expect(linksIn(...own.map((host) => `-> http://${host}/x\n`))).toEqual([]);
    expect(linksIn("https://robin:hidden@example.com\n")).toEqual([]);
    expect(linksIn("http://192.168.1.5:4000\n")).toEqual(["http://192.168.1.5:4000"]);
  });

  test("come once each, encrypted ones first, and not without end", () => {
    expect(linksIn("http://a.example.com\nhttps://a.example.com/\nhttps://a.example.com?x=1#y\n")).toEqual([
      "https://a.example.com",
      "http://a.example.com",
    ]);
    expect(linksIn(...Array.from({ length: 500 }, (_, n) => `https://${n}.example.com\n`))).toHaveLength(50);
  });
});

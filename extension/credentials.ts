import * as vscode from "vscode";
import type { Picture } from "./picture.ts";
import { Turns } from "./turns.ts";

/** Under this name GitHub's own sign-in is the source, where the repository lives on github.com. */
const githubToken = "GITHUB_TOKEN";
/** The names of what is stored, so that it can be forgotten: VS Code's storage does not list them. */
const indexKey = "slipway.storedCredentials";

const words: Readonly<Record<string, string>> = {
  source: "the source database",
  target: "production",
  forge: "GitHub",
  app: "the app",
};

/** One value in the secret storage: `key` finds it, the rest says to a person what it is. */
export interface StoredCredential {
  readonly key: string;
  readonly name: string;
  readonly neededFor: string;
}

/** Where the answers to the agent's questions come from: the GitHub session, VS Code's secret storage, the environment. */
export class Credentials {
  readonly #secrets: vscode.SecretStorage;
  readonly #index: vscode.Memento;
  readonly #picture: () => Picture;
  /** VS Code shows one input box, and takes it away for the next one: that would be an answer that nobody gave. */
  readonly #turns = new Turns();

  constructor({ secrets, globalState }: vscode.ExtensionContext, picture: () => Picture) {
    this.#secrets = secrets;
    this.#index = globalState;
    this.#picture = picture;
  }

  /**
   * Answers the agent; null where the person has none or does not say it.
   * @param withdrawn takes the question back.
   */
  async find(purpose: string, name: string, withdrawn?: AbortSignal): Promise<string | null> {
    const known = await this.#known(purpose, name);
    return known ?? (await this.#turns.take(() => this.#ask(purpose, name, withdrawn))) ?? null;
  }

  /** Whether GitHub can be reached as somebody, without a question. The practice company's own GitHub needs nobody. */
  async hasForge(): Promise<boolean> {
    const { company, repository } = this.#picture();
    if (company !== undefined && company.cloneUrl === repository?.remote?.url) return true;
    return (await this.#known("forge", githubToken)) !== undefined;
  }

  /** The same, asking for a sign-in where none is known. */
  async connectForge(): Promise<boolean> {
    return (await this.hasForge()) || (await this.find("forge", githubToken)) !== null;
  }

  /** What is stored, of every repository, without the values. */
  stored(): readonly StoredCredential[] {
    return this.#keys().map((key) => {
      // Where there is no remote the repository is a folder, whose path may have blanks in it; the other two never do.
      const [, repository = "", purpose = "", name = ""] = /^(.*) (\S+) (\S+)$/.exec(key) ?? [];
      return { key, name, neededFor: `${words[purpose] ?? purpose} of ${repository}` };
    });
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#secrets.delete(key);
    await this.#index.update(
      indexKey,
      this.#keys().filter((key) => !keys.includes(key)),
    );
  }

  /** Whoever asked before may have brought the answer. */
  async #ask(purpose: string, name: string, withdrawn?: AbortSignal): Promise<string | undefined> {
    const known = await this.#known(purpose, name);
    if (known || withdrawn?.aborted) return known;
    return this.#isAtGitHub(name) ? session({ createIfNone: true }) : this.#prompt(purpose, name, withdrawn);
  }

  async #known(purpose: string, name: string): Promise<string | undefined> {
    const signedIn = this.#isAtGitHub(name) ? await session({ silent: true }) : undefined;
    return signedIn || (await this.#stored(purpose, name)) || process.env[name] || undefined;
  }

  /** Whether GitHub's own sign-in is the source. */
  #isAtGitHub(name: string): boolean {
    return name === githubToken && this.#picture().repository?.remote?.host === "github.com";
  }

  #keys(): readonly string[] {
    return this.#index.get<string[]>(indexKey, []);
  }

  async #stored(purpose: string, name: string): Promise<string | undefined> {
    const key = this.#key(purpose, name);
    return key && this.#secrets.get(key);
  }

  async #prompt(purpose: string, name: string, withdrawn?: AbortSignal): Promise<string | undefined> {
    const where = this.#picture().repository?.remote?.repository;
    const options = {
      title: `Slipway: ${name}`,
      prompt: `Needed for ${words[purpose] ?? purpose}${where ? ` of ${where}` : ""}. It is kept in VS Code's secret storage.`,
      password: true,
      ignoreFocusOut: true,
    };
    const hide = new vscode.CancellationTokenSource();
    withdrawn?.addEventListener("abort", () => hide.cancel(), { once: true });
    const value = await vscode.window.showInputBox(options, hide.token);
    const key = this.#key(purpose, name);
    if (value && key) {
      await this.#secrets.store(key, value);
      await this.#index.update(indexKey, [...new Set([...this.#keys(), key])]);
    }
    return value || undefined;
  }

  /** One repository's secret is not another's, nor production's the app's, even where both are called the same. */
  #key(purpose: string, name: string): string | undefined {
    const repository = this.#picture().repository;
    return repository && `${repository.remote?.url ?? repository.root} ${purpose} ${name}`;
  }
}

async function session(options: vscode.AuthenticationGetSessionOptions): Promise<string | undefined> {
  // Dismissing the sign-in throws; so does an editor without a provider for GitHub.
  return vscode.authentication.getSession("github", ["repo"], options).then(
    (found) => found?.accessToken,
    () => undefined,
  );
}

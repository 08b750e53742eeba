import * as vscode from "vscode";
import { contextValues } from "./context-values.ts";
import type { Picture } from "./picture.ts";

/** Keeps VS Code's context keys true. The only place that sets any. */
export class ContextKeys {
  readonly #picture: () => Picture;
  readonly #set = new Map<string, string | boolean>();
  #held = false;

  constructor(picture: () => Picture) {
    this.#picture = picture;
    this.update();
  }

  update(): void {
    for (const [key, value] of Object.entries(contextValues(this.#picture()))) {
      this.#put(key, this.#held && value === true ? false : value);
    }
  }

  /**
   * Has every key say no while `work` goes on. A walkthrough ticks a step when its key becomes true, and does not see
   * that it was so before: whoever opens it makes what is true come true again.
   */
  async whileAllAreFalse(work: () => Thenable<unknown>): Promise<void> {
    this.#held = true;
    this.update();
    try {
      await work();
    } finally {
      this.#held = false;
      this.update();
    }
  }

  #put(key: string, value: string | boolean): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  }
}
